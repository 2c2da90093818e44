import assert from 'node:assert/strict'
import { test } from 'node:test'
import { general } from '#errors'
import { afterProviderFailure, heldBackUntil } from './after-failure.ts'
import { ProviderError, type ProviderErrorKind } from './provider-error.ts'

const verdict = afterProviderFailure({
  notSignedIn: 'Sign in',
  lacksRight: 'Grant a right',
  notFound: 'No such room',
})

const failed = (kind: ProviderErrorKind, retryAfterSeconds?: number) =>
  new ProviderError(kind, {
    ...{ provider: 'example', message: 'it said so' },
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  })

const retries = (kind: ProviderErrorKind) => {
  let attempt = 1
  while (verdict(failed(kind), attempt).next === 'retry') attempt += 1
  return attempt - 1
}

test('an outage is waited for half a day, a refusal of the provider not at all', () => {
  assert.deepEqual(
    (['unavailable', 'rate-limited', 'unexpected', 'auth', 'not-found', 'rejected'] as const).map(
      retries,
    ),
    [12, 12, 4, 0, 0, 0],
  )
  assert.deepEqual(verdict(failed('unavailable'), 1), {
    ...{ next: 'retry', afterMs: 5000 },
    friendlyMessage: 'The provider could not be reached: it said so',
  })
  assert.deepEqual(verdict(failed('not-found'), 1), {
    ...{ next: 'fail', friendlyMessage: 'No such room: it said so' },
  })
})

test('a provider that asks for more time gets it', () => {
  const { next, ...more } = verdict(failed('rate-limited', 90), 1)
  assert.deepEqual([next, 'afterMs' in more && more.afterMs], ['retry', 90_000])
})

test('what the hub refuses needs somebody to act; a mistake of its own is tried three times more', () => {
  const refusal = general['not-found']({ what: 'account', id: 'x' })
  assert.equal(verdict(refusal, 1).next, 'fail')
  assert.deepEqual(
    [1, 2, 3, 4].map((attempt) => verdict(new TypeError('oh'), attempt).next),
    ['retry', 'retry', 'retry', 'fail'],
  )
})

test('a call that was held back comes back without an attempt', () => {
  const now = new Date('2026-09-01T12:00:00Z')
  const held = new ProviderError('rate-limited', {
    ...{ provider: 'example', message: 'later', heldBack: true, retryAfterSeconds: 7 },
  })
  assert.deepEqual(heldBackUntil(held, now), new Date('2026-09-01T12:00:07Z'))
  assert.equal(heldBackUntil(failed('rate-limited', 7), now), undefined)
  assert.equal(heldBackUntil(new TypeError('oh'), now), undefined)
})
