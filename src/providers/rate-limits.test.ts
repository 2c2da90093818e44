import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRateLimits } from './rate-limits.ts'

const limit = { configurationId: 'one', perMinute: 100 }

/** How many calls may go within so many milliseconds when each goes as soon as it may. */
function callsWithin(milliseconds: number, perMinute: number): number {
  let now = 0
  const limits = createRateLimits(() => now)
  for (let calls = 0; ; calls += 1) {
    const { waitMs } = limits.reserve({ ...limit, perMinute }, Number.POSITIVE_INFINITY)
    now += waitMs
    if (now > milliseconds) return calls
  }
}

test('no minute sees more calls than the limit, and the limit is nearly used', () => {
  for (const perMinute of [10, 60, 100, 1000]) {
    const calls = callsWithin(60_000, perMinute)
    assert.ok(calls <= perMinute && calls >= perMinute * 0.9, `${calls} of ${perMinute}`)
  }
})

test('a few calls go at once, the next ones one after the other', () => {
  const limits = createRateLimits(() => 0)
  const waits = Array.from({ length: 12 }, () => limits.reserve(limit, 10_000).waitMs)
  assert.deepEqual(waits.slice(0, 10), Array(10).fill(0))
  assert.equal(Math.round(waits[10] ?? 0), 667)
  assert.equal(Math.round(waits[11] ?? 0), 1333)
})

test('a call that would wait too long takes no place', () => {
  const limits = createRateLimits(() => 0)
  for (let call = 0; call < 11; call += 1) limits.reserve(limit, 10_000)
  const refused = limits.reserve(limit, 1_000)
  assert.equal(refused.granted, false)
  assert.equal(limits.reserve(limit, 1_000).waitMs, refused.waitMs)
})

test('configurations do not wait for one another', () => {
  const limits = createRateLimits(() => 0)
  for (let call = 0; call < 50; call += 1) limits.reserve(limit, 60_000)
  assert.equal(limits.reserve({ ...limit, configurationId: 'two' }, 0).granted, true)
})

test('a pause holds all calls back, an hour at most', () => {
  let now = 0
  const limits = createRateLimits(() => now)
  limits.pause('one', 120)
  assert.equal(limits.reserve(limit, 10_000).waitMs, 120_000)
  limits.pause('one', 1e9)
  assert.equal(limits.reserve(limit, 10_000).waitMs, 3_600_000)
  now = 3_600_000
  assert.equal(limits.reserve(limit, 10_000).waitMs, 0)
})
