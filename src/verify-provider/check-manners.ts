import type { Check } from './check.ts'
import { Broken, demand, NotChecked } from './demand.ts'
import { faultsOf } from './document.ts'
import type { Answer, Exchange, Visit } from './visit.ts'

const section = 'Manners'

type Answered = Exchange & { readonly answer: Answer }

/** Every answer of the visit but the pages for browsers. */
function answersOf({ exchanges }: Visit): Answered[] {
  return exchanges.filter(
    (each): each is Answered =>
      each.answer !== undefined && !each.path.startsWith('/auth/authorize'),
  )
}

/** What holds for every answer, looked at when all have come. */
export const mannersChecks: readonly Check[] = [
  {
    id: 'answers',
    section,
    promise: 'every request is answered',
    says: 'Rules that matter',
    needs: 'nothing',
    isEssential: true,
    run: async ({ exchanges }) => {
      const silent = exchanges.find(({ answer }) => answer === undefined)
      demand(silent === undefined, 'an answer', silent?.failure ?? '', silent)
    },
  },
  {
    id: 'json',
    section,
    promise: 'every answer with a body is application/json',
    says: 'Rule: No redirects',
    needs: 'nothing',
    isEssential: true,
    run: async (visit) => {
      for (const each of answersOf(visit)) {
        const type = each.answer.headers['content-type'] ?? 'no content type'
        const isJson = each.answer.text === '' || /^application\/(\w+\+)?json\b/i.test(type)
        demand(isJson, 'content-type: application/json', type, each)
      }
    },
  },
  {
    id: 'no-redirects',
    section,
    promise: 'no answer is a redirect',
    says: 'Rule: No redirects',
    needs: 'nothing',
    run: async (visit) => {
      for (const each of answersOf(visit)) {
        const { status, headers } = each.answer
        const isRedirect = status >= 300 && status < 400
        demand(!isRedirect, 'no redirect', `${status} to ${headers.location}`, each)
      }
    },
  },
  {
    id: 'errors',
    section,
    promise: 'every error is { code, message, retryable }',
    says: 'Rule: Errors',
    needs: 'nothing',
    run: async (visit) => {
      for (const each of answersOf(visit).filter(({ answer }) => answer.status >= 400)) {
        const faults = faultsOf('Error', jsonOrText(each.answer.text))
        demand(faults.length === 0, 'the schema Error', faults.join('; '), each)
      }
    },
  },
  {
    id: 'no-failures',
    section,
    promise: 'no request makes the service fail with 5xx',
    says: 'Rule: Errors',
    needs: 'nothing',
    run: async (visit) => {
      const failed = answersOf(visit).find(({ answer }) => answer.status >= 500)
      demand(failed === undefined, 'no 5xx', `${failed?.answer.status}`, failed)
    },
  },
  {
    id: 'retry-after',
    section,
    promise: '429 says with Retry-After how many seconds to wait',
    says: 'Rule: 429',
    needs: 'nothing',
    run: async (visit) => {
      const limited = answersOf(visit).filter(({ answer }) => answer.status === 429)
      if (limited.length === 0) throw new NotChecked('no 429 came')
      for (const each of limited) {
        const wait = each.answer.headers['retry-after'] ?? 'no Retry-After'
        demand(/^\d+$/.test(wait), 'Retry-After in whole seconds', wait, each)
      }
    },
  },
  {
    id: 'speed',
    section,
    promise: 'every answer comes in good time',
    says: 'Rules that matter',
    needs: 'nothing',
    run: async (visit) => {
      const most = visit.visitor.slowestMs ?? 5000
      for (const each of answersOf(visit)) {
        const took = Math.round(each.answer.durationMs)
        if (took > most) throw new Broken(`within ${most} ms`, `after ${took} ms`, each)
      }
    },
  },
]

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
