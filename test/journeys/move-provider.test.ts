import assert from 'node:assert/strict'
import { test } from 'node:test'
import { localOf } from '#calendar'
import { format, publishStatus } from '#events'
import { systemCaller } from '#identity'
import { startZoomTwin } from '#providers'
import { verdict } from '#registrations'
import { startBigBlueButtonTwin } from '../../src/providers/bigbluebutton/twin/index.ts'
import { cleanUpAfterwards } from '../database.ts'
import { testHub } from '../hub.ts'
import {
  create,
  type MadeEvent,
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
const zoom = await startZoomTwin({ clock: hub.clock })
const rooms = await startBigBlueButtonTwin({ clock: hub.clock })
cleanUpAfterwards(async () => {
  await zoom.close()
  await rooms.close()
})
const ours = (await signedInAccount(hub)).configurationId
const atZoom = await account('zoom', `${zoom.url}/v2`, {
  accountId: zoom.accountId,
  host: zoom.hostEmail,
  oauthUrl: zoom.url,
  gr_clientid: zoom.clientId,
  gr_clientsecret: zoom.clientSecret,
  gr_callbacksecret: zoom.callbackSecret,
})
const atBigBlueButton = await account('bigbluebutton', rooms.url, { attendanceBy: 'polling' })

async function account(
  adapter: string,
  url: string,
  { gr_clientid, ...values }: Record<string, string>,
): Promise<string> {
  const providerId = await create(hub, 'msevtmgt_webinarprovider', {
    msevtmgt_name: adapter,
    msevtmgt_base_service_url: url,
    msevtmgt_maxdurationinminutes: 480,
    gr_adapter: adapter,
  })
  await hub.providers.recordConsent(systemCaller, { providerId })
  const configurationId = await create(hub, 'msevtmgt_webinarconfiguration', {
    msevtmgt_name: adapter,
    msevtmgt_webinarproviderid: providerId,
    gr_requestsperminute: 6000,
    ...(gr_clientid === undefined
      ? { msevtmgt_accesstoken: rooms.secret }
      : { msevtmgt_clientid: gr_clientid }),
  })
  await hub.providers.saveSettings(systemCaller, { configurationId, values })
  return configurationId
}

async function click(registrationId: string): Promise<Response> {
  const link = hub.registrations.joinLink(registrationId).replace(hub.settings.publicUrl, hub.url)
  return await fetch(link, { redirect: 'manual' })
}

async function leadsTo(registrationId: string, url: string): Promise<void> {
  const answer = await click(registrationId)
  assert.equal(answer.status, 302, (await answer.clone().text()).slice(0, 2000))
  assert.equal(new URL(String(answer.headers.get('location'))).origin, new URL(url).origin)
}

async function running(name: string, startedMinutesAgo = 20) {
  const event = await makeEvent(hub, ours, { gr_attendanceminutes: 35 })
  await settleWebinar(hub)
  const person = (who: string) => register(hub, event.id, `${who}.${name}@example.org`)
  const there = await person('there')
  const early = await person('early')
  const absent = await person('absent')
  await hub.worker.runUntilIdle()
  hub.clock.moveTo(new Date(event.start.getTime() + startedMinutesAgo * minute))
  await hub.worker.runUntilIdle()
  await leadsTo(there, hub.twins.webinarExtension.url)
  return { event, there, early, absent }
}

const after = ({ start }: MadeEvent, minutes: number) =>
  new Date(start.getTime() + minutes * minute)

async function registrantId(registrationId: string): Promise<string> {
  const { msevtmgt_webinarregistrationid: id } = await row(
    hub,
    'msevtmgt_eventregistration',
    registrationId,
  )
  return String(id)
}

/** The first twenty minutes of these people, in the room that the event leaves. */
async function attendFirst(event: MadeEvent, people: readonly string[]): Promise<void> {
  for (const each of people) {
    control.attend(await registrantId(each), { join: event.start, leave: after(event, 20) })
  }
}

async function move(event: MadeEvent, configurationId: string): Promise<void> {
  await update(hub, 'msevtmgt_event', event.id, {
    msevtmgt_webinarconfigurationid: configurationId,
  })
  await hub.worker.runUntilIdle()
}

async function mails(): Promise<number> {
  const { rows } = await hub.testDatabase.pool.query('select count(*)::int as mails from gr_mail')
  return rows[0].mails
}

async function collectAll({ end }: MadeEvent): Promise<void> {
  hub.clock.moveTo(new Date(end.getTime() + minute))
  for (let minutes = 0; minutes < 80; minutes += 10) await passTime(hub, 10)
}

async function verdictOf(registrationId: string): Promise<[unknown, unknown]> {
  const found = await row(hub, 'msevtmgt_eventregistration', registrationId)
  return [found.gr_verdict, found.gr_attendedminutes]
}

test('an event moves while it runs: same join link, new room at once, one verdict from both', async () => {
  const { event, there, early, absent } = await running('zoom')
  await attendFirst(event, [there, early])
  const sent = await mails()
  await move(event, atZoom)
  await leadsTo(there, zoom.url)
  await leadsTo(absent, zoom.url)
  const operations = await hub.testDatabase.pool.query(
    `select statuscode, friendlymessage from asyncoperation
     where regardingobjectid = $1 and operationtype is not null and friendlymessage like '%was replaced%'`,
    [event.id],
  )
  assert.equal(operations.rows.length, 1, 'the job says what became of the old room')

  const { msevtmgt_webinarid: webinarId, msevtmgt_webinarstatus: status } = await row(
    hub,
    'msevtmgt_event',
    event.id,
  )
  assert.equal(status, 'Created')
  const meetingId = String(webinarId).split('/').at(-1) ?? ''
  assert.equal(zoom.control.registrants(meetingId).length, 3, 'everybody is known there, once')
  // Five minutes are in both reports.
  zoom.control.attend(await registrantId(there), {
    join: after(event, 15),
    leave: after(event, 50),
  })
  zoom.control.end(meetingId)
  await collectAll(event)
  assert.deepEqual(await verdictOf(there), [verdict.completed.value, 50])
  assert.deepEqual(await verdictOf(early), [verdict.failed.value, 20])
  assert.deepEqual(await verdictOf(absent), [verdict.failed.value, 0])
  assert.equal(await mails(), sent, 'the link is the same, so nobody is written to')
})

test('the room that is left ends for everybody, and its report can still be read', async () => {
  const { event, there } = await running('end')
  control.attend(await registrantId(there), { join: event.start })
  const { msevtmgt_webinarid: old } = await row(hub, 'msevtmgt_event', event.id)
  await move(event, atZoom)
  const left = control.webinars().find(({ webinarId }) => webinarId === old)
  assert.ok(left !== undefined && left.deletedAt === undefined)
  const ended = Date.parse(left.order.end) - after(event, 20).getTime()
  assert.ok(ended >= 0 && ended < minute, left.order.end)
  await collectAll(event)
  const [, minutes] = await verdictOf(there)
  assert.ok(Number(minutes) >= 20, `${minutes} minutes`)
})

test('a webinar that moves before its start is deleted where it was, and never asked for again', async () => {
  const event = await makeEvent(hub, ours)
  await settleWebinar(hub)
  const { msevtmgt_webinarid: old } = await row(hub, 'msevtmgt_event', event.id)
  const there = await register(hub, event.id, 'before@example.org')
  await move(event, atZoom)
  const left = control.webinars().find(({ webinarId }) => webinarId === old)
  assert.notEqual(left?.deletedAt, undefined)
  hub.clock.moveTo(event.start)
  await leadsTo(there, zoom.url)
  await collectAll(event)
  const { rows } = await hub.testDatabase.pool.query(
    `select friendlymessage from asyncoperation
     where regardingobjectid = $1 and friendlymessage like '%There is no webinar%'`,
    [event.id],
  )
  assert.deepEqual(rows, [])
})

test('moving away from a provider that is down waits for nobody', async () => {
  const { event, there, early } = await running('down')
  await attendFirst(event, [there, early])
  control.setModes({ kind: 'empty', how: 'close' })
  await move(event, atBigBlueButton)
  await leadsTo(there, rooms.url)
  const [room] = rooms.control.rooms()
  assert.ok(room !== undefined)
  await fetch(String((await click(there)).headers.get('location')), { redirect: 'manual' })
  rooms.control.come(room.meetingId, there)
  for (let minutes = 0; minutes < 25; minutes += 1) await passTime(hub, 1)
  rooms.control.leave(room.meetingId, there)
  control.setModes()
  await collectAll(event)
  const [decision, minutes] = await verdictOf(there)
  assert.equal(decision, verdict.completed.value)
  assert.ok(Number(minutes) >= 43, `${minutes} minutes`)
  assert.deepEqual(await verdictOf(early), [verdict.failed.value, 20])
})

test('while the new provider refuses, the link leads to the room that still stands', async () => {
  const { event, there } = await running('refused')
  zoom.control.setFault({ kind: 'failing' })
  await move(event, atZoom)
  await leadsTo(there, hub.twins.webinarExtension.url)
  zoom.control.setFault()
  for (let minutes = 0; minutes < 3; minutes += 1) await passTime(hub, 1)
  await leadsTo(there, zoom.url)
})

test('a new provider that takes its time shows a waiting page that goes on by itself', async () => {
  const { event, there } = await running('pending')
  await move(event, atZoom)
  await leadsTo(there, zoom.url)
  control.change({ creationDelaySeconds: 20 })
  await move(event, ours)
  const waiting = await click(there)
  assert.equal(waiting.status, 200)
  assert.match(await waiting.text(), /data-reload-in="10"/)
  await passTime(hub, 1)
  await leadsTo(there, hub.twins.webinarExtension.url)
})

test('an event can move to a link that somebody pastes, and never by mistake to the old one', async () => {
  const { event, there } = await running('pasted')
  const providerId = await create(hub, 'msevtmgt_webinarprovider', {
    msevtmgt_name: 'Pasted link',
    msevtmgt_maxdurationinminutes: 480,
    gr_adapter: 'manual-link',
  })
  await hub.providers.recordConsent(systemCaller, { providerId })
  const pasted = await create(hub, 'msevtmgt_webinarconfiguration', {
    msevtmgt_name: 'Pasted link',
    msevtmgt_webinarproviderid: providerId,
  })
  await move(event, pasted)
  const { msevtmgt_webinarstatusreason: reason } = await row(hub, 'msevtmgt_event', event.id)
  assert.match(String(reason), /There is no link to the room/)
  await leadsTo(there, hub.twins.webinarExtension.url)
  await update(hub, 'msevtmgt_event', event.id, {
    msevtmgt_webinarurl: 'https://rooms.example.org/emergency',
    msevtmgt_webinarconfigurationid: pasted,
  })
  await hub.worker.runUntilIdle()
  await leadsTo(there, 'https://rooms.example.org')
})

test('one registrant moves to a parallel session at another provider, with the same join link', async () => {
  const event = await makeEvent(hub, undefined)
  const session = (name: string, configurationId: string) =>
    create(hub, 'msevtmgt_session', {
      msevtmgt_name: name,
      msevtmgt_event: event.id,
      msevtmgt_starttime: localOf(event.start, 'Europe/Berlin'),
      msevtmgt_endtime: localOf(event.end, 'Europe/Berlin'),
      msevtmgt_sessionformat: format.webinar.value,
      msevtmgt_webinarconfigurationid: configurationId,
      msevtmgt_publishstatus: publishStatus.live.value,
    })
  const main = await session('Main room', ours)
  const overflow = await session('Overflow', atZoom)
  await settleWebinar(hub)
  const moves = await register(hub, event.id, 'moves@example.org', { sessions: [main] })
  const stays = await register(hub, event.id, 'stays@example.org', { sessions: [main] })
  await hub.worker.runUntilIdle()
  hub.clock.moveTo(after(event, 10))
  await leadsTo(moves, hub.twins.webinarExtension.url)

  const { rows } = await hub.testDatabase.pool.query(
    `select msevtmgt_sessionregistrationid as id, msevtmgt_contactid as contact
     from msevtmgt_sessionregistration where msevtmgt_registrationid = $1`,
    [moves],
  )
  await update(hub, 'msevtmgt_sessionregistration', rows[0].id, {
    msevtmgt_sessionid: overflow,
  })
  await hub.worker.runUntilIdle()
  await leadsTo(moves, zoom.url)
  await leadsTo(stays, hub.twins.webinarExtension.url)
})
