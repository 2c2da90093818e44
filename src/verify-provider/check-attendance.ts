import type { Check } from './check.ts'
import { pathOf, trialOf } from './check-webinars.ts'
import { body, demand, refused } from './demand.ts'
import type { Visit } from './visit.ts'

const section = 'Attendance'
const says = 'GET /webinars/{webinarId}/attendance'
const toleranceMs = 5 * 60_000
const mostPages = 200

interface Stay {
  readonly registrationId?: string
  readonly email: string
  readonly joinTime: string
  readonly leaveTime?: string
  readonly viewingMinutes: number
}

interface Page {
  readonly updatedAt: string
  readonly items: readonly Stay[]
  readonly nextCursor?: string
}

const addressOf = (id: string, query: Readonly<Record<string, string>>) =>
  `${pathOf(id)}/attendance?${new URLSearchParams(query)}`.replace(/\?$/, '')

async function readAll(
  visit: Visit,
  id: string,
  since?: string,
): Promise<Omit<Page, 'nextCursor'>> {
  const items: Stay[] = []
  const cursors = new Set<string>()
  let query: Readonly<Record<string, string>> = since === undefined ? {} : { since }
  let updatedAt: string | undefined
  for (let pages = 0; pages < mostPages; pages += 1) {
    const exchange = await visit.call({ method: 'GET', path: addressOf(id, query) })
    const page = body<Page>(exchange, 200, 'AttendancePage')
    const told = updatedAt ?? page.updatedAt
    demand(page.updatedAt === told, `updatedAt ${told} on all pages`, page.updatedAt, exchange)
    updatedAt = told
    items.push(...page.items)
    if (page.nextCursor === undefined) return { updatedAt, items }
    const { nextCursor: cursor } = page
    demand(
      !cursors.has(cursor),
      'pages that come to an end',
      `the cursor ${cursor} twice`,
      exchange,
    )
    cursors.add(cursor)
    query = { ...query, cursor }
  }
  demand(false, 'pages that come to an end', `more than ${mostPages} pages`)
}

const attendedOf = ({ visitor: { attended } }: Visit) => attended ?? ''

const nameOf = ({ registrationId, email, joinTime }: Stay) =>
  `${registrationId ?? email} ${joinTime}`

export const attendanceChecks: readonly Check[] = [
  {
    id: 'attendance-empty',
    section,
    promise: 'a webinar that nobody attended has an empty list',
    says,
    isEssential: true,
    run: async (visit) => {
      const { items } = await readAll(visit, trialOf(visit))
      demand(
        items.length === 0,
        'no records',
        `${items.length}, the first ${JSON.stringify(items[0])}`,
      )
    },
  },
  {
    id: 'attendance-updated',
    section,
    promise: 'updatedAt is not in the future',
    says: 'Rule: Times',
    run: async (visit) => {
      const { updatedAt } = await readAll(visit, trialOf(visit))
      const now = visit.clock.now()
      const ahead = Date.parse(updatedAt) - now.getTime()
      demand(
        ahead < toleranceMs,
        `at most ${now.toISOString()}`,
        `${updatedAt}, as in another time zone`,
      )
    },
  },
  {
    id: 'attendance-since',
    section,
    promise: 'since takes the updatedAt of the read before',
    says: 'Rule: since includes its instant',
    run: async (visit) => {
      const { updatedAt } = await readAll(visit, trialOf(visit))
      await readAll(visit, trialOf(visit), updatedAt)
    },
  },
  {
    id: 'attendance-since-refused',
    section,
    promise: 'a since that is no instant is refused',
    says,
    run: async (visit) => {
      const path = addressOf(trialOf(visit), { since: 'yesterday' })
      refused(await visit.call({ method: 'GET', path }), 400)
    },
  },
  {
    id: 'attendance-records',
    section,
    promise: 'every record says who came, when and for how long',
    says,
    needs: 'attended',
    isEssential: true,
    run: async (visit) => {
      const { items } = await readAll(visit, attendedOf(visit))
      demand(items.length > 0, 'records of those who came', 'none')
      for (const { joinTime, leaveTime } of items) {
        const isBack = leaveTime !== undefined && Date.parse(leaveTime) < Date.parse(joinTime)
        demand(!isBack, 'a leave after the join', `joined ${joinTime}, left ${leaveTime}`)
      }
    },
  },
  {
    id: 'attendance-names',
    section,
    promise: 'one read has every stay once, named by registration and joinTime',
    says: 'Rule: Attendance is one record per stay',
    needs: 'attended',
    run: async (visit) => {
      const { items } = await readAll(visit, attendedOf(visit))
      const seen = new Set<string>()
      for (const name of items.map(nameOf)) {
        demand(!seen.has(name), 'every stay once', `${name} twice`)
        seen.add(name)
      }
    },
  },
  {
    id: 'attendance-since-start',
    section,
    promise: 'since a day before the first stay, nothing is missing',
    says: 'Rule: since includes its instant',
    needs: 'attended',
    run: async (visit) => {
      const all = await readAll(visit, attendedOf(visit))
      const joins = all.items.map(({ joinTime }) => Date.parse(joinTime))
      const since = new Date(Math.min(...joins, Date.parse(all.updatedAt)) - 86_400_000)
      const { items } = await readAll(visit, attendedOf(visit), since.toISOString())
      demand(items.length >= all.items.length, `${all.items.length} records`, `${items.length}`)
    },
  },
]
