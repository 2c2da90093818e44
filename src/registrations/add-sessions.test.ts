import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#errors'
import { systemCaller } from '#identity'
import type { Caller } from '#pipeline'
import { attendee, eventWorld } from '../../test/event-world.ts'
import { overrulableRules } from './overrule.ts'
import { activeSessionRegistrations } from './registration-rows.ts'

const world = await eventWorld()
const { create, createEvent, createSession, update, pool, db, registrations } = world
const { audited, read } = world

const as = (role: string): Caller => ({ ...systemCaller, roles: [role] })
const refusedWith = (code: string) => (error: unknown) => isRefusal(error, code)

async function passFor(eventId: string, sessionIds: readonly string[]): Promise<string> {
  const id = await create('msevtmgt_pass', {
    msevtmgt_name: 'Half a day',
    msevtmgt_eventid: eventId,
    msevtmgt_passprice: '0',
    msevtmgt_noofpassesallocated: 5,
  })
  for (const session of sessionIds) {
    await pool.query(
      'insert into msevtmgt_pass_session (msevtmgt_passid, msevtmgt_sessionid) values ($1, $2)',
      [id, session],
    )
  }
  return id
}

async function holderOf(eventId: string, passId: string): Promise<string> {
  const { registrations: made } = await registrations.register(systemCaller, {
    eventId,
    attendees: [{ ...attendee(passId.slice(0, 8)), passId }],
  })
  return String(made[0]?.registrationId)
}

const eventId = await createEvent()
const open = await createSession(eventId)
const closed = await createSession(eventId, {
  msevtmgt_name: 'Dinner',
  msevtmgt_sessionmaxcapacity: 1,
  msevtmgt_showwaitlist: true,
})
const half = await passFor(eventId, [open])
const whole = await passFor(eventId, [])

const sessionsOf = async (id: string) =>
  (await activeSessionRegistrations(db, id)).map(({ sessionId }) => sessionId)

test('who holds a pass adds the sessions that it opens later, and no other', async () => {
  const holder = await holderOf(eventId, half)
  await assert.rejects(
    registrations.addSessions(systemCaller, holder, [open, closed]),
    (error) => isRefusal(error, 'session-not-in-pass') && /Half a day.*Dinner/.test(error.sentence),
  )
  assert.deepEqual(await sessionsOf(holder), [], 'all or none')
  await registrations.addSessions(systemCaller, holder, [open])
  assert.deepEqual(await sessionsOf(holder), [open])
})

test('a pass that is no longer sold still opens its sessions, and only those', async () => {
  const holder = await holderOf(eventId, half)
  await update('msevtmgt_pass', half, { statecode: 1 })
  await registrations.addSessions(systemCaller, holder, [open])
  await assert.rejects(registrations.addSessions(systemCaller, holder, [closed]), (error) =>
    isRefusal(error, 'session-not-in-pass'),
  )
  await update('msevtmgt_pass', half, { statecode: 0 })
})

test('a pass without sessions opens all of them', async () => {
  const holder = await holderOf(eventId, whole)
  await registrations.addSessions(systemCaller, holder, [closed])
  assert.deepEqual(await sessionsOf(holder), [closed])
})

test('nobody waits for a session that their pass does not open', async () => {
  const holder = await holderOf(eventId, half)
  const refused = (error: unknown) => isRefusal(error, 'session-not-in-pass')
  await assert.rejects(registrations.waitForSessions(systemCaller, holder, [closed]), refused)
  const attendees = [
    {
      ...attendee('waits'),
      passId: half,
      sessions: [{ sessionId: closed, waitlisted: true }],
    },
  ]
  await assert.rejects(registrations.register(systemCaller, { eventId, attendees }), refused)
})

/** A session with one place that is taken, and somebody who comes to the event without it. */
async function fullSession() {
  const event = await createEvent()
  const session = await createSession(event, {
    msevtmgt_name: 'Tasting',
    msevtmgt_sessionmaxcapacity: 1,
    msevtmgt_showwaitlist: true,
  })
  await registrations.register(systemCaller, {
    eventId: event,
    attendees: [{ ...attendee('in'), sessions: [session] }],
  })
  const wait = { sessionId: session, waitlisted: true }
  const { registrations: made } = await registrations.register(systemCaller, {
    eventId: event,
    attendees: [{ ...attendee('late'), sessions: [wait] }],
  })
  const id = String(made[0]?.registrationId)
  const add = (overrule?: string[], caller = as('Event Manager')) =>
    registrations.addSessions(caller, id, [session], overrule as never)
  return { event, session, id, number: made[0]?.number, add }
}

test('staff let somebody who is registered into a full session, by the name of the rule, and the log says who', async () => {
  const { event, session, id, number, add } = await fullSession()
  await assert.rejects(add(), refusedWith('session-full'))
  await assert.rejects(add(['event-full']), refusedWith('session-full'))
  audited.length = 0
  await add(['session-full'])
  assert.deepEqual(await sessionsOf(id), [session])
  assert.equal((await read('msevtmgt_session', session)).msevtmgt_registrationcount, 2)
  const [entry] = audited
  assert.deepEqual(
    [entry?.action, entry?.recordId, entry?.recordName, entry?.changes?.map((each) => each.column)],
    ['overrule', id, number, ['session-full']],
  )
  const line = await pool.query('select 1 from msevtmgt_waitlistitem where msevtmgt_event = $1', [
    event,
  ])
  assert.equal(line.rows.length, 0, 'who has the session waits for it no longer')
  audited.length = 0
  await add(['session-full'])
  assert.deepEqual(audited, [], 'a session that is had already is no rule broken')
  assert.equal((await read('msevtmgt_session', session)).msevtmgt_registrationcount, 2)
})

test('a closed event and a draft of a session are overruled by their names, what is cancelled by nobody', async () => {
  const { event, session, add } = await fullSession()
  await update('msevtmgt_event', event, {
    msevtmgt_setregistrationsenddate: true,
    msevtmgt_stopwebsiteregistrationson: '2026-08-01T09:00:00',
  })
  await update('msevtmgt_session', session, {
    ...{ msevtmgt_sessionmaxcapacity: 2, msevtmgt_publishstatus: 100000000 },
  })
  await assert.rejects(add(['session-full']), refusedWith('registration-closed'))
  await assert.rejects(add(['registration-closed']), refusedWith('session-not-live'))
  await add(['registration-closed', 'session-not-live'])
  const other = await fullSession()
  await update('msevtmgt_event', other.event, { msevtmgt_publishstatus: 100000004 })
  await assert.rejects(other.add(overrulableRules.slice()), refusedWith('event-cancelled'))
})

test('who may not register people overrules nothing when sessions are added', async () => {
  const { id, add } = await fullSession()
  audited.length = 0
  for (const role of ['Reader', 'Check-in Staff']) {
    await assert.rejects(add(['session-full'], as(role)), refusedWith('not-allowed'))
  }
  assert.deepEqual([await sessionsOf(id), audited], [[], []])
  await add(['session-full'], as('Event Planner'))
})
