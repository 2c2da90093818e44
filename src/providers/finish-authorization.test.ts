import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#errors'
import { testDatabase } from '../../test/database.ts'
import {
  backFromProvider,
  configurationRow,
  newCaller,
  refusedWith,
  tokenRequests,
  webinarTypes,
  withAccount,
} from './account-fixture.ts'
import { authorized, serviceStatus } from './choices.ts'

const { db } = await testDatabase()

test('signing in makes the account authenticated and healthy and lists its webinar types', () =>
  withAccount(db, async (hub, { configurationId, twin }) => {
    const row = await configurationRow(hub, configurationId)
    assert.equal(row.msevtmgt_authorized, authorized.yes.value)
    assert.equal(row.msevtmgt_providerservicestatus, serviceStatus.healthy.value)
    const lifeMs = twin.control.settings().accessTokenLifeSeconds * 1000
    const endsInMs = (row.gr_tokenexpireson?.getTime() ?? 0) - hub.clock.now().getTime()
    assert.ok(endsInMs > lifeMs - 20_000 && endsInMs <= lifeMs)
    assert.deepEqual(
      (await webinarTypes(db, configurationId)).map(({ value }) => value),
      twin.control.settings().webinarTypes.map(({ value }) => value),
    )
    const { provider } = await hub.providers.openAccount(configurationId)
    assert.equal((await provider.check()).status, 'healthy')
  }))

test('a state is good for one use, and a code too', () =>
  withAccount(
    db,
    async (hub, account) => {
      const finish = (answer: { state: string; code: string }) =>
        hub.providers.finishAuthorization(account.caller, answer)
      const first = await backFromProvider(hub, account)
      await finish(first)
      await assert.rejects(finish(first), refusedWith('authorization-used'))
      const second = await backFromProvider(hub, account)
      const replayed = finish({ state: second.state, code: first.code })
      await assert.rejects(replayed, refusedWith('authorization-code-refused'))
      await assert.rejects(finish(second), refusedWith('authorization-used'))
    },
    { signedIn: false },
  ))

test('two answers with one state at the same time make one sign-in', () =>
  withAccount(
    db,
    async (hub, account) => {
      const answer = await backFromProvider(hub, account)
      const results = await Promise.allSettled(
        [1, 2, 3].map(() => hub.providers.finishAuthorization(account.caller, answer)),
      )
      assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
      assert.equal(tokenRequests(account), 1)
    },
    { signedIn: false },
  ))

test('an answer that the hub did not ask for is refused', () =>
  withAccount(
    db,
    async (hub, account) => {
      const answer = await backFromProvider(hub, account)
      const finish = (caller: typeof account.caller, state: string) =>
        hub.providers.finishAuthorization(caller, { state, code: answer.code })
      await assert.rejects(finish(account.caller, 'x'), refusedWith('authorization-unknown'))
      const another = await newCaller(hub)
      await assert.rejects(finish(another, answer.state), refusedWith('authorization-of-another'))
      assert.equal(tokenRequests(account), 0)
    },
    { signedIn: false },
  ))

test('a sign-in that takes too long is refused', () =>
  withAccount(
    db,
    async (hub, account) => {
      const answer = await backFromProvider(hub, account)
      hub.clock.advance(11 * 60_000)
      const late = hub.providers.finishAuthorization(account.caller, answer)
      await assert.rejects(late, refusedWith('authorization-expired'))
      assert.equal(tokenRequests(account), 0)
    },
    { signedIn: false },
  ))

test('a person who does not agree at the provider is told so', () =>
  withAccount(
    db,
    async (hub, account) => {
      const { state } = await backFromProvider(hub, account)
      const denied = hub.providers.finishAuthorization(account.caller, {
        state,
        error: 'access_denied',
        errorDescription: 'The user\npressed Cancel',
      })
      await assert.rejects(denied, (error) => {
        assert.ok(isRefusal(error, 'authorization-denied'))
        assert.match(error.sentence, /access_denied The user pressed Cancel/)
        return true
      })
      const empty = await backFromProvider(hub, account)
      const without = hub.providers.finishAuthorization(account.caller, { state: empty.state })
      await assert.rejects(without, refusedWith('authorization-incomplete'))
    },
    { signedIn: false },
  ))

test('a sign-in at a service that fails leaves the earlier one in force', () =>
  withAccount(db, async (hub, account) => {
    const answer = await backFromProvider(hub, account)
    account.twin.control.setModes({ kind: 'html', path: '/auth/token', times: 1 })
    const failed = hub.providers.finishAuthorization(account.caller, answer)
    await assert.rejects(failed, refusedWith('authorization-code-refused'))
    const { provider } = await hub.providers.openAccount(account.configurationId)
    assert.equal((await provider.check()).status, 'healthy')
  }))
