import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OutboundResponse } from '#outbound'
import type { Exchange } from '../answer.ts'
import { ProviderError, type ProviderErrorKind } from '../provider-error.ts'
import { readParticipants, readWebinar } from './client.ts'
import { readDeletion } from './errors.ts'
import { failureOfCall, inWorld, person, plan } from './test-cabinet.ts'

function response(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): OutboundResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return { status, headers, body: Buffer.from(text), text: () => text, durationMs: 1 }
}

const exchange = (answer: OutboundResponse): Exchange => ({
  provider: 'etutorium',
  service: 'api.etutorium.com',
  act: 'create the webinar',
  sent: ['s3cret-key'],
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

const ok = (body: object) => response(200, { ok: false, ...body })

const answers: readonly [string, OutboundResponse, ProviderErrorKind, RegExp][] = [
  [
    'a list of errors',
    ok({ error: ['Title is empty', 'No places'] }),
    'rejected',
    /Title is empty No/,
  ],
  ['errors per field', ok({ validate: { title: ['is required'] } }), 'rejected', /is required/],
  ['a bare message', response(200, { message: 'Try again' }), 'rejected', /Try again/],
  ['a refusal without a word', ok({}), 'rejected', /that it will not do this/],
  ['a wrong key with 200', ok({ error: ['Wrong API key'] }), 'auth', /Wrong API key/],
  ['a missing right with 200', ok({ error: ['Access denied'] }), 'scope', /Access denied/],
  ['something unknown with 200', ok({ error: ['Webinar not found'] }), 'not-found', /not found/],
  ['the same in Ukrainian', ok({ error: ['Вебінар не знайдено'] }), 'not-found', /не знайдено/],
  ['a storm with 200', ok({ error: ['Too many requests'] }), 'rate-limited', /Too many/],
  ['a wrong key by status', response(401, ''), 'auth', /does not accept the API token/],
  ['a missing right by status', response(403, ''), 'scope', /lacks the right/],
  ['something unknown by status', response(404, {}), 'not-found', /no such thing/],
  ['a storm by status', response(429, '', { 'retry-after': '7' }), 'rate-limited', /too many/],
  ['a field by status', response(422, { ok: false, validate: ['x'] }), 'rejected', /\(422\): x/],
  ['a 500 with a page', response(500, '<!doctype html>'), 'unavailable', /a web page instead/],
  ['a page', response(200, '<html></html>'), 'unexpected', /a web page instead of JSON/],
  [
    'a redirect',
    response(302, '', { location: 'https://x.example/?a' }),
    'unexpected',
    /x\.example/,
  ],
  ['a webinar without an id', response(200, { ok: true, response: {} }), 'unexpected', /id/],
  ['an id that climbs', response(200, { id: '../x' }), 'unexpected', /\/id/],
  ['a message with the key', ok({ error: ['s3cret-key is bad'] }), 'rejected', /\[removed\]/],
]

for (const [what, answer, kind, message] of answers) {
  test(`${what} is told as "${kind}" in a sentence`, () => {
    const failure = failureOf(() => readWebinar(exchange(answer)))
    assert.equal(failure.kind, kind, failure.message)
    assert.match(failure.message, message)
  })
}

test('when nothing says how long a storm lasts, it is a minute', () => {
  const storm = (answer: OutboundResponse) => failureOf(() => readWebinar(exchange(answer)))
  assert.equal(storm(response(429, '')).retryAfterSeconds, 60)
  assert.equal(storm(response(429, '', { 'retry-after': '7' })).retryAfterSeconds, 7)
})

test('answers are read with and without their envelope, ids as numbers and as texts', () => {
  for (const id of [12, '12']) {
    for (const body of [{ id }, { ok: true, response: { id } }]) {
      assert.equal(String(readWebinar(exchange(response(200, body))).id), '12')
    }
  }
})

test('a token that would leave its place in the address is no token', () => {
  const list = response(200, { ok: true, response: [{ access_token: '../../admin' }] })
  assert.equal(failureOf(() => readParticipants(exchange(list))).kind, 'unexpected')
})

test('a deletion of what is gone has succeeded, whichever way it is told', () => {
  for (const answer of [
    response(200, { ok: true }),
    response(204, ''),
    response(404, ''),
    ok({ error: ['Webinar not found'] }),
  ]) {
    readDeletion(exchange(answer))
  }
  assert.equal(failureOf(() => readDeletion(exchange(response(403, '')))).kind, 'scope')
})

for (const failures of ['envelope', 'status'] as const) {
  for (const wrapsAll of [true, false]) {
    test(`a server with failures by ${failures} and ${wrapsAll ? 'everything' : 'little'} wrapped is understood`, () =>
      inWorld({}, async ({ provider, twin }) => {
        twin.control.change({ failures, wrapsAll })
        const { webinarId } = await provider.createWebinar(plan)
        assert.equal((await provider.check()).status, 'healthy')
        const unknown = await failureOfCall(() => provider.readWebinar('999'))
        assert.equal(unknown.kind, 'not-found')
        const invalid = { ...plan, title: ' ' }
        assert.equal((await failureOfCall(() => provider.createWebinar(invalid))).kind, 'rejected')
        assert.notEqual((await provider.register(webinarId, person())).registrantId, '')
      }))
  }
  test(`a wrong API token is told by the check, with failures by ${failures}`, () =>
    inWorld(
      {},
      async ({ provider, twin }) => {
        twin.control.change({ failures })
        const check = await provider.check()
        assert.equal(check.status, 'not-authenticated')
        assert.match(check.message, /Wrong API key/)
      },
      { msevtmgt_accesstoken: 'planted' },
    ))
}
