import assert from 'node:assert/strict'
import { test } from 'node:test'
import { outcome } from '#events'
import { systemCaller } from '#identity'
import { type SettingValues, startETutoriumTwin, startVatraTwin } from '#providers'
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
  update,
} from '../story.ts'

const hub = await testHub()
const eTutorium = await startETutoriumTwin({ clock: hub.clock })
const vatra = await startVatraTwin({ clock: hub.clock })
cleanUpAfterwards(async () => {
  await eTutorium.close()
  await vatra.close()
})

async function account(adapter: string, url: string, values: SettingValues): Promise<string> {
  const providerId = await create(hub, 'msevtmgt_webinarprovider', {
    msevtmgt_name: adapter,
    msevtmgt_base_service_url: url,
    msevtmgt_maxdurationinminutes: 480,
    gr_adapter: adapter,
  })
  await hub.providers.recordConsent(systemCaller, { providerId })
  const configurationId = await create(hub, 'msevtmgt_webinarconfiguration', {
    msevtmgt_name: `Our ${adapter}`,
    msevtmgt_webinarproviderid: providerId,
    gr_requestsperminute: 6000,
  })
  await hub.providers.saveSettings(systemCaller, { configurationId, values })
  const check = await hub.providers.verifyConfiguration(systemCaller, { configurationId })
  assert.equal(check.status, 'healthy', check.message)
  return configurationId
}

const eTutoriumAccount = (more: SettingValues = {}) =>
  account('etutorium', eTutorium.url, {
    msevtmgt_accesstoken: eTutorium.token,
    roomAddress: eTutorium.url,
    ...more,
  })

const vatraAccount = (more: SettingValues = {}) =>
  account('vatra', vatra.url, {
    gr_apitoken: vatra.token,
    gr_jwtpublickey: vatra.keys.publicKey,
    gr_jwtprivatekey: vatra.keys.privateKey,
    ...more,
  })

/** Follows the hub's own link to the room, and says there, as its script does, that somebody came. */
async function enter(registrationId: string): Promise<() => Promise<void>> {
  const link = hub.registrations.joinLink(registrationId).replace(hub.settings.publicUrl, hub.url)
  const answer = await fetch(link, { redirect: 'manual' })
  assert.equal(answer.status, 302, (await answer.clone().text()).slice(0, 600))
  const address = String(answer.headers.get('location'))
  const page = await (await fetch(address)).text()
  const stays = `${new URL(address).origin}${/data-stays="([^"]+)"/.exec(page)?.[1]}`
  const entered = await fetch(stays, { method: 'POST' })
  const { stayId } = (await entered.json()) as { stayId: string }
  return async () => {
    await fetch(`${stays}/${stayId}/leave`, { method: 'POST' })
  }
}

interface Held {
  readonly event: MadeEvent
  readonly there: string
  readonly absent: string
}

/** Two people register, one of them follows the link, stays for forty minutes, and all is over. */
async function hold(
  configurationId: string,
  name: string,
  end: (webinarId: string) => void,
): Promise<Held> {
  const event = await makeEvent(hub, configurationId, { gr_attendanceminutes: 20 })
  await hub.worker.runUntilIdle()
  const there = await register(hub, event.id, `there.${name}@example.org`)
  const absent = await register(hub, event.id, `absent.${name}@example.org`)
  await hub.worker.runUntilIdle()
  const published = await row(hub, 'msevtmgt_eventregistration', there)
  assert.equal(published.msevtmgt_publishingstate, publishingState.published.value)
  hub.clock.moveTo(event.start)
  const leave = await enter(there)
  hub.clock.advance(40 * minute)
  await leave()
  end(String((await row(hub, 'msevtmgt_event', event.id)).msevtmgt_webinarid))
  hub.clock.moveTo(new Date(event.end.getTime() + minute))
  await hub.worker.runUntilIdle()
  for (let minutes = 0; minutes < 70; minutes += 10) await passTime(hub, 10)
  return { event, there, absent }
}

async function assertVerdicts({ there, absent }: Held): Promise<void> {
  const stayed = await row(hub, 'msevtmgt_eventregistration', there)
  assert.equal(stayed.gr_verdict, verdict.completed.value)
  assert.equal(stayed.gr_attendedminutes, 40)
  const missing = await row(hub, 'msevtmgt_eventregistration', absent)
  assert.equal(missing.gr_verdict, verdict.failed.value)
}

test('Vatra: from the registration over the click with a signed token to the verdict', async () =>
  assertVerdicts(await hold(await vatraAccount(), 'vatra', vatra.control.end)))

test('eTutorium, attendance confirmed: from the registration over the personal link to the verdict', async () => {
  const configurationId = await eTutoriumAccount({ unconfirmed: 'attendance' })
  await assertVerdicts(await hold(configurationId, 'confirmed', eTutorium.control.end))
})

/** Neither completed nor failed: the vendor tells nothing, and a click is no stay. */
async function assertUndecided({ event, there, absent }: Held): Promise<void> {
  for (const id of [there, absent]) {
    const { gr_verdict: found } = await row(hub, 'msevtmgt_eventregistration', id)
    assert.ok(found === null || found === verdict.pending.value, String(found))
  }
  const { gr_ended: ended } = await row(hub, 'msevtmgt_event', event.id)
  assert.equal(ended, outcome.notHeld.value)
  const { rows } = await hub.testDatabase.pool.query(
    'select 1 from msevtmgt_checkin where msevtmgt_registrationid = $1',
    [there],
  )
  assert.equal(rows.length, 1, 'the click is evidence for a person who decides')
}

test('eTutorium as it is known: people join by personal links, and nobody is judged without evidence', async () =>
  assertUndecided(await hold(await eTutoriumAccount(), 'known', eTutorium.control.end)))

test('Vatra with keys alone: people join by tokens, and nobody is judged without evidence', async () => {
  const names = [
    'account',
    'find',
    'create',
    'read',
    'update',
    'delete',
    'participants',
    'recordings',
  ]
  const surface = JSON.stringify({ calls: Object.fromEntries(names.map((name) => [name, null])) })
  await assertUndecided(await hold(await vatraAccount({ surface }), 'keys', () => undefined))
})

test('eTutorium: an event that moves gets a new webinar, the old one stays and the job says so', async () => {
  const event = await makeEvent(hub, await eTutoriumAccount())
  await hub.worker.runUntilIdle()
  const there = await register(hub, event.id, 'moved@example.org')
  await hub.worker.runUntilIdle()
  const before = String((await row(hub, 'msevtmgt_event', event.id)).msevtmgt_webinarid)
  await update(hub, 'msevtmgt_event', event.id, { msevtmgt_name: 'Another name' })
  await passTime(hub, 1)
  await passTime(hub, 1)
  const after = String((await row(hub, 'msevtmgt_event', event.id)).msevtmgt_webinarid)
  assert.notEqual(after, before)
  const ids = eTutorium.control.webinars().map(({ id }) => String(id))
  assert.ok(ids.includes(before) && ids.includes(after))
  const { rows } = await hub.testDatabase.pool.query(
    "select 1 from asyncoperation where friendlymessage like '%delete it there by hand%'",
  )
  assert.equal(rows.length, 1)
  hub.clock.moveTo(event.start)
  await enter(there)
  const [entered] = eTutorium.control.participants(after).filter(({ role }) => role === 'listener')
  assert.equal(entered?.email, 'moved@example.org')
  assert.ok(entered?.enteredAt !== undefined)
})

for (const [name, account] of [
  ['eTutorium', () => eTutoriumAccount()],
  ['Vatra', () => vatraAccount()],
] as const) {
  test(`${name}: a speaker comes in as presenter by a link of their own, half an hour early`, async () => {
    const event = await makeEvent(hub, await account())
    const speakerId = await create(hub, 'msevtmgt_speaker', {
      msevtmgt_name: 'Sina Speaker',
      msevtmgt_email: 'sina@example.org',
    })
    await create(hub, 'msevtmgt_speakerengagement', {
      msevtmgt_name: 'Sina speaks',
      msevtmgt_event: event.id,
      msevtmgt_speaker: speakerId,
    })
    await hub.worker.runUntilIdle()
    const [presenter] = await hub.webinars.presenterLinks('msevtmgt_event', event.id)
    hub.clock.moveTo(new Date(event.start.getTime() - 30 * minute))
    const link = (presenter?.link ?? '').replace(hub.settings.publicUrl, hub.url)
    const page = await (await fetch(link)).text()
    assert.match(page, /Sina Speaker \(presenter\)/)
  })
}
