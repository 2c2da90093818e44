import assert from 'node:assert/strict'
import test from 'node:test'
import { general } from '#errors'
import { describeError, errorCodeOf } from './describe-error.ts'

test('an error is told with its causes, and without its stack', () => {
  const error = new Error('The push failed', { cause: new TypeError('no host') })
  assert.equal(describeError(error), 'Error: The push failed; caused by TypeError: no host')
  const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
  assert.equal(
    describeError(new AggregateError([refused], 'all failed')),
    'AggregateError: all failed; caused by Error ECONNREFUSED: connect',
  )
  assert.equal(describeError('a thrown text'), 'a thrown text')
  assert.equal(describeError({ token: 'abc' }), 'a thrown value')
})

test('what looks like a secret does not reach the ledger', () => {
  const secrets = [
    'Authorization: Bearer eyJhbGciOi.abc-def_123',
    'postgres://hub:hunter2@db/hub',
    'POST https://vendor.example/token?code=hunter2&client=4',
    '{"client_secret":"hunter2","x":1}',
    "password='hunter2'",
    'apikey: hunter2',
  ]
  for (const secret of secrets) {
    const told = describeError(new Error(secret))
    assert.match(told, /\[removed\]/, secret)
    assert.doesNotMatch(told, /hunter2|eyJ/, secret)
  }
})

test('ordinary sentences stay as they are', () => {
  for (const plain of ['The token of the account has expired', 'Key (id)=(4) exists', 'a: b']) {
    assert.equal(describeError(new Error(plain)), `Error: ${plain}`)
  }
})

test('the error code is the number that clients of Dataverse compare with', () => {
  assert.equal(errorCodeOf(general['not-found']({ what: 'row', id: '1' })), 0x80040217 | 0)
  assert.equal(errorCodeOf(new Error('unplanned')), -2147220970)
})
