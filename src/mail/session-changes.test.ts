import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemCaller } from '#identity'
import { testHub } from '../../test/hub.ts'
import { calendarOf } from '../../test/read-calendar.ts'
import { startSmtpPeer } from '../../test/smtp-peer.ts'
import { create, makeEvent, passTime, register, update } from '../../test/story.ts'

const { url, mailsTo } = await startSmtpPeer()
const hub = await testHub({ environment: { SMTP_URL: url } })

const session = (event: string, name: string, more: object = {}) =>
  create(hub, 'msevtmgt_session', {
    msevtmgt_name: name,
    msevtmgt_event: event,
    msevtmgt_starttime: '2099-01-01T10:00:00',
    msevtmgt_endtime: '2099-01-01T11:00:00',
    msevtmgt_publishstatus: 100000003,
    ...more,
  })

/** A day with two sessions; one guest of the first, one of both, one of none. */
async function day(name: string) {
  const event = await makeEvent(hub, undefined, {
    msevtmgt_name: name,
    msevtmgt_eventstartdate: '2099-01-01T09:00:00',
    msevtmgt_eventenddate: '2099-01-01T17:00:00',
  })
  const first = await session(event.id, 'Keynote')
  const second = await session(event.id, 'Workshop')
  const email = (who: string) => `${who}.${name.toLowerCase()}@people.example`
  await register(hub, event.id, email('first'), { sessions: [first] })
  await register(hub, event.id, email('both'), { sessions: [first, second] })
  await register(hub, event.id, email('none'))
  await passTime(hub, 1)
  const changes = (who: string) =>
    mailsTo(email(who)).filter(({ subject }) => subject === `Changed: ${name}`)
  return { event, first, second, email, changes }
}

test('who booked a session that moves is told once, with the calendar entry in a new version', async () => {
  const { first, second, email, changes } = await day('Moves')
  await update(hub, 'msevtmgt_session', first, { msevtmgt_starttime: '2099-01-01T10:15:00' })
  await update(hub, 'msevtmgt_session', second, {
    msevtmgt_starttime: '2099-01-01T14:00:00',
    msevtmgt_endtime: '2099-01-01T15:00:00',
  })
  await passTime(hub, 2)
  assert.equal(changes('first').length, 1)
  assert.equal(changes('both').length, 1, 'two sessions of one guest are one letter')
  assert.equal(changes('none').length, 0)
  const [confirmation] = mailsTo(email('both'))
  const [change] = changes('both')
  assert.ok(confirmation !== undefined && change !== undefined)
  const [before, after] = [calendarOf(confirmation), calendarOf(change)]
  assert.equal(after.method, 'REQUEST')
  assert.equal(after.event.uid, before.event.uid)
  assert.ok(after.event.sequence > before.event.sequence)
  assert.match(String(after.event.description), /10:15.*Keynote/)
  assert.match(String(change.text), /Workshop, .*14:00/)
})

test('a session and its event that change together are one letter for each guest', async () => {
  const { event, first, changes } = await day('Together')
  await update(hub, 'msevtmgt_session', first, { msevtmgt_starttime: '2099-01-01T10:30:00' })
  await update(hub, 'msevtmgt_event', event.id, { msevtmgt_eventstartdate: '2099-01-01T09:30:00' })
  await passTime(hub, 2)
  for (const who of ['first', 'both', 'none']) assert.equal(changes(who).length, 1, who)
})

test('a new room is told with its name; the next change is a letter of its own', async () => {
  const { first, changes } = await day('Rooms')
  const building = await create(hub, 'msevtmgt_building', { msevtmgt_name: 'Old Mill' })
  const room = await create(hub, 'msevtmgt_room', {
    msevtmgt_name: 'Blue Room',
    msevtmgt_building: building,
  })
  await update(hub, 'msevtmgt_session', first, {
    msevtmgt_building: building,
    msevtmgt_room: room,
  })
  await passTime(hub, 2)
  assert.match(String(changes('first')[0]?.text), /Keynote, .*Blue Room, Old Mill/)
  await update(hub, 'msevtmgt_session', first, { msevtmgt_room: null })
  await passTime(hub, 2)
  assert.equal(changes('first').length, 2)
  assert.doesNotMatch(String(changes('first')[1]?.text), /Blue Room/)
})

test('what says nothing new, and what is not public, is no letter', async () => {
  const { event, first, changes } = await day('Quiet')
  await update(hub, 'msevtmgt_session', first, { msevtmgt_sessionsummary: 'New words' })
  await update(hub, 'msevtmgt_session', first, { msevtmgt_starttime: '2099-01-01T10:00:00' })
  const draft = await session(event.id, 'Draft', { msevtmgt_publishstatus: 100000000 })
  await update(hub, 'msevtmgt_session', draft, { msevtmgt_name: 'Still a draft' })
  await passTime(hub, 2)
  for (const who of ['first', 'both', 'none']) assert.equal(changes(who).length, 0, who)
})

test('a session that is taken off the programme leaves the entry of who booked it', async () => {
  const { second, changes } = await day('Shorter')
  await update(hub, 'msevtmgt_session', second, { msevtmgt_publishstatus: 100000004 })
  await passTime(hub, 2)
  assert.equal(changes('first').length, 0)
  const [change] = changes('both')
  assert.ok(change !== undefined)
  assert.doesNotMatch(String(calendarOf(change).event.description), /Workshop/)
})

test('who books a moved session after the move is not told of it', async () => {
  const { event, first, email, changes } = await day('Later')
  await update(hub, 'msevtmgt_session', first, { msevtmgt_starttime: '2099-01-01T10:45:00' })
  hub.clock.advance(1_000)
  await register(hub, event.id, email('late'), { sessions: [first] })
  await passTime(hub, 2)
  assert.equal(changes('late').length, 0)
  assert.equal(changes('first').length, 1)
})

test('an event that is cancelled with its sessions is one letter, about the event', async () => {
  const { event, email, changes } = await day('Gone')
  await hub.pipeline.execute(systemCaller, {
    message: 'Update',
    table: 'msevtmgt_event',
    id: event.id,
    target: { msevtmgt_publishstatus: 100000004 },
  })
  await passTime(hub, 2)
  assert.equal(changes('both').length, 0)
  const [, cancelled, ...others] = mailsTo(email('both'))
  assert.equal(cancelled?.subject, 'Cancelled: Gone')
  assert.deepEqual(others, [])
})
