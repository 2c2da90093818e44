import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '../../test/database.ts'
import {
  newCaller,
  newConfiguration,
  newProvider,
  openHub,
  type TestHub,
} from './account-fixture.ts'
import { startZoomTwin } from './zoom/twin/index.ts'

const { db } = await testDatabase()

async function configurationOf(hub: TestHub, adapter: string, url: string, perMinute: number) {
  const caller = await newCaller(hub, 'System Administrator')
  const providerId = await newProvider(hub, caller, {
    gr_adapter: adapter,
    msevtmgt_base_service_url: url,
  })
  await hub.providers.recordConsent(caller, { providerId })
  const configurationId = await newConfiguration(hub, caller, providerId)
  await hub.pipeline.execute(caller, {
    message: 'Update',
    table: 'msevtmgt_webinarconfiguration',
    id: configurationId,
    target: { gr_requestsperminute: perMinute },
  })
  return { caller, configurationId }
}

test('5,000 registrants at 100 calls a minute take about an hour, and what is left today is told', async () => {
  const hub = openHub(db)
  const twin = await startZoomTwin({ clock: hub.clock })
  const { caller, configurationId } = await configurationOf(hub, 'zoom', `${twin.url}/v2`, 100)
  const values = {
    msevtmgt_clientid: twin.clientId,
    gr_clientsecret: twin.clientSecret,
    accountId: twin.accountId,
    host: twin.hostEmail,
    oauthUrl: twin.url,
  }
  await hub.providers.saveSettings(caller, { configurationId, values })
  const ask = () => hub.providers.forecast({ configurationId, registrants: 5000 })
  const before = await ask()
  assert.ok(before.minutes >= 50 && before.minutes <= 60, String(before.minutes))
  assert.deepEqual(before.quota?.left, 100)
  const { provider } = await hub.providers.openAccount(configurationId)
  const start = new Date(hub.clock.now().getTime() + 3_600_000)
  await provider.createWebinar({
    idempotencyKey: 'event-1',
    kind: 'event',
    title: 'One',
    description: undefined,
    start,
    end: new Date(start.getTime() + 3_600_000),
    timeZone: 'UTC',
    language: undefined,
    webinarType: undefined,
    pastedUrl: undefined,
    maxAttendees: undefined,
    recurrence: undefined,
    password: undefined,
    producer: undefined,
    presenters: [],
  })
  const after = await ask()
  assert.equal(after.quota?.left, 99)
  assert.match(
    after.sentence,
    /^5,000 registrants on this account: about \d\d minutes until the provider knows all of them\. Quota left today: 99 of 100 creations and changes for the host\.$/,
  )
  hub.clock.advance(86_400_000)
  assert.equal((await ask()).quota?.left, 100, 'the next day begins with all of it')
  await hub.close()
  await twin.close()
})

test('a provider that need not know registrants is no reason to wait', async () => {
  const hub = openHub(db)
  const { configurationId } = await configurationOf(
    hub,
    'bigbluebutton',
    'https://bbb.example',
    100,
  )
  const { minutes, sentence, quota } = await hub.providers.forecast({
    configurationId,
    registrants: 1,
  })
  assert.equal(minutes, 0)
  assert.equal(quota, null)
  assert.match(sentence, /^1 registrant on this account: nothing to wait for/)
  await hub.close()
})
