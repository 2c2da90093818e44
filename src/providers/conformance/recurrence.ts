import assert from 'node:assert/strict'
import { instantOf, localOf, occurrencesOf, type Recurrence } from '#calendar'
import { ability, type ConformanceCase, claiming } from './case.ts'
import { createdWebinar } from './webinars.ts'

/** Monday in Berlin, three weeks before clocks go forward there. */
const start = new Date('2031-03-10T09:00:00.000Z')
const timeZone = 'Europe/Berlin'

const series: readonly {
  readonly id: string
  readonly name: string
  readonly recurrence: Recurrence
}[] = [
  {
    id: 'daily',
    name: 'every other day, five times',
    recurrence: { frequency: 'daily', interval: 2, count: 5 },
  },
  {
    id: 'weekly',
    name: 'every week on two days, until a day after clocks have changed',
    recurrence: {
      frequency: 'weekly',
      interval: 1,
      weekdays: ['monday', 'wednesday'],
      until: '2031-04-07',
    },
  },
  {
    id: 'fortnightly',
    name: 'every second week on the weekday of the first time',
    recurrence: { frequency: 'weekly', interval: 2, count: 3 },
  },
  {
    id: 'monthly',
    name: 'every month on one day of the month',
    recurrence: { frequency: 'monthly', interval: 1, monthDay: 10, count: 4 },
  },
  {
    id: 'monthly-weekday',
    name: 'every month on the second Monday',
    recurrence: { frequency: 'monthly', interval: 1, week: 2, weekday: 'monday', count: 3 },
  },
]

/** The vendor meets when the hub says that it does: same days, same time on the clock. */
export const recurrenceCases: readonly ConformanceCase[] = [
  ...series.map(({ id, name, recurrence }) => ({
    id: `recurrence-${id}`,
    name: `a series takes place when the hub says: ${name}`,
    notFor: claiming('recurrence'),
    async run(bench: Parameters<ConformanceCase['run']>[0]) {
      bench.clock.moveTo(new Date('2031-03-01T09:00:00.000Z'))
      const end = new Date(start.getTime() + 3_600_000)
      const webinar = await createdWebinar(bench, bench.plan({ start, end, timeZone, recurrence }))
      const times = ability(bench, 'occurrences')(webinar.webinarId)
      assert.deepEqual(times.map(toText), timesOf(recurrence).map(toText))
    },
  })),
  {
    id: 'recurrence-dates',
    name: 'dates of a series are listed as they are by now: moved, taken out, or as planned',
    notFor: ({ capabilities }) =>
      capabilities.singleDates ? undefined : 'does not claim "singleDates"',
    notHere: ({ provider }) =>
      provider.dates?.list === undefined ? 'lists no single dates' : undefined,
    async run(bench) {
      bench.clock.moveTo(new Date('2031-03-01T09:00:00.000Z'))
      const end = new Date(start.getTime() + 3_600_000)
      const recurrence = { frequency: 'weekly', interval: 1, count: 4 } as const
      const { webinarId } = await createdWebinar(
        bench,
        bench.plan({ start, end, timeZone, recurrence }),
      )
      const { dates } = bench.provider
      const original = (text: string) => ({ original: new Date(text), movedTo: undefined })
      const to = {
        start: new Date('2031-03-18T12:00:00.000Z'),
        end: new Date('2031-03-18T12:30:00.000Z'),
      }
      await dates?.move(webinarId, original('2031-03-17T09:00:00.000Z'), to)
      await dates?.cancel(webinarId, original('2031-03-24T09:00:00.000Z'))
      const window = { from: start, until: new Date('2031-05-01T00:00:00.000Z') }
      const listed = (await dates?.list?.(webinarId, window)) ?? []
      assert.deepEqual(
        listed.map((date) => [toText(date.start), date.end && toText(date.end)]),
        [
          ['2031-03-10T09:00:00.000Z', '2031-03-10T10:00:00.000Z'],
          [toText(to.start), toText(to.end)],
          ['2031-03-31T08:00:00.000Z', '2031-03-31T09:00:00.000Z'],
        ],
      )
    },
  },
  {
    id: 'recurrence-once',
    name: 'a webinar that takes place once is no series',
    notFor: claiming('recurrence'),
    async run(bench) {
      const plan = bench.plan({ recurrence: { frequency: 'once' } })
      const { webinarId } = await createdWebinar(bench, plan)
      assert.ok(ability(bench, 'occurrences')(webinarId).length <= 1)
    },
  },
]

const timesOf = (recurrence: Recurrence) =>
  [...occurrencesOf(recurrence, localOf(start, timeZone))].map((time) => instantOf(time, timeZone))

const toText = (time: Date) => time.toISOString()
