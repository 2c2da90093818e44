import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Caller } from '#pipeline'
import { testDatabase } from '../../../test/database.ts'
import {
  failedAs,
  newCaller,
  newConfiguration,
  newProvider,
  openHub,
  refusedWith,
  type TestHub,
} from '../account-fixture.ts'
import { startWebexTwin, type WebexTwin } from './twin/index.ts'

const { db } = await testDatabase()

interface Scene {
  readonly hub: TestHub
  readonly twin: WebexTwin
  readonly administrator: Caller
  readonly planner: Caller
  readonly configurationId: string
}

const paula = 'paula@webex.example'

/** An account that is signed in as the host, with a second client for actions. */
async function inScene(act: (scene: Scene) => Promise<void>): Promise<void> {
  const hub = openHub(db)
  const twin = await startWebexTwin({ clock: hub.clock })
  twin.control.addUser({ name: 'Paula Planner', email: paula })
  try {
    const administrator = await newCaller(hub, 'System Administrator')
    const planner = await newCaller(hub, 'System Administrator')
    const providerId = await newProvider(hub, administrator, {
      gr_adapter: 'webex',
      msevtmgt_base_service_url: `${twin.url}/v1`,
      msevtmgt_clientid: twin.clientId,
      msevtmgt_clientsecret: twin.clientSecret,
    })
    await hub.providers.recordConsent(administrator, { providerId })
    const configurationId = await newConfiguration(hub, administrator, providerId)
    const scene = { hub, twin, administrator, planner, configurationId }
    await signIn(scene, administrator, 'account')
    await act(scene)
  } finally {
    await hub.close()
    await twin.close()
  }
}

async function enterSecondClient({ hub, twin, administrator, configurationId }: Scene) {
  const values = {
    gr_actionclientid: twin.actionClientId,
    gr_actionclientsecret: twin.actionClientSecret,
  }
  await hub.providers.saveSettings(administrator, { configurationId, values })
}

async function signIn(
  { hub, configurationId }: Scene,
  caller: Caller,
  purpose: 'account' | 'action',
  account = '',
): Promise<URL> {
  const { url } = await hub.providers.startAuthorization(caller, { configurationId, purpose })
  const page = new URL(url)
  const fields = [...page.searchParams, ['decision', 'accept'], ['account', account]]
  const body = new URLSearchParams(fields as [string, string][])
  const answer = await fetch(`${page.origin}${page.pathname}`, {
    method: 'POST',
    body,
    redirect: 'manual',
  })
  const back = new URL(answer.headers.get('location') ?? '').searchParams
  const { check } = await hub.providers.finishAuthorization(caller, {
    state: back.get('state') ?? '',
    code: back.get('code') ?? '',
  })
  assert.equal(check.status, 'healthy', check.message)
  return page
}

const stateOf = async ({ hub, planner, configurationId }: Scene) =>
  (await hub.providers.signInStates(planner, { configurationId })).action

const plan = {
  idempotencyKey: 'event-1',
  kind: 'event',
  title: 'Planned by Paula',
  description: undefined,
  start: new Date(Date.now() + 86_400_000),
  end: new Date(Date.now() + 90_000_000),
  timeZone: 'Europe/Berlin',
  language: undefined,
  webinarType: undefined,
  pastedUrl: undefined,
  maxAttendees: undefined,
  recurrence: undefined,
  password: undefined,
  producer: undefined,
  presenters: [],
} as const

test('a person who signed in for actions is the host of what they plan, the account of the rest', () =>
  inScene(async (scene) => {
    const { hub, twin, planner, configurationId } = scene
    const asPlanner = { actingUserId: planner.userId }
    const before = await hub.providers.openAccount(configurationId, asPlanner)
    assert.equal(before.actingUserId, undefined, 'nobody acts while there is no second client')
    await enterSecondClient(scene)
    const page = await signIn(scene, planner, 'action', paula)
    assert.equal(page.searchParams.get('client_id'), twin.actionClientId)
    assert.match(page.searchParams.get('scope') ?? '', /meeting:schedules_write/)
    assert.equal(page.searchParams.get('redirect_uri'), 'https://hub.example/oauth/action/callback')
    const own = await hub.providers.openAccount(configurationId, asPlanner)
    assert.equal(own.actingUserId, planner.userId)
    await own.provider.createWebinar(plan)
    const { provider } = await hub.providers.openAccount(configurationId)
    await provider.createWebinar({ ...plan, idempotencyKey: 'event-2' })
    const hosts = twin.control.meetings().map(({ host }) => host.email)
    assert.deepEqual(hosts, [paula, twin.hostEmail])
  }))

test('what the person is told: not authorized, authorized, Config was changed, token expired', () =>
  inScene(async (scene) => {
    const { hub, twin, administrator, planner, configurationId } = scene
    assert.equal(await stateOf(scene), undefined)
    await assert.rejects(
      hub.providers.startAuthorization(planner, { configurationId, purpose: 'action' }),
      refusedWith('actions-not-set-up'),
    )
    await enterSecondClient(scene)
    const press = 'Click the button "Sign in to Webex".'
    assert.equal((await stateOf(scene))?.alert, `You are not authorized. ${press}`)
    await signIn(scene, planner, 'action', paula)
    const signedIn = await stateOf(scene)
    assert.equal(signedIn?.state, 'authorized')
    assert.equal(signedIn?.alert, undefined)
    assert.equal(signedIn?.accountName, 'Paula Planner')
    const values = { gr_actionclientsecret: 'another' }
    await hub.providers.saveSettings(administrator, { configurationId, values })
    const changed = await stateOf(scene)
    assert.equal(changed?.state, 'config-changed')
    assert.equal(changed?.alert, `You are not authorized. Config was changed. ${press}`)
    await enterSecondClient(scene)
    assert.equal((await stateOf(scene))?.state, 'authorized', 'back as it was')
    twin.control.revokeTokens('all')
    const asPlanner = { actingUserId: planner.userId }
    const { provider } = await hub.providers.openAccount(configurationId, asPlanner)
    await assert.rejects(provider.createWebinar(plan), failedAs('auth'))
    const ended = await stateOf(scene)
    assert.equal(ended?.state, 'token-expired')
    assert.match(ended?.alert ?? '', /token expired/)
    const { service } = await hub.providers.signInStates(planner, { configurationId })
    assert.equal(
      service?.state,
      'authorized',
      'what became of a person says nothing of the account',
    )
    await hub.providers.deleteCredentials(administrator, { configurationId })
    assert.equal(await stateOf(scene), undefined)
  }))

test('the alert of the account names its superuser, also when its settings changed', () =>
  inScene(async (scene) => {
    const { hub, administrator, planner, configurationId } = scene
    const values = { siteUrl: 'other.webex.com' }
    await hub.providers.saveSettings(administrator, { configurationId, values })
    const { service } = await hub.providers.signInStates(planner, { configurationId })
    assert.equal(
      service?.alert,
      'The superuser is not authorized. Config was changed. Click the button "Sign in to Webex".',
    )
    await hub.providers.deleteCredentials(administrator, { configurationId })
    const off = await hub.providers.signInStates(planner, { configurationId })
    assert.equal(
      off.service?.alert,
      'The superuser is not authorized. Click the button "Sign in to Webex".',
    )
  }))
