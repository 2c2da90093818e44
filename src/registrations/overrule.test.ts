import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#errors'
import { systemCaller } from '#identity'
import type { Caller } from '#pipeline'
import { attendee, eventWorld } from '../../test/event-world.ts'
import { overrulableRules } from './overrule.ts'

const world = await eventWorld()
const { create, createEvent, createSession, update, read, registrations, audited, pool } = world

const as = (role: string): Caller => ({ ...systemCaller, roles: [role] })
const manager = as('Event Manager')

const register = (
  eventId: string,
  people: readonly object[],
  overrule?: readonly string[],
  caller: Caller = manager,
) => registrations.register(caller, { eventId, attendees: people, overrule } as never)

const refusedWith = (code: string) => (error: unknown) => isRefusal(error, code)
const taken = async (table: string, id: string) =>
  (await read(table, id)).msevtmgt_registrationcount ?? 0

test('a full event is refused first, then overbooked by the name of the rule, and who did is noted', async () => {
  const eventId = await createEvent({ msevtmgt_maximumeventcapacity: 1 })
  await register(eventId, [attendee('first')])
  await assert.rejects(register(eventId, [attendee('guest')]), refusedWith('event-full'))
  audited.length = 0
  const { registrations: made } = await register(eventId, [attendee('guest')], ['event-full'])
  assert.equal(await taken('msevtmgt_event', eventId), 2)
  assert.deepEqual(
    audited.map(({ action, table, recordId, recordName, changes, caller }) => ({
      ...{ action, table, recordId, recordName, changes, roles: (caller as Caller).roles },
    })),
    [
      {
        action: 'overrule',
        table: 'msevtmgt_eventregistration',
        recordId: made[0]?.registrationId,
        recordName: made[0]?.number,
        changes: [
          {
            column: 'event-full',
            old: 'The event "Spring Conference" has too few free seats: 1 wanted, 0 left.',
            new: 'overruled',
          },
        ],
        roles: ['Event Manager'],
      },
    ],
  )
})

test('an overbooked event stays full for the public until fewer are registered than it holds', async () => {
  const eventId = await createEvent({ msevtmgt_maximumeventcapacity: 1 })
  await register(eventId, [attendee('one')])
  const { registrations: over } = await register(eventId, [attendee('two')], ['event-full'])
  const { registrations: third } = await register(eventId, [attendee('three')], ['event-full'])
  for (const made of [over, third]) {
    await assert.rejects(register(eventId, [attendee('next')]), refusedWith('event-full'))
    const id = String(made[0]?.registrationId)
    await registrations.cancel(systemCaller, id, { by: 'staff' })
  }
  assert.equal(await taken('msevtmgt_event', eventId), 1)
  await assert.rejects(register(eventId, [attendee('next')]), refusedWith('event-full'))
})

test('every rule is overruled by its own name only, also where several stand in the way', async () => {
  const eventId = await createEvent({
    msevtmgt_maximumeventcapacity: 1,
    gr_registrationsstarton: '2027-01-01T09:00:00',
  })
  const sessionId = await createSession(eventId, { msevtmgt_sessionmaxcapacity: 1 })
  const guest = (name: string) => [{ ...attendee(name), sessions: [sessionId] }]
  await assert.rejects(register(eventId, guest('a')), refusedWith('registration-not-open'))
  await assert.rejects(
    register(eventId, guest('a'), ['event-full', 'registration-closed']),
    refusedWith('registration-not-open'),
  )
  await register(eventId, guest('a'), ['registration-not-open'])
  const opened = ['registration-not-open']
  await assert.rejects(register(eventId, guest('b'), opened), refusedWith('event-full'))
  const full = [...opened, 'event-full']
  await assert.rejects(register(eventId, guest('b'), full), refusedWith('session-full'))
  audited.length = 0
  await register(eventId, guest('b'), overrulableRules)
  assert.deepEqual(
    audited[0]?.changes?.map(({ column }) => column),
    ['registration-not-open', 'event-full', 'session-full'],
  )
  assert.equal(await taken('msevtmgt_session', sessionId), 2)
  await update('msevtmgt_event', eventId, {
    gr_registrationsstarton: null,
    msevtmgt_setregistrationsenddate: true,
    msevtmgt_stopwebsiteregistrationson: '2026-08-01T09:00:00',
  })
  await assert.rejects(register(eventId, [attendee('c')]), refusedWith('registration-closed'))
  await register(eventId, [attendee('c')], ['registration-closed', 'event-full'])
})

test('guests of honour are registered before an event and its session are published', async () => {
  const draft = { msevtmgt_publishstatus: 100000000 }
  const eventId = await createEvent(draft)
  const sessionId = await createSession(eventId, draft)
  const guest = [{ ...attendee('early'), sessions: [sessionId] }]
  await assert.rejects(register(eventId, guest), refusedWith('event-not-live'))
  await assert.rejects(
    register(eventId, guest, ['event-not-live']),
    refusedWith('session-not-live'),
  )
  await register(eventId, guest, ['event-not-live', 'session-not-live'])
  assert.equal(await taken('msevtmgt_session', sessionId), 1)

  const passId = await create('msevtmgt_pass', {
    ...{ msevtmgt_name: 'Regular', msevtmgt_eventid: eventId, msevtmgt_passprice: '10' },
    msevtmgt_noofpassesallocated: 5,
  })
  await assert.rejects(
    register(eventId, [{ ...attendee('buyer'), passId }], ['event-not-live']),
    refusedWith('unpublished-event-sells-nothing'),
  )
})

test('what is cancelled, over or unknown is overruled by nobody', async () => {
  const cancelled = await createEvent({ msevtmgt_publishstatus: 100000004 })
  const over = await createEvent({
    msevtmgt_eventstartdate: '2026-08-01T09:00:00',
    msevtmgt_eventenddate: '2026-08-01T10:00:00',
  })
  const everything = overrulableRules
  await assert.rejects(
    register(cancelled, [attendee('a')], everything),
    refusedWith('event-cancelled'),
  )
  await assert.rejects(register(over, [attendee('a')], everything), refusedWith('event-over'))
  const eventId = await createEvent()
  const foreign = await createSession(await createEvent())
  await assert.rejects(
    register(eventId, [{ ...attendee('a'), sessions: [foreign] }], everything),
    refusedWith('unknown-session'),
  )
  await assert.rejects(
    register(eventId, [attendee('a')], ['event-cancelled']),
    refusedWith('request-invalid'),
  )
})

test('a pass that is sold out is given out once more; paid, it is one more than was allocated', async () => {
  const eventId = await createEvent()
  const passId = await create('msevtmgt_pass', {
    ...{ msevtmgt_name: 'Regular', msevtmgt_eventid: eventId, msevtmgt_passprice: '10' },
    msevtmgt_noofpassesallocated: 1,
  })
  const buy = (name: string, overrule?: string[]) =>
    register(eventId, [{ ...attendee(name), passId }], overrule)
  const first = await buy('one')
  await assert.rejects(buy('two'), refusedWith('pass-sold-out'))
  audited.length = 0
  const { purchase } = await buy('two', ['pass-sold-out'])
  assert.equal(audited[0]?.recordId, purchase?.purchaseId)
  for (const each of [first.purchase, purchase]) {
    const id = String(each?.purchaseId)
    const { state } = await registrations.settlePurchase(systemCaller, id, 'paid', 'test')
    assert.equal(state, 'finalized')
  }
  const pass = await read('msevtmgt_pass', passId)
  assert.deepEqual([pass.msevtmgt_noofpassessold, pass.gr_noofpassesreserved], [2, 0])
  await assert.rejects(buy('three'), refusedWith('pass-sold-out'))
})

test('planners may overrule, readers and staff at the door may not, and what was refused is not noted', async () => {
  const eventId = await createEvent({ msevtmgt_maximumeventcapacity: 1 })
  await register(eventId, [attendee('one')])
  audited.length = 0
  for (const role of ['Reader', 'Webinar Curator', 'Check-in Staff']) {
    await assert.rejects(
      register(eventId, [attendee('two')], ['event-full'], as(role)),
      refusedWith('not-allowed'),
    )
  }
  assert.deepEqual(audited, [])
  await register(eventId, [attendee('two')], ['event-full'], as('Event Planner'))
  assert.equal(audited.length, 1)
})

test('who is let in past the line leaves it, so that the next free seat goes to the next', async () => {
  const eventId = await createEvent({
    msevtmgt_maximumeventcapacity: 1,
    msevtmgt_showwaitlist: true,
  })
  await register(eventId, [attendee('one')])
  const asking = attendee('impatient')
  await register(eventId, [{ ...asking, waitlisted: true }])
  await register(eventId, [asking], ['event-full'])
  const { rows } = await pool.query(
    'select 1 from msevtmgt_waitlistitem where msevtmgt_event = $1',
    [eventId],
  )
  assert.equal(rows.length, 0)
})

test('who has the event already and is let into a full session past its line leaves that line', async () => {
  const eventId = await createEvent()
  const sessionId = await createSession(eventId, {
    msevtmgt_sessionmaxcapacity: 1,
    msevtmgt_showwaitlist: true,
  })
  await register(eventId, [{ ...attendee('in'), sessions: [sessionId] }])
  const asking = attendee('patient')
  await register(eventId, [{ ...asking, sessions: [{ sessionId, waitlisted: true }] }])
  const attendees = [{ ...asking, sessions: [sessionId] }]
  const input = { eventId, attendees, overrule: ['session-full'], mergeDuplicates: true }
  const table = 'msevtmgt_eventregistration'
  await world.pipeline.execute(manager, { message: 'gr_Register', table, input })
  assert.equal(await taken('msevtmgt_session', sessionId), 2)
  const { rows } = await pool.query(
    'select 1 from msevtmgt_waitlistitem where msevtmgt_event = $1',
    [eventId],
  )
  assert.equal(rows.length, 0)
})
