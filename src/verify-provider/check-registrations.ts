import { randomUUID } from 'node:crypto'
import type { Check } from './check.ts'
import { pathOf, trialOf } from './check-webinars.ts'
import { answered, body, demand, NotChecked, refused } from './demand.ts'
import type { Exchange, MadeRegistration, Visit } from './visit.ts'

const section = 'Registrations'

interface Registration {
  readonly registrationId: string
  readonly joinUrl: string
  readonly status: 'registered' | 'cancelled'
}

interface Listed extends Registration {
  readonly externalId?: string
  readonly email: string
  readonly firstName: string
  readonly lastName: string
  readonly registeredAt: string
}

interface Page {
  readonly items: readonly Listed[]
  readonly nextCursor?: string
}

/** Clocks differ a little; zones differ by half an hour and more. */
const toleranceMs = 10 * 60_000
/** A list that is longer goes round in circles. */
const mostPages = 200

const person = (externalId: string) => ({
  externalId,
  role: 'attendee',
  firstName: 'Zoë',
  lastName: "O'Neil-漢",
  email: `${externalId}@verify.example`,
  company: 'Trial & Co',
})

const listOf = (visit: Visit) => `${pathOf(trialOf(visit))}/registrations`

const post = (visit: Visit, key: string, body: object): Promise<Exchange> =>
  visit.call({ method: 'POST', path: listOf(visit), key, body })

async function register(visit: Visit, changes: object = {}): Promise<MadeRegistration> {
  const key = randomUUID()
  const sent = { ...person(key), ...changes }
  const exchange = await post(visit, key, sent)
  const found = body<Registration>(exchange, 201, 'Registration')
  const { registrationId: id, joinUrl } = found
  const made = { id, key, joinUrl, person: sent, at: visit.clock.now() }
  visit.registrations.push(made)
  return made
}

function firstOf({ registrations }: Visit): MadeRegistration {
  const [first] = registrations
  if (first === undefined) throw new NotChecked('no registration was made')
  return first
}

async function readAll(visit: Visit): Promise<Listed[]> {
  const items: Listed[] = []
  const cursors = new Set<string>()
  let cursor: string | undefined
  for (let pages = 0; pages < mostPages; pages += 1) {
    const query = cursor === undefined ? '' : `?${new URLSearchParams({ cursor })}`
    const exchange = await visit.call({ method: 'GET', path: `${listOf(visit)}${query}` })
    const page = body<Page>(exchange, 200, 'RegistrationPage')
    items.push(...page.items)
    cursor = page.nextCursor
    if (cursor === undefined) return items
    demand(
      !cursors.has(cursor),
      'pages that come to an end',
      `the cursor ${cursor} twice`,
      exchange,
    )
    cursors.add(cursor)
  }
  demand(false, 'pages that come to an end', `more than ${mostPages} pages`)
}

const listedAs = (items: readonly Listed[], { id }: MadeRegistration) =>
  items.filter(({ registrationId }) => registrationId === id)

export const registrationChecks: readonly Check[] = [
  {
    id: 'register',
    section,
    promise: 'a person is registered with 201 and gets a join address',
    says: 'POST /webinars/{webinarId}/registrations',
    isEssential: true,
    run: async (visit) => {
      await register(visit)
    },
  },
  {
    id: 'register-once',
    section,
    promise: 'the same Idempotency-Key gives the same registration, also at the same time',
    says: 'Rule: Ask twice, get once',
    isEssential: true,
    run: async (visit) => {
      const { id, key, person: sent } = firstOf(visit)
      const again = await Promise.all([1, 2].map(() => post(visit, key, sent)))
      for (const each of again) {
        const { registrationId } = body<Registration>(each, 201, 'Registration')
        demand(
          registrationId === id,
          `registrationId ${id}`,
          `another one, ${registrationId}`,
          each,
        )
      }
    },
  },
  {
    id: 'personal-links',
    section,
    promise:
      'every registration has an id and a join address of its own, also with the same e-mail',
    says: 'POST /webinars/{webinarId}/registrations',
    isEssential: true,
    run: async (visit) => {
      const first = firstOf(visit)
      const other = await register(visit, { email: first.person.email })
      demand(other.id !== first.id, 'another registrationId', `the same one, ${other.id}`)
      demand(
        other.joinUrl !== first.joinUrl,
        'a joinUrl of its own',
        `the same one, ${other.joinUrl}`,
      )
    },
  },
  {
    id: 'registrant-refused',
    section,
    promise: 'a person without e-mail is refused',
    says: 'POST /webinars/{webinarId}/registrations',
    run: async (visit) => {
      const key = randomUUID()
      refused(await post(visit, key, { ...person(key), email: undefined }), 400, 422)
    },
  },
  {
    id: 'list',
    section,
    promise: 'the list has every registration exactly once, over all its pages',
    says: 'GET /webinars/{webinarId}/registrations',
    run: async (visit) => {
      firstOf(visit)
      const wanted = visit.visitor.registrations ?? 5
      while (visit.registrations.length < wanted) await register(visit)
      const items = await readAll(visit)
      for (const made of visit.registrations) {
        const { length } = listedAs(items, made)
        demand(length === 1, `${made.id} once`, length === 0 ? 'it is missing' : `${length} times`)
      }
      const all = visit.registrations.length
      demand(items.length === all, `${all} registrations`, `${items.length} of them`)
    },
  },
  {
    id: 'list-fields',
    section,
    promise: 'the list gives back who was registered, as it was sent',
    says: 'GET /webinars/{webinarId}/registrations',
    run: async (visit) => {
      const made = firstOf(visit)
      const [found] = listedAs(await readAll(visit), made)
      for (const name of ['externalId', 'email', 'firstName', 'lastName'] as const) {
        const sent = made.person[name]
        demand(found?.[name] === sent, `${name} ${sent}`, `${name} ${found?.[name]}`)
      }
    },
  },
  {
    id: 'list-times',
    section,
    promise: 'registeredAt is when it was, in UTC',
    says: 'Rule: Times',
    run: async (visit) => {
      const made = firstOf(visit)
      const [found] = listedAs(await readAll(visit), made)
      const away = Math.abs(Date.parse(found?.registeredAt ?? '') - made.at.getTime())
      const expected = `about ${made.at.toISOString()}`
      demand(away < toleranceMs, expected, `${found?.registeredAt}, as in another time zone`)
    },
  },
  {
    id: 'unknown-cursor',
    section,
    promise: 'a cursor that was never given is refused, not ignored',
    says: 'GET /webinars/{webinarId}/registrations',
    run: async (visit) =>
      refused(
        await visit.call({ method: 'GET', path: `${listOf(visit)}?cursor=never-given` }),
        400,
      ),
  },
  ...changeChecks(),
]

function changeChecks(): Check[] {
  const one = 'PUT, DELETE /webinars/{webinarId}/registrations/{registrationId}'
  const pathTo = (visit: Visit, id: string) => `${listOf(visit)}/${encodeURIComponent(id)}`
  return [
    {
      id: 'change',
      section,
      promise: 'PUT changes a person and keeps id and join address',
      says: one,
      run: async (visit) => {
        const made = firstOf(visit)
        const changed = { ...made.person, lastName: 'Changed' }
        const path = pathTo(visit, made.id)
        const exchange = await visit.call({ method: 'PUT', path, body: changed })
        const found = body<Registration>(exchange, 200, 'Registration')
        demand(found.registrationId === made.id, `registrationId ${made.id}`, found.registrationId)
        demand(found.joinUrl === made.joinUrl, `joinUrl ${made.joinUrl}`, found.joinUrl)
        const [listed] = listedAs(await readAll(visit), made)
        demand(listed?.lastName === 'Changed', 'lastName Changed', `lastName ${listed?.lastName}`)
      },
    },
    {
      id: 'unknown-registration',
      section,
      promise: 'a registration that does not exist cannot be changed: 404',
      says: 'Response NotFound',
      run: async (visit) => {
        const path = pathTo(visit, `unknown-${randomUUID()}`)
        refused(await visit.call({ method: 'PUT', path, body: person(randomUUID()) }), 404)
      },
    },
    {
      id: 'cancel',
      section,
      promise: 'a registration can be cancelled, and cancelling it again is no failure',
      says: one,
      run: async (visit) => {
        const path = pathTo(visit, firstOf(visit).id)
        answered(await visit.call({ method: 'DELETE', path }), 204)
        answered(await visit.call({ method: 'DELETE', path }), 204, 404)
      },
    },
    {
      id: 'cancelled-is-listed',
      section,
      promise: 'a cancelled registration is listed as cancelled',
      says: 'GET /webinars/{webinarId}/registrations',
      run: async (visit) => {
        const [found] = listedAs(await readAll(visit), firstOf(visit))
        demand(found?.status === 'cancelled', 'status cancelled', `status ${found?.status}`)
      },
    },
    {
      id: 'register-again',
      section,
      promise: 'the key of a cancelled registration brings it back, with the same id and link',
      says: 'Rule: Ask twice, get once',
      run: async (visit) => {
        const made = firstOf(visit)
        const found = body<Registration>(
          await post(visit, made.key, made.person),
          201,
          'Registration',
        )
        demand(found.registrationId === made.id, `registrationId ${made.id}`, found.registrationId)
        demand(found.joinUrl === made.joinUrl, `joinUrl ${made.joinUrl}`, found.joinUrl)
        demand(found.status === 'registered', 'status registered', `status ${found.status}`)
      },
    },
  ]
}
