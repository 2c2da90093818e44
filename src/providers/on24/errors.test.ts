import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OutboundResponse } from '#outbound'
import type { Exchange } from '../answer.ts'
import { failsAs } from '../conformance/case.ts'
import { createdWebinar } from '../conformance/webinars.ts'
import { ProviderError, type ProviderErrorKind } from '../provider-error.ts'
import { isGone, refuseErrors } from './errors.ts'
import { withOn24 } from './on24-peer.ts'

const receivedAt = new Date('2031-05-05T10:00:40.000Z')

function exchangeOf(status: number, message: string, headers: Record<string, string> = {}) {
  const text = JSON.stringify({ message })
  const response = { status, headers, text: () => text } as unknown as OutboundResponse
  const sent = ['KEY-1', 'SECRET-1']
  return {
    provider: 'on24',
    service: 'api.on24.com',
    act: 'register somebody',
    sent,
    response,
    receivedAt,
  } as Exchange
}

function refusalOf(exchange: Exchange): ProviderError {
  try {
    refuseErrors(exchange, 'REST Registration')
  } catch (error) {
    assert.ok(error instanceof ProviderError)
    return error
  }
  assert.fail('The answer was accepted.')
}

const permission = 'You do not have permission to perform the requested operation.'
const quota = 'You have reached the maximum number of calls for this api.'

for (const [status, message, kind, words] of [
  [
    401,
    'Header must contain both accessTokenKey and accessTokenSecret.',
    'auth',
    /active API token/,
  ],
  [401, 'AccessTokenKey and AccessTokenSecret are deactivated.', 'auth', /60 days/],
  [403, permission, 'scope', /lacks the right "REST Registration"/],
  [403, 'The client id 22355 is inactive.', 'scope', /contract/],
  [403, 'The event id 4100001 is inactive.', 'rejected', /inactive at ON24/],
  [403, quota, 'rate-limited', /maximum number of calls/],
  [403, 'You reached the maximum number of calls for this endpoint', 'rate-limited', /endpoint\./],
  [429, quota, 'rate-limited', /maximum number/],
  [404, "The event 4100001 doesn't exist.", 'not-found', /doesn't exist/],
  [410, 'Event has already been deleted', 'not-found', /already/],
  [400, 'Invalid time zone: Europe/Nowhere', 'rejected', /Europe\/Nowhere/],
  [412, 'Event does not meet criteria for deletion', 'rejected', /criteria/],
  [500, 'Internal error.', 'unavailable', /Internal error/],
  [503, 'Service Unavailable', 'unavailable', /Service Unavailable/],
] as const satisfies readonly (readonly [number, string, ProviderErrorKind, RegExp])[]) {
  test(`${status} "${message}" is "${kind}"`, () => {
    const error = refusalOf(exchangeOf(status, message))
    assert.equal(error.kind, kind)
    assert.match(error.message, words)
    assert.equal(error.status, status)
  })
}

test('a quota ends with the minute, and those who were refused together come back apart', () => {
  const waits = Array.from(
    { length: 200 },
    () => refusalOf(exchangeOf(403, quota)).retryAfterSeconds,
  )
  assert.ok(waits.every((wait) => wait !== undefined && wait >= 20 && wait < 30))
  assert.ok(new Set(waits).size > 3)
})

test('a time that ON24 tells is kept', () => {
  const told = refusalOf(exchangeOf(429, quota, { 'retry-after': '7' }))
  assert.equal(told.retryAfterSeconds, 7)
  const down = refusalOf(exchangeOf(503, 'Service Unavailable', { 'retry-after': '90' }))
  assert.equal(down.retryAfterSeconds, 90)
})

test('a vendor that repeats the token in its message is not repeated', () => {
  const { message } = refusalOf(exchangeOf(401, 'The pair KEY-1 and SECRET-1 is wrong'))
  assert.ok(!message.includes('KEY-1') && !message.includes('SECRET-1'), message)
})

test('an event that is gone and a client that is unknown are told apart', () => {
  assert.ok(isGone(exchangeOf(410, 'Event has already been deleted')))
  assert.ok(isGone(exchangeOf(404, 'Event not found for this client or its children')))
  assert.ok(!isGone(exchangeOf(404, "The client 999 doesn't exist.")))
  assert.ok(!isGone(exchangeOf(403, permission)))
})

test('a storm of refusals ends, in each of the ways in which ON24 has been seen to refuse', () =>
  withOn24(async (bench, { control }) => {
    const { webinarId } = await createdWebinar(bench)
    control.change({ perMinute: { ...control.settings().perMinute, busy: 5 } })
    const ways = ['forbidden', 'too-many-requests', 'too-many-requests-with-a-time'] as const
    for (const tooMany of ways) {
      control.change({ tooMany })
      bench.clock.advance(61_000)
      for (let call = 0; call < 5; call += 1) {
        await bench.provider.register(webinarId, bench.person())
      }
      const error = await failsAs(bench, 'rate-limited', () =>
        bench.provider.register(webinarId, bench.person()),
      )
      assert.ok((error.retryAfterSeconds ?? 0) > 0)
    }
    assert.equal(control.registrants(webinarId).length, 15)
  }))
