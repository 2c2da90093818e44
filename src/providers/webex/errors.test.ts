import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OutboundResponse } from '#outbound'
import type { Exchange } from '../answer.ts'
import { ProviderError, type ProviderErrorKind } from '../provider-error.ts'
import { pageIn, readDeletion, readJoinLink, readMeeting, readToken } from './client.ts'

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
  const sent = ['s3cret-token']
  return { provider: 'webex', service: 'webexapis.com', act: 'do it', sent, response, receivedAt }
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

/** The statuses that every call documents. */
const table: readonly (readonly [number, ProviderErrorKind])[] = [
  [400, 'rejected'],
  [401, 'auth'],
  [403, 'scope'],
  [404, 'not-found'],
  [405, 'rejected'],
  [409, 'rejected'],
  [410, 'not-found'],
  [415, 'rejected'],
  [423, 'rate-limited'],
  [428, 'rejected'],
  [429, 'rate-limited'],
  [500, 'unavailable'],
  [502, 'unavailable'],
  [503, 'unavailable'],
  [504, 'unavailable'],
]

for (const [status, kind] of table) {
  test(`${status} is "${kind}", in the words of Webex and without the token`, () => {
    const message = 'The input s3cret-token is invalid.'
    const errors = [{ description: message }, { description: 'The start is before now.' }]
    const failure = failureOf(() => readMeeting(exchange(status, { message, errors })))
    assert.equal(failure.kind, kind)
    assert.ok(
      failure.message.startsWith('The input [removed] is invalid. The start is before now.'),
      failure.message,
    )
  })
}

test('how long to wait is told, or 15 seconds as in the libraries of Webex', () => {
  const wait = (status: number, headers: Record<string, string> = {}) =>
    failureOf(() => readMeeting(exchange(status, {}, headers))).retryAfterSeconds
  assert.equal(wait(429, { 'retry-after': '42' }), 42)
  assert.equal(wait(423, { 'retry-after': '7' }), 7)
  assert.equal(wait(429), 15)
  assert.equal(wait(423), 15)
  assert.equal(wait(503), undefined)
})

for (const [error, kind] of [
  ['invalid_grant', 'auth'],
  ['invalid_request', 'auth'],
  ['invalid_client', 'scope'],
  ['invalid_scope', 'scope'],
] as const) {
  test(`the token endpoint says ${error} with 400 or 401, which is "${kind}"`, () => {
    for (const status of [400, 401]) {
      const body = { error, error_description: 'No.', trackingID: 'CLIENT_1' }
      const failure = failureOf(() => readToken(exchange(status, body)))
      assert.equal(failure.kind, kind)
      assert.equal(failure.message, 'No.')
      assert.equal(failure.vendorCode, error)
    }
  })
}

test('the token endpoint that fails does not end the sign-in', () => {
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

test('a join link that is a redirect, or no web address, is not handed to a browser', () => {
  const redirect = exchange(302, '', { location: 'https://example.webex.com/join?token=abc' })
  const failure = failureOf(() => readJoinLink(redirect))
  assert.equal(failure.kind, 'unexpected')
  assert.ok(!failure.message.includes('abc'))
  const script = exchange(200, { joinLink: 'javascript:alert(1)' })
  assert.equal(failureOf(() => readJoinLink(script)).kind, 'unexpected')
})

for (const [link, next] of [
  ['<https://a.example/v1/x?p=2>; rel="next"', 'https://a.example/v1/x?p=2'],
  ['<https://a.example/1>; rel="first", <https://a.example/3>; rel="next"', 'https://a.example/3'],
  ['<https://a.example/1>; rel="prev"', undefined],
  ['', undefined],
] as const) {
  test(`the header Link "${link}" names ${next ?? 'no next page'}`, () => {
    assert.equal(pageIn(exchange(200, '', { link }), { items: [] }).next, next)
  })
}
