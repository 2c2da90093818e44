import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { sql } from 'kysely'
import { testDatabase } from '../../../test/database.ts'
import {
  configurationRow,
  newCaller,
  newProvider,
  openHub,
  refusedWith,
  type TestHub,
  webinarTypes,
  wholeDatabase,
} from '../account-fixture.ts'
import { authorized, serviceStatus } from '../choices.ts'
import type { RegistrantPlan, WebinarPlan } from '../contract.ts'
import { besideKey } from '../tokens.ts'
import { applicationSettings, signIn } from './teams-peer.ts'
import { type MicrosoftTeamsTwin, startMicrosoftTeamsTwin } from './twin/index.ts'

const { db } = await testDatabase()

interface Scene {
  readonly hub: TestHub
  readonly twin: MicrosoftTeamsTwin
  /** Presses Authenticate, accepts, and gives what the browser brings back. */
  readonly back: () => Promise<{ state: string; code: string }>
  readonly caller: Awaited<ReturnType<typeof newCaller>>
  readonly configurationId: string
}

interface NewAccount {
  readonly twin: MicrosoftTeamsTwin
  readonly providerId: string
  readonly settings: Record<string, string>
}

async function newAccount(
  hub: TestHub,
  caller: Scene['caller'],
  { twin, providerId, settings }: NewAccount,
): Promise<string> {
  const { id: configurationId } = await hub.pipeline.execute(caller, {
    message: 'Create',
    table: 'msevtmgt_webinarconfiguration',
    target: {
      msevtmgt_name: 'Our Teams',
      msevtmgt_webinarproviderid: providerId,
      msevtmgt_clientid: twin.clientId,
      gr_requestsperminute: 6000,
    },
  })
  await hub.providers.saveSettings(caller, {
    configurationId,
    values: {
      tenantId: twin.tenantId,
      loginUrl: twin.url,
      gr_clientsecret: twin.clientSecret,
      ...settings,
    },
  })
  return configurationId
}

async function withAccount(
  act: (scene: Scene) => Promise<void>,
  settings: Record<string, string> = {},
): Promise<void> {
  const hub = openHub(db)
  const twin = await startMicrosoftTeamsTwin({ clock: hub.clock })
  try {
    const caller = await newCaller(hub)
    const providerId = await newProvider(hub, caller, {
      gr_adapter: 'microsoft-teams',
      msevtmgt_base_service_url: `${twin.url}/v1.0`,
    })
    await hub.providers.recordConsent(caller, { providerId })
    const configurationId = await newAccount(hub, caller, { twin, providerId, settings })
    const back = async () => {
      const { url } = await hub.providers.startAuthorization(caller, { configurationId })
      assert.match(new URL(url).searchParams.get('code_challenge') ?? '', /^[\w-]{43}$/)
      const { searchParams } = await signIn(url)
      return { state: searchParams.get('state') ?? '', code: searchParams.get('code') ?? '' }
    }
    await act({ hub, twin, back, caller, configurationId })
  } finally {
    await hub.close()
    await twin.close()
  }
}

async function assertNoSecret({ hub, twin }: Scene): Promise<void> {
  for (const text of [await wholeDatabase(db), hub.logged()]) {
    assert.ok(!text.includes(twin.clientSecret))
    assert.doesNotMatch(text, /eyJ0eXAiOiJKV1QiLCJhbGciOiJub25lIn0/, 'A token is in it.')
  }
}

test('the super user signs in once, and the account works for the months that follow', () =>
  withAccount(async (scene) => {
    const { hub, twin, back, caller, configurationId } = scene
    const before = await hub.providers.verifyConfiguration(caller, { configurationId })
    assert.equal(before.status, 'not-authenticated')
    const { check } = await hub.providers.finishAuthorization(caller, await back())
    assert.equal(check.status, 'healthy', check.message)
    assert.equal(check.message, 'Teams lets the hub in as Sue Super (sue@contoso.example).')
    const row = await configurationRow(hub, configurationId)
    assert.equal(row.msevtmgt_authorized, authorized.yes.value)
    assert.equal(row.msevtmgt_providerservicestatus, serviceStatus.healthy.value)
    const types = await webinarTypes(db, configurationId)
    assert.deepEqual(
      types.map(({ value }) => value),
      ['meeting', 'webinar'],
    )
    hub.clock.advance(60 * 86_400_000)
    const later = await hub.providers.verifyConfiguration(caller, { configurationId })
    assert.equal(later.status, 'healthy', later.message)
    assert.equal(twin.control.tokensGiven('refresh_token'), 1)
    await assertNoSecret(scene)
  }))

test('many calls that meet an expired token renew it exactly once', () =>
  withAccount(async ({ hub, twin, back, caller, configurationId }) => {
    await hub.providers.finishAuthorization(caller, await back())
    twin.control.revokeTokens('access')
    const checks = await Promise.all(
      [1, 2, 3, 4].map(async () => {
        const { provider } = await hub.providers.openAccount(configurationId)
        return await provider.check()
      }),
    )
    assert.ok(checks.every(({ status }) => status === 'healthy'))
    assert.equal(twin.control.tokensGiven('refresh_token'), 1)
  }))

test('a sign-in that was revoked is told, and another one mends it', () =>
  withAccount(async ({ hub, twin, back, caller, configurationId }) => {
    await hub.providers.finishAuthorization(caller, await back())
    twin.control.revokeTokens('all')
    const revoked = await hub.providers.verifyConfiguration(caller, { configurationId })
    assert.equal(revoked.status, 'not-authenticated')
    const row = await configurationRow(hub, configurationId)
    assert.equal(row.msevtmgt_authorized, authorized.tokenExpired.value)
    const { service } = await hub.providers.signInStates(caller, { configurationId })
    assert.equal(service?.state, 'token-expired')
    const { check } = await hub.providers.finishAuthorization(caller, await back())
    assert.equal(check.status, 'healthy')
  }))

test('a code that somebody took from another browser is refused: it was given for another proof', () =>
  withAccount(async ({ hub, back, caller }) => {
    const mine = await back()
    const theirs = await back()
    const crossed = hub.providers.finishAuthorization(caller, { ...mine, code: theirs.code })
    await assert.rejects(crossed, refusedWith('authorization-code-refused'))
  }))

test('an application is verified without anybody who signs in, and its token is kept', () =>
  withAccount(async (scene) => {
    const { hub, twin, caller, configurationId } = scene
    for (const _time of [1, 2]) {
      const check = await hub.providers.verifyConfiguration(caller, { configurationId })
      assert.equal(check.status, 'healthy', check.message)
    }
    const row = await configurationRow(hub, configurationId)
    assert.equal(row.msevtmgt_authorized, authorized.yes.value)
    assert.equal(twin.control.tokensGiven('client_credentials'), 1)
    await assert.rejects(
      hub.providers.startAuthorization(caller, { configurationId }),
      refusedWith('authorization-not-needed'),
    )
    await assertNoSecret(scene)
  }, applicationSettings))

test('the console shows button, alert and name of the sign-in, and that the settings were changed since', () =>
  withAccount(async ({ hub, back, caller, configurationId }) => {
    const serviceState = async () =>
      (await hub.providers.signInStates(caller, { configurationId })).service
    const before = await serviceState()
    assert.equal(before?.button, 'Sign in to Microsoft')
    assert.equal(
      before?.alert,
      'The superuser is not authorized. Click the button "Sign in to Microsoft".',
    )
    await hub.providers.finishAuthorization(caller, await back())
    const signedIn = await serviceState()
    assert.equal(signedIn?.state, 'authorized')
    assert.equal(signedIn?.accountName, 'Sue Super')
    await hub.providers.saveSettings(caller, { configurationId, values: { lobby: 'Nobody' } })
    const changed = await serviceState()
    assert.equal(changed?.state, 'config-changed')
    assert.match(changed?.alert ?? '', /Config was changed/)
    await hub.providers.saveSettings(caller, {
      configurationId,
      values: { rights: 'Application', organizer: 'carl@contoso.example' },
    })
    assert.equal(await serviceState(), undefined)
  }))

test('registering for a webinar asks for one token of the application, however many jobs do it', () =>
  withAccount(
    async ({ hub, twin, back, caller, configurationId }) => {
      await hub.providers.finishAuthorization(caller, await back())
      const opened = await hub.providers.openAccount(configurationId)
      assert.ok(opened.definition.capabilities.registrants)
      const start = new Date(hub.clock.now().getTime() + 86_400_000)
      const webinar = await opened.provider.createWebinar(planOf(start))
      const before = twin.control.tokensGiven('client_credentials')
      for (const name of ['ada', 'alan', 'grace']) {
        const { provider } = await hub.providers.openAccount(configurationId)
        await provider.register(webinar.webinarId, personOf(name))
      }
      assert.equal(twin.control.tokensGiven('client_credentials') - before, 1)
      const meeting = await hub.providers.openAccount(configurationId, { webinarId: 'meeting/1' })
      assert.equal(meeting.definition.capabilities.registrants, false)
      await hub.providers.deleteCredentials(caller, { configurationId })
      const key = besideKey(configurationId)
      const { rows } = await sql`
        select 1 from gr_accounttoken where configurationid in (${configurationId}, ${key})`.execute(
        db,
      )
      assert.deepEqual(rows, [])
    },
    { kind: 'Webinars' },
  ))

const planOf = (start: Date): WebinarPlan => ({
  idempotencyKey: randomUUID(),
  kind: 'event',
  title: 'Growing tomatoes',
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

const personOf = (name: string): RegistrantPlan => ({
  idempotencyKey: randomUUID(),
  firstName: name,
  lastName: 'Lovelace',
  email: `${name}@example.org`,
  company: undefined,
  language: undefined,
})

test('who changes from the application to a person is asked to sign in', () =>
  withAccount(async ({ hub, back, caller, configurationId }) => {
    await hub.providers.verifyConfiguration(caller, { configurationId })
    await hub.providers.saveSettings(caller, { configurationId, values: { rights: 'User' } })
    const check = await hub.providers.verifyConfiguration(caller, { configurationId })
    assert.equal(check.status, 'not-authenticated', check.message)
    const { check: after } = await hub.providers.finishAuthorization(caller, await back())
    assert.equal(after.status, 'healthy')
  }, applicationSettings))
