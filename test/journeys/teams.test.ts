import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemCaller } from '#identity'
import { startMicrosoftTeamsTwin } from '#providers'
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
const teams = await startMicrosoftTeamsTwin({ clock: hub.clock, reach: reachHub })
teams.control.change({ refreshTokenLifeSeconds: 10 * 365 * 24 * 3600, requiresHttps: false })
cleanUpAfterwards(teams.close)

interface Call {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Graph calls the public address of the hub, which in a test is another one. */
async function reachHub({ url, method, headers, body }: Call) {
  const address = url.replace(hub.settings.publicUrl, hub.url)
  const answer = await fetch(address, { method, headers, body, redirect: 'manual' })
  const contentType = answer.headers.get('content-type') ?? ''
  return { status: answer.status, contentType, text: await answer.text() }
}

async function makeAccount(values: Record<string, string>): Promise<string> {
  const providerId = await create(hub, 'msevtmgt_webinarprovider', {
    msevtmgt_name: 'Microsoft Teams',
    msevtmgt_base_service_url: `${teams.url}/v1.0`,
    msevtmgt_maxdurationinminutes: 480,
    gr_adapter: 'microsoft-teams',
  })
  await hub.providers.recordConsent(systemCaller, { providerId })
  const configurationId = await create(hub, 'msevtmgt_webinarconfiguration', {
    msevtmgt_name: 'Our Teams',
    msevtmgt_webinarproviderid: providerId,
    msevtmgt_clientid: teams.clientId,
    gr_requestsperminute: 6000,
  })
  await hub.providers.saveSettings(systemCaller, {
    configurationId,
    values: {
      tenantId: teams.tenantId,
      loginUrl: teams.url,
      gr_clientsecret: teams.clientSecret,
      gr_callbacksecret: 'a-long-random-text-for-notifications',
      ...values,
    },
  })
  return configurationId
}

/** The super user presses Accept in the pop-up, and the browser comes back with the code. */
async function userAccount(values: Record<string, string> = {}): Promise<string> {
  const configurationId = await makeAccount(values)
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

const applicationAccount = async () => {
  const values = { rights: 'Application', organizer: 'carl@contoso.example' }
  const configurationId = await makeAccount(values)
  const check = await hub.providers.verifyConfiguration(systemCaller, { configurationId })
  assert.equal(check.status, 'healthy', check.message)
  return configurationId
}

/** Follows the hub's own link to the door of the meeting, where everybody has the same address. */
async function click(registrationId: string): Promise<string> {
  const link = hub.registrations.joinLink(registrationId).replace(hub.settings.publicUrl, hub.url)
  const answer = await fetch(link, { redirect: 'manual' })
  assert.equal(answer.status, 302, (await answer.clone().text()).slice(0, 600))
  return String(answer.headers.get('location'))
}

/** Says at the door who comes, and as the script of the room that somebody is there. */
async function enter(door: string, email: string): Promise<() => Promise<void>> {
  const body = new URLSearchParams({ name: 'Somebody', email })
  const come = await fetch(door, { method: 'POST', body, redirect: 'manual' })
  const page = await (await fetch(teams.url + come.headers.get('location'))).text()
  const stays = teams.url + /data-stays="([^"]+)"/.exec(page)?.[1]
  const { stayId } = (await (await fetch(stays, { method: 'POST' })).json()) as { stayId: string }
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

for (const [name, account] of [
  ['the calendar of the super user', () => userAccount()],
  ['a webinar of the super user', () => userAccount({ kind: 'Webinars' })],
  ['the calendar of a curator', applicationAccount],
] as const) {
  test(`Teams, ${name}: from the registration over the click to the verdict`, async () => {
    const event = await makeEvent(hub, await account(), { gr_attendanceminutes: 20 })
    await settleWebinar(hub)
    const [here, away] = ['there', 'absent'].map(
      (who) => `${who}.${name.replaceAll(' ', '.')}@example.org`,
    ) as [string, string]
    const there = await register(hub, event.id, here)
    const absent = await register(hub, event.id, away)
    await hub.worker.runUntilIdle()
    const pushed = await row(hub, 'msevtmgt_eventregistration', there)
    assert.equal(pushed.msevtmgt_publishingstate, publishingState.published.value)
    hub.clock.moveTo(event.start)
    const leave = await enter(await click(there), here)
    hub.clock.advance(40 * minute)
    await leave()
    await teams.control.idle()
    await afterTheEnd(event)
    await assertVerdicts(there, absent)
  })
}

test('what Graph tells reaches the hub at once, what somebody else tells does not', async () => {
  const event = await makeEvent(hub, await applicationAccount())
  await settleWebinar(hub)
  assert.ok(teams.control.subscriptions().length > 0)
  const { msevtmgt_webinarid: webinarId } = await row(hub, 'msevtmgt_event', event.id)
  const key = String(webinarId).split('/').at(-1)
  const planned = teams.control.events().find(({ order }) => order.transactionId === key)
  const meeting = teams.control.meetings().find(({ id }) => id === planned?.meetingId)
  const before = teams.control.dispatches().length
  teams.control.open(meeting?.id ?? '')
  teams.control.end(meeting?.id ?? '')
  await teams.control.idle()
  const told = teams.control.dispatches().slice(before)
  assert.deepEqual(
    told.map(({ state, statuses }) => [state, statuses]),
    [
      ['delivered', [200]],
      ['delivered', [200]],
    ],
  )
  const [call] = told
  assert.ok(call !== undefined)
  const body = call.body.replace(/"clientState":"[^"]*"/, '"clientState":"guessed"')
  assert.equal((await reachHub({ ...call, body })).status, 401)
  const moved = { ...call, url: call.url.replace(/webinar=[^&]+/, 'webinar=another') }
  assert.equal((await reachHub(moved)).status, 401)
})

test('through an outage, a storm of 429 and revoked tokens everybody is registered once', async () => {
  const event = await makeEvent(hub, await userAccount({ kind: 'Webinars' }))
  await settleWebinar(hub)
  const people = Array.from({ length: 12 }, (_, at) => `storm.${at}@example.org`)
  teams.control.setFault({ kind: 'failing' })
  const ids: string[] = []
  for (const email of people) ids.push(await register(hub, event.id, email))
  await hub.worker.runUntilIdle()
  const waiting = await row(hub, 'msevtmgt_eventregistration', ids[0] ?? '')
  assert.notEqual(waiting.msevtmgt_publishingstate, publishingState.published.value)
  teams.control.setFault({ kind: 'rate-limited', times: 20 })
  teams.control.revokeTokens('access')
  for (let minutes = 0; minutes < 15; minutes += 1) await passTime(hub, 1)
  for (const id of ids) {
    const { msevtmgt_publishingstate: state } = await row(hub, 'msevtmgt_eventregistration', id)
    assert.equal(state, publishingState.published.value)
  }
  const { msevtmgt_webinarid: webinarId } = await row(hub, 'msevtmgt_event', event.id)
  const known = teams.control
    .registrations()
    .filter((each) => `webinar/${each.webinarId}` === webinarId)
  assert.deepEqual(known.map(({ email }) => email).sort(), people.toSorted())
})
