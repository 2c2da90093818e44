import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { instantOf, localOf } from '#calendar'
import { withTransaction } from '#database'
import { isRefusal } from '#errors'
import { cancelEvent, publishStatus, reminderInstant } from '#events'
import { systemCaller } from '#identity'
import { enqueue } from '#jobs'
import { testHub } from '../../test/hub.ts'
import { startSmtpPeer } from '../../test/smtp-peer.ts'
import { create, makeEvent, passTime, register, update } from '../../test/story.ts'
import { planAllReminders } from './plan-reminders.ts'

const { url, mailsTo } = await startSmtpPeer()
const hub = await testHub({ environment: { SMTP_URL: url } })
const day = 1440

const reminders = (email: string) =>
  mailsTo(email).filter(({ subject }) => /starts in/.test(String(subject)))

test('registrants are reminded a day and an hour before, each time once', async () => {
  const event = await makeEvent(hub, undefined, { msevtmgt_name: 'Talk' }, 3 * day)
  await register(hub, event.id, 'ada@example.org')
  await passTime(hub, 2 * day - 5)
  assert.equal(reminders('ada@example.org').length, 0)
  await passTime(hub, 6)
  assert.deepEqual(
    reminders('ada@example.org').map(({ subject }) => subject),
    ['Talk starts in 1 day'],
  )
  await register(hub, event.id, 'late@example.org')
  await passTime(hub, day - 60)
  await passTime(hub, 30)
  assert.equal(reminders('ada@example.org').length, 2)
  assert.deepEqual(
    reminders('late@example.org').map(({ subject }) => subject),
    ['Talk starts in 1 hour'],
  )
  const [mail] = reminders('ada@example.org')
  const picture = mail?.attachments.find(({ mimeType }) => mimeType === 'image/png')
  assert.equal(picture?.disposition, 'inline')
  assert.ok(mail?.html?.includes(`cid:${picture?.contentId?.replace(/[<>]/g, '')}`))
})

test('an event that moves is reminded of at its new time only; one that is cancelled, never', async () => {
  const moved = await makeEvent(hub, undefined, {}, 3 * day)
  const cancelled = await makeEvent(hub, undefined, {}, 3 * day)
  await register(hub, moved.id, 'moved@example.org')
  await register(hub, cancelled.id, 'cancelled@example.org')
  await hub.worker.runUntilIdle()
  const later = new Date(moved.start.getTime() + 2 * day * 60_000)
  await update(hub, 'msevtmgt_event', moved.id, {
    msevtmgt_eventstartdate: localOf(later, 'Europe/Berlin'),
    msevtmgt_eventenddate: localOf(new Date(later.getTime() + 3_600_000), 'Europe/Berlin'),
  })
  await cancelEvent(hub.pipeline.execute, systemCaller, 'msevtmgt_event', cancelled.id)
  await passTime(hub, 2 * day + 1)
  await passTime(hub, day - 30)
  assert.equal(reminders('moved@example.org').length, 0)
  await passTime(hub, day + 60)
  assert.equal(reminders('moved@example.org').length, 1)
  await passTime(hub, 3 * day)
  assert.equal(reminders('cancelled@example.org').length, 0)
})

test('times that have passed get no reminder, and an event says itself when it reminds', async () => {
  const soon = await makeEvent(hub, undefined, { gr_reminders: '120, 30,30' }, 100)
  const never = await makeEvent(hub, undefined, { gr_reminders: 'none' }, 100)
  await register(hub, soon.id, 'soon@example.org')
  await register(hub, never.id, 'never@example.org')
  await passTime(hub, 75)
  const [reminder] = reminders('soon@example.org')
  assert.match(String(reminder?.subject), /^A webinar starts in 2[45] minutes$/)
  await passTime(hub, 20)
  assert.equal(reminders('soon@example.org').length, 1)
  assert.equal(reminders('never@example.org').length, 0)
  for (const gr_reminders of ['soon', '1,2,3,4,5,6', '-5', '0', '9999999']) {
    await assert.rejects(update(hub, 'msevtmgt_event', soon.id, { gr_reminders }), (error) =>
      isRefusal(error, 'reminders-invalid'),
    )
  }
})

/** Registrations of somebody without an address: their letters are jobs, but no mails. */
async function addCrowd(eventId: string, size: number): Promise<void> {
  const contact = await create(hub, 'contact', { firstname: 'Crowd', lastname: eventId })
  await hub.testDatabase.pool.query(
    `insert into msevtmgt_eventregistration (msevtmgt_eventregistrationid, msevtmgt_contactid,
       msevtmgt_eventid, msevtmgt_name, createdon, modifiedon, statecode, statuscode)
     select gen_random_uuid(), $1, $2, 'ER-CROWD' || n, now(), now(), 0, 1
     from generate_series(1, $3::int) as n`,
    [contact, eventId, size],
  )
}

test('a crowd is reminded page by page, nobody twice when pages are run again', async () => {
  const event = await makeEvent(hub, undefined, { gr_reminders: '60' }, 120)
  const people = ['one', 'two', 'three'].map((name) => `${name}@crowd.example`)
  for (const email of people) await register(hub, event.id, email)
  await addCrowd(event.id, 1000)
  await passTime(hub, 61)
  const { pool, db } = hub.testDatabase
  const { rows: letters } = await pool.query(
    `select count(*)::int as n, count(distinct gr_payload->>'registrationId')::int as people
     from asyncoperation where gr_kind = 'mail.letter' and gr_payload->>'kind' = 'reminder'
       and gr_payload->>'version' like '60@%' and regardingobjectid in (
         select msevtmgt_eventregistrationid from msevtmgt_eventregistration where msevtmgt_eventid = $1)`,
    [event.id],
  )
  assert.deepEqual(letters, [{ n: 1003, people: 1003 }])
  const { rows: pages } = await pool.query(
    `select gr_payload as payload from asyncoperation
     where gr_kind = 'mail.reminder' and regardingobjectid = $1`,
    [event.id],
  )
  assert.equal(pages.length, 3)
  // As if the hub had been killed after each page and its jobs had come back.
  await withTransaction(db, (tx) =>
    enqueue(
      tx,
      pages.map(({ payload }) => ({ kind: 'mail.reminder', name: 'again', payload })),
    ),
  )
  await hub.worker.runUntilIdle()
  for (const email of people) assert.equal(reminders(email).length, 1)
})

test('events that were published by an older hub get their reminders at the next start', async () => {
  const event = await makeEvent(hub, undefined, { gr_reminders: '60' }, 120)
  await register(hub, event.id, 'upgraded@example.org')
  await hub.testDatabase.pool.query(`delete from asyncoperation where gr_kind = 'mail.reminder'`)
  for (const _ of [1, 2]) {
    await withTransaction(hub.testDatabase.db, (tx) => planAllReminders(tx, hub.clock.now()))
  }
  await passTime(hub, 61)
  assert.equal(reminders('upgraded@example.org').length, 1)
})

test('an event in the past that is published sends nothing', async () => {
  const start = new Date(hub.clock.now().getTime() - day * 60_000)
  const id = await create(hub, 'msevtmgt_event', {
    msevtmgt_name: 'Over',
    msevtmgt_eventstartdate: localOf(start, 'UTC'),
    msevtmgt_eventenddate: localOf(new Date(start.getTime() + 3_600_000), 'UTC'),
    gr_timezone: 'UTC',
    msevtmgt_publishstatus: publishStatus.live.value,
  })
  const { rows } = await hub.testDatabase.pool.query(
    `select 1 from asyncoperation where gr_kind = 'mail.reminder' and regardingobjectid = $1`,
    [id],
  )
  assert.equal(rows.length, 0)
})

test('a day before shows the same time on the clocks of the event, also when clocks change', () => {
  const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'UTC')
  const hours = fc.integer({ min: 0, max: 366 * 24 - 1 })
  fc.assert(
    fc.property(zones, hours, fc.integer({ min: 1, max: 5 }), (zone, hour, days) => {
      const start = Temporal.PlainDateTime.from('2027-01-01T00:30:00').add({ hours: hour })
      const text = start.toString({ smallestUnit: 'second' })
      const wanted = start.subtract({ days }).toString({ smallestUnit: 'second' })
      const at = reminderInstant(text, zone, days * day)
      assert.deepEqual(at, instantOf(wanted, zone))
      assert.equal(
        reminderInstant(text, zone, days * day + 90).getTime(),
        at.getTime() - 90 * 60_000,
      )
    }),
  )
  // Berlin's clocks go forward in the night before: 23 hours, not 24.
  assert.equal(
    reminderInstant('2027-03-28T10:00:00', 'Europe/Berlin', day).toISOString(),
    '2027-03-27T09:00:00.000Z',
  )
})
