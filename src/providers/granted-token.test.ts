import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import type { Caller } from '#pipeline'
import { testDatabase } from '../../test/database.ts'
import {
  configurationRow,
  failedAs,
  newCaller,
  newConfiguration,
  newProvider,
  openHub,
  refusedWith,
  type TestHub,
  wholeDatabase,
} from './account-fixture.ts'
import { authorized, serviceStatus } from './choices.ts'
import { startZoomTwin, type ZoomTwin } from './zoom/twin/index.ts'

const { db } = await testDatabase()

interface Scene {
  readonly hub: TestHub
  readonly twin: ZoomTwin
  readonly caller: Caller
  readonly configurationId: string
  readonly masterKey: Uint8Array
}

/** A Zoom account whose credentials were typed in: nobody signs in there. */
async function withZoomAccount(act: (scene: Scene) => Promise<void>): Promise<void> {
  const masterKey = randomBytes(32)
  const hub = openHub(db, { masterKey })
  const twin = await startZoomTwin({ clock: hub.clock })
  try {
    const caller = await newCaller(hub)
    const providerId = await newProvider(hub, caller, {
      gr_adapter: 'zoom',
      msevtmgt_base_service_url: `${twin.url}/v2`,
    })
    await hub.providers.recordConsent(caller, { providerId })
    const configurationId = await newConfiguration(hub, caller, providerId)
    const values = {
      accountId: twin.accountId,
      host: twin.hostEmail,
      oauthUrl: twin.url,
      msevtmgt_clientid: twin.clientId,
      gr_clientsecret: twin.clientSecret,
    }
    await hub.providers.saveSettings(caller, { configurationId, values })
    await act({ hub, twin, caller, configurationId, masterKey })
  } finally {
    await hub.close()
    await twin.close()
  }
}

const tokensAsked = ({ twin }: Scene) =>
  twin.control.received().filter(({ path }) => path === '/oauth/token').length

async function check({ hub, configurationId }: Scene): Promise<string> {
  const { provider } = await hub.providers.openAccount(configurationId)
  return (await provider.check()).status
}

test('typed-in credentials are good when the provider says so, and one token serves many calls', () =>
  withZoomAccount(async (scene) => {
    const { hub, caller, configurationId } = scene
    const verified = await hub.providers.verifyConfiguration(caller, { configurationId })
    assert.equal(verified.status, 'healthy', verified.message)
    const row = await configurationRow(hub, configurationId)
    assert.equal(row.msevtmgt_authorized, authorized.yes.value)
    assert.equal(row.msevtmgt_providerservicestatus, serviceStatus.healthy.value)
    for (const _call of [1, 2, 3]) assert.equal(await check(scene), 'healthy')
    assert.equal(tokensAsked(scene), 1)
  }))

test('a secret that is entered anew is tried at once, although the token of the old one is still good', () =>
  withZoomAccount(async ({ hub, twin, caller, configurationId }) => {
    const verify = () => hub.providers.verifyConfiguration(caller, { configurationId })
    const save = (gr_clientsecret: string) =>
      hub.providers.saveSettings(caller, { configurationId, values: { gr_clientsecret } })
    assert.equal((await verify()).status, 'healthy')
    await save('mistyped')
    assert.equal((await verify()).status, 'not-authenticated')
    await save(twin.clientSecret)
    assert.equal((await verify()).status, 'healthy')
  }))

test('many calls of several hubs that need a token at the same time ask for one', () =>
  withZoomAccount(async (scene) => {
    const { hub, twin, masterKey } = scene
    const second = openHub(db, { masterKey, clock: hub.clock })
    const hubs = [hub, second, hub, second, hub, second]
    const checkAll = () => Promise.all(hubs.map((each) => check({ ...scene, hub: each })))
    assert.deepEqual(new Set(await checkAll()), new Set(['healthy']))
    assert.equal(tokensAsked(scene), 1)
    twin.control.revokeTokens()
    assert.deepEqual(new Set(await checkAll()), new Set(['healthy']))
    assert.equal(tokensAsked(scene), 2)
    hub.clock.advance(twin.control.settings().accessTokenLifeSeconds * 1000)
    assert.deepEqual(new Set(await checkAll()), new Set(['healthy']))
    assert.equal(tokensAsked(scene), 3)
    await second.close()
  }))

test('the request log names nobody, although Zoom has e-mail addresses in its paths', () =>
  withZoomAccount(async (scene) => {
    const { hub, configurationId } = scene
    assert.equal(await check(scene), 'healthy')
    const paths = (await hub.providers.findRequests(configurationId)).map(({ path }) => path)
    assert.deepEqual(paths, ['/v2/users/[removed]', '/oauth/token'])
  }))

test('a token that other credentials gave is not used any more', () =>
  withZoomAccount(async (scene) => {
    const { hub, caller, configurationId } = scene
    assert.equal(await check(scene), 'healthy')
    const values = { accountId: 'the-account-of-somebody-else' }
    await hub.providers.saveSettings(caller, { configurationId, values })
    assert.equal(await check(scene), 'not-authenticated')
    assert.equal(tokensAsked(scene), 2)
  }))

test('credentials that are refused end nothing: corrected, they work at once', () =>
  withZoomAccount(async (scene) => {
    const { hub, twin, caller, configurationId } = scene
    const save = (secret: string) =>
      hub.providers.saveSettings(caller, { configurationId, values: { gr_clientsecret: secret } })
    await save('wrong')
    const { provider } = await hub.providers.openAccount(configurationId)
    await assert.rejects(provider.readWebinar('meetings/1'), failedAs('auth'))
    await save(twin.clientSecret)
    await assert.rejects(provider.readWebinar('meetings/1'), failedAs('not-found'))
  }))

test('deleted credentials turn the account off, and neither they nor a token stay readable', () =>
  withZoomAccount(async (scene) => {
    const { hub, twin, caller, configurationId } = scene
    assert.equal(await check(scene), 'healthy')
    assert.ok(!(await wholeDatabase(db)).includes(twin.clientSecret))
    await hub.providers.deleteCredentials(caller, { configurationId })
    const kept = await hub.vault.which(db, 'msevtmgt_webinarconfiguration', [configurationId])
    assert.equal(kept.size, 0)
    await assert.rejects(hub.providers.openAccount(configurationId), refusedWith('account-off'))
    assert.ok(!hub.logged().includes(twin.clientSecret))
  }))
