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
import { ProviderError } from '../provider-error.ts'
import { enterAsBrowser } from './on24-peer.ts'
import { startOn24Twin } from './twin/index.ts'

const { db } = await testDatabase()

test('what is typed into the form makes an account that people join by; key, secret and links stay secret', async () => {
  const hub = openHub(db)
  const [tokenKey, tokenSecret] = [`key-${randomUUID()}`, `secret-${randomUUID()}`]
  const twin = await startOn24Twin({ clock: hub.clock, tokenKey, tokenSecret })
  try {
    const caller = await newCaller(hub)
    const providerId = await newProvider(hub, caller, {
      gr_adapter: 'on24',
      msevtmgt_base_service_url: twin.url,
    })
    await hub.providers.recordConsent(caller, { providerId })
    const configurationId = await newConfiguration(hub, caller, providerId)
    const verify = () => hub.providers.verifyConfiguration(caller, { configurationId })
    assert.match((await verify()).message, /Client ID/)
    const values = {
      msevtmgt_clientid: twin.clientId,
      msevtmgt_accesstokenkey: tokenKey,
      msevtmgt_accesstokensecret: tokenSecret,
      joinAddress: twin.joinAddress,
    }
    await hub.providers.saveSettings(caller, { configurationId, values })
    const check = await verify()
    assert.equal(check.status, 'healthy', check.message)
    assert.match(check.message, /Garden Webinars/)

    const { provider } = await hub.providers.openAccount(configurationId)
    const start = new Date(hub.clock.now().getTime() + 5 * 60_000)
    const webinar = await provider.createWebinar({
      idempotencyKey: randomUUID(),
      kind: 'event',
      title: 'Tomatoes & peppers',
      description: undefined,
      start,
      end: new Date(start.getTime() + 3_600_000),
      timeZone: 'Europe/Berlin',
      language: 'de',
      webinarType: undefined,
      pastedUrl: undefined,
      maxAttendees: undefined,
      recurrence: undefined,
      password: undefined,
      producer: undefined,
      presenters: [],
    })
    const person = {
      idempotencyKey: randomUUID(),
      firstName: 'Zoë',
      lastName: "O'Brien",
      email: 'planted.address@example.org',
      company: 'Smith & Sons',
      language: undefined,
    }
    const registrant = await provider.register(webinar.webinarId, person)
    const url = await provider.joinUrl(webinar, { ...person, ...registrant })
    const entered = await enterAsBrowser(twin, url)
    assert.deepEqual(entered, {
      name: "Zoë O'Brien",
      externalId: person.idempotencyKey,
      role: 'attendee',
    })
    for (const text of [await wholeDatabase(db), hub.logged()]) {
      for (const secret of [tokenKey, tokenSecret, person.email]) assert.ok(!text.includes(secret))
    }
  } finally {
    await twin.close()
    await hub.close()
  }
})

test('the eleventh event of a minute waits in the hub, and ON24 is not asked', async () => {
  const hub = openHub(db)
  const twin = await startOn24Twin({ clock: hub.clock })
  try {
    const caller = await newCaller(hub)
    const providerId = await newProvider(hub, caller, {
      gr_adapter: 'on24',
      msevtmgt_base_service_url: twin.url,
    })
    await hub.providers.recordConsent(caller, { providerId })
    const configurationId = await newConfiguration(hub, caller, providerId)
    const values = {
      msevtmgt_clientid: twin.clientId,
      msevtmgt_accesstokenkey: twin.tokenKey,
      msevtmgt_accesstokensecret: twin.tokenSecret,
    }
    await hub.providers.saveSettings(caller, { configurationId, values })
    const { provider } = await hub.providers.openAccount(configurationId, { patienceMs: 500 })
    const start = new Date(hub.clock.now().getTime() + 3_600_000)
    const create = () =>
      provider.createWebinar({
        idempotencyKey: randomUUID(),
        kind: 'event',
        title: 'One of many',
        description: undefined,
        start,
        end: new Date(start.getTime() + 3_600_000),
        timeZone: 'Europe/Berlin',
        language: 'en',
        webinarType: undefined,
        pastedUrl: undefined,
        maxAttendees: undefined,
        recurrence: undefined,
        password: undefined,
        producer: undefined,
        presenters: [],
      })
    for (let event = 0; event < 10; event += 1) await create()
    const error = await create().then(
      () => assert.fail('The eleventh was created.'),
      (reason: unknown) => reason,
    )
    assert.ok(error instanceof ProviderError && error.heldBack)
    assert.match(error.message, /at most 10 times a minute to create events/)
    assert.ok((error.retryAfterSeconds ?? 0) > 30)
    assert.equal(twin.control.events().length, 10)
  } finally {
    await twin.close()
    await hub.close()
  }
})
