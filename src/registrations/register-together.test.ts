import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { isRefusal } from '#errors'
import { systemCaller } from '#identity'
import { attendee, type EventWorld, eventWorld } from '../../test/event-world.ts'
import { countRegistrations, countSessionSeats } from './registration-rows.ts'

const one = await eventWorld()
const two = await one.another()
after(() => two.close())

type Result = PromiseSettledResult<unknown>

function fulfilled(results: readonly Result[]): number {
  return results.filter(({ status }) => status === 'fulfilled').length
}

function assertAllRefusedAs(code: string, results: readonly Result[]): void {
  for (const result of results) {
    if (result.status === 'rejected')
      assert.ok(isRefusal(result.reason, code), String(result.reason))
  }
}

function register(
  { registrations }: EventWorld,
  eventId: string,
  name: string,
  sessions: string[] = [],
) {
  return registrations.register(systemCaller, {
    eventId,
    attendees: [{ ...attendee(name), sessions }],
  })
}

async function assertCounted(eventId: string, expected: number): Promise<void> {
  assert.equal(await countRegistrations(one.db, eventId), expected)
  assert.equal((await one.read('msevtmgt_event', eventId)).msevtmgt_registrationcount, expected)
}

test('500 people want 100 seats through two hubs: exactly 100 get one', async () => {
  const eventId = await one.createEvent({ msevtmgt_maximumeventcapacity: 100 })
  const results = await Promise.allSettled(
    Array.from({ length: 500 }, (_, n) => register(n % 2 === 0 ? one : two, eventId, `rush${n}`)),
  )
  assert.equal(fulfilled(results), 100)
  assertAllRefusedAs('event-full', results)
  await assertCounted(eventId, 100)
  const { rows } = await one.pool.query(
    'select count(distinct msevtmgt_name)::integer as numbers, count(distinct msevtmgt_contactid)::integer as people from msevtmgt_eventregistration where msevtmgt_eventid = $1',
    [eventId],
  )
  assert.deepEqual(rows[0], { numbers: 100, people: 100 })
})

test('the last seat goes to one of two people who ask at the same moment', async () => {
  for (let round = 0; round < 10; round += 1) {
    const eventId = await one.createEvent({ msevtmgt_maximumeventcapacity: 1 })
    const results = await Promise.allSettled([
      register(one, eventId, `left${round}`),
      register(two, eventId, `right${round}`),
    ])
    assert.equal(fulfilled(results), 1)
    await assertCounted(eventId, 1)
  }
})

test('the same new person who registers for many events at once becomes one contact', async () => {
  const events = await Promise.all(Array.from({ length: 6 }, () => one.createEvent()))
  const results = await Promise.all(
    events.map((eventId, n) => register(n % 2 === 0 ? one : two, eventId, 'everywhere')),
  )
  assert.equal(new Set(results.map((result) => result.registrations[0]?.contactId)).size, 1)
  const { rows } = await one.pool.query('select 1 from contact where emailaddress1 = $1', [
    attendee('everywhere').email,
  ])
  assert.equal(rows.length, 1)
})

test('seats of sessions are never oversold either', async () => {
  const eventId = await one.createEvent()
  const session = await one.createSession(eventId, { msevtmgt_sessionmaxcapacity: 7 })
  const results = await Promise.allSettled(
    Array.from({ length: 40 }, (_, n) =>
      register(n % 2 === 0 ? one : two, eventId, `s${n}`, [session]),
    ),
  )
  assert.equal(fulfilled(results), 7)
  assertAllRefusedAs('session-full', results)
  assert.equal(await countSessionSeats(one.db, session), 7)
  await assertCounted(eventId, 7)
})

test('people come and go at the same time, and the counters stay exact', async () => {
  const action = fc.record({
    what: fc.constantFrom(
      'register',
      'register',
      'cancel',
      'patch',
      'delete',
      'reactivate',
      'staff',
    ),
    hub: fc.constantFrom(one, two),
    pick: fc.nat(50),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 20, maxLength: 60 }), async (actions) => {
      const eventId = await one.createEvent({ msevtmgt_maximumeventcapacity: 12 })
      const session = await one.createSession(eventId, { msevtmgt_sessionmaxcapacity: 8 })
      const contact = await one.create('contact', { lastname: 'Staff' })
      const known: string[] = []
      const table = 'msevtmgt_eventregistration'
      const act = async ({ what, hub, pick }: (typeof actions)[number]) => {
        if (what === 'register') {
          const sessions = pick % 3 === 0 ? [session] : []
          const answer = await register(hub, eventId, `p${pick}`, sessions)
          known.push(String(answer.registrations[0]?.registrationId))
          return
        }
        if (what === 'staff') {
          const target = { msevtmgt_eventid: eventId, msevtmgt_contactid: contact }
          known.push(await hub.create(table, target))
          return
        }
        const id = known[pick % Math.max(known.length, 1)]
        if (id === undefined) return
        if (what === 'cancel') await hub.registrations.cancel(systemCaller, id, { by: 'staff' })
        if (what === 'patch') await hub.update(table, id, { statecode: 1 })
        if (what === 'reactivate') await hub.update(table, id, { msevtmgt_iscanceled: false })
        if (what === 'delete') {
          await hub.pipeline.execute(systemCaller, { message: 'Delete', table, id })
        }
      }
      // In waves, so that later actions find registrations to work on.
      for (let at = 0; at < actions.length; at += 12) {
        const results = await Promise.allSettled(actions.slice(at, at + 12).map(act))
        for (const result of results) {
          if (result.status === 'rejected')
            assert.ok(isRefusal(result.reason), String(result.reason))
        }
      }
      await assertCounted(eventId, await countRegistrations(one.db, eventId))
      assert.equal(
        (await one.read('msevtmgt_session', session)).msevtmgt_registrationcount,
        await countSessionSeats(one.db, session),
      )
    }),
    { numRuns: 8 },
  )
})
