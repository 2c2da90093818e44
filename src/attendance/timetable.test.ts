import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isTooEarly, mayRest, nextLook, type Timetable, timetableOf } from './timetable.ts'

const end = new Date('2031-05-05T11:00:00.000Z')
const slow = { looksAfterMinutes: [30, 120, 720], completeAfterMinutes: 120 }

function looks(timetable: Timetable): number[] {
  const found: number[] = []
  let now = end
  for (;;) {
    const next = nextLook(timetable, end, now)
    if (next === undefined) return found
    assert.ok(next > now)
    found.push((next.getTime() - end.getTime()) / 60_000)
    now = next
  }
}

test('a provider that reports at once is asked every five minutes for an hour, then for corrections', () => {
  const timetable = timetableOf([undefined])
  const hour = Array.from({ length: 12 }, (_, at) => (at + 1) * 5)
  assert.deepEqual(looks(timetable), [...hour, 240, 1440, 4320])
  assert.equal(timetable.completeMs, 3_600_000)
  assert.ok(mayRest(timetable))
})

test('a slow provider is asked at the times it names, and nobody is absent before it has told all', () => {
  const timetable = timetableOf([slow])
  assert.deepEqual(looks(timetable), [30, 120, 240, 720, 1440, 4320])
  assert.equal(timetable.completeMs, 7_200_000)
  assert.ok(!mayRest(timetable))
  assert.ok(isTooEarly(slow, 29 * 60_000))
  assert.ok(!isTooEarly(slow, 30 * 60_000))
  assert.ok(!isTooEarly(undefined, 0))
})

test('an event on both is asked at both times, and the slow one decides about absence', () => {
  const timetable = timetableOf([undefined, slow])
  assert.deepEqual(looks(timetable).slice(0, 14), [
    ...Array.from({ length: 12 }, (_, at) => (at + 1) * 5),
    120,
    240,
  ])
  assert.equal(timetable.completeMs, 7_200_000)
})

test('an event without any provider rests after an hour', () => {
  assert.equal(timetableOf([]).completeMs, 3_600_000)
})
