import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { instantOf, localOf } from '#calendar'
import { meeting as example } from '../../test/meeting-wishes.ts'
import { datesOf, happening } from './dates.ts'
import { differenceOf } from './difference.ts'
import { differenceOfDates, isSameTime } from './difference-of-dates.ts'
import type { WholeMeeting } from './meeting.ts'

const zone = 'Europe/Berlin'

/** Five Mondays; on the last one clocks have gone back. */
const series: WholeMeeting = {
  ...example,
  ...{ start: '2026-10-05T10:00:00', end: '2026-10-05T11:00:00', zone },
  recurrence: { frequency: 'weekly', interval: 1, count: 5 },
}

const datesIn = (meeting: WholeMeeting) =>
  happening(datesOf(meeting, meeting.exceptions)).map(({ startsAt, endsAt }) => ({
    start: startsAt,
    end: endsAt,
  }))

const window = { from: new Date('2026-10-06T00:00:00Z'), until: new Date('2026-12-31T00:00:00Z') }

type There = ReturnType<typeof datesIn>

const differences = (meeting: WholeMeeting, dates: There) =>
  differenceOfDates(meeting, { ...window, dates })

const without = (dates: There, day: string) =>
  dates.filter(({ start }) => localOf(start, zone).slice(0, 10) !== day)

const span = (start: string, end: string) => ({
  start: instantOf(start, zone),
  end: instantOf(end, zone),
})

describe('single dates at the provider', () => {
  test('a series that is there as in the hub has no differences, whatever is over', () => {
    assert.deepEqual(differences(series, datesIn(series).slice(1)), [])
  })

  test('a date that was moved, one that was deleted and one that lasts longer are named by the hub', () => {
    const there = [
      ...without(without(without(datesIn(series), '2026-10-12'), '2026-10-19'), '2026-11-02'),
      span('2026-10-13T15:00:00', '2026-10-13T16:00:00'),
      span('2026-11-02T10:00:00', '2026-11-02T12:00:00'),
    ].filter(({ start }) => start >= window.from)
    assert.deepEqual(differences(series, there), [
      {
        originalStart: '2026-10-12T10:00:00',
        ...{ start: '2026-10-13T15:00:00', end: '2026-10-13T16:00:00' },
      },
      { originalStart: '2026-10-19T10:00:00' },
      {
        originalStart: '2026-11-02T10:00:00',
        ...{ start: '2026-11-02T10:00:00', end: '2026-11-02T12:00:00' },
      },
    ])
  })

  test('what the hub has moved and cancelled is expected so; a cancelled date that is there again is named', () => {
    const id = crypto.randomUUID()
    const moved = { start: '2026-10-13T15:00:00', end: '2026-10-13T17:00:00' }
    const changed: WholeMeeting = {
      ...series,
      exceptions: [
        { id, originalStart: '2026-10-12T10:00:00', moved },
        { id, originalStart: '2026-10-19T10:00:00', moved: undefined },
      ],
    }
    const ahead = datesIn(changed).filter(({ start }) => start >= window.from)
    assert.deepEqual(differences(changed, ahead), [])
    const again = [...ahead, span('2026-10-19T10:00:00', '2026-10-19T11:00:00')]
    assert.deepEqual(differences(changed, again), [
      {
        originalStart: '2026-10-19T10:00:00',
        ...{ start: '2026-10-19T10:00:00', end: '2026-10-19T11:00:00' },
      },
    ])
  })

  test('a date that the hub does not have at all is named without one of its own', () => {
    const added = span('2026-11-20T10:00:00', '2026-11-20T11:00:00')
    const there = [...datesIn(series).slice(1), added]
    assert.deepEqual(differences(series, there), [
      { start: '2026-11-20T10:00:00', end: '2026-11-20T11:00:00' },
    ])
  })

  test('of many dates ten are named and the others counted', () => {
    const daily: WholeMeeting = {
      ...series,
      recurrence: { frequency: 'daily', interval: 1, count: 40 },
    }
    const found = differenceOf({ standsAs: undefined } as never, daily, window.from, {
      ...window,
      dates: [],
    })
    assert.deepEqual([found?.dates?.length, found?.moreDates], [10, 29])
  })

  test('for any dates taken out and moved a little, exactly these are named', () => {
    const acts = fc.array(fc.constantFrom('stays', 'goes', 'moves'), { minLength: 4, maxLength: 4 })
    fc.assert(
      fc.property(acts, fc.integer({ min: 1, max: 1000 }), (done, minutes) => {
        const ahead = datesIn(series).slice(1)
        const there = ahead.flatMap((date, at) => {
          if (done[at] === 'goes') return []
          const later = done[at] === 'moves' ? minutes * 60_000 : 0
          return [
            {
              start: new Date(date.start.getTime() + later),
              end: new Date(date.end.getTime() + later),
            },
          ]
        })
        const expected = ahead.flatMap(({ start }, at) =>
          done[at] === 'stays' ? [] : [[localOf(start, zone), done[at] === 'goes']],
        )
        const found = differences(series, there)
        assert.deepEqual(
          found.map(({ originalStart, start }) => [originalStart, start === undefined]),
          expected,
        )
      }),
    )
  })
})

describe('times at changes of clocks', () => {
  test('a start that clocks skip is the same however the vendor reads it', () => {
    const skipped = '2026-03-29T02:30:00'
    const readings = ['00:30', '01:00', '01:30'].map((time) => `2026-03-29T${time}:00Z`)
    for (const there of readings) {
      assert.ok(isSameTime(skipped, new Date(there), zone), there)
      const once = { ...example, zone, start: skipped, end: '2026-03-29T04:00:00' }
      const standsAs = {
        ...{ title: example.title, start: new Date(there) },
        end: new Date('2026-03-29T02:00:00Z'),
      }
      assert.equal(differenceOf({ standsAs } as never, once, window.from), undefined)
    }
    for (const there of ['00:28', '01:32']) {
      assert.ok(!isSameTime(skipped, new Date(`2026-03-29T${there}:00Z`), zone), there)
    }
  })

  test('a start that clocks show twice is the same either time, and an hour later is not', () => {
    const twice = '2026-10-25T02:30:00'
    for (const there of ['00:30', '01:30']) {
      assert.ok(isSameTime(twice, new Date(`2026-10-25T${there}:00Z`), zone), there)
    }
    assert.ok(!isSameTime(twice, new Date('2026-10-25T02:30:00Z'), zone))
  })

  test('a series whose date falls into the skipped hour has no differences', () => {
    const nightly: WholeMeeting = {
      ...series,
      ...{ start: '2026-03-22T02:30:00', end: '2026-03-22T03:15:00' },
      recurrence: { frequency: 'weekly', interval: 1, count: 3 },
    }
    const from = new Date('2026-03-23T00:00:00Z')
    const dates = ['2026-03-29T00:30:00Z', '2026-04-05T00:30:00Z'].map((text) => ({
      start: new Date(text),
      end: new Date(Date.parse(text) + 45 * 60_000),
    }))
    const there = { from, until: window.until, dates }
    assert.deepEqual(differenceOfDates(nightly, there), [])
  })
})
