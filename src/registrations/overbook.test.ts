/** Whatever order people register, overbook, cancel, wait and are invited in: the seats stay exact. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isRefusal } from '#errors'
import { systemCaller } from '#identity'
import { attendees, eventWorld } from '../../test/event-world.ts'

const world = await eventWorld()
const { createEvent, pool, registrations, clock, jobs } = world

const capacity = 3

interface Command {
  readonly kind: string
  /** How many, or which of them. */
  readonly people: number
}

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('public'), people: fc.integer({ min: 1, max: 2 }) }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'overbook', people: 1 }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'wait', people: 1 }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('cancel'), people: fc.nat(5) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('invite', 'seat', 'inviteAnyway', 'seatAnyway'),
      people: fc.nat(3),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom({ kind: 'promote', people: 0 }, { kind: 'expire', people: 0 }),
  },
)

type Act = (eventId: string, people: number) => Promise<unknown>

const ids = async (sql: string, eventId: string): Promise<string[]> =>
  (await pool.query<{ id: string }>(sql, [eventId])).rows.map(({ id }) => id)

const activeRegistrations = (eventId: string) =>
  ids(
    `select msevtmgt_eventregistrationid as id from msevtmgt_eventregistration
     where msevtmgt_eventid = $1 and statecode = 0 order by createdon, 1`,
    eventId,
  )

const line = (eventId: string) =>
  ids(
    `select msevtmgt_waitlistitemid as id from msevtmgt_waitlistitem
     where msevtmgt_event = $1 and statecode = 0 order by createdon, 1`,
    eventId,
  )

const register = (eventId: string, count: number, more: object = {}, overrule: string[] = []) =>
  registrations.register(systemCaller, {
    eventId,
    attendees: attendees(count).map((each) => ({ ...each, ...more })),
    overrule: overrule as never,
  })

async function promote(eventId: string): Promise<void> {
  const definition = registrations.jobs.find(({ kind }) => kind === 'registrations.promote')
  await definition?.run({ payload: { eventId } } as never)
}

function choosing(act: 'inviteFromWaitlist' | 'registerFromWaitlist', overrule: string[]): Act {
  return async (eventId, at) => {
    const id = (await line(eventId))[at]
    if (id !== undefined) await registrations[act](systemCaller, id, overrule as never)
  }
}

const acts: Readonly<Record<string, Act>> = {
  public: (eventId, people) => register(eventId, people),
  overbook: (eventId) => register(eventId, 1, {}, ['event-full']),
  wait: (eventId) => register(eventId, 1, { waitlisted: true }),
  async cancel(eventId, at) {
    const id = (await activeRegistrations(eventId))[at]
    if (id !== undefined) await registrations.cancel(systemCaller, id, { by: 'staff' })
  },
  invite: choosing('inviteFromWaitlist', []),
  seat: choosing('registerFromWaitlist', []),
  inviteAnyway: choosing('inviteFromWaitlist', ['event-full']),
  seatAnyway: choosing('registerFromWaitlist', ['event-full']),
  promote,
  async expire(eventId) {
    clock.advance(25 * 3_600_000)
    await promote(eventId)
  },
}

const overrules = ({ kind }: Command) => ['overbook', 'inviteAnyway', 'seatAnyway'].includes(kind)

/** Whether it was done; what is refused must be for a reason that was planned. */
async function runOne(eventId: string, { kind, people }: Command): Promise<boolean> {
  try {
    await acts[kind]?.(eventId, people)
    return true
  } catch (error) {
    assert.ok(isRefusal(error), String(error))
    return false
  }
}

async function seats(eventId: string) {
  const { rows } = await pool.query(
    `select coalesce(e.msevtmgt_registrationcount, 0) as taken, coalesce(e.gr_seatsreserved, 0) as held,
       (select count(*)::int from msevtmgt_eventregistration r
        where r.msevtmgt_eventid = e.msevtmgt_eventid and r.statecode = 0) as registrations,
       (select count(distinct w.gr_invitationslot)::int from msevtmgt_waitlistitem w
        where w.msevtmgt_event = e.msevtmgt_eventid and w.statecode = 0) as slots
     from msevtmgt_event e where e.msevtmgt_eventid = $1`,
    [eventId],
  )
  const { taken, held, registrations: rowsTaken, slots } = rows[0]
  assert.deepEqual([taken, held], [rowsTaken, slots], 'counters equal rows')
  return Number(taken) + Number(held)
}

async function play(chunks: readonly (readonly Command[])[], event: object): Promise<void> {
  const eventId = await createEvent({
    msevtmgt_maximumeventcapacity: capacity,
    msevtmgt_showwaitlist: true,
    ...event,
  })
  let before = 0
  for (const chunk of chunks) {
    const done = await Promise.all(chunk.map((each) => runOne(eventId, each)))
    jobs.length = 0
    const after = await seats(eventId)
    const beyond = chunk.filter((each, at) => overrules(each) && done[at]).length
    assert.ok(after <= Math.max(capacity, before) + beyond, `${before} → ${after} of ${capacity}`)
    const [only, ...others] = chunk
    if (only?.kind === 'public' && others.length === 0) {
      assert.equal(done[0], before + only.people <= capacity, `${before} of ${capacity} were taken`)
    }
    before = after
  }
}

const event = fc.record({
  msevtmgt_autoregisterwaitlistitems: fc.boolean(),
  msevtmgt_numberofinvitations: fc.integer({ min: 1, max: 2 }),
})

test('one after the other: the public gets a seat exactly while one is free', async () => {
  const one = fc.array(
    command.map((each) => [each]),
    { minLength: 8, maxLength: 20 },
  )
  await fc.assert(fc.asyncProperty(one, event, play), { numRuns: 40 })
})

test('at the same time: the public never oversells, and counters equal rows', async () => {
  const many = fc.array(fc.array(command, { minLength: 1, maxLength: 6 }), {
    minLength: 3,
    maxLength: 6,
  })
  await fc.assert(fc.asyncProperty(many, event, play), { numRuns: 40 })
})
