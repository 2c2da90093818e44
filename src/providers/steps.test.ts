import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#errors'
import { systemCaller } from '#identity'
import { testDatabase } from '../../test/database.ts'
import {
  backFromProvider,
  configurationRow,
  newCaller,
  newConfiguration,
  newProvider,
  openHub,
  refusedWith,
  withAccount,
} from './account-fixture.ts'
import { authorized } from './choices.ts'
import type { Tables } from './tables.ts'

const { db } = await testDatabase()

test('an account is set up only after terms and privacy policy were accepted, once per provider', async () => {
  const hub = openHub(db)
  const caller = await newCaller(hub)
  const providerId = await newProvider(hub, caller)
  await assert.rejects(newConfiguration(hub, caller, providerId), (error) => {
    assert.ok(isRefusal(error, 'consent-missing'))
    assert.match(
      error.sentence,
      /https:\/\/garden\.example\/terms.*https:\/\/garden\.example\/priv/,
    )
    return true
  })
  await hub.providers.recordConsent(caller, { providerId })
  await hub.providers.recordConsent(await newCaller(hub), { providerId })
  await newConfiguration(hub, caller, providerId)
  await newConfiguration(hub, caller, providerId)
  await hub.close()
})

test('consent is asked for also where the provider names no terms', async () => {
  const hub = openHub(db)
  const caller = await newCaller(hub)
  const providerId = await newProvider(hub, caller, {
    msevtmgt_termsofservice: null,
    msevtmgt_privacypolicy: null,
  })
  await assert.rejects(newConfiguration(hub, caller, providerId), refusedWith('consent-missing'))
  await hub.close()
})

test('an account of which the consent was withdrawn cannot be used until it is given again', () =>
  withAccount(db, async (hub, { caller, providerId, configurationId }) => {
    const consent = await db
      .withTables<Tables>()
      .selectFrom('msevtmgt_webinarconsent')
      .where('msevtmgt_webinarprovider', '=', providerId)
      .select('msevtmgt_webinarconsentid as id')
      .executeTakeFirstOrThrow()
    const target = { msevtmgt_consentprovided: false }
    const table = 'msevtmgt_webinarconsent'
    await hub.pipeline.execute(caller, { message: 'Update', table, id: consent.id, target })
    const open = () => hub.providers.openAccount(configurationId)
    await assert.rejects(open(), refusedWith('consent-missing'))
    await hub.providers.recordConsent(caller, { providerId })
    await assert.doesNotReject(open())
  }))

for (const [column, text, problem] of [
  ['msevtmgt_base_service_url', 'webinars.example.com', /not a complete address/],
  ['msevtmgt_base_service_url', 'ftp://webinars.example.com', /starts with ftp:/],
  ['msevtmgt_base_service_url', 'https://webinars.example.com/api?key=1', /a query/],
  ['msevtmgt_base_service_url', 'https://webinars.example.com/#top', /a fragment/],
  ['msevtmgt_base_service_url', 'https://me:secret@webinars.example.com', /user name or password/],
  ['msevtmgt_termsofservice', 'javascript:alert(1)', /starts with javascript:/],
  ['msevtmgt_privacypolicy', 'our policy', /not a complete address/],
] as const) {
  test(`a provider record does not take ${text} as ${column}`, async () => {
    const hub = openHub(db)
    await assert.rejects(newProvider(hub, systemCaller, { [column]: text }), (error) => {
      assert.ok(isRefusal(error, 'address-not-usable'), String(error))
      assert.match(error.sentence, problem)
      return true
    })
    await hub.close()
  })
}

test('a provider record takes only adapters that exist and says which', async () => {
  const hub = openHub(db)
  await assert.rejects(newProvider(hub, systemCaller, { gr_adapter: 'skype' }), (error) => {
    assert.ok(isRefusal(error, 'unknown-adapter'))
    assert.match(error.advice, /webinar-extension, .*manual-link/)
    return true
  })
  await hub.close()
})

test('tokens never go to another provider than the one that gave them', () =>
  withAccount(db, async (hub, account) => {
    const { caller, configurationId, twin } = account
    const other = await newProvider(hub, caller, { msevtmgt_base_service_url: `${twin.url}/other` })
    await hub.providers.recordConsent(caller, { providerId: other })
    const underWay = await backFromProvider(hub, account)
    await hub.pipeline.execute(caller, {
      message: 'Update',
      table: 'msevtmgt_webinarconfiguration',
      id: configurationId,
      target: { msevtmgt_webinarproviderid: other },
    })
    const row = await configurationRow(hub, configurationId)
    assert.equal(row.msevtmgt_authorized, authorized.no.value)
    assert.equal(row.gr_tokenexpireson, null)
    const kept = await hub.vault.which(db, 'msevtmgt_webinarconfiguration', [configurationId])
    assert.equal(kept.size, 0)
    const finish = hub.providers.finishAuthorization(caller, underWay)
    await assert.rejects(finish, refusedWith('authorization-unknown'))
  }))

test('a provider whose service moves to another host asks for new sign-ins', () =>
  withAccount(db, async (hub, { caller, configurationId, providerId, twin }) => {
    const move = (url: string) =>
      hub.pipeline.execute(caller, {
        message: 'Update',
        table: 'msevtmgt_webinarprovider',
        id: providerId,
        target: { msevtmgt_base_service_url: url },
      })
    await move(`${twin.url}/`)
    await assert.doesNotReject(hub.providers.openAccount(configurationId))
    await move('https://elsewhere.example/api')
    await assert.rejects(hub.providers.openAccount(configurationId), refusedWith('account-off'))
    const row = await configurationRow(hub, configurationId)
    assert.equal(row.msevtmgt_authorized, authorized.no.value)
  }))

test('a deleted configuration leaves no secret behind', () =>
  withAccount(db, async (hub, { caller, configurationId }) => {
    const table = 'msevtmgt_webinarconfiguration'
    await hub.pipeline.execute(caller, { message: 'Delete', table, id: configurationId })
    assert.equal((await hub.vault.which(db, table, [configurationId])).size, 0)
    await assert.rejects(hub.providers.openAccount(configurationId), refusedWith('not-found'))
  }))

test('an egress proxy, which may be inside the network, is named by System Administrators only', () =>
  withAccount(db, async (hub, { caller, configurationId }) => {
    const save = (by: typeof caller, address: string | null) =>
      hub.providers.saveSettings(by, { configurationId, values: { gr_egressproxy: address } })
    const inside = 'http://10.0.0.1:3128'
    await assert.rejects(save(caller, inside), refusedWith('egress-proxy-not-allowed'))
    await save(systemCaller, inside)
    await save(caller, null)
  }))
