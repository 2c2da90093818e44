import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '../../../test/database.ts'
import {
  configurationRow,
  newCaller,
  newConfiguration,
  newProvider,
  openHub,
  refusedWith,
  type TestHub,
  webinarTypes,
  wholeDatabase,
} from '../account-fixture.ts'
import { authorized } from '../choices.ts'
import { startWebexTwin, type WebexTwin } from './twin/index.ts'
import { signIn } from './webex-peer.ts'

const { db } = await testDatabase()

async function withAccount(
  act: (scene: {
    readonly hub: TestHub
    readonly twin: WebexTwin
    /** Presses Authenticate, accepts, and gives what the browser brings back. */
    readonly back: () => Promise<{ state: string; code: string }>
    readonly caller: Awaited<ReturnType<typeof newCaller>>
    readonly configurationId: string
  }) => Promise<void>,
): Promise<void> {
  const hub = openHub(db)
  const twin = await startWebexTwin({ clock: hub.clock })
  try {
    const caller = await newCaller(hub)
    const providerId = await newProvider(hub, caller, {
      gr_adapter: 'webex',
      msevtmgt_base_service_url: `${twin.url}/v1`,
      msevtmgt_clientid: twin.clientId,
      msevtmgt_clientsecret: twin.clientSecret,
    })
    await hub.providers.recordConsent(caller, { providerId })
    const configurationId = await newConfiguration(hub, caller, providerId)
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

test('a person who accepts at Webex makes the account work, for the months that follow too', () =>
  withAccount(async ({ hub, twin, back, caller, configurationId }) => {
    const { check } = await hub.providers.finishAuthorization(caller, await back())
    assert.equal(check.status, 'healthy', check.message)
    const row = await configurationRow(hub, configurationId)
    assert.equal(row.msevtmgt_authorized, authorized.yes.value)
    const types = await webinarTypes(db, configurationId)
    assert.deepEqual(
      types.map(({ value }) => value),
      ['meeting:3', 'webinar:130'],
    )
    hub.clock.advance(60 * 86_400_000)
    const later = await hub.providers.verifyConfiguration(caller, { configurationId })
    assert.equal(later.status, 'healthy', later.message)
    for (const text of [await wholeDatabase(db), hub.logged()]) {
      assert.ok(!text.includes(twin.clientSecret))
    }
  }))

test('a code that somebody took from another browser is refused: it was given for another proof', () =>
  withAccount(async ({ hub, back, caller }) => {
    const mine = await back()
    const theirs = await back()
    const crossed = hub.providers.finishAuthorization(caller, { ...mine, code: theirs.code })
    await assert.rejects(crossed, refusedWith('authorization-code-refused'))
    const { check } = await hub.providers.finishAuthorization(caller, await back())
    assert.equal(check.status, 'healthy')
  }))
