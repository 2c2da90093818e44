import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { isRefusal } from '#errors'
import { systemCaller } from '#identity'
import type { Step } from '#pipeline'
import { attendee, eventWorld } from '../../test/event-world.ts'
import {
  countRegistrations,
  countSessionSeats,
  sessionRegistrationsOf,
} from './registration-rows.ts'

const cancelled: string[] = []
const above: Step = {
  name: 'Above: see cancellations',
  message: 'Update',
  table: 'msevtmgt_eventregistration',
  stage: 40,
  filteringColumns: ['msevtmgt_iscanceled'],
  async run({ id }) {
    cancelled.push(id)
  },
}

const world = await eventWorld([above])
const { createEvent, createSession, create, update, read, registrations, pipeline, clock, db } =
  world
const registrationTable = 'msevtmgt_eventregistration'

async function registered(sessions: readonly string[] = [], eventId?: string) {
  const event = eventId ?? (await createEvent())
  const request = {
    eventId: event,
    attendees: [{ ...attendee(randomUUID().slice(0, 8)), sessions }],
  }
  const [first] = (await registrations.register(systemCaller, request)).registrations
  assert.ok(first)
  return { ...first, eventId: event }
}

async function assertCounts(eventId: string, expected: number, session?: string, seats = 0) {
  assert.equal((await read('msevtmgt_event', eventId)).msevtmgt_registrationcount, expected)
  assert.equal(await countRegistrations(db, eventId), expected)
  if (session === undefined) return
  assert.equal((await read('msevtmgt_session', session)).msevtmgt_registrationcount, seats)
  assert.equal(await countSessionSeats(db, session), seats)
}

test('a cancelled registration stays as a row, and its seats are free again', async () => {
  const eventId = await createEvent({ msevtmgt_maximumeventcapacity: 1 })
  const session = await createSession(eventId, { msevtmgt_sessionmaxcapacity: 1 })
  const { registrationId } = await registered([session], eventId)
  await assertCounts(eventId, 1, session, 1)

  assert.equal(await registrations.cancel(systemCaller, registrationId, { by: 'staff' }), false)
  const row = await read(registrationTable, registrationId)
  assert.equal(row.statecode, 1)
  assert.equal(row.statuscode, 2)
  assert.equal(row.msevtmgt_iscanceled, true)
  assert.equal(Math.abs(Number(row.gr_canceledon) - Number(clock.now())) < 5000, true)
  const [sessionRow] = await sessionRegistrationsOf(db, registrationId)
  assert.equal(sessionRow?.statecode, 1)
  assert.equal(sessionRow?.msevtmgt_iscanceled, true)
  await assertCounts(eventId, 0, session, 0)
  assert.ok(cancelled.includes(registrationId))
  await registered([session], eventId)
})

test('cancelling twice is no mistake and is done once', async () => {
  const { registrationId, eventId } = await registered()
  await registrations.cancel(systemCaller, registrationId, { by: 'staff' })
  const before = cancelled.length
  assert.equal(await registrations.cancel(systemCaller, registrationId, { by: 'staff' }), true)
  assert.equal(cancelled.length, before)
  await assertCounts(eventId, 0)
})

test('many cancellations of one registration at once free one seat', async () => {
  const eventId = await createEvent()
  await registered([], eventId)
  const { registrationId } = await registered([], eventId)
  await Promise.all(
    Array.from({ length: 8 }, () =>
      registrations.cancel(systemCaller, registrationId, { by: 'staff' }),
    ),
  )
  await assertCounts(eventId, 1)
})

test('an attendee cancels their own registration until the event is over, staff also afterwards', async () => {
  const eventId = await createEvent({
    gr_timezone: 'Asia/Tokyo',
    msevtmgt_eventstartdate: '2026-09-01T21:30:00',
    msevtmgt_eventenddate: '2026-09-01T23:00:00',
  })
  const [own, late] = [await registered([], eventId), await registered([], eventId)]
  const cancel = (id: string, by: 'attendee' | 'staff', contactId?: string) =>
    registrations.cancel(systemCaller, id, contactId === undefined ? { by } : { by, contactId })
  await assert.rejects(cancel(own.registrationId, 'attendee', late.contactId), (error) =>
    isRefusal(error, 'unknown-registration'),
  )
  await cancel(own.registrationId, 'attendee', own.contactId)
  clock.advance(2 * 3_600_000)
  await assert.rejects(cancel(late.registrationId, 'attendee'), (error) =>
    isRefusal(error, 'too-late-to-cancel'),
  )
  await cancel(late.registrationId, 'staff')
  await assertCounts(eventId, 0)
})

test('what does not exist cannot be cancelled', async () => {
  for (const cancel of [registrations.cancel, registrations.cancelSession]) {
    await assert.rejects(cancel(systemCaller, randomUUID(), { by: 'staff' }), (error) =>
      isRefusal(error, 'unknown-registration'),
    )
  }
})

test('one session is cancelled and the event registration stays', async () => {
  const eventId = await createEvent()
  const session = await createSession(eventId)
  const { sessions, registrationId } = await registered([session], eventId)
  const id = String(sessions[0]?.sessionRegistrationId)
  assert.equal(await registrations.cancelSession(systemCaller, id, { by: 'attendee' }), false)
  assert.equal(await registrations.cancelSession(systemCaller, id, { by: 'attendee' }), true)
  await assertCounts(eventId, 1, session, 0)
  assert.equal((await read(registrationTable, registrationId)).statecode, 0)
})

test('Data API clients cancel by any of the usual ways, with the same effect', async () => {
  const eventId = await createEvent()
  const session = await createSession(eventId)
  const requests = (id: string) => [
    { message: 'Update', table: registrationTable, id, target: { msevtmgt_iscanceled: true } },
    { message: 'Update', table: registrationTable, id, target: { statecode: 1, statuscode: 2 } },
    { message: 'SetState', table: registrationTable, id, input: { State: 1, Status: 2 } },
  ]
  for (const which of [0, 1, 2]) {
    const { registrationId } = await registered([session], eventId)
    await assertCounts(eventId, 1, session, 1)
    await pipeline.execute(systemCaller, requests(registrationId)[which] as never)
    const row = await read(registrationTable, registrationId)
    assert.deepEqual([row.statecode, row.msevtmgt_iscanceled], [1, true])
    assert.ok(row.gr_canceledon instanceof Date)
    await assertCounts(eventId, 0, session, 0)
  }
})

test('a reactivated registration takes a seat again, and may be moved to another event', async () => {
  const { registrationId, eventId } = await registered()
  await registrations.cancel(systemCaller, registrationId, { by: 'staff' })
  await update(registrationTable, registrationId, { statecode: 0 })
  const row = await read(registrationTable, registrationId)
  assert.deepEqual([row.msevtmgt_iscanceled, row.gr_canceledon], [false, null])
  await assertCounts(eventId, 1)
  const other = await createEvent()
  await update(registrationTable, registrationId, { msevtmgt_eventid: other })
  await assertCounts(eventId, 0)
  await assertCounts(other, 1)
})

test('a registration by staff is numbered and counted, beyond the capacity too', async () => {
  const eventId = await createEvent({ msevtmgt_maximumeventcapacity: 1 })
  await registered([], eventId)
  const contact = await create('contact', { lastname: 'Speaker' })
  const id = await create(registrationTable, {
    msevtmgt_eventid: eventId,
    msevtmgt_contactid: contact,
  })
  assert.match(String((await read(registrationTable, id)).msevtmgt_name), /^ER-/)
  await assertCounts(eventId, 2)

  const session = await createSession(eventId)
  const sessionId = await create('msevtmgt_sessionregistration', {
    msevtmgt_sessionid: session,
    msevtmgt_contactid: contact,
    msevtmgt_registrationid: id,
  })
  assert.equal((await read('msevtmgt_sessionregistration', sessionId)).msevtmgt_event, eventId)
  await assertCounts(eventId, 2, session, 1)
  await pipeline.execute(systemCaller, { message: 'Delete', table: registrationTable, id })
  await assertCounts(eventId, 1, session, 0)
})

test('an import brings cancelled registrations as they are: they take no seat', async () => {
  const eventId = await createEvent()
  const contact = await create('contact', { lastname: 'Gone' })
  const target = { msevtmgt_eventid: eventId, msevtmgt_contactid: contact }
  await create(registrationTable, { ...target, statecode: 1, msevtmgt_name: 'ER 1001' })
  const id = await create(registrationTable, { ...target, msevtmgt_iscanceled: true })
  assert.equal((await read(registrationTable, id)).statecode, 1)
  await assertCounts(eventId, 0)
})

test('deleting an event takes its registrations along', async () => {
  const eventId = await createEvent()
  const session = await createSession(eventId)
  const { registrationId } = await registered([session], eventId)
  await pipeline.execute(systemCaller, { message: 'Delete', table: 'msevtmgt_event', id: eventId })
  assert.equal(await read(registrationTable, registrationId), undefined)
})

test('the registration count is kept by the hub alone', async () => {
  const eventId = await createEvent()
  await assert.rejects(
    update('msevtmgt_event', eventId, { msevtmgt_registrationcount: 0 }),
    (error) => isRefusal(error, 'read-only-column'),
  )
})

test('sessions are added later within their capacity; those one has already are left alone', async () => {
  const eventId = await createEvent()
  const [small, large] = [
    await createSession(eventId, { msevtmgt_sessionmaxcapacity: 1 }),
    await createSession(eventId, { msevtmgt_name: 'Panel' }),
  ]
  const [ada, bob] = [await registered([large], eventId), await registered([], eventId)]
  const added = await registrations.addSessions(systemCaller, ada.registrationId, [small, large])
  assert.deepEqual(
    added.map(({ sessionId }) => sessionId),
    [small],
  )
  await assertCounts(eventId, 2, small, 1)
  await assert.rejects(
    registrations.addSessions(systemCaller, bob.registrationId, [large, small]),
    (error) => isRefusal(error, 'session-full'),
  )
  await assertCounts(eventId, 2, large, 1)
  const foreign = await createSession(await createEvent())
  await assert.rejects(
    registrations.addSessions(systemCaller, bob.registrationId, [foreign]),
    (error) => isRefusal(error, 'unknown-session'),
  )
  await registrations.cancel(systemCaller, bob.registrationId, { by: 'staff' })
  await assert.rejects(
    registrations.addSessions(systemCaller, bob.registrationId, [large]),
    (error) => isRefusal(error, 'registration-is-cancelled'),
  )
})
