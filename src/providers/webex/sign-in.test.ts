import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openBench } from '../conformance/bench.ts'
import { failsAs } from '../conformance/case.ts'
import { webex } from './index.ts'
import { signIn, startPeer, withWebex } from './webex-peer.ts'

test('the sign-in asks for the scopes of the guide, with a proof key', () =>
  withWebex(async (bench) => {
    const url = new URL(bench.authorization().authorizeUrl('state', bench.redirectUri, 'challenge'))
    assert.equal(url.pathname, '/v1/authorize')
    assert.deepEqual(Object.fromEntries(url.searchParams), {
      response_type: 'code',
      client_id: 'greenroom-hub',
      redirect_uri: bench.redirectUri,
      scope:
        'spark:people_read meeting:schedules_read meeting:schedules_write meeting:participants_read meeting:recordings_read meeting:preferences_read',
      state: 'state',
      code_challenge: 'challenge',
      code_challenge_method: 'S256',
    })
  }))

test('the scopes of an integration that was made otherwise can be entered', () =>
  withWebex(
    async (bench) => {
      const url = new URL(bench.authorization().authorizeUrl('state', bench.redirectUri, 'c'))
      assert.equal(url.searchParams.get('scope'), 'spark:all spark-admin:people_read')
      assert.equal(url.searchParams.get('code_challenge'), null)
      const check = await bench.provider.check()
      assert.equal(check.status, 'forbidden')
      assert.match(check.message, /meeting:schedules_read.*A scope of the integration/)
    },
    { scopes: 'spark:all, spark-admin:people_read', proof: 'Leave out' },
  ))

test('a code is worth nothing to whoever does not have the proof key', () =>
  withWebex(async (bench) => {
    const url = bench.authorization().authorizeUrl('state', bench.redirectUri, 'challenge')
    const code = (await signIn(url)).searchParams.get('code') ?? ''
    await failsAs(bench, 'auth', () =>
      bench.authorization().exchangeCode(code, bench.redirectUri, 'another-verifier'),
    )
  }))

test('who presses Deny, and a scope that is not ticked, come back with the reason', () =>
  withWebex(async (bench, { control }) => {
    const url = () => bench.authorization().authorizeUrl('state', bench.redirectUri)
    const denied = await signIn(url(), 'deny')
    assert.equal(denied.searchParams.get('error'), 'access_denied')
    assert.equal(denied.searchParams.get('state'), 'state')
    control.change({ integrationScopes: ['spark:people_read'] })
    assert.equal((await signIn(url())).searchParams.get('error'), 'invalid_scope')
  }))

test('client and secret stand in the body of the token request, and nowhere else', () =>
  withWebex(async (bench, { clientSecret }) => {
    const sent: { url: string; headers: unknown; body: string }[] = []
    const watched = webex.connect({
      ...bench.account,
      request: async (request) => {
        const { url, headers, body } = request
        sent.push({ url: String(url), headers, body: String(body) })
        return await bench.account.request(request)
      },
    })
    await failsAs(bench, 'auth', async () => {
      await watched.authorization?.exchangeCode('a code', bench.redirectUri, 'a verifier')
    })
    const [request] = sent
    assert.match(request?.url ?? '', /\/v1\/access_token$/)
    assert.ok(!JSON.stringify([request?.url, request?.headers]).includes(clientSecret))
    assert.deepEqual(Object.fromEntries(new URLSearchParams(request?.body)), {
      grant_type: 'authorization_code',
      code: 'a code',
      redirect_uri: bench.redirectUri,
      code_verifier: 'a verifier',
      client_id: 'greenroom-hub',
      client_secret: clientSecret,
    })
  }))

test('a wrong secret is told apart from a sign-in that has ended', () =>
  withWebex(async (bench, { control }) => {
    const wrong = webex.connect({ ...bench.account, secret: async () => 'wrong' })
    const refused = await failsAs(bench, 'scope', async () => {
      await wrong.authorization?.refresh('whatever')
    })
    assert.equal(refused.vendorCode, 'invalid_client')
    control.revokeTokens('all')
    assert.equal((await bench.provider.check()).status, 'not-authenticated')
  }))

test('after 90 days without use a person has to sign in again', async () => {
  const bench = await openBench(webex, async (clock) => {
    const peer = await startPeer(clock)
    peer.twin.control.change({ refreshTokenLifeSeconds: 90 * 86_400 })
    return peer
  })
  await bench.signIn()
  for (const _month of [1, 2, 3, 4]) {
    bench.clock.advance(30 * 86_400_000)
    assert.equal((await bench.provider.check()).status, 'healthy')
  }
  bench.clock.advance(91 * 86_400_000)
  assert.equal((await bench.provider.check()).status, 'not-authenticated')
  await bench.close()
})
