import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OutboundResponse } from '#outbound'
import { ProviderError, type ProviderErrorKind } from '../provider-error.ts'
import { readEvent } from './client.ts'
import { type GraphExchange, readDeletion, readToken } from './send.ts'

const receivedAt = new Date('2031-05-05T22:00:00.000Z')

function exchange(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): GraphExchange {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response: OutboundResponse = {
    status,
    headers,
    body: Buffer.from(text),
    text: () => text,
    durationMs: 1,
  }
  return {
    provider: 'microsoft-teams',
    service: 'graph.microsoft.com',
    act: 'do it',
    sent: ['s3cret-token'],
    response,
    receivedAt,
    needs: 'Calendars.ReadWrite',
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

const graph = (code: string, message = 'No s3cret-token.') => ({
  error: { code, message, innerError: { 'request-id': 'one' } },
})

const table: readonly (readonly [number, string, ProviderErrorKind])[] = [
  [400, 'BadRequest', 'rejected'],
  [400, 'ErrorInvalidRequest', 'rejected'],
  [400, 'ErrorOccurrenceCrossingBoundary', 'rejected'],
  [400, 'TimeZoneNotSupportedException', 'rejected'],
  [401, 'InvalidAuthenticationToken', 'auth'],
  [403, 'ErrorAccessDenied', 'scope'],
  [403, 'Forbidden', 'scope'],
  [403, 'Authorization_RequestDenied', 'scope'],
  [404, 'ErrorItemNotFound', 'not-found'],
  [404, 'itemNotFound', 'not-found'],
  [404, 'MailboxNotEnabledForRESTAPI', 'scope'],
  [409, 'Conflict', 'rejected'],
  [410, 'Gone', 'not-found'],
  [412, 'ErrorIrresolvableConflict', 'rejected'],
  [423, 'ErrorMailboxMoveInProgress', 'unavailable'],
  [429, 'TooManyRequests', 'rate-limited'],
  [429, 'ApplicationThrottled', 'rate-limited'],
  [500, 'generalException', 'unavailable'],
  [502, 'UnknownError', 'unavailable'],
  [503, 'serviceNotAvailable', 'unavailable'],
  [503, 'TooManyRequests', 'unavailable'],
  [504, 'timeout', 'unavailable'],
  [507, 'quotaLimitReached', 'unavailable'],
]

for (const [status, code, kind] of table) {
  test(`${status} ${code} is "${kind}", in the words of Graph and without the token`, () => {
    const failure = failureOf(() => readEvent(exchange(status, graph(code))))
    assert.equal(failure.kind, kind)
    assert.equal(failure.vendorCode, code)
    assert.ok(failure.message.startsWith('No [removed].'), failure.message)
  })
}

test('what is missing for a call is named', () => {
  const failure = failureOf(() => readEvent(exchange(403, graph('ErrorAccessDenied'))))
  assert.match(failure.message, /permission Calendars\.ReadWrite: add it to the application/)
})

for (const [status, words] of [
  [403, 'No application access policy found for this app.'],
  [403, 'App 3f8a is not authorized to read meetings on behalf of user 8716.'],
  [400, 'Application access policy does not allow this.'],
] as const) {
  test(`"${words}" with ${status} is a missing access policy`, () => {
    const failure = failureOf(() => readEvent(exchange(status, graph('Forbidden', words))))
    assert.equal(failure.kind, 'scope')
    assert.match(failure.message, /Grant-CsApplicationAccessPolicy/)
  })
}

test('how long to wait is told in whole seconds, fractions rounded up', () => {
  const wait = (status: number, headers: Record<string, string> = {}) =>
    failureOf(() => readEvent(exchange(status, {}, headers))).retryAfterSeconds
  assert.equal(wait(429, { 'retry-after': '42' }), 42)
  assert.equal(wait(429, { 'retry-after': '1.5' }), 2)
  assert.equal(wait(429, { 'retry-after': '0.013' }), 1)
  assert.equal(wait(429), 10)
  assert.equal(wait(503, { 'retry-after': '7' }), 7)
  assert.equal(wait(503), undefined)
})

const entra = (error: string, number: number) => ({
  error,
  error_description: `AADSTS${number}: It is so. Trace ID: a Correlation ID: b Timestamp: c`,
  error_codes: [number],
})

const tokenTable: readonly (readonly [number, string, number, ProviderErrorKind])[] = [
  [400, 'invalid_grant', 70008, 'auth'],
  [400, 'invalid_grant', 700082, 'auth'],
  [400, 'invalid_grant', 50173, 'auth'],
  [400, 'invalid_grant', 65001, 'auth'],
  [400, 'interaction_required', 50076, 'auth'],
  [400, 'consent_required', 65001, 'auth'],
  [401, 'invalid_client', 7000215, 'scope'],
  [401, 'invalid_client', 7000222, 'scope'],
  [400, 'unauthorized_client', 700016, 'scope'],
  [400, 'invalid_request', 90002, 'scope'],
]

for (const [status, error, number, kind] of tokenTable) {
  test(`AADSTS${number} ${error} is "${kind}", with advice and without ids of support`, () => {
    const failure = failureOf(() => readToken(exchange(status, entra(error, number))))
    assert.equal(failure.kind, kind)
    assert.equal(failure.vendorCode, error)
    assert.match(failure.message, new RegExp(`^AADSTS${number}: It is so\\. [A-Z].+\\.$`))
    assert.ok(!failure.message.includes('Trace ID'))
  })
}

test('a token endpoint that fails does not end the sign-in', () => {
  assert.equal(failureOf(() => readToken(exchange(503, 'down'))).kind, 'unavailable')
  assert.equal(failureOf(() => readToken(exchange(429, {}))).kind, 'rate-limited')
  assert.equal(failureOf(() => readToken(exchange(200, '<html></html>'))).kind, 'unexpected')
})

test('a deletion of what is gone has succeeded, any other refusal has not', () => {
  for (const status of [204, 404, 410]) readDeletion(exchange(status, ''))
  assert.equal(failureOf(() => readDeletion(exchange(403, {}))).kind, 'scope')
  const redirect = exchange(302, '', { location: 'https://login.example/' })
  assert.equal(failureOf(() => readDeletion(redirect)).kind, 'unexpected')
})

test('a join address that is no web address is not handed to a browser', () => {
  const time = { dateTime: '2031-05-05T10:00:00', timeZone: 'UTC' }
  const event = { id: 'one', start: time, end: time }
  const script = { ...event, onlineMeeting: { joinUrl: 'javascript:alert(1)' } }
  assert.equal(failureOf(() => readEvent(exchange(200, script))).kind, 'unexpected')
})
