import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#errors'
import { systemCaller } from '#identity'
import { eventWorld } from '../../test/event-world.ts'
import { eventWindow } from './event.ts'
import { readEvent } from './event-rows.ts'

const { createEvent, createSession, update, read, pipeline, db } = await eventWorld()

test('an event must end after it starts', async () => {
  const same = '2027-04-20T09:00:00'
  for (const end of [same, '2027-04-19T18:00:00']) {
    await assert.rejects(
      createEvent({ msevtmgt_eventstartdate: same, msevtmgt_eventenddate: end }),
      (error) => isRefusal(error, 'end-not-after-start') && error.input === 'msevtmgt_eventenddate',
    )
  }
})

test('one time alone is checked against the other that is stored', async () => {
  const id = await createEvent()
  await assert.rejects(
    update('msevtmgt_event', id, { msevtmgt_eventenddate: '2027-04-20T08:00:00' }),
    (error) => isRefusal(error, 'end-not-after-start'),
  )
  await update('msevtmgt_event', id, { msevtmgt_eventenddate: '2027-04-20T18:00:00' })
  assert.equal((await read('msevtmgt_event', id)).msevtmgt_eventenddate, '2027-04-20T18:00:00')
})

test('a time that clocks skip is refused with the time they show', async () => {
  const spring = {
    msevtmgt_eventstartdate: '2027-03-28T02:30:00',
    msevtmgt_eventenddate: '2027-03-28T09:00:00',
  }
  await assert.rejects(createEvent(spring), (error) => {
    assert.ok(isRefusal(error, 'time-does-not-exist'))
    assert.equal(error.input, 'msevtmgt_eventstartdate')
    assert.match(error.advice, /2027-03-28T03:30:00/)
    return true
  })
  await createEvent({ ...spring, gr_timezone: 'UTC' })
})

test('an event of which the hour between start and end is shown twice has its real length', async () => {
  const id = await createEvent({
    msevtmgt_eventstartdate: '2027-10-31T01:30:00',
    msevtmgt_eventenddate: '2027-10-31T03:30:00',
  })
  const event = await readEvent(db, id)
  assert.ok(event)
  const { start, end } = eventWindow(event)
  assert.equal((end.getTime() - start.getTime()) / 3_600_000, 3)
})

test('sessions are checked in the zone of their event', async () => {
  const id = await createEvent({
    gr_timezone: 'America/New_York',
    msevtmgt_eventstartdate: '2027-03-14T00:00:00',
    msevtmgt_eventenddate: '2027-03-14T12:00:00',
  })
  const session = {
    msevtmgt_starttime: '2027-03-14T02:15:00',
    msevtmgt_endtime: '2027-03-14T04:00:00',
  }
  await assert.rejects(
    createSession(id, session),
    (error) => isRefusal(error, 'time-does-not-exist') && error.expected === '2027-03-14T03:15:00',
  )
  const backwards = {
    msevtmgt_starttime: '2027-03-14T05:00:00',
    msevtmgt_endtime: '2027-03-14T04:00:00',
  }
  await assert.rejects(createSession(id, backwards), (error) =>
    isRefusal(error, 'end-not-after-start'),
  )
})

test('an event cannot move to a zone in which one of its sessions starts at no time', async () => {
  const id = await createEvent({
    gr_timezone: 'UTC',
    msevtmgt_eventstartdate: '2027-03-28T00:00:00',
    msevtmgt_eventenddate: '2027-03-28T12:00:00',
  })
  await createSession(id, {
    msevtmgt_starttime: '2027-03-28T02:30:00',
    msevtmgt_endtime: '2027-03-28T04:00:00',
  })
  await assert.rejects(
    update('msevtmgt_event', id, { gr_timezone: 'Europe/Berlin' }),
    (error) => isRefusal(error, 'time-does-not-exist') && error.input === 'msevtmgt_starttime',
  )
})

test('a session outside of its event, and a closing after its end, are saved with a warning', async () => {
  const id = await createEvent()
  const target = {
    msevtmgt_name: 'Evening before',
    msevtmgt_event: id,
    msevtmgt_starttime: '2027-04-19T20:00:00',
    msevtmgt_endtime: '2027-04-19T22:00:00',
  }
  const outcome = await pipeline.execute(systemCaller, {
    message: 'Create',
    table: 'msevtmgt_session',
    target,
  })
  assert.match(String(outcome.output.gr_warnings), /outside of its event/)
  const late = await update('msevtmgt_event', id, {
    msevtmgt_stopwebsiteregistrationson: '2027-04-21T09:00:00',
  })
  assert.match(String(late.output.gr_warnings), /close after the event has ended/)
})

test('registration opens and closes at times that exist; closing before it opens is warned of', async () => {
  const id = await createEvent()
  for (const column of ['gr_registrationsstarton', 'msevtmgt_stopwebsiteregistrationson']) {
    await assert.rejects(
      update('msevtmgt_event', id, { [column]: '2027-03-28T02:30:00' }),
      (error) => isRefusal(error, 'time-does-not-exist') && error.input === column,
    )
  }
  const { output } = await update('msevtmgt_event', id, {
    gr_registrationsstarton: '2027-04-02T09:00:00',
    msevtmgt_stopwebsiteregistrationson: '2027-04-01T09:00:00',
  })
  assert.match(String(output.gr_warnings), /close before it opens/)
})
