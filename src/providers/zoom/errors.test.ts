import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OutboundResponse } from '#outbound'
import type { Exchange } from '../answer.ts'
import { ProviderError, type ProviderErrorKind } from '../provider-error.ts'
import { readMeeting, readToken } from './client.ts'

const receivedAt = new Date('2031-05-05T22:00:00.000Z')

function exchange(status: number, body: unknown, headers: Record<string, string> = {}): Exchange {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response: OutboundResponse = {
    status,
    headers,
    body: Buffer.from(text),
    text: () => text,
    durationMs: 1,
  }
  const act = 'create the webinar'
  return {
    provider: 'zoom',
    service: 'api.zoom.us',
    act,
    sent: ['s3cret-token'],
    response,
    receivedAt,
  }
}

function failureOf(read: () => unknown): ProviderError {
  try {
    read()
  } catch (error) {
    assert.ok(error instanceof ProviderError, String(error))
    return error
  }
  return assert.fail('The answer was accepted.')
}

/** Status, code and message as Zoom documents them, and what the hub makes of it. */
const table: readonly (readonly [number, number, string, ProviderErrorKind])[] = [
  [401, 124, 'Invalid access token.', 'auth'],
  [400, 200, 'No permission.', 'scope'],
  [400, 300, 'Validation Failed.', 'rejected'],
  [404, 1001, 'User does not exist: a@example.com.', 'not-found'],
  [400, 1010, 'User does not belong to this account: 1.', 'rejected'],
  [400, 3000, 'Cannot access webinar info.', 'rejected'],
  [404, 3001, 'Meeting does not exist: 1.', 'not-found'],
  [400, 3027, 'Host cannot register.', 'rejected'],
  [400, 3035, 'Webinar has reached maximum attendee capacity.', 'rejected'],
  [400, 3038, 'Meeting is over, you can not register now.', 'rejected'],
  [400, 3043, 'Meeting has reached maximum attendee capacity.', 'rejected'],
  [400, 3161, 'Your user account is not allowed meeting hosting and scheduling.', 'scope'],
  [404, 3301, 'This recording does not exist.', 'not-found'],
  [400, 4711, 'Invalid access token, does not contain scopes:[meeting:write].', 'scope'],
  [400, 12702, 'Can not access a meeting a year ago.', 'rejected'],
  [429, 429, 'You have reached the maximum per-second rate limit for this API.', 'rate-limited'],
  [500, 300, 'Something of the server.', 'unavailable'],
  [400, 99999, 'A code of next year.', 'rejected'],
  [403, 99999, 'A code of next year.', 'scope'],
]

for (const [status, code, message, kind] of table) {
  test(`${status} with code ${code} is "${kind}", in the words of Zoom`, () => {
    const failure = failureOf(() => readMeeting(exchange(status, { code, message })))
    assert.equal(failure.kind, kind)
    assert.ok(failure.message.startsWith(message), failure.message)
    assert.equal(failure.vendorCode, String(code))
  })
}

test('what Zoom says about single fields is told too, without secrets', () => {
  const errors = [{ field: 'start_time', message: 'Invalid s3cret-token.' }]
  const body = { code: 300, message: 'Validation Failed.', errors }
  const { message } = failureOf(() => readMeeting(exchange(400, body)))
  assert.equal(message, 'Validation Failed. start_time: Invalid [removed].')
})

const perHost =
  'You have exceeded the daily rate limit (100) of Meeting Create/Update API requests permitted for this particular user. You may resume these requests at GMT 00:00:00.'
const perPerson =
  'You have exceeded the daily rate limit of (3) for Add a webinar registrant API requests for the registrant (zoe@example.com). You can resume these API requests at GMT 00:00:00.'
const perSecond =
  'You have reached the maximum per-second rate limit for this API. Try again later.'

for (const [what, message, headers, seconds] of [
  ['the quota of a host, which comes without a date', perHost, {}, 7200],
  ['the quota of a person, which comes without a date', perPerson, {}, 7200],
  ['the limit per second', perSecond, { 'x-ratelimit-type': 'QPS' }, 1],
  ['the quota of the account', 'Daily.', { 'retry-after': '2031-05-06T00:00:00Z' }, 7200],
  ['a wait in seconds', perSecond, { 'retry-after': '17' }, 17],
] as const) {
  test(`${what} says when to come again`, () => {
    const failure = failureOf(() => readMeeting(exchange(429, { code: 429, message }, headers)))
    assert.equal(failure.kind, 'rate-limited')
    assert.equal(failure.retryAfterSeconds, seconds)
    assert.ok(!failure.message.includes('zoe@example.com'))
  })
}

test('the token endpoint tells wrong credentials from one that fails', () => {
  const kind = (status: number, body: unknown) =>
    failureOf(() => readToken(exchange(status, body))).kind
  assert.equal(
    kind(400, { reason: 'Invalid client_id or client_secret', error: 'invalid_client' }),
    'auth',
  )
  assert.equal(
    kind(400, { reason: 'unsupported grant type', error: 'unsupported_grant_type' }),
    'auth',
  )
  assert.equal(kind(400, { reason: 'Bad request', error: 'invalid_request' }), 'rejected')
  assert.equal(kind(503, 'down'), 'unavailable')
  assert.equal(kind(200, { access_token: '' }), 'unexpected')
})

for (const [what, body] of [
  ['a link that is a script', { id: 1, join_url: 'javascript:alert(1)' }],
  ['an id that would climb out of its path', { id: '../users', join_url: 'https://zoom.us/j/1' }],
  ['no id', { join_url: 'https://zoom.us/j/1' }],
] as const) {
  test(`a meeting with ${what} is refused as "unexpected"`, () => {
    assert.equal(failureOf(() => readMeeting(exchange(201, body))).kind, 'unexpected')
  })
}
