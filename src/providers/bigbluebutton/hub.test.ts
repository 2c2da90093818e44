import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { testDatabase } from '../../../test/database.ts'
import {
  configurationRow,
  newCaller,
  newConfiguration,
  newProvider,
  openHub,
  wholeDatabase,
} from '../account-fixture.ts'
import { authorized, serviceStatus } from '../choices.ts'
import { person, plan } from './test-world.ts'
import { startBigBlueButtonTwin } from './twin/index.ts'

const { db } = await testDatabase()

test('what is typed into the form makes an account that people join by, and the secret stays one', async () => {
  const hub = openHub(db)
  const secret = `planted-${randomUUID()}`
  const twin = await startBigBlueButtonTwin({ clock: hub.clock, secret })
  try {
    const caller = await newCaller(hub)
    const providerId = await newProvider(hub, caller, {
      gr_adapter: 'bigbluebutton',
      msevtmgt_base_service_url: twin.url,
    })
    await hub.providers.recordConsent(caller, { providerId })
    const configurationId = await newConfiguration(hub, caller, providerId)
    const verify = () => hub.providers.verifyConfiguration(caller, { configurationId })
    assert.equal((await verify()).status, 'not-authenticated')
    const values = { msevtmgt_accesstoken: secret, checksumAlgorithm: 'sha512' }
    await hub.providers.saveSettings(caller, { configurationId, values })
    const check = await verify()
    assert.equal(check.status, 'healthy', check.message)
    const row = await configurationRow(hub, configurationId)
    assert.equal(row.msevtmgt_authorized, authorized.yes.value)
    assert.equal(row.msevtmgt_providerservicestatus, serviceStatus.healthy.value)

    const { provider } = await hub.providers.openAccount(configurationId)
    const webinar = await provider.createWebinar(plan)
    const url = await provider.joinUrl(webinar, person('registration-1'), plan)
    assert.match(url, /&checksum=[0-9a-f]{128}$/)
    const [room] = twin.control.rooms()
    assert.match(
      room?.metadata.endcallbackurl ?? '',
      new RegExp(`^https://hub\\.example/hooks/bigbluebutton/${configurationId}\\?to=end&`),
    )
    for (const text of [await wholeDatabase(db), hub.logged()]) {
      assert.ok(!text.includes(secret) && !text.includes('checksum='))
    }
  } finally {
    await twin.close()
    await hub.close()
  }
})
