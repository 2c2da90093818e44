import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attendanceReport, evidenceOfRegistration } from '#attendance'
import { systemCaller } from '#identity'
import { startWebexTwin, startZoomTwin } from '#providers'
import { publishingState, verdict } from '#registrations'
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
} from '../story.ts'

const hub = await testHub()
const zoom = await startZoomTwin({ clock: hub.clock })
const webex = await startWebexTwin({ clock: hub.clock })
webex.control.change({ refreshTokenLifeSeconds: 10 * 365 * 24 * 3600 })
cleanUpAfterwards(async () => {
  await zoom.close()
  await webex.close()
})

async function zoomAccount(values: Record<string, string> = {}): Promise<string> {
  const providerId = await create(hub, 'msevtmgt_webinarprovider', {
    msevtmgt_name: 'Zoom',
    msevtmgt_base_service_url: `${zoom.url}/v2`,
    msevtmgt_maxdurationinminutes: 480,
    gr_adapter: 'zoom',
  })
  await hub.providers.recordConsent(systemCaller, { providerId })
  const configurationId = await create(hub, 'msevtmgt_webinarconfiguration', {
    msevtmgt_name: 'Our Zoom',
    msevtmgt_webinarproviderid: providerId,
    msevtmgt_clientid: zoom.clientId,
    gr_requestsperminute: 6000,
  })
  await hub.providers.saveSettings(systemCaller, {
    configurationId,
    values: {
      accountId: zoom.accountId,
      host: zoom.hostEmail,
      oauthUrl: zoom.url,
      gr_clientsecret: zoom.clientSecret,
      gr_callbacksecret: zoom.callbackSecret,
      ...values,
    },
  })
  return configurationId
}

async function webexAccount(): Promise<string> {
  const providerId = await create(hub, 'msevtmgt_webinarprovider', {
    msevtmgt_name: 'Webex',
    msevtmgt_base_service_url: `${webex.url}/v1`,
    msevtmgt_maxdurationinminutes: 480,
    msevtmgt_clientid: webex.clientId,
    msevtmgt_clientsecret: webex.clientSecret,
    gr_adapter: 'webex',
  })
  await hub.providers.recordConsent(systemCaller, { providerId })
  const configurationId = await create(hub, 'msevtmgt_webinarconfiguration', {
    msevtmgt_name: 'Our Webex',
    msevtmgt_webinarproviderid: providerId,
    gr_requestsperminute: 6000,
  })
  const { url } = await hub.providers.startAuthorization(systemCaller, { configurationId })
  const body = new URLSearchParams([...new URL(url).searchParams, ['decision', 'accept']])
  const answer = await fetch(url.split('?')[0] ?? '', { method: 'POST', body, redirect: 'manual' })
  const back = new URL(answer.headers.get('location') ?? '').searchParams
  const { check } = await hub.providers.finishAuthorization(systemCaller, {
    state: back.get('state') ?? '',
    code: back.get('code') ?? '',
  })
  assert.equal(check.status, 'healthy', check.message)
  return configurationId
}

/** Follows the hub's own link to the page of the vendor. */
async function click(registrationId: string): Promise<string> {
  const link = hub.registrations.joinLink(registrationId).replace(hub.settings.publicUrl, hub.url)
  const answer = await fetch(link, { redirect: 'manual' })
  assert.equal(answer.status, 302, (await answer.clone().text()).slice(0, 600))
  return String(answer.headers.get('location'))
}

/** Opens the page of the vendor and says, as its script does, that somebody is there. */
async function enter(address: string): Promise<() => Promise<void>> {
  const page = await (await fetch(address)).text()
  const stays = `${new URL(address).origin}${/data-stays="([^"]+)"/.exec(page)?.[1]}`
  const entered = await fetch(stays, { method: 'POST' })
  const { stayId } = (await entered.json()) as { stayId: string }
  return async () => {
    await fetch(`${stays}/${stayId}/leave`, { method: 'POST' })
  }
}

async function afterTheEnd({ end }: MadeEvent): Promise<void> {
  hub.clock.moveTo(new Date(end.getTime() + minute))
  await hub.worker.runUntilIdle()
  for (let minutes = 0; minutes < 70; minutes += 10) await passTime(hub, 10)
}

async function assertVerdicts(there: string, absent: string): Promise<void> {
  const stayed = await row(hub, 'msevtmgt_eventregistration', there)
  assert.equal(stayed.gr_verdict, verdict.completed.value)
  assert.equal(stayed.gr_attendedminutes, 40)
  const missing = await row(hub, 'msevtmgt_eventregistration', absent)
  assert.equal(missing.gr_verdict, verdict.failed.value)
}

for (const [name, account, end] of [
  ['Zoom Meetings', () => zoomAccount(), zoom.control.end],
  ['Zoom Webinars', () => zoomAccount({ kind: 'Webinars' }), zoom.control.end],
  ['Webex', webexAccount, webex.control.end],
] as const) {
  test(`${name}: from the registration over the click to the verdict`, async () => {
    const event = await makeEvent(hub, await account(), { gr_attendanceminutes: 20 })
    await settleWebinar(hub)
    const there = await register(hub, event.id, `there.${name.replace(' ', '.')}@example.org`)
    const absent = await register(hub, event.id, `absent.${name.replace(' ', '.')}@example.org`)
    await hub.worker.runUntilIdle()
    hub.clock.moveTo(event.start)
    const leave = await enter(await click(there))
    hub.clock.advance(40 * minute)
    await leave()
    const { msevtmgt_webinarid: webinarId } = await row(hub, 'msevtmgt_event', event.id)
    end(String(webinarId).split('/').at(-1) ?? '')
    await afterTheEnd(event)
    await assertVerdicts(there, absent)
  })
}

test('what Zoom signs reaches the hub, what it did not sign does not', async () => {
  const configurationId = await zoomAccount()
  const address = `${hub.url}/hooks/zoom/${configurationId}`
  const challenge = zoom.control.challenge(address, 'plain')
  const send = (body: string) =>
    fetch(address, { method: 'POST', headers: challenge.headers, body })
  const answer = await send(challenge.body)
  assert.equal(answer.status, 200)
  assert.equal(((await answer.json()) as { plainToken: string }).plainToken, 'plain')
  assert.equal((await send(challenge.body.replace('plain', 'other'))).status, 401)
})

test('through an outage and a storm of 429 every registration is pushed exactly once', async () => {
  const event = await makeEvent(hub, await zoomAccount())
  await settleWebinar(hub)
  const people = Array.from({ length: 30 }, (_, at) => `storm.${at}@example.org`)
  zoom.control.setFault({ kind: 'failing' })
  const ids: string[] = []
  for (const email of people) ids.push(await register(hub, event.id, email))
  await hub.worker.runUntilIdle()
  const waiting = await row(hub, 'msevtmgt_eventregistration', ids[0] ?? '')
  assert.notEqual(waiting.msevtmgt_publishingstate, publishingState.published.value)
  zoom.control.setFault({ kind: 'rate-limited', times: 60 })
  zoom.control.revokeTokens()
  for (let minutes = 0; minutes < 15; minutes += 1) await passTime(hub, 1)
  for (const id of ids) {
    const { msevtmgt_publishingstate: state } = await row(hub, 'msevtmgt_eventregistration', id)
    assert.equal(state, publishingState.published.value)
  }
  const { msevtmgt_webinarid: webinarId } = await row(hub, 'msevtmgt_event', event.id)
  const known = zoom.control.registrants(String(webinarId).split('/')[1] ?? '')
  assert.deepEqual(known.map(({ email }) => email).sort(), people.toSorted())
})

const doors = [
  {
    name: 'Zoom',
    account: () => zoomAccount(),
    wait: (id: string, stay: { join: Date; leave: Date }) =>
      zoom.control.attend(id, { ...stay, status: 'in_waiting_room' }),
    stay: zoom.control.attend,
  },
  {
    name: 'Webex',
    account: webexAccount,
    wait: (id: string, stay: { join: Date; leave: Date }) =>
      webex.control.attend(id, { ...stay, state: 'lobby' }),
    stay: webex.control.attend,
  },
]

for (const { name, account, wait, stay } of doors) {
  test(`${name}: the wait at the door is evidence that is shown and never counted`, async () => {
    const event = await makeEvent(hub, await account(), { gr_attendanceminutes: 20 })
    await settleWebinar(hub)
    const people = [`let.in.${name}@example.org`, `only.waited.${name}@example.org`]
    const ids: string[] = []
    for (const email of people) ids.push(await register(hub, event.id, email))
    await hub.worker.runUntilIdle()
    const at = (minutes: number) => new Date(event.start.getTime() + minutes * minute)
    for (const [index, id] of ids.entries()) {
      const known = await row(hub, 'msevtmgt_eventregistration', id)
      const registrantId = String(known.msevtmgt_webinarregistrationid).split('/').at(-1) ?? ''
      wait(registrantId, { join: at(0), leave: at(25) })
      if (index === 0) stay(registrantId, { join: at(25), leave: at(50) })
    }
    hub.clock.moveTo(event.end)
    await afterTheEnd(event)

    const { db } = hub.testDatabase
    const report = await attendanceReport(
      { db, clock: hub.clock },
      { eventId: event.id },
      { page: 1, pageSize: 10, absent: true },
    )
    assert.deepEqual([report.counts.completed, report.counts.failed], [1, 1])
    assert.equal(report.real?.from.getTime(), at(25).getTime())
    const [waited] = report.lines
    assert.deepEqual(
      [waited?.registrationId, waited?.attendedMinutes, waited?.wasSeen],
      [ids[1], 0, false],
    )
    assert.match(waited?.reason ?? '', /^Was only in the waiting room: attended 0 of \d+ minutes/)
    assert.deepEqual(
      waited?.stays.map((each) => [each.inWaitingRoom, each.from, each.to, each.minutes]),
      [[true, at(0), at(25), null]],
    )
    const { evidence } = await evidenceOfRegistration(db, ids[0] ?? '')
    const told = evidence.map((each) => [each.gr_isinwaitingroom === true, each.gr_record !== null])
    assert.deepEqual(told.toSorted(), [
      [false, true],
      [true, true],
    ])
    const inside = await row(hub, 'msevtmgt_eventregistration', ids[0] ?? '')
    assert.deepEqual([inside.gr_verdict, inside.gr_attendedminutes], [verdict.completed.value, 25])
  })
}
