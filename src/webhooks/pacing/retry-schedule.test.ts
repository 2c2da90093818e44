import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { RetrySchedule } from '../endpoint-options.ts'
import { readRetryAfter } from './retry-after.ts'
import { longestWaitMs, nextAttempt } from './retry-schedule.ts'

const schedule: RetrySchedule = {
  attempts: 5,
  firstDelayMs: 5_000,
  totalMs: 3_600_000,
  endless: false,
}

const waits = (each: RetrySchedule, random: () => number): number[] => {
  const found: number[] = []
  for (let attempt = 1; attempt <= 200; attempt += 1) {
    const wait = nextAttempt(each, { attempt, retryAfterMs: undefined }, random)
    if (wait === undefined) break
    found.push(wait)
  }
  return found
}

test('waits double, and half of each is spread', () => {
  assert.deepEqual(
    waits(schedule, () => 1),
    [5_000, 10_000, 20_000, 40_000],
  )
  assert.deepEqual(
    waits(schedule, () => 0),
    [2_500, 5_000, 10_000, 20_000],
  )
})

test('planned waits never exceed the total time, whatever the schedule', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100 }),
      fc.integer({ min: 1, max: 86_400 }),
      fc.integer({ min: 1, max: 43_200 }),
      (attempts, seconds, minutes) => {
        const each = { attempts, firstDelayMs: seconds * 1_000, totalMs: minutes * 60_000 }
        const found = waits({ ...each, endless: false }, () => 1)
        assert.ok(found.length < attempts)
        assert.ok(found.reduce((sum, wait) => sum + wait, 0) <= each.totalMs)
      },
    ),
  )
})

test('what holds back others is tried for ever, once an hour in the end', () => {
  const found = waits({ ...schedule, endless: true }, () => 1)
  assert.equal(found.length, 200)
  assert.equal(found.at(-1), longestWaitMs)
})

test('a receiver can ask for a longer wait, of at most an hour', () => {
  const ask = (retryAfterMs: number) =>
    nextAttempt(schedule, { attempt: 1, retryAfterMs }, () => 0.5)
  assert.equal(ask(1_000), 3_750)
  assert.equal(ask(60_000), 61_500)
  assert.equal(ask(1e12), 3_690_000)
})

test('Retry-After is read as seconds and in the three forms of a date', () => {
  const now = new Date('1994-11-06T08:49:07Z')
  const forms = ['30', 'Sun, 06 Nov 1994 08:49:37 GMT', 'Sunday, 06-Nov-94 08:49:37 GMT']
  for (const text of [...forms, 'Sun Nov  6 08:49:37 1994']) {
    assert.equal(readRetryAfter(text, now), 30_000, text)
  }
  assert.equal(readRetryAfter('Sun, 06 Nov 1994 08:00:00 GMT', now), 0)
  const wrong = [undefined, '', '-3', '1.5', 'soon', '2026-01-01', 'Sun, 99 Nov 1994 99:00:00 GMT']
  for (const text of wrong) {
    assert.equal(readRetryAfter(text, now), undefined, String(text))
  }
})
