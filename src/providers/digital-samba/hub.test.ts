import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { testDatabase } from '../../../test/database.ts'
import {
  newCaller,
  newConfiguration,
  newProvider,
  openHub,
  wholeDatabase,
} from '../account-fixture.ts'
import { enterAsBrowser, person, plan } from './test-team.ts'
import { startDigitalSambaTwin } from './twin/index.ts'

const { db } = await testDatabase()

test('what is typed into the form makes an account that people join by, and the key stays secret', async () => {
  const hub = openHub(db)
  const key = `planted-${randomUUID()}`
  const twin = await startDigitalSambaTwin({
    clock: hub.clock,
    key,
    carry: async () => ({ status: 200 }),
  })
  try {
    const caller = await newCaller(hub)
    const providerId = await newProvider(hub, caller, {
      gr_adapter: 'digital-samba',
      msevtmgt_base_service_url: `${twin.url}/api/v1`,
    })
    await hub.providers.recordConsent(caller, { providerId })
    const configurationId = await newConfiguration(hub, caller, providerId)
    const verify = () => hub.providers.verifyConfiguration(caller, { configurationId })
    assert.match((await verify()).message, /Team ID/)
    const values = { msevtmgt_accesstoken: key, teamId: twin.teamId }
    await hub.providers.saveSettings(caller, { configurationId, values })
    const check = await verify()
    assert.equal(check.status, 'healthy', check.message)

    const { provider } = await hub.providers.openAccount(configurationId)
    const webinar = await provider.createWebinar(plan)
    const [webhook] = twin.control.webhooks()
    assert.equal(webhook?.endpoint, `https://hub.example/hooks/digital-samba/${configurationId}`)
    const url = await provider.joinUrl(webinar, person('registration-1', { role: 'presenter' }))
    assert.equal((await enterAsBrowser(twin, url))?.role, 'speaker')
    const header = webhook?.authorizationHeader ?? assert.fail('There is no header.')
    for (const text of [await wholeDatabase(db), hub.logged()]) {
      assert.ok(!text.includes(key) && !text.includes(header))
    }
  } finally {
    await twin.close()
    await hub.close()
  }
})
