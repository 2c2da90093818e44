/** A series in the fields of Zoom, and whether Zoom understood it as we do. Pure. */
import {
  instantOf,
  type LocalDate,
  type LocalTime,
  localOf,
  occurrencesOf,
  type Recurrence,
  type Weekday,
  weekdays,
} from '#calendar'
import type { WebinarPlan } from '../contract.ts'
import { ProviderError } from '../provider-error.ts'
import type { MeetingReply, RecurrenceBody } from './wire.ts'

type Series = Exclude<Recurrence, { readonly frequency: 'once' }>

/** As many dates as Zoom keeps of a series. */
export const mostOccurrences = 60

const mostIntervals = { daily: 99, weekly: 50, monthly: 10 } as const

/** Undefined for what takes place once. */
export function seriesOf({ recurrence }: WebinarPlan): Series | undefined {
  return recurrence === undefined || recurrence.frequency === 'once' ? undefined : recurrence
}

/** @throws ProviderError 'rejected' for a series that Zoom has no words for */
export function toRecurrenceBody(plan: WebinarPlan, series: Series): RecurrenceBody {
  const most = mostIntervals[series.frequency]
  if (series.interval > most) {
    throw rejected(`Zoom repeats a ${series.frequency} series every ${most} at most`)
  }
  return { ...daysOf(plan, series), repeat_interval: series.interval, ...endOf(plan, series) }
}

function daysOf(plan: WebinarPlan, series: Series): Omit<RecurrenceBody, 'repeat_interval'> {
  const first = Temporal.PlainDate.from(localOf(plan.start, plan.timeZone).slice(0, 10))
  switch (series.frequency) {
    case 'daily':
      return { type: 1 }
    case 'weekly': {
      const days = series.weekdays ?? [weekdays[first.dayOfWeek - 1] as Weekday]
      return { type: 2, weekly_days: days.map(dayNumber).sort().join(',') }
    }
    case 'monthly':
      return { type: 3, ...dayOfMonth(series, first) }
  }
}

function dayOfMonth(
  series: Extract<Series, { readonly frequency: 'monthly' }>,
  first: Temporal.PlainDate,
): Partial<RecurrenceBody> {
  if (series.week === 5) throw rejected('Zoom knows the first to fourth and the last weekday only')
  if (series.week !== undefined) {
    return { monthly_week: series.week, monthly_week_day: dayNumber(series.weekday) }
  }
  if (series.monthDay === -1) throw rejected('Zoom knows no last day of the month')
  return { monthly_day: series.monthDay ?? first.day }
}

/** Monday is our first day, Sunday is Zoom's. */
const dayNumber = (day: Weekday) => ((weekdays.indexOf(day) + 1) % 7) + 1

/** `end_times` and `end_date_time` exclude each other; 0 times has no end. */
function endOf(
  { timeZone }: WebinarPlan,
  { count, until }: Series,
): Pick<RecurrenceBody, 'end_times' | 'end_date_time'> {
  if (until !== undefined) return { end_date_time: toZoomTime(endOfDay(until, timeZone)) }
  if (count === undefined) return { end_times: 0 }
  if (count <= mostOccurrences) return { end_times: count }
  throw rejected(`Zoom keeps ${mostOccurrences} dates of a series, and this one has ${count}`)
}

/** A date includes its whole day. */
const endOfDay = (until: LocalDate | LocalTime, timeZone: string) =>
  instantOf(until.length === 10 ? `${until}T23:59:59` : until, timeZone)

/** UTC, whole seconds. */
export const toZoomTime = (time: Date) => `${time.toISOString().slice(0, 19)}Z`

/**
 * Zoom may count weeks from another day, or put the 31st on the 30th where we leave the month out;
 * no document says. So the dates it has are compared with those that the hub tells people. It tells
 * no dates that are over, and goes on telling those that the host has taken out.
 * @throws ProviderError 'rejected' with the first date on which they differ
 */
export function refuseOtherDates(
  plan: WebinarPlan,
  { occurrences }: MeetingReply,
  now: Date,
): void {
  const series = seriesOf(plan)
  if (series === undefined || occurrences === undefined) return
  const theirs = occurrences
    .map(({ start_time }) => Date.parse(start_time ?? ''))
    .filter((date) => date >= now.getTime())
  const ours = datesOf(plan, series, now, theirs.length)
  for (let at = 0; at < Math.max(ours.length, theirs.length); at += 1) {
    if (ours[at] === theirs[at]) continue
    throw rejected(
      `Zoom understands this series differently: it has ${dateText(theirs[at], plan)} where the hub has ${dateText(ours[at], plan)}`,
    )
  }
}

/** One more than Zoom has, where the series has an end: then none may be missing there. */
function datesOf(plan: WebinarPlan, series: Series, now: Date, theirs: number): number[] {
  const hasEnd = series.count !== undefined || series.until !== undefined
  return occurrencesOf(series, localOf(plan.start, plan.timeZone))
    .map((time) => instantOf(time, plan.timeZone).getTime())
    .filter((date) => date >= now.getTime())
    .take(theirs + (hasEnd ? 1 : 0))
    .toArray()
}

const dateText = (date: number | undefined, { timeZone }: WebinarPlan) =>
  date === undefined ? 'no further date' : localOf(new Date(date), timeZone).slice(0, 10)

export const rejected = (problem: string) =>
  new ProviderError('rejected', {
    provider: 'zoom',
    message: `${problem}. Choose another rule, or plan single events.`,
  })
