import assert from 'node:assert/strict'
import { test } from 'node:test'
import { frozenClock } from '#clock'
import { startWebinarExtensionTwin, type WebinarExtensionTwin } from './server.ts'
import {
  codeExchange,
  connectedHub,
  openingTime,
  plainCaller,
  redirectUri,
  withTwin,
} from './test-hub.ts'

function authorizeUrl(twin: WebinarExtensionTwin, change: Readonly<Record<string, string>> = {}) {
  const asked = { client_id: twin.clientId, redirect_uri: redirectUri, state: 'a&b="c"', ...change }
  return `/auth/authorize?${new URLSearchParams(asked)}`
}

/** Fills in the form as a browser does: hidden fields as they stand in the page. */
async function submitForm(twin: WebinarExtensionTwin, entered: Readonly<Record<string, string>>) {
  const page = await plainCaller(twin.url)('GET', authorizeUrl(twin))
  assert.equal(page.status, 200)
  const hidden = [...page.text.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)]
  const fields = hidden.map(([, name = '', value = '']) => [name, unescapeHtml(value)])
  const response = await fetch(`${twin.url}/auth/authorize`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ ...Object.fromEntries(fields), ...entered }),
  })
  return { response, location: URL.parse(response.headers.get('location') ?? '') }
}

const unescapeHtml = (text: string) => text.replaceAll('&quot;', '"').replaceAll('&amp;', '&')

const agreed = { account: 'anna@webinars.example', password: 'any', decision: 'allow' }

test('Who signs in and agrees is sent back with a one-time code and the same state', () =>
  withTwin(async ({ twin }) => {
    const { response, location } = await submitForm(twin, agreed)
    assert.equal(response.status, 302)
    assert.equal(`${location?.origin}${location?.pathname}`, redirectUri)
    assert.equal(location?.searchParams.get('state'), 'a&b="c"')
    assert.match(location?.searchParams.get('code') ?? '', /^[\w-]{22}$/)
  }))

test('The code is exchanged with the documented body for a short opaque token that works', () =>
  withTwin(async ({ twin }) => {
    const { location } = await submitForm(twin, agreed)
    const send = plainCaller(twin.url)
    const body = codeExchange(twin, location?.searchParams.get('code') ?? '')
    const token = await send('POST', '/auth/token', { body })
    assert.equal(token.status, 200, token.text)
    assert.equal(token.headers.get('cache-control'), 'no-store')
    assert.equal(token.body.token_type, 'bearer')
    assert.ok(token.body.access_token.length <= 100)
    const authorization = `Bearer ${token.body.access_token}`
    const status = await send('GET', '/status', { headers: { authorization } })
    assert.equal(status.body.accountName, 'anna@webinars.example')
  }))

test('A redirect address that has a query keeps it', () =>
  withTwin(async ({ twin }) => {
    const location = twin.control.approve({ redirectUri: `${redirectUri}?org=1`, state: 's' })
    assert.equal(new URL(location).searchParams.get('org'), '1')
  }))

test('Who refuses is sent back with access_denied and without a code', () =>
  withTwin(async ({ twin }) => {
    const { location } = await submitForm(twin, { decision: 'refuse' })
    assert.equal(location?.searchParams.get('error'), 'access_denied')
    assert.equal(location?.searchParams.get('state'), 'a&b="c"')
    assert.equal(location?.searchParams.get('code'), null)
  }))

test('Who enters no password sees the form again and is sent nowhere', () =>
  withTwin(async ({ twin }) => {
    const { response } = await submitForm(twin, { ...agreed, password: '' })
    assert.equal(response.status, 422)
    assert.equal(response.headers.get('location'), null)
    assert.match(await response.text(), /Enter an account and a password/)
  }))

test('The form shows what it was given as text and allows no foreign code', () =>
  withTwin(async ({ twin }) => {
    const state = '"><script>alert(1)</script>'
    const page = await plainCaller(twin.url)('GET', authorizeUrl(twin, { state }))
    assert.ok(!page.text.includes('<script>alert'))
    const policy = page.headers.get('content-security-policy') ?? ''
    assert.match(policy, /script-src 'self'/)
    assert.match(policy, /form-action 'self' https:\/\/hub\.example;/)
  }))

const brokenRequests: readonly [string, Readonly<Record<string, string>>][] = [
  ['another client', { client_id: 'somebody' }],
  ['no state', { state: '' }],
  ['no redirect address', { redirect_uri: '' }],
  ['a script as redirect address', { redirect_uri: 'javascript:alert(1)' }],
  ['a redirect address with a fragment', { redirect_uri: `${redirectUri}#x` }],
]

for (const [what, change] of brokenRequests)
  test(`A sign-in with ${what} ends on a page and redirects nowhere`, () =>
    withTwin(async ({ twin }) => {
      const answer = await plainCaller(twin.url)('GET', authorizeUrl(twin, change))
      assert.equal(answer.status, 400)
      assert.equal(answer.headers.get('location'), null)
      assert.match(answer.text, /sign-in link is broken/)
    }))

test('Once redirect addresses are registered, only exactly those are allowed', () =>
  withTwin(async ({ twin }) => {
    twin.control.change({ redirectUris: [redirectUri] })
    const send = plainCaller(twin.url)
    const statusFor = async (uri: string) =>
      (await send('GET', authorizeUrl(twin, { redirect_uri: uri }))).status
    assert.equal(await statusFor(redirectUri), 200)
    assert.equal(await statusFor(`${redirectUri}/`), 400)
    assert.equal(await statusFor(`${redirectUri}?a=1`), 400)
    assert.equal(await statusFor('https://hub.example.evil.example/'), 400)
  }))

/** A twin with a fresh code, and what it answers to an exchange with some fields changed. */
function withCode(
  play: (scene: {
    twin: WebinarExtensionTwin
    clock: ReturnType<typeof frozenClock>
    exchange: (change?: object) => Promise<{ status: number; body: Record<string, string> }>
  }) => Promise<void>,
) {
  return async () => {
    const clock = frozenClock(openingTime)
    const twin = await startWebinarExtensionTwin({ clock })
    const location = twin.control.approve({ redirectUri, state: 's' })
    const code = new URL(location).searchParams.get('code') ?? ''
    const exchange = (change = {}) =>
      plainCaller(twin.url)('POST', '/auth/token', {
        body: { ...codeExchange(twin, code), ...change },
      })
    try {
      await play({ twin, clock, exchange })
    } finally {
      await twin.close()
    }
  }
}

test(
  'A code works once: its second use is refused and ends what the first one gave',
  withCode(async ({ twin, exchange }) => {
    const first = await exchange()
    assert.equal(first.status, 200)
    const second = await exchange()
    assert.deepEqual([second.status, second.body.error], [400, 'invalid_grant'])
    const authorization = `Bearer ${first.body.access_token}`
    const status = await plainCaller(twin.url)('GET', '/status', { headers: { authorization } })
    assert.equal(status.status, 401)
  }),
)

test(
  'Of two exchanges of one code at the same time only one succeeds',
  withCode(async ({ exchange }) => {
    const answers = await Promise.all([exchange(), exchange(), exchange()])
    assert.equal(answers.filter((answer) => answer.status === 200).length, 1)
  }),
)

test(
  'A code is refused when its life is over',
  withCode(async ({ clock, exchange }) => {
    clock.advance(60_000)
    assert.equal((await exchange()).body.error, 'invalid_grant')
  }),
)

test(
  'A code is refused with another redirect address than it was made for',
  withCode(async ({ exchange }) => {
    const answer = await exchange({ redirect_uri: 'https://hub.example/other' })
    assert.deepEqual([answer.status, answer.body.error], [400, 'invalid_grant'])
  }),
)

test(
  'A wrong client gets no token, and the code stays unused',
  withCode(async ({ exchange }) => {
    for (const wrong of [{ client_id: 'x' }, { client_secret: 'x' }]) {
      const answer = await exchange(wrong)
      assert.deepEqual([answer.status, answer.body.code], [401, 'invalid_client'])
    }
    assert.equal((await exchange()).status, 200)
  }),
)

test(
  'An exchange that is incomplete, unknown or no JSON says so in both error forms',
  withCode(async ({ twin, exchange }) => {
    const missing = await exchange({ code: undefined })
    assert.equal(missing.body.error, 'invalid_request')
    assert.match(missing.body.message ?? '', /"code"/)
    assert.equal((await exchange({ grant_type: 'password' })).body.code, 'unsupported_grant_type')
    const form = await plainCaller(twin.url)('POST', '/auth/token', { body: 'grant_type=x' })
    assert.deepEqual(
      [form.status, form.body.error, form.body.retryable],
      [400, 'invalid_request', false],
    )
  }),
)

function refreshed(twin: WebinarExtensionTwin, refreshToken: string | undefined) {
  return plainCaller(twin.url)('POST', '/auth/token', {
    body: {
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      client_id: twin.clientId,
      client_secret: twin.clientSecret,
    },
  })
}

async function statusWith(twin: WebinarExtensionTwin, accessToken: string | undefined) {
  const headers = { authorization: `Bearer ${accessToken}` }
  return (await plainCaller(twin.url)('GET', '/status', { headers })).status
}

test(
  'An expired access token is refused and refreshed; the refresh token changes each time',
  withCode(async ({ twin, clock, exchange }) => {
    const first = await exchange()
    clock.advance(3600_000)
    assert.equal(await statusWith(twin, first.body.access_token), 401)
    const second = await refreshed(twin, first.body.refresh_token)
    assert.equal(second.status, 200)
    assert.equal(await statusWith(twin, second.body.access_token), 200)
    assert.notEqual(second.body.refresh_token, first.body.refresh_token)
  }),
)

test(
  'A refresh token that is used twice ends the connection',
  withCode(async ({ twin, exchange }) => {
    const first = await exchange()
    const second = await refreshed(twin, first.body.refresh_token)
    assert.equal((await refreshed(twin, first.body.refresh_token)).body.error, 'invalid_grant')
    assert.equal(await statusWith(twin, second.body.access_token), 401)
    assert.equal((await refreshed(twin, second.body.refresh_token)).status, 400)
  }),
)

test(
  'Revoked access tokens can be refreshed; when all are revoked, only a new sign-in helps',
  withCode(async ({ twin, exchange }) => {
    const first = await exchange()
    twin.control.revokeTokens('access')
    assert.equal(await statusWith(twin, first.body.access_token), 401)
    const second = await refreshed(twin, first.body.refresh_token)
    assert.equal(second.status, 200)
    twin.control.revokeTokens()
    assert.equal((await refreshed(twin, second.body.refresh_token)).status, 400)
    const hub = await connectedHub(twin)
    assert.equal((await hub('GET', '/status')).status, 200)
  }),
)

test('A call without a token, or with a refresh token, is not authenticated', () =>
  withTwin(async ({ twin }) => {
    const answer = await plainCaller(twin.url)('GET', '/status')
    assert.deepEqual([answer.status, answer.body.code], [401, 'unauthenticated'])
    assert.equal(answer.headers.get('www-authenticate'), 'Bearer')
    const location = new URL(twin.control.approve({ redirectUri, state: 's' }))
    const body = codeExchange(twin, location.searchParams.get('code') ?? '')
    const token = await plainCaller(twin.url)('POST', '/auth/token', { body })
    assert.equal(await statusWith(twin, token.body.refresh_token), 401)
  }))
