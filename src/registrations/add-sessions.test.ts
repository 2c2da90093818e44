import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#errors'
import { systemCaller } from '#identity'
import { attendee, eventWorld } from '../../test/event-world.ts'
import { activeSessionRegistrations } from './registration-rows.ts'

const world = await eventWorld()
const { create, createEvent, createSession, update, pool, db, registrations } = world

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
