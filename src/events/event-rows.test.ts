import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventWorld } from '../../test/event-world.ts'
import { publishedEvents, readEvent, sessionsOf } from './event-rows.ts'

const { create, createEvent, createSession, update, db, pool } = await eventWorld()

test('the site shows live, active events in order of time', async () => {
  const later = await createEvent({
    msevtmgt_name: 'Later',
    msevtmgt_eventstartdate: '2027-06-01T09:00:00',
    msevtmgt_eventenddate: '2027-06-01T10:00:00',
  })
  const sooner = await createEvent({ msevtmgt_name: 'Sooner' })
  await createEvent({ msevtmgt_name: 'Draft', msevtmgt_publishstatus: 100000000 })
  const retired = await createEvent({ msevtmgt_name: 'Retired' })
  await update('msevtmgt_event', retired, { statecode: 1 })
  assert.deepEqual(
    (await publishedEvents(db)).map((event) => event.msevtmgt_eventid),
    [sooner, later],
  )
})

test('an event that is over in its own zone is left out on request', async () => {
  const id = await createEvent({
    msevtmgt_name: 'Honolulu',
    gr_timezone: 'Pacific/Honolulu',
    msevtmgt_eventstartdate: '2027-01-01T09:00:00',
    msevtmgt_eventenddate: '2027-01-01T18:00:00',
  })
  const has = async (endingAfter: string) =>
    (await publishedEvents(db, { endingAfter: new Date(endingAfter) })).some(
      (event) => event.msevtmgt_eventid === id,
    )
  assert.equal(await has('2027-01-02T03:59:59Z'), true)
  assert.equal(await has('2027-01-02T04:00:00Z'), false)
})

test('an event is found by its id and by its readable id in any capitals', async () => {
  const id = await createEvent({ msevtmgt_name: 'Find Me' })
  assert.equal((await readEvent(db, id))?.msevtmgt_eventid, id)
  assert.equal((await readEvent(db, 'find_ME'))?.msevtmgt_eventid, id)
  assert.equal(await readEvent(db, 'nobody'), undefined)
  assert.equal(await readEvent(db, "' or 1=1 --"), undefined)
})

test('sessions come with their speakers, however they are linked, each once', async () => {
  const id = await createEvent()
  const second = await createSession(id, {
    msevtmgt_name: 'Second',
    msevtmgt_starttime: '2027-04-20T09:30:00',
  })
  const first = await createSession(id, { msevtmgt_name: 'First' })
  await createSession(id, { msevtmgt_name: 'Draft', msevtmgt_publishstatus: 100000000 })
  const speaker = (name: string) => create('msevtmgt_speaker', { msevtmgt_name: name })
  const [ada, bob, eve] = [await speaker('Ada'), await speaker('Bob'), await speaker('Eve')]
  await create('msevtmgt_speakerengagement', {
    msevtmgt_name: 'Ada speaks',
    msevtmgt_event: id,
    msevtmgt_session: first,
    msevtmgt_speaker: ada,
  })
  await pool.query('insert into msevtmgt_session_speaker values ($1, $2), ($1, $3)', [
    first,
    ada,
    bob,
  ])
  await update('msevtmgt_session', second, { msevtmgt_eventspeakerid: eve })

  const found = await sessionsOf(db, id)
  assert.deepEqual(
    found.map(({ session, speakers }) => [
      session.msevtmgt_name,
      speakers.map((s) => s.msevtmgt_name),
    ]),
    [
      ['First', ['Ada', 'Bob']],
      ['Second', ['Eve']],
    ],
  )
})
