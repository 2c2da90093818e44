import assert from 'node:assert/strict'
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
import { enterAsBrowser, keys, person, plan } from './test-server.ts'
import { newKeys, startVatraTwin } from './twin/index.ts'

const { db } = await testDatabase()

async function withAccount(
  act: (world: {
    readonly hub: ReturnType<typeof openHub>
    readonly twin: Awaited<ReturnType<typeof startVatraTwin>>
    readonly caller: Awaited<ReturnType<typeof newCaller>>
    readonly configurationId: string
    readonly save: (values: Record<string, string | null>) => Promise<void>
  }) => Promise<void>,
): Promise<void> {
  const hub = openHub(db)
  const twin = await startVatraTwin({
    clock: hub.clock,
    keys,
    token: `planted-${crypto.randomUUID()}`,
  })
  try {
    const caller = await newCaller(hub)
    const providerId = await newProvider(hub, caller, {
      gr_adapter: 'vatra',
      msevtmgt_base_service_url: twin.url,
    })
    await hub.providers.recordConsent(caller, { providerId })
    const configurationId = await newConfiguration(hub, caller, providerId)
    const save = (values: Record<string, string | null>) =>
      hub.providers.saveSettings(caller, { configurationId, values })
    await act({ hub, twin, caller, configurationId, save })
  } finally {
    await twin.close()
    await hub.close()
  }
}

const bothKeys = { gr_jwtpublickey: keys.publicKey, gr_jwtprivatekey: keys.privateKey }

/** The refusal of a save, in its words. */
async function refusalOf(save: Promise<unknown>): Promise<string> {
  const error = await save.then(
    () => assert.fail('It was saved.'),
    (reason: unknown) => reason,
  )
  assert.ok(isRefusal(error), String(error))
  assert.equal(error.code, 'setting-not-valid')
  assert.ok(!error.sentence.includes(keys.privateKey.slice(60, 90)))
  return error.sentence
}

test('what is typed into the form makes an account that people join by, and what is secret stays so', () =>
  withAccount(async ({ hub, twin, caller, configurationId, save }) => {
    const verify = () => hub.providers.verifyConfiguration(caller, { configurationId })
    assert.match((await verify()).message, /API token/)
    await save({ gr_apitoken: twin.token, ...bothKeys })
    const check = await verify()
    assert.equal(check.status, 'healthy', check.message)
    assert.equal(check.steps?.length, 9)
    const { provider } = await hub.providers.openAccount(configurationId)
    const webinar = await provider.createWebinar(plan)
    const url = await provider.joinUrl(webinar, person({ role: 'presenter' }))
    assert.equal((await enterAsBrowser(twin, url))?.role, 'presenter')
    for (const text of [await wholeDatabase(db), hub.logged()]) {
      for (const secret of [twin.token, keys.privateKey.slice(60, 120)]) {
        assert.ok(!text.includes(secret))
      }
    }
  }))

test('keys of two pairs are refused with the name of the field, and the pair that was there stays', () =>
  withAccount(async ({ hub, twin, caller, configurationId, save }) => {
    await save({ gr_apitoken: twin.token, ...bothKeys })
    const other = newKeys()
    const alone = save({ gr_jwtprivatekey: other.privateKey })
    assert.match(await refusalOf(alone), /^JWT private key takes the private key of the JWT public/)
    // The same through the table, as other programs write it.
    const direct = hub.pipeline.execute(caller, {
      message: 'Update',
      table: 'msevtmgt_webinarconfiguration',
      id: configurationId,
      target: { gr_jwtprivatekey: other.privateKey },
    })
    assert.match(await refusalOf(direct), /no pair/)
    const swapped = save({ gr_jwtpublickey: keys.privateKey })
    assert.match(await refusalOf(swapped), /^JWT public key takes the public key; this is the priv/)
    assert.equal(
      (await hub.providers.verifyConfiguration(caller, { configurationId })).status,
      'healthy',
    )
    await save({ gr_jwtpublickey: other.publicKey, gr_jwtprivatekey: other.privateKey })
  }))

test('a description that cannot be used is refused when it is saved, with the place of the fault', () =>
  withAccount(async ({ hub, twin, configurationId, save }) => {
    await save({ gr_apitoken: twin.token, ...bothKeys })
    const wrong = save({ surface: '{"calls":{"create":{"path":"webinars"}}}' })
    assert.match(await refusalOf(wrong), /^Description of the API takes .*calls → create → path/)
    await save({ surface: '{"calls":{"participants":null}}' })
    const { definition } = await hub.providers.openAccount(configurationId)
    assert.equal(definition.capabilities.attendance, 'none')
    await save({ surface: null })
    const again = await hub.providers.openAccount(configurationId)
    assert.equal(again.definition.capabilities.attendance, 'query')
  }))

test('credentials that are deleted turn the account off', () =>
  withAccount(async ({ hub, twin, caller, configurationId, save }) => {
    await save({ gr_apitoken: twin.token, ...bothKeys })
    await hub.providers.deleteCredentials(caller, { configurationId })
    const { message } = await hub.providers.verifyConfiguration(caller, { configurationId })
    assert.match(message, /is off/)
  }))
