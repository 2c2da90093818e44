import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type MovableClock, systemClock } from '#clock'
import { silentLog } from '#log'
import type { OutboundResponse } from '#outbound'
import type { Exchange } from '../answer.ts'
import { type Bench, openBench } from '../conformance/bench.ts'
import { failsAs } from '../conformance/case.ts'
import { createdWebinar } from '../conformance/webinars.ts'
import { describeProvider, type Misbehaviour, type Peer } from '../conformance.ts'
import type { Account } from '../contract.ts'
import { ProviderError, type ProviderErrorKind } from '../provider-error.ts'
import * as client from './client.ts'
import { webinarExtension } from './index.ts'
import { toServiceCheck } from './mapping.ts'
import {
  startWebinarExtensionTwin,
  type TwinControl,
  type TwinMode,
  type WebinarOrder,
} from './twin/index.ts'

const modes: Readonly<Record<Misbehaviour, TwinMode>> = {
  'web-page': { kind: 'html' },
  'no-content': { kind: 'empty', how: 'body' },
  'cut-connection': { kind: 'empty', how: 'close' },
  slow: { kind: 'slow', delayMs: 1_500 },
  failing: { kind: 'unhealthy' },
  forbidden: { kind: 'forbidden' },
  redirect: { kind: 'redirect' },
  'rate-limited': { kind: 'rateLimited', perMinute: 0 },
}

async function startPeer(clock: MovableClock): Promise<Peer> {
  const { url, clientId, clientSecret, control, close } = await startWebinarExtensionTwin({ clock })
  const paths = () => control.received().map(({ method, path }) => `${method} ${path}`)
  return {
    baseUrl: url,
    clientId,
    secrets: { msevtmgt_clientsecret: clientSecret },
    settings: {},
    close,
    signIn: (authorizeUrl) => signIn(authorizeUrl, control.approve),
    revoke: control.revokeTokens,
    tokenRequests: () => paths().filter((path) => path === 'POST /auth/token').length,
    misbehave: (how) => control.setModes(modes[how]),
    creationSeconds: control.settings().creationDelaySeconds,
    failNextCreation: control.failCreation,
    titles: () =>
      control
        .webinars()
        .filter(({ deletedAt }) => deletedAt === undefined)
        .map(({ order }) => order.title),
    registrants: (webinarId) =>
      control.registrations(webinarId).filter(({ status }) => status === 'registered').length,
    attend: control.attend,
    lagSeconds: control.settings().attendanceLagSeconds,
    pageSize: (pageSize) => control.change({ pageSize }),
    cohosts: (webinarId) => {
      const { producer, presenters = [] } = orderOf(control, webinarId)
      return [...(producer === undefined ? [] : [producer]), ...presenters].map(
        ({ email }) => email,
      )
    },
  }
}

function orderOf(control: TwinControl, webinarId: string): WebinarOrder {
  const found = control.webinars().find((webinar) => webinar.webinarId === webinarId)
  return found?.order ?? assert.fail(`The twin has no webinar ${webinarId}.`)
}

/** The pop-up gets the provider's page; the person's click is played. */
async function signIn(
  authorizeUrl: string,
  approve: (consent: { redirectUri: string; state: string }) => string,
): Promise<URL> {
  const page = await fetch(authorizeUrl)
  assert.equal(page.status, 200)
  assert.match(page.headers.get('content-type') ?? '', /^text\/html/)
  const query = new URL(authorizeUrl).searchParams
  const [redirectUri, state] = [query.get('redirect_uri') ?? '', query.get('state') ?? '']
  return new URL(approve({ redirectUri, state }))
}

describeProvider({ definition: webinarExtension, startPeer })

async function withBench(act: (bench: Bench) => Promise<void>): Promise<void> {
  const bench = await openBench(webinarExtension, startPeer)
  try {
    await bench.signIn()
    await act(bench)
  } finally {
    await bench.close()
  }
}

test('a person whose registration is known from before keeps it when the service answers 409', () =>
  withBench(async (bench) => {
    const { webinarId } = await createdWebinar(bench)
    const person = bench.person()
    const exchanges: string[] = []
    const conflicting = webinarExtension.connect(
      accountAnswering(async ({ method, url }) => {
        exchanges.push(`${method} ${url}`)
        if (method === 'POST') return response(409, { code: 'conflict', message: 'Known already.' })
        const second = String(url).endsWith('cursor=2')
        const items = [
          { registrationId: 'r1', externalId: 'another', status: 'registered' },
          { registrationId: 'r2', externalId: person.idempotencyKey, status: 'cancelled' },
          { registrationId: 'r3', externalId: person.idempotencyKey, status: 'registered' },
        ]
        return response(200, second ? { items } : { items: [], nextCursor: '2' })
      }),
    )
    assert.equal((await conflicting.register(webinarId, person)).registrantId, 'r3')
    assert.equal(exchanges.length, 3)
    await failsAs(bench, 'rejected', () => conflicting.register(webinarId, bench.person()))
  }))

test('pages that go in a circle are refused and do not hang the hub', () =>
  withBench(async (bench) => {
    const page = { updatedAt: '2031-05-05T10:00:00Z', items: [], nextCursor: 'again' }
    const circling = webinarExtension.connect(accountAnswering(async () => response(200, page)))
    await failsAs(bench, 'unexpected', () => circling.attendance('w1', undefined))
  }))

/** An account whose calls are answered by a function instead of a service. */
function accountAnswering(request: Account['request']): Account {
  return {
    configurationId: 'one',
    baseUrl: 'https://webinars.example/api',
    clientId: 'the-client',
    settings: {},
    secret: async () => 'the-secret',
    token: async () => 'a-token',
    request,
    callbackUrl: 'https://hub.example/hooks/webinar-extension/one',
    clock: systemClock,
    log: silentLog,
  }
}

function response(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): OutboundResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return { status, headers, body: Buffer.from(text), text: () => text, durationMs: 1 }
}

const exchange = (answer: OutboundResponse, act = 'create the webinar'): Exchange => ({
  provider: 'webinar-extension',
  service: 'webinars.example',
  act,
  sent: ['s3cret-token'],
  response: answer,
  receivedAt: new Date('2031-05-05T10:00:00Z'),
})

function failureOf(read: () => unknown): ProviderError {
  try {
    read()
  } catch (error) {
    assert.ok(error instanceof ProviderError)
    return error
  }
  return assert.fail('The answer was accepted.')
}

const answers: readonly {
  name: string
  answer: OutboundResponse
  kind: ProviderErrorKind
  message: RegExp
}[] = [
  {
    name: 'a 500 with a web page',
    answer: response(500, '<!doctype html><title>Oops</title>'),
    kind: 'unavailable',
    message: /answered \(500\) that it is failing, with a web page instead of JSON\.$/,
  },
  {
    name: 'a 500 that will not get better',
    answer: response(500, { code: 'x', message: 'The region is closed.', retryable: false }),
    kind: 'rejected',
    message: /^The region is closed\.$/,
  },
  {
    name: 'a 409 that will get better',
    answer: response(409, { code: 'busy', message: 'Being changed.', retryable: true }),
    kind: 'unavailable',
    message: /^Being changed\.$/,
  },
  {
    name: 'a 422 without a body',
    answer: response(422, ''),
    kind: 'rejected',
    message: /webinars\.example was asked to create the webinar and answered \(422\) that it will/,
  },
  {
    name: 'a 307 with a session in its address',
    answer: response(307, '', { location: 'https://login.example/in?session=abc' }),
    kind: 'unexpected',
    message: /a redirect \(307\) to https:\/\/login\.example\/in\. Redirects are not followed/,
  },
  {
    name: 'a sign-in page',
    answer: response(200, '<html><body>Sign in</body></html>', { 'content-type': 'text/html' }),
    kind: 'unexpected',
    message: /a web page instead of JSON\. The base service URL seems to lead to a web site/,
  },
  {
    name: 'nothing at all',
    answer: response(201, ''),
    kind: 'unexpected',
    message: /no content where JSON was expected\.$/,
  },
  {
    name: 'half an answer',
    answer: response(201, '{"webinarId": "w1'),
    kind: 'unexpected',
    message: /text that is not JSON\.$/,
  },
  {
    name: 'a webinar without an id',
    answer: response(201, { status: 'created' }),
    kind: 'unexpected',
    message: /an answer that the API does not promise: .*webinarId/,
  },
  {
    name: 'an id that would climb out of its path',
    answer: response(201, { webinarId: '..', status: 'created' }),
    kind: 'unexpected',
    message: /\/webinarId/,
  },
  {
    name: 'a link that is a script',
    answer: response(201, { webinarId: 'w', status: 'created', webinarUrl: 'javascript:alert(1)' }),
    kind: 'unexpected',
    message: /\/webinarUrl/,
  },
  {
    name: 'a message that repeats the token',
    answer: response(400, { code: 's3cret-token', message: 'Bad header: Bearer s3cret-token\n' }),
    kind: 'rejected',
    message: /^Bad header: Bearer \[removed\]$/,
  },
]

for (const { name, answer, kind, message } of answers) {
  test(`${name} is told as "${kind}" in a sentence`, () => {
    const failure = failureOf(() => client.readWebinar(exchange(answer)))
    assert.equal(failure.kind, kind)
    assert.match(failure.message, message)
    assert.ok(!JSON.stringify(failure).includes('s3cret-token'))
  })
}

test('Retry-After is understood as seconds and as a date', () => {
  const wait = (value: string) =>
    failureOf(() => client.readStatus(exchange(response(429, {}, { 'retry-after': value }))))
      .retryAfterSeconds
  assert.equal(wait('120'), 120)
  assert.equal(wait('Mon, 05 May 2031 10:01:30 GMT'), 90)
  assert.equal(wait('Mon, 05 May 2031 09:00:00 GMT'), 0)
  assert.equal(wait('soon'), undefined)
})

test('a wrong client secret is told apart from a sign-in that has ended', () => {
  const kind = (status: number, body: unknown) =>
    failureOf(() => client.readToken(exchange(response(status, body)))).kind
  assert.equal(kind(401, { error: 'invalid_client', error_description: 'No.' }), 'scope')
  assert.equal(kind(400, { error: 'invalid_grant' }), 'auth')
  assert.equal(kind(400, { code: 'invalid_grant', message: 'No.' }), 'auth')
  assert.equal(kind(503, {}), 'unavailable')
})

test('a service that works only in part does not count as healthy', () => {
  const check = toServiceCheck({ status: 'degraded', message: null })
  assert.equal(check.status, 'unhealthy')
  assert.equal(check.message, 'The service says that it works only in part.')
})

test('the token request has exactly the documented keys', async () => {
  const sent: unknown[] = []
  const provider = webinarExtension.connect({
    ...accountAnswering(async ({ url, body, headers }) => {
      sent.push({ url, headers, body: JSON.parse(String(body)) })
      return response(200, { access_token: 'a', token_type: 'bearer', expires_in: 60 })
    }),
    token: async () => assert.fail('A token request needs no token.'),
  })
  const redirectUri = 'https://hub.example/WebResources/msevtmgt_AuthorizationResult.html'
  await provider.authorization?.exchangeCode('the-code', redirectUri)
  assert.deepEqual(sent, [
    {
      url: 'https://webinars.example/api/auth/token',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: {
        grant_type: 'authorization_code',
        code: 'the-code',
        client_id: 'the-client',
        client_secret: 'the-secret',
        refresh_token: null,
        redirect_uri: redirectUri,
      },
    },
  ])
})
