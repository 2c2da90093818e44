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
