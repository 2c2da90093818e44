/** Times as Graph reads and writes them, and the series of Exchange. Pure. */
import {
  type Ending,
  instantOf,
  isZone,
  localOf,
  occurrencesOf,
  type Recurrence,
  type Weekday,
  weekdays,
  zoneOfWindowsName,
} from '#calendar'
import { badRequest } from './problems.ts'
import type { RecurrenceOrder, ZonedTime } from './state.ts'

/** Names that came to the IANA list after Graph had copied it. */
const newerNames: ReadonlySet<string> = new Set([
  'Europe/Kyiv',
  'America/Ciudad_Juarez',
  'America/Nuuk',
  'Asia/Qostanay',
])

/** The IANA zone of a Windows name or of one of the older IANA names. */
export function zoneOf(name: unknown): string {
  const windows = typeof name === 'string' ? zoneOfWindowsName(name) : undefined
  if (windows !== undefined) return windows
  if (typeof name === 'string' && isZone(name) && !newerNames.has(name)) return name
  throw badRequest(
    `A valid TimeZone value must be specified. The following TimeZone value is not supported: '${name}'.`,
    'TimeZoneNotSupportedException',
  )
}

/** `dateTime` has no offset: the zone says where its clock hangs. */
export function instantIn({ dateTime, timeZone }: ZonedTime): Date {
  const text = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d)?(\.\d{1,7})?$/.exec(dateTime ?? '')
  if (text === null) throw badRequest(`The value '${dateTime}' is no DateTime without an offset.`)
  return instantOf(`${text[1]}${text[2] ?? ':00'}`, zoneOf(timeZone))
}

/** Seven digits after the second, in the zone that was preferred. */
export const zonedTime = (time: Date, timeZone: string): ZonedTime => ({
  dateTime: `${localOf(time, zoneOf(timeZone)).slice(0, 19)}.0000000`,
  timeZone,
})

export const graphTime = (time: Date): string =>
  time.toISOString().replace(/(\.\d{3})Z$/, '$10000Z')

/** Exchange keeps years of a series without an end; a twin needs fewer. */
const mostDates = 200

/** Every date of the series; `start` gives the time on the clock. */
export function timesOf(
  order: RecurrenceOrder | null | undefined,
  start: Date,
  zone: string,
): readonly Date[] {
  if (order === null || order === undefined) return [start]
  const { pattern, range } = order
  const seriesZone =
    range.recurrenceTimeZone === undefined ? zone : zoneOf(range.recurrenceTimeZone)
  const clock = localOf(start, seriesZone).slice(10)
  if (pattern.type === 'absoluteMonthly' && (pattern.dayOfMonth ?? 0) > 28) {
    return clampedMonths(order, clock, seriesZone)
  }
  return occurrencesOf(ruleOf(order), `${range.startDate}${clock}`)
    .take(mostDates)
    .map((time) => instantOf(time, seriesZone))
    .toArray()
}

function ruleOf({ pattern, range }: RecurrenceOrder): Recurrence {
  const { interval } = pattern
  if (!Number.isInteger(interval) || interval < 1) throw badRequest('The interval is not valid.')
  const end = endOf(range)
  switch (pattern.type) {
    case 'daily':
      return { frequency: 'daily', interval, ...end }
    case 'weekly':
      return { frequency: 'weekly', interval, weekdays: daysIn(pattern), ...end }
    case 'absoluteMonthly':
      return { frequency: 'monthly', interval, monthDay: dayOf(pattern), ...end } as Recurrence
    case 'relativeMonthly': {
      const [weekday] = daysIn(pattern)
      const week = weeks[pattern.index ?? 'first']
      if (week === undefined) throw badRequest('The index of the pattern is not valid.')
      return { frequency: 'monthly', interval, week, weekday, ...end } as Recurrence
    }
    default:
      throw badRequest(`The recurrence pattern '${pattern.type}' is not valid.`)
  }
}

const weeks: Readonly<Record<string, number>> = {
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  last: -1,
}

function daysIn({ daysOfWeek = [] }: RecurrenceOrder['pattern']): Weekday[] {
  const days = daysOfWeek.filter((day): day is Weekday => weekdays.includes(day as Weekday))
  if (days.length === 0 || days.length < daysOfWeek.length) {
    throw badRequest('The daysOfWeek of the pattern are missing or not valid.')
  }
  return days
}

function dayOf({ dayOfMonth }: RecurrenceOrder['pattern']): number {
  if (dayOfMonth !== undefined && dayOfMonth >= 1 && dayOfMonth <= 31) return dayOfMonth
  throw badRequest('The dayOfMonth of the pattern is missing or not valid.')
}

function endOf(range: RecurrenceOrder['range']): Ending {
  if (range.type === 'noEnd') return {}
  if (range.type === 'numbered' && (range.numberOfOccurrences ?? 0) > 0) {
    return { count: range.numberOfOccurrences as number }
  }
  if (range.type === 'endDate' && /^\d{4}-\d\d-\d\d$/.test(range.endDate ?? '')) {
    return { until: range.endDate as string }
  }
  throw badRequest('The range of the recurrence is not valid.')
}

/** The 31st of a short month is its last day. */
function clampedMonths(
  { pattern, range }: RecurrenceOrder,
  clock: string,
  zone: string,
): readonly Date[] {
  const { count = mostDates, until } = endOf(range)
  const first = Temporal.PlainDate.from(range.startDate)
  const dates: Date[] = []
  for (let month = 0; dates.length < Math.min(count, mostDates); month += pattern.interval) {
    const date = first
      .with({ day: 1 })
      .add({ months: month })
      .with({ day: dayOf(pattern) })
    if (until !== undefined && String(date) > until) break
    if (Temporal.PlainDate.compare(date, first) >= 0) {
      dates.push(instantOf(`${date}${clock}`, zone))
    }
  }
  return dates
}
