import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#errors'
import { systemCaller } from '#identity'
import type { Caller } from '#pipeline'
import { attendee, eventWorld } from '../../test/event-world.ts'

const world = await eventWorld()
const { create, createEvent, createSession, update, read, pool, registrations, clock, jobs } = world
const { audited } = world

const manager: Caller = { ...systemCaller, roles: ['Event Manager'] }
const register = (eventId: string, people: readonly object[]) =>
  registrations.register(systemCaller, { eventId, attendees: people as never })
const invite = (id: string, overrule?: string[], caller = manager) =>
  registrations.inviteFromWaitlist(caller, id, overrule as never)
const seat = (id: string, overrule?: string[], caller = manager) =>
  registrations.registerFromWaitlist(caller, id, overrule as never)
const refusedWith = (code: string) => (error: unknown) => isRefusal(error, code)

/** Runs what the hub would run in the background. */
async function work(): Promise<void> {
  const due = jobs.filter(({ runAt }) => runAt === undefined || runAt <= clock.now())
  jobs.splice(0, jobs.length, ...jobs.filter((job) => !due.includes(job)))
  for (const job of due) {
    const definition = registrations.jobs.find(({ kind }) => kind === job.kind)
    await definition?.run({ payload: job.payload } as never)
  }
}

/** A full event with two people in its line, the first and the second. */
async function fullEvent(target: object = {}) {
  const eventId = await createEvent({
    msevtmgt_maximumeventcapacity: 1,
    msevtmgt_showwaitlist: true,
    msevtmgt_autoregisterwaitlistitems: false,
    ...target,
  })
  const seated = (await register(eventId, [attendee('seated')])).registrations[0]
  const ids: string[] = []
  for (const name of ['first', 'second']) {
    clock.advance(1000)
    const { waiting } = await register(eventId, [{ ...attendee(name), waitlisted: true }])
    ids.push(String(waiting[0]?.waitlistItemId))
  }
  await work()
  const [first, second] = ids as [string, string]
  return { eventId, first, second, seatedId: String(seated?.registrationId) }
}

async function seats(eventId: string) {
  const event = await read('msevtmgt_event', eventId)
  return [event.msevtmgt_registrationcount, event.gr_seatsreserved ?? 0]
}

const item = (id: string) => read('msevtmgt_waitlistitem', id)

test('somebody is invited out of turn; without a free seat only after that was overruled', async () => {
  const { eventId, first, second } = await fullEvent()
  await assert.rejects(invite(second), refusedWith('event-full'))
  await assert.rejects(invite(second, ['session-full']), refusedWith('event-full'))
  audited.length = 0
  const { invitedUntil } = await invite(second, ['event-full'])
  const hours = (new Date(invitedUntil).getTime() - clock.now().getTime()) / 3_600_000
  assert.ok(hours > 23.9 && hours <= 24, `${hours} hours`)
  assert.deepEqual(await seats(eventId), [1, 1])
  assert.equal((await item(second)).msevtmgt_invited, true)
  assert.equal((await item(first)).msevtmgt_invited, false)
  const [entry] = audited
  assert.deepEqual(
    [entry?.action, entry?.recordId, entry?.recordName, entry?.changes?.map((each) => each.column)],
    ['invite from waitlist', second, 'Ada Guest second', ['event-full']],
  )
  await assert.rejects(invite(second, ['event-full']), refusedWith('already-invited'))

  await register(eventId, [attendee('second')])
  assert.deepEqual(await seats(eventId), [2, 0])
})

test('an invitation beyond the capacity that nobody takes frees no seat for the next in line', async () => {
  const { eventId, first, second } = await fullEvent()
  await invite(second, ['event-full'])
  clock.advance(25 * 3_600_000)
  await work()
  assert.deepEqual(await seats(eventId), [1, 0])
  assert.equal((await item(second)).statecode, 1)
  assert.equal((await item(first)).msevtmgt_invited, false)
})

test('where a seat is free, inviting out of turn overrules nothing, and the seat is held', async () => {
  const { eventId, second, seatedId } = await fullEvent()
  jobs.length = 0
  await registrations.cancel(systemCaller, seatedId, { by: 'staff' })
  audited.length = 0
  await invite(second)
  assert.deepEqual(audited[0]?.changes, [])
  assert.deepEqual(await seats(eventId), [0, 1])
  await work()
  assert.deepEqual(await seats(eventId), [0, 1])
})

test('somebody is registered out of turn, with the sessions that they asked for', async () => {
  const { eventId, first } = await fullEvent()
  const sessionId = await createSession(eventId)
  const { waiting } = await register(eventId, [
    { ...attendee('chosen'), waitlisted: true, sessions: [sessionId] },
  ])
  const id = String(waiting[0]?.waitlistItemId)
  await assert.rejects(seat(id), refusedWith('event-full'))
  const { registrationId } = await seat(id, ['event-full'])
  assert.equal((await read('msevtmgt_eventregistration', registrationId)).statecode, 0)
  assert.deepEqual(await seats(eventId), [2, 0])
  assert.equal((await read('msevtmgt_session', sessionId)).msevtmgt_registrationcount, 1)
  assert.equal(await item(id), undefined)
  await work()
  assert.equal((await item(first)).msevtmgt_invited, false)
  await assert.rejects(seat(id), refusedWith('unknown-waitlist-item'))
})

test('who is invited already and registered by staff takes the seat that is held, no other', async () => {
  const { eventId, second } = await fullEvent()
  await invite(second, ['event-full'])
  await seat(second)
  assert.deepEqual(await seats(eventId), [2, 0])
})

test('the line of a session: invited or registered beyond its places, for who comes to the event', async () => {
  const eventId = await createEvent()
  const sessionId = await createSession(eventId, {
    msevtmgt_sessionmaxcapacity: 1,
    msevtmgt_showwaitlist: true,
  })
  await update('msevtmgt_event', eventId, { msevtmgt_autoregisterwaitlistitems: false })
  await register(eventId, [{ ...attendee('in'), sessions: [sessionId] }])
  const wait = async (name: string) => {
    const answer = await register(eventId, [
      { ...attendee(name), sessions: [{ sessionId, waitlisted: true }] },
    ])
    const registrationId = String(answer.registrations[0]?.registrationId)
    return { registrationId, id: String(answer.waiting[0]?.waitlistItemId) }
  }
  const [invited, seated, gone] = [await wait('invited'), await wait('seated'), await wait('gone')]
  await assert.rejects(invite(invited.id, ['event-full']), refusedWith('session-full'))
  await invite(invited.id, ['session-full'])
  assert.equal((await read('msevtmgt_session', sessionId)).gr_seatsreserved, 1)
  await registrations.addSessions(systemCaller, invited.registrationId, [sessionId])
  const { registrationId } = await seat(seated.id, ['session-full'])
  assert.equal(registrationId, seated.registrationId)
  const session = await read('msevtmgt_session', sessionId)
  assert.deepEqual([session.msevtmgt_registrationcount, session.gr_seatsreserved], [3, 0])
  const { rows } = await pool.query(
    'select 1 from msevtmgt_sessionregistration where msevtmgt_sessionid = $1 and statecode = 0',
    [sessionId],
  )
  assert.equal(rows.length, 3)

  await registrations.cancel(systemCaller, gone.registrationId, { by: 'staff' })
  for (const act of [invite, seat]) {
    await assert.rejects(
      act(gone.id, ['session-full']),
      refusedWith('waiting-without-registration'),
    )
  }
})

test('who registered meanwhile gets no second registration from the line, whatever is overruled', async () => {
  const { eventId, first, second } = await fullEvent()
  await update('msevtmgt_event', eventId, { msevtmgt_maximumeventcapacity: 3 })
  const made = (await register(eventId, [attendee('second')])).registrations[0]
  const isRegistered = (error: unknown) =>
    isRefusal(error, 'already-registered') && error.sentence.includes(String(made?.number))
  for (const overrule of [[], ['event-full']]) {
    await assert.rejects(seat(second, overrule), isRegistered)
    await assert.rejects(invite(second, overrule), isRegistered)
  }
  assert.deepEqual(await seats(eventId), [2, 0])
  assert.equal((await item(second)).statecode, 0, 'the place is given up by whoever sees it')
  await seat(first)
  assert.deepEqual(await seats(eventId), [3, 0])

  await registrations.cancel(systemCaller, String(made?.registrationId), { by: 'staff' })
  const { registrationId } = await seat(second)
  assert.notEqual(registrationId, made?.registrationId)
})

test('who got a session meanwhile has it once', async () => {
  const eventId = await createEvent()
  const sessionId = await createSession(eventId, {
    msevtmgt_sessionmaxcapacity: 1,
    msevtmgt_showwaitlist: true,
  })
  await register(eventId, [{ ...attendee('in'), sessions: [sessionId] }])
  const { registrations: made, waiting } = await register(eventId, [
    { ...attendee('waits'), sessions: [{ sessionId, waitlisted: true }] },
  ])
  const id = String(waiting[0]?.waitlistItemId)
  await update('msevtmgt_session', sessionId, { msevtmgt_sessionmaxcapacity: 3 })
  // As an integration does it; the acts of the hub take them out of the line.
  await create('msevtmgt_sessionregistration', {
    msevtmgt_sessionid: sessionId,
    msevtmgt_registrationid: made[0]?.registrationId ?? null,
    msevtmgt_contactid: made[0]?.contactId ?? null,
  })
  for (const act of [invite, seat]) {
    await assert.rejects(act(id), refusedWith('already-registered'))
  }
  const session = await read('msevtmgt_session', sessionId)
  assert.deepEqual([session.msevtmgt_registrationcount, session.gr_seatsreserved ?? 0], [2, 0])
})

test('nobody is invited to what they could not accept; a pass is chosen by who comes', async () => {
  const { eventId, first, second } = await fullEvent()
  await update('msevtmgt_event', eventId, {
    msevtmgt_setregistrationsenddate: true,
    msevtmgt_stopwebsiteregistrationson: '2026-08-01T09:00:00',
  })
  const both = ['registration-closed', 'event-full']
  await assert.rejects(invite(second, both), refusedWith('registration-closed'))
  await seat(second, both)
  assert.deepEqual(await seats(eventId), [2, 0])
  await create('msevtmgt_pass', {
    ...{ msevtmgt_name: 'Regular', msevtmgt_eventid: eventId, msevtmgt_passprice: '10' },
    msevtmgt_noofpassesallocated: 5,
  })
  await assert.rejects(seat(first, both), refusedWith('waiting-needs-pass'))
})

test('who may not register people chooses nobody from a line', async () => {
  const { second } = await fullEvent()
  for (const role of ['Reader', 'Check-in Staff']) {
    const caller: Caller = { ...systemCaller, roles: [role] }
    await assert.rejects(invite(second, [], caller), refusedWith('not-allowed'))
    await assert.rejects(seat(second, ['event-full'], caller), refusedWith('not-allowed'))
  }
  const planner: Caller = { ...systemCaller, roles: ['Event Planner'] }
  await seat(second, ['event-full'], planner)
})
