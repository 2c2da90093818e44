import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { OutboundResponse } from '#outbound'
import { retryAfterSeconds } from './answer.ts'

const now = new Date('2031-05-05T10:00:00.000Z')

const asked = (value: string) =>
  retryAfterSeconds(
    { status: 429, headers: { 'retry-after': value } } as unknown as OutboundResponse,
    now,
  )

test('seconds are kept as they are, fractions are rounded up: the pause is never shorter than asked', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 99_999 }),
      fc.integer({ min: 0, max: 999 }),
      (whole, part) => {
        assert.equal(asked(String(whole)), whole)
        assert.equal(asked(`${whole}.${part}`), part === 0 ? whole : whole + 1)
      },
    ),
  )
  assert.equal(asked('12.5'), 13)
})

test('a date is the time until then, in all three forms of HTTP and in that of Zoom; one that has passed is no pause', () => {
  fc.assert(
    fc.property(fc.integer({ min: -100_000, max: 100_000 }), (seconds) => {
      const date = new Date(now.getTime() + seconds * 1000).toUTCString()
      assert.equal(asked(date), Math.max(0, seconds))
    }),
  )
  assert.equal(asked('Monday, 05-May-31 10:00:30 GMT'), 30)
  assert.equal(asked('Mon May  5 10:00:30 2031'), 30)
  assert.equal(asked('2031-05-05T10:00:30Z'), 30)
})

test('whatever else stands there is not taken for a time', () => {
  for (const text of ['', ' ', 'soon', '-5', '1e3', '12.5.1', '5 s', 'Someday, or other', '2031']) {
    assert.notEqual(asked(text), 0, text)
  }
  fc.assert(
    fc.property(fc.string(), (text) => {
      const seconds = asked(text)
      assert.ok(seconds === undefined || (Number.isSafeInteger(seconds) && seconds >= 0))
    }),
  )
  assert.equal(asked('2031'), 2031)
})
