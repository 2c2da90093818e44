import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { isRefusal } from '#errors'
import { testDatabase } from '../../test/database.ts'
import {
  backFromProvider,
  configurationRow,
  failedAs,
  newCaller,
  newConfiguration,
  newProvider,
  openHub,
  refusedWith,
  signIn,
  withAccount,
} from './account-fixture.ts'
import { authorized } from './choices.ts'
import { ProviderError } from './provider-error.ts'

const { db } = await testDatabase()

test('a deactivated account is not used, and can be used again as it was', () =>
  withAccount(db, async (hub, { caller, configurationId }) => {
    await hub.providers.deactivateConfiguration(caller, { configurationId })
    await assert.rejects(
      hub.providers.openAccount(configurationId),
      refusedWith('account-inactive'),
    )
    await hub.providers.activateConfiguration(caller, { configurationId })
    const { provider } = await hub.providers.openAccount(configurationId)
    assert.equal((await provider.check()).status, 'healthy')
  }))

test('without credentials the account is off, until somebody signs in again', () =>
  withAccount(db, async (hub, account) => {
    const { caller, configurationId } = account
    const underWay = await backFromProvider(hub, account)
    await hub.providers.deleteCredentials(caller, { configurationId })
    await assert.rejects(hub.providers.openAccount(configurationId), refusedWith('account-off'))
    const late = hub.providers.finishAuthorization(caller, underWay)
    await assert.rejects(late, refusedWith('authorization-unknown'))
    const check = await hub.providers.verifyConfiguration(caller, { configurationId })
    assert.equal(check.status, 'not-authenticated')
    const row = await configurationRow(hub, configurationId)
    assert.equal(row.msevtmgt_authorized, authorized.no.value)
    const kept = await hub.vault.which(db, 'msevtmgt_webinarconfiguration', [configurationId])
    assert.equal(kept.size, 0)
    await signIn(hub, account)
    await assert.doesNotReject(hub.providers.openAccount(configurationId))
  }))

test('settings are stored where they belong, and wrong ones are refused by name', () =>
  withAccount(db, async (hub, { caller, configurationId, providerId }) => {
    const save = (values: Record<string, string | null>) =>
      hub.providers.saveSettings(caller, { configurationId, values })
    await save({ msevtmgt_clientid: 'another-client', msevtmgt_clientsecret: 'another-secret' })
    const secret = { table: 'msevtmgt_webinarprovider', row: providerId }
    const column = 'msevtmgt_clientsecret'
    assert.equal(await hub.vault.read(db, { ...secret, column }), 'another-secret')
    await assert.rejects(save({ colour: 'green' }), refusedWith('unknown-setting'))
    const script = save({ msevtmgt_base_service_url: 'javascript:alert(1)' })
    await assert.rejects(script, refusedWith('address-not-usable'))
    await save({ msevtmgt_clientsecret: null })
    assert.equal(await hub.vault.read(db, { ...secret, column }), undefined)
    const start = hub.providers.startAuthorization(caller, { configurationId })
    await assert.rejects(start, refusedWith('setting-missing'))
  }))

test('a room with a pasted link needs no sign-in and no credentials', async () => {
  const hub = openHub(db)
  const caller = await newCaller(hub)
  const providerId = await newProvider(hub, caller, { gr_adapter: 'manual-link' })
  await hub.providers.recordConsent(caller, { providerId })
  const configurationId = await newConfiguration(hub, caller, providerId)
  const link = 'https://meet.example.org/garden-club'
  await hub.providers.saveSettings(caller, { configurationId, values: { link } })
  const check = await hub.providers.verifyConfiguration(caller, { configurationId })
  assert.equal(check.status, 'healthy')
  const row = await configurationRow(hub, configurationId)
  assert.equal(row.msevtmgt_authorized, authorized.yes.value)
  const { configuration } = await hub.providers.openAccount(configurationId)
  assert.deepEqual(configuration.settings, { link })
  const start = hub.providers.startAuthorization(caller, { configurationId })
  await assert.rejects(start, refusedWith('authorization-not-needed'))
  await hub.providers.saveSettings(caller, { configurationId, values: { link: null } })
  const later = await hub.providers.openAccount(configurationId)
  assert.deepEqual(later.configuration.settings, {})
  await hub.close()
})

test('a person without the right can neither sign in, verify, save nor delete credentials', () =>
  withAccount(db, async (hub, account) => {
    const reader = await newCaller(hub, 'Reader')
    const { configurationId, providerId } = account
    const { providers } = hub
    for (const act of [
      () => providers.startAuthorization(reader, { configurationId }),
      () => providers.verifyConfiguration(reader, { configurationId }),
      () => providers.saveSettings(reader, { configurationId, values: {} }),
      () => providers.deleteCredentials(reader, { configurationId }),
      () => providers.deactivateConfiguration(reader, { configurationId }),
    ]) {
      await assert.rejects(act(), (error) => isRefusal(error) && error.status === 403)
    }
    const other = await newProvider(hub, account.caller)
    const consent = providers.recordConsent(reader, { providerId: other })
    await assert.rejects(consent, (error) => isRefusal(error) && error.status === 403)
    await assert.doesNotReject(providers.recordConsent(reader, { providerId }))
  }))

test('an id that belongs to no configuration is refused as such', async () => {
  const hub = openHub(db)
  for (const id of [randomUUID(), "x' or true", '']) {
    await assert.rejects(hub.providers.openAccount(id), refusedWith('not-found'))
  }
  await hub.close()
})

test('calls of the last day are listed without queries, failures with their reason', () =>
  withAccount(db, async (hub, { twin, configurationId }) => {
    const { provider } = await hub.providers.openAccount(configurationId)
    twin.control.setModes({ kind: 'empty', how: 'close', times: 1 })
    await assert.rejects(provider.attendance('w1', new Date()), failedAs('unavailable'))
    const [latest, ...earlier] = await hub.providers.findRequests(configurationId)
    assert.equal(latest?.path, '/webinars/w1/attendance')
    assert.equal(latest?.status, undefined)
    assert.match(latest?.problem ?? '', /broke off/)
    assert.ok(earlier.some(({ path, status }) => path === '/auth/token' && status === 200))
  }))

test('a pause that the provider asks for is kept by all calls of the account', () =>
  withAccount(db, async (hub, { twin, configurationId }) => {
    twin.control.setModes({ kind: 'rateLimited', perMinute: 0 })
    const { provider } = await hub.providers.openAccount(configurationId)
    await assert.rejects(provider.webinarTypes(), failedAs('rate-limited'))
    twin.control.setModes()
    const received = twin.control.received().length
    await assert.rejects(provider.webinarTypes(), (error) => {
      assert.ok(error instanceof ProviderError && (error.retryAfterSeconds ?? 0) > 10)
      return failedAs('rate-limited')(error)
    })
    assert.equal(twin.control.received().length, received)
  }))
