import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#errors'
import { systemCaller } from '#identity'
import { attendee, attendees, eventWorld } from '../../test/event-world.ts'

const world = await eventWorld()
const { createEvent, createSession, update, read, pool, registrations, clock, jobs } = world

const register = (eventId: string, people: readonly object[]) =>
  registrations.register(systemCaller, { eventId, attendees: people as never })

/** Runs what the hub would run in the background. */
async function work(): Promise<void> {
  const due = jobs.splice(0).filter(({ runAt }) => runAt === undefined || runAt <= clock.now())
  for (const job of due) {
    const definition = registrations.jobs.find(({ kind }) => kind === job.kind)
    await definition?.run({ payload: job.payload } as never)
  }
}

async function line(eventId: string) {
  const { rows } = await pool.query(
    `select msevtmgt_name as name, msevtmgt_invited as invited, statecode as state
     from msevtmgt_waitlistitem where msevtmgt_event = $1 order by createdon, msevtmgt_waitlistitemid`,
    [eventId],
  )
  return rows as { name: string; invited: boolean; state: number }[]
}

async function fullEvent(target: object = {}) {
  const eventId = await createEvent({
    msevtmgt_maximumeventcapacity: 2,
    msevtmgt_showwaitlist: true,
    ...target,
  })
  const { registrations: made } = await register(eventId, attendees(2))
  return { eventId, made }
}

async function namesOf(eventId: string): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select c.lastname as name from msevtmgt_eventregistration r
     join contact c on c.contactid = r.msevtmgt_contactid
     where r.msevtmgt_eventid = $1 and r.statecode = 0`,
    [eventId],
  )
  return rows.map(({ name }) => name)
}

test('who waits gets the seat of who cancels, the first in line first', async () => {
  const { eventId, made } = await fullEvent()
  const first = await register(eventId, [{ ...attendee('first'), waitlisted: true }])
  assert.equal(first.registrations.length, 0)
  assert.equal(first.waiting.length, 1)
  clock.advance(1000)
  await register(eventId, [{ ...attendee('second'), waitlisted: true }])
  await work()
  assert.equal((await line(eventId)).length, 2)

  await registrations.cancel(systemCaller, String(made[0]?.registrationId), { by: 'attendee' })
  await work()
  assert.ok((await namesOf(eventId)).includes('Guest first'))
  assert.deepEqual(
    (await line(eventId)).map(({ name }) => name),
    ['Ada Guest second'],
  )
  assert.equal((await read('msevtmgt_event', eventId)).msevtmgt_registrationcount, 2)
})

test('who did not ask to be registered is invited, and the seat is held for a day', async () => {
  const { eventId, made } = await fullEvent({ msevtmgt_autoregisterwaitlistitems: false })
  const asking = attendee('invited')
  await register(eventId, [{ ...asking, waitlisted: true }])
  await registrations.cancel(systemCaller, String(made[0]?.registrationId), { by: 'attendee' })
  await work()
  assert.deepEqual(await line(eventId), [{ name: 'Ada Guest invited', invited: true, state: 0 }])

  await assert.rejects(register(eventId, attendees(1)), (error) => isRefusal(error, 'event-full'))
  const answer = await register(eventId, [asking])
  assert.equal(answer.registrations.length, 1)
  assert.deepEqual(await line(eventId), [])
  const event = await read('msevtmgt_event', eventId)
  assert.deepEqual([event.msevtmgt_registrationcount, event.gr_seatsreserved], [2, 0])
})

test('an invitation that nobody takes goes to the next in line', async () => {
  const { eventId, made } = await fullEvent({ msevtmgt_autoregisterwaitlistitems: false })
  await register(eventId, [{ ...attendee('late'), waitlisted: true }])
  clock.advance(1000)
  await register(eventId, [{ ...attendee('next'), waitlisted: true }])
  await registrations.cancel(systemCaller, String(made[0]?.registrationId), { by: 'attendee' })
  const pending = [...jobs]
  await work()
  clock.advance(25 * 3_600_000)
  jobs.push(...pending)
  await work()
  assert.deepEqual(await line(eventId), [
    { name: 'Ada Guest late', invited: false, state: 1 },
    { name: 'Ada Guest next', invited: true, state: 0 },
  ])
  assert.equal((await read('msevtmgt_event', eventId)).gr_seatsreserved, 1)
})

test('a raised capacity is offered to those who wait', async () => {
  const { eventId } = await fullEvent()
  await register(eventId, [{ ...attendee('patient'), waitlisted: true }])
  await work()
  await update('msevtmgt_event', eventId, { msevtmgt_maximumeventcapacity: 3 })
  await work()
  assert.ok((await namesOf(eventId)).includes('Guest patient'))
})

test('a capacity that is raised far is offered to the whole line, however long it is', async () => {
  const { eventId } = await fullEvent()
  const long = attendees(230)
  for (let at = 0; at < long.length; at += 46) {
    const people = long.slice(at, at + 46).map((each) => ({ ...each, waitlisted: true }))
    await register(eventId, people)
  }
  await work()
  await update('msevtmgt_event', eventId, { msevtmgt_maximumeventcapacity: 300 })
  await work()
  while (jobs.length > 0) await work()
  assert.equal((await line(eventId)).length, 0)
  assert.equal((await read('msevtmgt_event', eventId)).msevtmgt_registrationcount, 232)
})

test('a full session has a line of its own for those who come to the event', async () => {
  const eventId = await createEvent()
  const sessionId = await createSession(eventId, {
    msevtmgt_sessionmaxcapacity: 1,
    msevtmgt_showwaitlist: true,
  })
  const [early] = (await register(eventId, [{ ...attendee('early'), sessions: [sessionId] }]))
    .registrations
  const late = await register(eventId, [
    { ...attendee('waits'), sessions: [{ sessionId, waitlisted: true }] },
  ])
  assert.equal(late.registrations.length, 1)
  assert.deepEqual(
    late.waiting.map((each) => each.sessionId),
    [sessionId],
  )
  await registrations.cancelSession(
    systemCaller,
    String(early?.sessions[0]?.sessionRegistrationId),
    { by: 'attendee' },
  )
  await work()
  const { rows } = await pool.query(
    `select msevtmgt_registrationid as id from msevtmgt_sessionregistration
     where msevtmgt_sessionid = $1 and statecode = 0`,
    [sessionId],
  )
  assert.deepEqual(rows, [{ id: late.registrations[0]?.registrationId }])
  assert.equal((await read('msevtmgt_session', sessionId)).msevtmgt_registrationcount, 1)
})

test('nobody waits twice, nor where there is no waitlist', async () => {
  const { eventId } = await fullEvent()
  const asking = { ...attendee('twice'), waitlisted: true }
  const [one, other] = [await register(eventId, [asking]), await register(eventId, [asking])]
  assert.deepEqual(other.waiting, [{ ...one.waiting[0], merged: true }])
  const without = await createEvent()
  await assert.rejects(register(without, [asking]), (error) => isRefusal(error, 'no-waitlist'))
})
