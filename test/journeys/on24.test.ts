import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withTransaction } from '#database'
import { outcome } from '#events'
import { systemCaller } from '#identity'
import { startOn24Twin } from '#providers'
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

const apiKey = 'k'.repeat(32)
const hub = await testHub({ environment: { GREENROOM_API_KEY: apiKey } })
await hub.identity.ensureFirstAdministrator({ email: undefined, password: undefined, apiKey })
const twin = await startOn24Twin({ clock: hub.clock })
const { control } = twin
cleanUpAfterwards(() => twin.close())

/** As an administrator finds it: nothing was entered by anybody. */
const preinstalledId = '00000000-0000-4000-8000-000000000024'

async function account(): Promise<string> {
  const providerId = await create(hub, 'msevtmgt_webinarprovider', {
    msevtmgt_name: 'ON24 through our gateway',
    msevtmgt_base_service_url: `${twin.url}/v2`,
    msevtmgt_maxdurationinminutes: 480,
    gr_adapter: 'on24',
  })
  await hub.providers.recordConsent(systemCaller, { providerId })
  const configurationId = await create(hub, 'msevtmgt_webinarconfiguration', {
    msevtmgt_name: 'Our ON24',
    msevtmgt_webinarproviderid: providerId,
    gr_requestsperminute: 6000,
  })
  await hub.providers.saveSettings(systemCaller, {
    configurationId,
    values: {
      msevtmgt_clientid: twin.clientId,
      msevtmgt_accesstokenkey: twin.tokenKey,
      msevtmgt_accesstokensecret: twin.tokenSecret,
      joinAddress: twin.joinAddress,
    },
  })
  const check = await hub.providers.verifyConfiguration(systemCaller, { configurationId })
  assert.equal(check.status, 'healthy', check.message)
  return configurationId
}

const configurationId = await account()

/** Follows the hub's own link to the page of the vendor, and enters as the page's script does. */
async function enter(registrationId: string): Promise<() => Promise<void>> {
  const link = hub.registrations.joinLink(registrationId).replace(hub.settings.publicUrl, hub.url)
  const page = await fetch(link)
  const path = /data-stays="([^"]+)"/.exec(await page.text())?.[1]
  assert.ok(path !== undefined, 'There is no room behind the join link.')
  const stays = new URL(path, page.url).href
  const entered = await fetch(stays, { method: 'POST' })
  const { stayId } = (await entered.json()) as { stayId: string }
  return async () => {
    await fetch(`${stays}/${stayId}/leave`, { method: 'POST' })
  }
}

async function webinarOf({ id }: MadeEvent): Promise<string> {
  return String((await row(hub, 'msevtmgt_event', id)).msevtmgt_webinarid)
}

async function verdictOf(registrationId: string): Promise<unknown> {
  return (await row(hub, 'msevtmgt_eventregistration', registrationId)).gr_verdict
}

/** So many minutes after the planned end. */
async function afterTheEnd({ end }: MadeEvent, minutes: number): Promise<void> {
  hub.clock.moveTo(new Date(end.getTime() + minutes * minute + 1_000))
  await hub.worker.runUntilIdle()
}

const listed = () =>
  control.received().filter(({ path }) => path.endsWith('/attendeesession')).length

test('ON24 is there from the beginning, with terms and privacy policy and without an address', async () => {
  const found = await row(hub, 'msevtmgt_webinarprovider', preinstalledId)
  assert.equal(found.msevtmgt_name, 'ON24')
  assert.equal(found.msevtmgt_base_service_url, null)
  assert.equal(found.msevtmgt_isdefaultprovider, true)
  assert.equal(found.msevtmgt_maxdurationinminutes, 480)
  assert.match(String(found.msevtmgt_termsofservice), /^https:\/\/www\.on24\.com\//)
  assert.match(String(found.msevtmgt_privacypolicy), /^https:\/\/www\.on24\.com\//)
})

test('at the next start it is neither made twice nor changed back', async () => {
  const target = { msevtmgt_termsofservice: 'https://garden.example/our-own-terms' }
  await hub.pipeline.execute(systemCaller, {
    message: 'Update',
    table: 'msevtmgt_webinarprovider',
    id: preinstalledId,
    target,
  })
  const { db } = hub.testDatabase
  const start = () => withTransaction(db, (tx) => hub.providers.preinstall(tx))
  await Promise.all([start(), start()])
  const found = await row(hub, 'msevtmgt_webinarprovider', preinstalledId)
  assert.equal(found.msevtmgt_termsofservice, target.msevtmgt_termsofservice)
  const { rows } = await hub.testDatabase.pool.query(
    `select 1 from msevtmgt_webinarprovider where gr_adapter = 'on24' and msevtmgt_isdefaultprovider`,
  )
  assert.equal(rows.length, 1)
})

test('from the registration over the click to the verdict, with two hours of lag', async () => {
  const event = await makeEvent(hub, configurationId, { gr_attendanceminutes: 20 })
  await settleWebinar(hub)
  const there = await register(hub, event.id, 'there@example.org')
  const late = await register(hub, event.id, 'late@example.org')
  const absent = await register(hub, event.id, 'absent@example.org')
  await hub.worker.runUntilIdle()
  const webinarId = await webinarOf(event)
  assert.equal(control.registrants(webinarId).length, 3)

  hub.clock.moveTo(event.start)
  const leave = await enter(there)
  hub.clock.advance(40 * minute)
  await leave()
  const until = new Date(event.start.getTime() + 30 * minute)
  const played = { email: 'late@example.org', join: event.start, leave: until, lagSeconds: 6600 }
  control.attend(webinarId, played)

  const before = listed()
  await afterTheEnd(event, 1)
  await afterTheEnd(event, 29)
  assert.equal(listed(), before, 'before half an hour ON24 has nothing to tell')
  await afterTheEnd(event, 30)
  assert.equal(listed(), before + 1)
  assert.equal(await verdictOf(there), verdict.completed.value)
  assert.notEqual(await verdictOf(absent), verdict.failed.value, 'nobody fails by half a list')
  assert.notEqual(await verdictOf(late), verdict.failed.value)

  await afterTheEnd(event, 119)
  assert.equal(listed(), before + 1)
  await afterTheEnd(event, 120)
  assert.equal(listed(), before + 2)
  assert.equal(await verdictOf(late), verdict.completed.value)
  assert.equal(await verdictOf(absent), verdict.failed.value)
  const ended = await row(hub, 'msevtmgt_event', event.id)
  assert.equal(ended.gr_ended, outcome.held.value)
  const { msevtmgt_lastupdatedatetime: updated } = await row(
    hub,
    'msevtmgt_webinarconfiguration',
    configurationId,
  )
  const age = hub.clock.now().getTime() - new Date(String(updated)).getTime()
  assert.ok(age >= 0 && age < 5_000, `${age} ms ago`)
})

test('what ON24 corrects after twelve hours changes the verdict, and the earlier row is taken back', async () => {
  const event = await makeEvent(hub, configurationId, { gr_attendanceminutes: 20 })
  await settleWebinar(hub)
  const id = await register(hub, event.id, 'corrected@example.org')
  await hub.worker.runUntilIdle()
  const webinarId = await webinarOf(event)
  const at = (minutes: number) => new Date(event.start.getTime() + minutes * minute)
  const stayId = control.attend(webinarId, {
    email: 'corrected@example.org',
    join: at(0),
    leave: at(5),
  })
  for (const minutes of [30, 120]) await afterTheEnd(event, minutes)
  assert.equal(await verdictOf(id), verdict.failed.value)
  control.correct(stayId, { leave: at(45) })
  await afterTheEnd(event, 720)
  assert.equal(await verdictOf(id), verdict.completed.value)
})

test('an event that nobody came to is not held, which is told after two hours and not after one', async () => {
  const event = await makeEvent(hub, configurationId, { gr_attendanceminutes: 20 })
  await settleWebinar(hub)
  await register(hub, event.id, 'nobody@example.org')
  await hub.worker.runUntilIdle()
  for (const minutes of [30, 61, 90]) await afterTheEnd(event, minutes)
  const early = await row(hub, 'msevtmgt_event', event.id)
  assert.notEqual(early.gr_ended, outcome.notHeld.value)
  await afterTheEnd(event, 120)
  const late = await row(hub, 'msevtmgt_event', event.id)
  assert.equal(late.gr_ended, outcome.notHeld.value)
})

test('through an outage and a storm of refusals every registration is pushed exactly once', async () => {
  const event = await makeEvent(hub, configurationId)
  await settleWebinar(hub)
  const webinarId = await webinarOf(event)
  control.misbehave({ kind: 'failing' })
  const people = Array.from({ length: 30 }, (_, at) => `storm.${at}@example.org`)
  const ids: string[] = []
  for (const email of people) ids.push(await register(hub, event.id, email))
  await hub.worker.runUntilIdle()
  control.misbehave({ kind: 'rate-limited', times: 60 })
  for (let minutes = 0; minutes < 20; minutes += 1) await passTime(hub, 1)
  for (const id of ids) {
    const { msevtmgt_publishingstate: state } = await row(hub, 'msevtmgt_eventregistration', id)
    assert.equal(state, publishingState.published.value)
  }
  const known = control.registrants(webinarId).map(({ email }) => email)
  assert.deepEqual(known.sort(), people.toSorted())
})

test('a person is forgotten at the vendor by one request of an administrator', async () => {
  const event = await makeEvent(hub, configurationId)
  await settleWebinar(hub)
  await register(hub, event.id, 'erase.me@example.org')
  await hub.worker.runUntilIdle()
  const ask = async (id: string, key = apiKey) =>
    await fetch(`${hub.url}/api/v1/configurations/${id}/forget`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'erase.me@example.org' }),
    })
  assert.equal((await ask(configurationId, 'wrong')).status, 401)
  assert.equal((await ask(configurationId)).status, 200)
  assert.deepEqual(control.registrants(await webinarOf(event)), [])
  assert.equal((await ask(configurationId)).status, 200, 'asking twice does no harm')
  control.misbehave({ kind: 'failing' })
  const down = await ask(configurationId)
  control.misbehave()
  assert.equal(down.status, 502)
  assert.equal(((await down.json()) as { code: string }).code, 'not-forgotten')
})
