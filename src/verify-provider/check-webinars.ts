import { randomUUID } from 'node:crypto'
import type { Check } from './check.ts'
import { answered, body, demand, NotChecked, refused } from './demand.ts'
import { type Exchange, pause, type Visit } from './visit.ts'

const section = 'Webinars'
const hourMs = 3_600_000

export interface Webinar {
  readonly webinarId: string
  readonly status: 'created' | 'pending' | 'failed'
  readonly statusReason?: string
}

/** Takes place a day after the check, for an hour. */
export function order({ clock }: Visit, key: string, changes: object = {}): object {
  const start = Math.ceil(clock.now().getTime() / hourMs) * hourMs + 24 * hourMs
  return {
    externalId: key,
    kind: 'event',
    title: 'Trial of verify-provider — ä, 漢字 & <b>',
    description: 'Made by a check and deleted at its end.',
    start: new Date(start).toISOString(),
    end: new Date(start + hourMs).toISOString(),
    timeZone: 'Europe/Berlin',
    language: 'en',
    maxAttendees: 10,
    ...changes,
  }
}

const create = async (visit: Visit, key: string, changes: object = {}): Promise<Exchange> => {
  const body = order(visit, key, changes)
  const exchange = await visit.call({ method: 'POST', path: '/webinars', body, key })
  const id = /"webinarId"\s*:\s*"([^"]+)"/.exec(exchange.answer?.text ?? '')?.[1]
  if (id !== undefined) visit.made.add(id)
  return exchange
}

export const pathOf = (webinarId: string) => `/webinars/${encodeURIComponent(webinarId)}`

export function trialOf({ webinarId }: Visit): string {
  if (webinarId === undefined) throw new NotChecked('no webinar was created')
  return webinarId
}

export const webinarChecks: readonly Check[] = [
  {
    id: 'create',
    section,
    promise: 'a webinar is answered with 201 and ends up created, with both addresses',
    says: 'POST /webinars',
    isEssential: true,
    run: async (visit) => {
      const exchange = await create(visit, visit.webinarKey)
      // Used by the checks after this one, also where the answer is not quite right.
      const found = answered(exchange, 200, 201) as Webinar
      await untilCreated(visit, found)
      visit.webinarId = found.webinarId
      body(exchange, 201, 'Webinar')
    },
  },
  {
    id: 'create-once',
    section,
    promise: 'the same Idempotency-Key gives the same webinar, also at the same time',
    says: 'Rule: Ask twice, get once',
    isEssential: true,
    run: async (visit) => {
      const first = trialOf(visit)
      const again = await Promise.all([1, 2].map(() => create(visit, visit.webinarKey)))
      for (const each of again) {
        const { webinarId } = body<Webinar>(each, 201, 'Webinar')
        demand(webinarId === first, `webinarId ${first}`, `another one, ${webinarId}`, each)
      }
    },
  },
  {
    id: 'create-other',
    section,
    promise: 'another Idempotency-Key gives another webinar, also with the same title',
    says: 'POST /webinars',
    run: async (visit) => {
      const first = trialOf(visit)
      const { webinarId } = body<Webinar>(await create(visit, randomUUID()), 201, 'Webinar')
      demand(webinarId !== first, 'another webinarId', `the same one, ${webinarId}`)
    },
  },
  {
    id: 'read',
    section,
    promise: 'a webinar can be read again',
    says: 'GET /webinars/{webinarId}',
    run: async (visit) => {
      const id = trialOf(visit)
      const found = body<Webinar>(
        await visit.call({ method: 'GET', path: pathOf(id) }),
        200,
        'Webinar',
      )
      demand(found.webinarId === id, `webinarId ${id}`, `webinarId ${found.webinarId}`)
    },
  },
  {
    id: 'update',
    section,
    promise: 'PUT changes the webinar and keeps its id',
    says: 'PUT /webinars/{webinarId}',
    run: async (visit) => {
      const id = trialOf(visit)
      const changed = order(visit, visit.webinarKey, { title: 'Trial, changed', maxAttendees: 12 })
      const exchange = await visit.call({ method: 'PUT', path: pathOf(id), body: changed })
      const found = body<Webinar>(exchange, 200, 'Webinar')
      demand(found.webinarId === id, `webinarId ${id}`, `webinarId ${found.webinarId}`)
    },
  },
  ...refusalChecks(),
  {
    id: 'unknown-webinar',
    section,
    promise: 'a webinar that does not exist is answered with 404 and a sentence',
    says: 'Response NotFound',
    run: async (visit) =>
      refused(await visit.call({ method: 'GET', path: pathOf(`unknown-${randomUUID()}`) }), 404),
  },
]

function refusalChecks(): Check[] {
  const wrong: readonly [string, string, object][] = [
    [
      'end-before-start',
      'a webinar that ends before it starts is refused',
      { end: '2001-01-01T00:00:00Z' },
    ],
    ['local-time', 'a time without Z is refused, not guessed', { start: '2001-01-01T00:00:00' }],
    ['unknown-zone', 'a time zone that is no IANA name is refused', { timeZone: 'Middle/Earth' }],
    ['no-title', 'a webinar without a title is refused', { title: undefined }],
  ]
  return wrong.map(([id, promise, changes]) => ({
    id,
    section,
    promise,
    says: 'POST /webinars',
    run: async (visit) => refused(await create(visit, randomUUID(), changes), 400, 422),
  }))
}

/** After everything that needs the trial webinar. */
export const deletionChecks: readonly Check[] = [
  {
    id: 'delete',
    section,
    promise: 'a webinar can be deleted, and deleting it again is no failure',
    says: 'DELETE /webinars/{webinarId}',
    run: async (visit) => {
      const path = pathOf(trialOf(visit))
      answered(await visit.call({ method: 'DELETE', path }), 204)
      const again = await visit.call({ method: 'DELETE', path })
      answered(again, 204, 404)
    },
  },
  {
    id: 'deleted-is-gone',
    section,
    promise: 'a deleted webinar cannot be read any more',
    says: 'Response NotFound',
    run: async (visit) =>
      refused(await visit.call({ method: 'GET', path: pathOf(trialOf(visit)) }), 404),
  },
  {
    id: 'key-is-free',
    section,
    promise: 'the key of a deleted webinar makes a new one',
    says: 'Rule: Ask twice, get once',
    run: async (visit) => {
      const old = trialOf(visit)
      const { webinarId } = body<Webinar>(await create(visit, visit.webinarKey), 201, 'Webinar')
      demand(webinarId !== old, 'a new webinarId', `the deleted one, ${webinarId}`)
    },
  },
]

async function untilCreated(visit: Visit, webinar: Webinar): Promise<void> {
  const patience = visit.visitor.patienceMs ?? 60_000
  const stepMs = Math.min(1000, patience / 4)
  let current = webinar
  for (let waited = 0; current.status === 'pending' && waited < patience; waited += stepMs) {
    await pause(stepMs)
    const path = pathOf(current.webinarId)
    current = body(await visit.call({ method: 'GET', path }), 200, 'Webinar')
  }
  const { status, statusReason } = current
  const within = `created within ${patience / 1000} s`
  demand(status === 'created', within, `${status}: ${statusReason ?? 'no reason given'}`)
}
