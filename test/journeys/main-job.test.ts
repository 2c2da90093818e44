import assert from 'node:assert/strict'
import { test } from 'node:test'
import { publishStatus } from '#events'
import { systemCaller } from '#identity'
import { noYes, publishingState, verdict } from '#registrations'
import { testHub } from '../hub.ts'
import {
  makeEvent,
  minute,
  passTime,
  register,
  row,
  settleWebinar,
  signedInAccount,
  update,
} from '../story.ts'

const hub = await testHub()
const { control } = hub.twins.webinarExtension
const account = await signedInAccount(hub)

async function registrationRow(id: string) {
  return await row(hub, 'msevtmgt_eventregistration', id)
}

test('going live creates the webinar and its status and URLs come back to the event', async () => {
  const event = await makeEvent(hub, account.configurationId)
  await settleWebinar(hub)
  const live = await row(hub, 'msevtmgt_event', event.id)
  assert.equal(live.msevtmgt_webinarstatus, 'Created')
  assert.match(String(live.msevtmgt_webinarurl), /^http/)
  assert.match(String(live.msevtmgt_presentationmanagerurl), /^http/)
  assert.equal(control.webinars().filter((each) => each.order.externalId === event.id).length, 1)
})

test('from registration to a verdict with evidence and history', async () => {
  const event = await makeEvent(hub, account.configurationId, { gr_attendanceminutes: 30 })
  await settleWebinar(hub)
  const stayed = await register(hub, event.id, 'stayed@example.org')
  const left = await register(hub, event.id, 'left@example.org')
  const absent = await register(hub, event.id, 'absent@example.org')
  await hub.worker.runUntilIdle()
  for (const id of [stayed, left, absent]) {
    const pushed = await registrationRow(id)
    assert.equal(pushed.msevtmgt_publishingstate, publishingState.published.value)
    assert.equal(pushed.msevtmgt_syncedwithprovider, noYes.yes.value)
    assert.match(String(pushed.gr_joinurl), /\/join\//)
    assert.equal(control.countsFor(id).created, 1)
  }

  hub.clock.moveTo(event.start)
  const registrantOf = async (id: string) =>
    String((await registrationRow(id)).msevtmgt_webinarregistrationid)
  const at = (minutes: number) => new Date(event.start.getTime() + minutes * minute)
  control.attend(await registrantOf(stayed), { join: at(0), leave: at(60) })
  const stay = control.attend(await registrantOf(left), { join: at(0), leave: at(10) })

  hub.clock.moveTo(at(60))
  await hub.worker.runUntilIdle()
  assert.equal((await registrationRow(stayed)).gr_verdict, verdict.pending.value)
  for (let minutes = 0; minutes < 15; minutes += 5) await passTime(hub, 5)
  assert.equal((await registrationRow(stayed)).gr_verdict, verdict.completed.value)
  assert.equal((await registrationRow(stayed)).gr_attendedminutes, 60)
  assert.equal((await registrationRow(left)).gr_verdict, verdict.failed.value)
  assert.equal((await registrationRow(absent)).gr_verdict, verdict.failed.value)

  control.correctAttendance(stay, { leave: at(45) })
  for (let minutes = 0; minutes < 15; minutes += 5) await passTime(hub, 5)
  assert.equal((await registrationRow(left)).gr_verdict, verdict.completed.value)
  const { rows } = await hub.testDatabase.pool.query(
    'select verdict, reason from gr_verdictchange where registrationid = $1 order by decidedon',
    [left],
  )
  assert.deepEqual(
    rows.map((each) => each.verdict).filter((each) => each !== verdict.pending.value),
    [verdict.failed.value, verdict.completed.value],
  )
  const evidence = await hub.testDatabase.pool.query(
    'select gr_supersededon from msevtmgt_checkin where msevtmgt_registrationid = $1',
    [left],
  )
  assert.equal(evidence.rows.length, 2, 'the record before the correction is kept')
  assert.equal(evidence.rows.filter((each) => each.gr_supersededon !== null).length, 1)
  const held = await row(hub, 'msevtmgt_event', event.id)
  assert.equal(held.msevtmgt_checkincount, 2)
})

test('changes reach the provider, cancelling deletes the webinar', async () => {
  const event = await makeEvent(hub, account.configurationId)
  await settleWebinar(hub)
  await update(hub, 'msevtmgt_event', event.id, { msevtmgt_name: 'A better title' })
  await hub.worker.runUntilIdle()
  const [webinar] = control.webinars().filter((each) => each.order.externalId === event.id)
  assert.equal(webinar?.order.title, 'A better title')
  await update(hub, 'msevtmgt_event', event.id, {
    msevtmgt_publishstatus: publishStatus.cancelled.value,
  })
  await hub.worker.runUntilIdle()
  const [deleted] = control.webinars().filter((each) => each.order.externalId === event.id)
  assert.notEqual(deleted?.deletedAt, undefined)
  assert.equal((await row(hub, 'msevtmgt_event', event.id)).msevtmgt_webinarid, null)
})

test('registrations that came before the webinar was there are pushed when it is', async () => {
  const event = await makeEvent(hub, account.configurationId)
  const early = await register(hub, event.id, 'early@example.org')
  await hub.worker.runUntilIdle()
  await settleWebinar(hub)
  assert.equal(
    (await registrationRow(early)).msevtmgt_publishingstate,
    publishingState.published.value,
  )
  assert.equal(control.countsFor(early).created, 1)
})

test('a webinar that the provider refuses leaves its reason on event and registrations; a retry mends both', async () => {
  control.failCreation('No free room at this time')
  const event = await makeEvent(hub, account.configurationId)
  const waiting = await register(hub, event.id, 'waiting@example.org')
  await settleWebinar(hub)
  const failed = await row(hub, 'msevtmgt_event', event.id)
  assert.equal(failed.msevtmgt_webinarstatus, 'Failed')
  assert.match(String(failed.msevtmgt_webinarstatusreason), /No free room/)
  assert.equal(
    (await registrationRow(waiting)).msevtmgt_publishingstate,
    publishingState.parentWebinarFailed.value,
  )
  await update(hub, 'msevtmgt_event', event.id, { msevtmgt_description: 'Please try again' })
  await settleWebinar(hub)
  assert.equal((await row(hub, 'msevtmgt_event', event.id)).msevtmgt_webinarstatus, 'Created')
  assert.equal(
    (await registrationRow(waiting)).msevtmgt_publishingstate,
    publishingState.published.value,
  )
})

test('a cancelled registration is withdrawn from the provider', async () => {
  const event = await makeEvent(hub, account.configurationId)
  await settleWebinar(hub)
  const id = await register(hub, event.id, 'fickle@example.org')
  await hub.worker.runUntilIdle()
  await hub.registrations.cancel(systemCaller, id, { by: 'staff' })
  await hub.worker.runUntilIdle()
  assert.equal(control.countsFor(id).deletes, 1)
  assert.equal((await registrationRow(id)).msevtmgt_registrationstatus, 'Cancelled')
})

test('each registration gets one confirmation, a cancellation takes its calendar entry back', async () => {
  const event = await makeEvent(hub, account.configurationId)
  const id = await register(hub, event.id, 'mail@example.org')
  await hub.worker.runUntilIdle()
  await hub.registrations.cancel(systemCaller, id, { by: 'attendee' })
  await hub.worker.runUntilIdle()
  const { rows } = await hub.testDatabase.pool.query(
    'select kind, calendar from gr_mail where registrationid = $1 order by createdon',
    [id],
  )
  assert.deepEqual(
    rows.map((each) => each.kind),
    ['confirmation', 'cancellation'],
  )
  const uids = rows.map((each) => /UID:(.+)/.exec(each.calendar)?.[1])
  assert.equal(uids[0], uids[1])
  assert.match(rows[0].calendar, /METHOD:REQUEST[\s\S]*SEQUENCE:0/)
  assert.match(rows[1].calendar, /METHOD:CANCEL[\s\S]*SEQUENCE:1/)
})

test('nobody started it: after the hour it ends as not held, and nobody has failed', async () => {
  const event = await makeEvent(hub, account.configurationId)
  await settleWebinar(hub)
  const id = await register(hub, event.id, 'lonely@example.org')
  hub.clock.moveTo(event.end)
  for (let minutes = 0; minutes < 70; minutes += 5) await passTime(hub, 5)
  const ended = await row(hub, 'msevtmgt_event', event.id)
  assert.equal(ended.gr_ended, 100000002)
  assert.equal((await registrationRow(id)).gr_verdict, verdict.pending.value)
})

test('garbage attendance changes no verdict and is shown with its reasons', async () => {
  const event = await makeEvent(hub, account.configurationId)
  await settleWebinar(hub)
  const id = await register(hub, event.id, 'clean@example.org')
  await hub.worker.runUntilIdle()
  const registrant = String((await registrationRow(id)).msevtmgt_webinarregistrationid)
  control.attend(registrant, { join: event.start, leave: event.end })
  control.setModes({ kind: 'garbageAttendance' })
  hub.clock.moveTo(event.end)
  for (let minutes = 0; minutes < 15; minutes += 5) await passTime(hub, 5)
  control.setModes()
  const { rows } = await hub.testDatabase.pool.query(
    'select reason, explanation from gr_refusedattendance where eventid = $1',
    [event.id],
  )
  assert.ok(rows.length >= 3, JSON.stringify(rows))
  assert.ok(rows.some((each) => each.reason === 'unknown-person'))
  assert.equal((await registrationRow(id)).gr_verdict, verdict.completed.value)
})
