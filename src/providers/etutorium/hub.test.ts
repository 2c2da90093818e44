import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { isRefusal } from '#errors'
import { testDatabase } from '../../../test/database.ts'
import {
  newCaller,
  newConfiguration,
  newProvider,
  openHub,
  wholeDatabase,
} from '../account-fixture.ts'
import { person, plan } from './test-cabinet.ts'
import { startETutoriumTwin } from './twin/index.ts'

const { db } = await testDatabase()

test('what is typed into the form makes an account; unconfirmed calls become capabilities by name only', async () => {
  const hub = openHub(db)
  const twin = await startETutoriumTwin({ clock: hub.clock, token: `planted-${randomUUID()}` })
  try {
    const caller = await newCaller(hub)
    const providerId = await newProvider(hub, caller, {
      gr_adapter: 'etutorium',
      msevtmgt_base_service_url: twin.url,
    })
    await hub.providers.recordConsent(caller, { providerId })
    const configurationId = await newConfiguration(hub, caller, providerId)
    const save = (values: Record<string, string | null>) =>
      hub.providers.saveSettings(caller, { configurationId, values })
    const capabilities = async () =>
      (await hub.providers.openAccount(configurationId)).definition.capabilities

    const verify = () => hub.providers.verifyConfiguration(caller, { configurationId })
    assert.match((await verify()).message, /API token/)
    await save({ msevtmgt_accesstoken: twin.token, roomAddress: twin.url })
    const check = await verify()
    assert.equal(check.status, 'healthy', check.message)
    assert.deepEqual(
      [(await capabilities()).attendance, (await capabilities()).delete],
      ['none', false],
    )

    const refused = await save({ unconfirmed: 'attendence' }).catch((error: unknown) => error)
    assert.ok(isRefusal(refused) && refused.code === 'setting-not-valid')
    assert.match(refused.sentence, /^Unconfirmed calls takes names out of update/)
    await save({ unconfirmed: 'attendance' })
    assert.deepEqual(
      [(await capabilities()).attendance, (await capabilities()).delete],
      ['query', false],
    )

    const { provider } = await hub.providers.openAccount(configurationId)
    const { webinarId } = await provider.createWebinar({
      ...plan,
      start: new Date('2090-01-01'),
      end: new Date('2090-01-02'),
    })
    assert.match(
      (await provider.register(webinarId, person())).joinUrl ?? '',
      /\/login\/\w+\/true$/,
    )
    await save({ gr_requestsperminute: '120' })
    const forecast = await hub.providers.forecast({ configurationId, registrants: 5000 })
    assert.equal(forecast.minutes, 139)
    for (const text of [await wholeDatabase(db), hub.logged()]) {
      assert.ok(!text.includes(twin.token))
    }
  } finally {
    await twin.close()
    await hub.close()
  }
})
