import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Recurrence } from '#calendar'
import { meeting as planned } from '../../test/meeting-wishes.ts'
import { wishOf } from './change-meeting.ts'
import { datesOf, happening } from './dates.ts'
import { datesAfterChange } from './dates-after-change.ts'
import type { Exception, WholeMeeting } from './meeting.ts'
import type { MeetingWish } from './wish.ts'

const moved: Exception = {
  id: 'moved',
  originalStart: '2026-10-12T10:00:00',
  moved: { start: '2026-10-13T15:00:00', end: '2026-10-13T15:30:00' },
}
const off: Exception = { id: 'off', originalStart: '2026-10-26T10:00:00', moved: undefined }

/** Mondays from ten to eleven, six times; the second moved to Tuesday afternoon, the fourth off. */
const series: WholeMeeting = {
  ...planned,
  recurrence: { frequency: 'weekly', interval: 1, weekdays: ['monday'], count: 6 },
  exceptions: [moved, off],
}

const change = (more: Partial<MeetingWish>) =>
  datesAfterChange(series, { ...wishOf(series), ...more })

test('a change of anything but time, zone and recurrence keeps every moved and cancelled date', () => {
  const others = fc.record({
    title: fc.string(),
    description: fc.option(fc.string(), { nil: undefined }),
    password: fc.option(fc.string(), { nil: undefined }),
    language: fc.constantFrom('en', 'de', 'th'),
    attendees: fc.array(fc.record({ email: fc.emailAddress() })),
    cohosts: fc.array(fc.record({ email: fc.emailAddress() })),
  })
  const endings = fc.constantFrom({ count: 6 }, { until: '2026-11-09' })
  const property = fc.property(others, endings, (more, ending) => {
    const recurrence = {
      frequency: 'weekly',
      interval: 1,
      weekdays: ['monday'],
      ...ending,
    } as const
    const before: WholeMeeting = { ...series, recurrence }
    const { kept, reset } = datesAfterChange(before, { ...wishOf(before), ...more })
    assert.deepEqual(kept, before.exceptions)
    assert.deepEqual(reset, [])
  })
  fc.assert(property, { numRuns: 100 })
})

test('another time of day resets a moved date and says to what; a cancelled day stays cancelled', () => {
  const { kept, reset } = change({ start: '2026-10-05T14:00:00', end: '2026-10-05T15:00:00' })
  assert.deepEqual(kept, [{ ...off, originalStart: '2026-10-26T14:00:00' }])
  assert.deepEqual(
    reset.map(({ state, start, becomes }) => [state, start, becomes?.start]),
    [['moved', '2026-10-13T15:00:00', '2026-10-12T14:00:00']],
  )
})

test('a series that ends earlier or later, or takes place on more days, keeps what still is in it', () => {
  const recurrence = { frequency: 'weekly', interval: 1, weekdays: ['monday'] } as const
  assert.deepEqual(change({ recurrence: { ...recurrence, count: 10 } }).kept, [moved, off])
  assert.deepEqual(change({ recurrence: { ...recurrence, count: 3 } }).kept, [moved])
  const days = { ...recurrence, weekdays: ['monday', 'thursday'], count: 12 } as const
  assert.deepEqual(change({ recurrence: days }).kept, [moved, off])
})

test('a cancelled day that the series has no more is named, and nothing takes its place', () => {
  const recurrence = { frequency: 'weekly', interval: 1, weekdays: ['monday'], count: 3 } as const
  const { reset } = change({ recurrence })
  assert.deepEqual(
    reset.map(({ state, originalStart, becomes }) => [state, originalStart, becomes]),
    [['cancelled', '2026-10-26T10:00:00', undefined]],
  )
})

test('a moved date that would pass a neighbour under the new rule follows the rule again', () => {
  const { kept, reset } = change({
    recurrence: { frequency: 'daily', interval: 1, count: 40 },
  })
  assert.deepEqual(kept, [off])
  assert.deepEqual(
    reset.map(({ becomes }) => becomes?.start),
    ['2026-10-12T10:00:00'],
  )
})

test('in another zone moved dates follow the rule, and cancelled days stay cancelled', () => {
  const { kept, reset } = change({ timeZone: 'Asia/Tokyo' })
  assert.deepEqual(kept, [off])
  assert.equal(reset.length, 1)
})

test('a series that becomes a single meeting names all that goes', () => {
  const { kept, reset } = change({ recurrence: undefined })
  assert.deepEqual(kept, [])
  assert.deepEqual(
    reset.map(({ state, becomes }) => [state, becomes]),
    [
      ['moved', undefined],
      ['cancelled', undefined],
    ],
  )
})

test('whatever the new rule is, the dates keep their order and no cancelled day comes back', () => {
  const rules = fc.record({
    hour: fc.integer({ min: 0, max: 21 }),
    day: fc.integer({ min: 1, max: 28 }),
    minutes: fc.integer({ min: 15, max: 600 }),
    interval: fc.integer({ min: 1, max: 3 }),
    frequency: fc.constantFrom('daily' as const, 'weekly' as const, 'monthly' as const),
    count: fc.integer({ min: 1, max: 40 }),
  })
  const two = (number: number) => String(number).padStart(2, '0')
  const property = fc.property(rules, ({ hour, day, minutes, interval, frequency, count }) => {
    const start = `2026-10-${two(day)}T${two(hour)}:00:00`
    const end = Temporal.PlainDateTime.from(start)
      .add({ minutes })
      .toString({ smallestUnit: 'second' })
    const recurrence = { frequency, interval, count } as Recurrence
    const wish = { ...wishOf(series), start, end, recurrence }
    const { kept } = datesAfterChange(series, wish)
    const dates = datesOf({ start, end, zone: series.zone, recurrence }, kept)
    const comingUp = happening(dates).toSorted((a, b) =>
      a.originalStart < b.originalStart ? -1 : 1,
    )
    for (const [at, date] of comingUp.entries()) {
      const next = comingUp[at + 1]
      if (next !== undefined) assert.ok(date.endsAt <= next.startsAt)
      assert.notEqual(date.originalStart.slice(0, 10), '2026-10-26')
    }
  })
  fc.assert(property, { numRuns: 200 })
})
