import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openBench } from '../conformance/bench.ts'
import { failsAs } from '../conformance/case.ts'
import { microsoftTeams } from './index.ts'
import { applicationSettings, signIn, startPeer, withTeams } from './teams-peer.ts'
import { curator } from './twin/index.ts'

test('the sign-in asks for what the guide names, at the directory, with a proof key', () =>
  withTeams(async (bench, { tenantId, url: root }) => {
    const url = new URL(bench.authorization().authorizeUrl('state', bench.redirectUri, 'challenge'))
    assert.equal(url.pathname, `/${tenantId}/oauth2/v2.0/authorize`)
    const { scope, ...others } = Object.fromEntries(url.searchParams)
    assert.deepEqual(others, {
      client_id: bench.account.clientId,
      response_type: 'code',
      response_mode: 'query',
      redirect_uri: bench.redirectUri,
      state: 'state',
      prompt: 'select_account',
      code_challenge: 'challenge',
      code_challenge_method: 'S256',
    })
    assert.deepEqual(
      scope?.split(' ').map((each) => each.replace(`${root}/`, '')),
      [
        'openid',
        'profile',
        'offline_access',
        'User.Read',
        'User.ReadBasic.All',
        'Calendars.ReadWrite',
        'OnlineMeetings.ReadWrite',
        'OnlineMeetingArtifact.Read.All',
        'OnlineMeetingRecording.Read.All',
        'VirtualEvent.ReadWrite',
      ],
    )
  }))

test('a code is worth nothing to whoever does not have the proof key', () =>
  withTeams(async (bench) => {
    const url = bench.authorization().authorizeUrl('state', bench.redirectUri, 'challenge')
    const code = (await signIn(url)).searchParams.get('code') ?? ''
    await failsAs(bench, 'auth', () =>
      bench.authorization().exchangeCode(code, bench.redirectUri, 'another-verifier'),
    )
  }))

test('who cancels, and who may not agree alone, come back with the reason', () =>
  withTeams(async (bench, { control }) => {
    const url = () => bench.authorization().authorizeUrl('state', bench.redirectUri)
    const declined = await signIn(url(), { decision: 'cancel' })
    assert.equal(declined.searchParams.get('error'), 'access_denied')
    control.change({ isAdminConsented: false })
    const blocked = await signIn(url())
    assert.match(blocked.searchParams.get('error_description') ?? '', /AADSTS90094/)
  }))

test('client and secret stand in the body of the token request, and nowhere else', () =>
  withTeams(async (bench, { clientSecret }) => {
    const sent: { url: string; headers: unknown; body: string }[] = []
    const watched = microsoftTeams.connect({
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
    assert.match(request?.url ?? '', /\/oauth2\/v2\.0\/token$/)
    assert.ok(!JSON.stringify([request?.url, request?.headers]).includes(clientSecret))
    const form = new URLSearchParams(request?.body)
    assert.equal(form.get('grant_type'), 'authorization_code')
    assert.equal(form.get('code_verifier'), 'a verifier')
    assert.equal(form.get('client_secret'), clientSecret)
  }))

test('every renewal brings another refresh token, and both work for a while', () =>
  withTeams(async (bench, { control }) => {
    const first = await bench.signIn()
    const second = await bench.authorization().refresh(first.refreshToken ?? '')
    assert.notEqual(second.refreshToken, first.refreshToken)
    await bench.authorization().refresh(first.refreshToken ?? '')
    bench.clock.advance(control.settings().oldRefreshTokenSeconds * 1000)
    await failsAs(bench, 'auth', () => bench.authorization().refresh(first.refreshToken ?? ''))
    assert.ok((await bench.authorization().refresh(second.refreshToken ?? '')).accessToken)
  }))

test('after 90 days without use a person has to sign in again', async () => {
  const bench = await openBench(microsoftTeams, async (clock) => {
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

test('a wrong secret is told apart from a sign-in that has ended, which it does not end', () =>
  withTeams(async (bench, { control }) => {
    const wrong = microsoftTeams.connect({ ...bench.account, secret: async () => 'wrong' })
    const error = await failsAs(bench, 'scope', async () => {
      await wrong.authorization?.refresh('whatever')
    })
    assert.equal(error.vendorCode, 'invalid_client')
    assert.match(error.message, /AADSTS7000215.*the value of the client secret, not its ID/)
    assert.ok(!error.message.includes('Trace ID'))
    control.revokeTokens('all')
    assert.equal((await bench.provider.check()).status, 'not-authenticated')
  }))

test('an application needs nobody to sign in, and renews its token when that has expired', () =>
  withTeams(async (bench, { control }) => {
    assert.equal(bench.provider.authorization, undefined)
    const check = await bench.provider.check()
    assert.equal(check.status, 'healthy')
    assert.equal(check.accountName, 'Carl Curator')
    control.revokeTokens('access')
    assert.equal((await bench.provider.check()).status, 'healthy')
    assert.equal(control.tokensGiven('client_credentials'), 2)
  }, applicationSettings))

test('wrong credentials of an application are told by the check, with the number of Entra', () =>
  withTeams(async (bench) => {
    for (const [changed, number] of [
      [{ secret: async () => 'wrong' }, 'AADSTS7000215'],
      [{ clientId: 'another' }, 'AADSTS700016'],
      [{ settings: { ...bench.account.settings, tenantId: 'nowhere.example' } }, 'AADSTS90002'],
    ] as const) {
      const check = await microsoftTeams.connect({ ...bench.account, ...changed }).check()
      assert.equal(check.status, 'not-authenticated', check.message)
      assert.match(check.message, new RegExp(number))
    }
  }, applicationSettings))

test('a token of the application where somebody has to sign in says so', () =>
  withTeams(async (bench) => {
    await bench.provider.check()
    const user = microsoftTeams.connect({
      ...bench.account,
      settings: { ...bench.account.settings, rights: 'User' },
    })
    const check = await user.check()
    assert.equal(check.status, 'not-authenticated')
    assert.match(check.message, /Press Authenticate and sign in/)
  }, applicationSettings))

test('the application of one curator is not let in without an organizer', () =>
  withTeams(async (bench) => {
    const settings = { ...bench.account.settings, organizer: '' }
    const check = await microsoftTeams.connect({ ...bench.account, settings }).check()
    assert.equal(check.status, 'not-authenticated')
    assert.match(check.message, /no organizer/)
    const unknown = { ...bench.account.settings, organizer: 'nobody@contoso.example' }
    const other = await microsoftTeams.connect({ ...bench.account, settings: unknown }).check()
    assert.equal(other.status, 'unhealthy')
    assert.match(other.message, /does not exist/)
  }, applicationSettings))

test('the super user is whoever signed in', () =>
  withTeams(async (bench) => {
    const url = bench.authorization().authorizeUrl('state', bench.redirectUri)
    const code = (await signIn(url, { account: curator.mail })).searchParams.get('code') ?? ''
    const { accessToken } = await bench.authorization().exchangeCode(code, bench.redirectUri)
    const other = microsoftTeams.connect({ ...bench.account, token: async () => accessToken })
    assert.equal((await other.check()).accountName, 'Carl Curator')
    assert.equal((await bench.provider.check()).accountName, 'Sue Super')
  }))
