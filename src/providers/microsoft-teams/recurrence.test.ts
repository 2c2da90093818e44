import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { instantOf, localOf, occurrencesOf, weekdays } from '#calendar'
import type { WebinarPlan } from '../contract.ts'
import {
  instantOfZoned,
  isSameSeries,
  type Series,
  toRecurrenceBody,
  toZonedTime,
} from './recurrence.ts'
import { instantIn, timesOf, zoneOf } from './twin/times.ts'

const zone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'))
/** Whole minutes, as plans have them; far from the ends of the calendar. */
const minute = fc
  .integer({ min: Date.UTC(2027, 0) / 60_000, max: Date.UTC(2040, 0) / 60_000 })
  .map((minutes) => new Date(minutes * 60_000))

/** A clock that is put back shows an hour twice; which one is meant, Graph has no way to say. */
const isToldTwice = (time: Date, name: string) =>
  instantOf(localOf(time, name), name).getTime() !== time.getTime()

test('an instant reaches Graph in any zone of the world, and comes back as it was', () => {
  fc.assert(
    fc.property(minute, zone, (time, name) => {
      fc.pre(!isToldTwice(time, name))
      const zoned = toZonedTime(time, name)
      assert.equal(instantIn(zoned).getTime(), time.getTime())
      assert.equal(instantOfZoned(zoned)?.getTime(), time.getTime())
    }),
  )
})

const common = {
  interval: fc.integer({ min: 1, max: 6 }),
  count: fc.integer({ min: 1, max: 30 }),
}
const series: fc.Arbitrary<Series> = fc.oneof(
  fc.record({ frequency: fc.constant('daily' as const), ...common }),
  fc.record({
    frequency: fc.constant('weekly' as const),
    ...common,
    weekdays: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }),
  }),
  fc.record({
    frequency: fc.constant('monthly' as const),
    ...common,
    monthDay: fc.integer({ min: 1, max: 28 }),
  }),
  fc.record({
    frequency: fc.constant('monthly' as const),
    ...common,
    week: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const, -1 as const),
    weekday: fc.constantFrom(...weekdays),
  }),
)

test('a series that begins on one of its days takes place in Exchange when the hub says', () => {
  fc.assert(
    fc.property(series, minute, zone, (rule, anyTime, timeZone) => {
      const [first] = occurrencesOf({ ...rule, count: 1 } as Series, localOf(anyTime, timeZone))
      const start = instantOf(first ?? '', timeZone)
      fc.pre(localOf(start, timeZone) === first)
      const body = toRecurrenceBody({ start, timeZone } as WebinarPlan, rule)
      const ours = [...occurrencesOf(rule, first ?? '')].map((time) => instantOf(time, timeZone))
      const theirs = timesOf(body, start, zoneOf(toZonedTime(start, timeZone).timeZone))
      assert.deepEqual(
        theirs.map((time) => time.toISOString()),
        ours.map((time) => time.toISOString()),
      )
      assert.ok(isSameSeries(body, body))
    }),
    { numRuns: 60 },
  )
})

test('a rule that Exchange has filled in is the same, another day or end is not', () => {
  const start = new Date('2031-01-31T09:00:00Z')
  const plan = { start, timeZone: 'Europe/Berlin' } as WebinarPlan
  const wanted = toRecurrenceBody(plan, { frequency: 'weekly', interval: 1, count: 5 })
  const found = {
    pattern: { ...wanted.pattern, dayOfMonth: 0, month: 0, index: 'first' },
    range: { ...wanted.range, endDate: '0001-01-01' },
  }
  assert.ok(isSameSeries(wanted, found))
  const otherDays = { ...found, pattern: { ...found.pattern, daysOfWeek: ['monday'] } }
  assert.ok(!isSameSeries(wanted, otherDays))
  const otherEnd = { ...found, range: { ...found.range, numberOfOccurrences: 6 } }
  assert.ok(!isSameSeries(wanted, otherEnd))
  assert.ok(!isSameSeries(undefined, found))
  assert.ok(isSameSeries(undefined, null))
})
