import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { clip, type Interval, totalMinutes, uniteIntervals } from './intervals.ts'

const base = Date.UTC(2026, 4, 1, 10)
const seconds = (from: number, to: number): Interval => ({
  from: new Date(base + from * 1000),
  to: new Date(base + to * 1000),
})

const anyInterval = fc.tuple(fc.nat(600), fc.nat(600)).map(([from, to]) => seconds(from, to))
const anyIntervals = fc.array(anyInterval, { maxLength: 12 })

/** The slow, obvious meaning: which of the seconds of the day are covered. */
function coveredSeconds(intervals: readonly Interval[]): number[] {
  return Array.from({ length: 601 }, (_, second) => second).filter((second) =>
    intervals.some(
      ({ from, to }) =>
        from.getTime() <= base + second * 1000 && base + second * 1000 < to.getTime(),
    ),
  )
}

test('stays that overlap or touch are one stay, in order', () => {
  assert.deepEqual(uniteIntervals([seconds(50, 60), seconds(0, 20), seconds(10, 30)]), [
    seconds(0, 30),
    seconds(50, 60),
  ])
  assert.deepEqual(uniteIntervals([seconds(0, 10), seconds(10, 20)]), [seconds(0, 20)])
  assert.deepEqual(uniteIntervals([seconds(0, 100), seconds(10, 20)]), [seconds(0, 100)])
})

test('stays that end when or before they begin hold no time', () => {
  assert.deepEqual(uniteIntervals([seconds(10, 10), seconds(30, 20)]), [])
  assert.equal(totalMinutes([seconds(500, 0)]), 0)
})

test('time is summed first and rounded down to whole minutes once', () => {
  assert.equal(totalMinutes([seconds(0, 40), seconds(100, 140), seconds(200, 240)]), 2)
  assert.equal(totalMinutes([seconds(0, 59)]), 0)
  assert.equal(totalMinutes([seconds(0, 60)]), 1)
  const almost = [seconds(0.5, 30.5), seconds(40.5, 70)]
  assert.equal(totalMinutes(almost), 0)
  assert.equal(totalMinutes([...almost, seconds(100, 100.5)]), 1)
  assert.equal(totalMinutes([]), 0)
})

test('uniting keeps exactly the covered seconds, ordered and apart', () => {
  fc.assert(
    fc.property(anyIntervals, (intervals) => {
      const before = structuredClone(intervals)
      const united = uniteIntervals(intervals)
      assert.deepEqual(intervals, before)
      assert.deepEqual(coveredSeconds(united), coveredSeconds(intervals))
      united.forEach((interval, at) => {
        assert.ok(interval.from < interval.to)
        const next = united[at + 1]
        if (next !== undefined) assert.ok(interval.to < next.from)
      })
    }),
  )
})

test('whole minutes are the covered seconds divided by sixty, rounded down', () => {
  fc.assert(
    fc.property(anyIntervals, (intervals) => {
      assert.equal(totalMinutes(intervals), Math.floor(coveredSeconds(intervals).length / 60))
    }),
  )
})

test('clipping keeps exactly the covered seconds inside the window', () => {
  fc.assert(
    fc.property(anyIntervals, anyInterval, (intervals, window) => {
      const inside = new Set(coveredSeconds([window]))
      const expected = coveredSeconds(intervals).filter((second) => inside.has(second))
      assert.deepEqual(coveredSeconds(clip(intervals, window)), expected)
    }),
  )
})
