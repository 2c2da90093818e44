import {
  type LocalDate,
  type LocalTime,
  localOf,
  plainDate,
  resolveLocal,
  wallClock,
  writeLocal,
} from './local-time.ts'
import { refusals } from './refusals.ts'

/** The days in the order of the ISO week, Monday first: RFC 5545's default week start. */
export const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const

export type Weekday = (typeof weekdays)[number]

/**
 * When a series stops: with the last occurrence not after `until`, or after `count` occurrences, or
 * never. `until` is a date in the series' zone, that day included, or the last local time itself.
 */
export type Ending =
  | { readonly until: LocalDate | LocalTime; readonly count?: never }
  | { readonly count: number; readonly until?: never }
  | { readonly until?: never; readonly count?: never }

/** First to fifth weekday of a month, or −1 for the last. Months without a fifth one are left out. */
export type WeekOfMonth = 1 | 2 | 3 | 4 | 5 | -1

type Once = { readonly frequency: 'once' }

type Daily = { readonly frequency: 'daily'; readonly interval: number } & Ending

type Weekly = {
  readonly frequency: 'weekly'
  readonly interval: number
  /** The weekday of the first occurrence when not given. Weeks begin on Monday. */
  readonly weekdays?: readonly Weekday[]
} & Ending

type MonthlyByDay = {
  readonly frequency: 'monthly'
  readonly interval: number
  /**
   * 1 … 31, or −1 for the last day of the month; the day of the first occurrence when not given.
   * Months that do not have the day are left out (RFC 5545 §3.3.10), so 31 means seven times a year.
   */
  readonly monthDay?: number
  readonly week?: never
} & Ending

type MonthlyByWeekday = {
  readonly frequency: 'monthly'
  readonly interval: number
  readonly week: WeekOfMonth
  readonly weekday: Weekday
  readonly monthDay?: never
} & Ending

/** How an event or meeting repeats. Occurrences keep their wall-clock time when clocks change. */
export type Recurrence = Once | Daily | Weekly | MonthlyByDay | MonthlyByWeekday

/** Repeats after so much real time, whatever the clocks show: for jobs. */
export type Ticking = (
  | { readonly frequency: 'minutely'; readonly interval: number }
  | { readonly frequency: 'hourly'; readonly interval: number }
) &
  Ending

/** What `asyncoperation.recurrencepattern` may hold: everything an event can, and finer. */
export type RepeatRule = Recurrence | Ticking

const lastYear = 9999

/**
 * The local times of a series, lazily and in order. The first is `start` if it fits the rule,
 * otherwise the first time after it that does. A series without an end goes on to the year 9999.
 */
export function* occurrencesOf(recurrence: Recurrence, start: LocalTime): Generator<LocalTime> {
  checkRule(recurrence)
  yield* occurrencesFrom(recurrence, wallClock(start), 0)
}

/**
 * The next run strictly after an instant, or `undefined` when the series is over. Rules by the
 * minute or hour count real time from `start`; the others keep the wall-clock time that `start` has
 * in the zone. Without `count` the series is not walked through, so an old `start` costs nothing.
 */
export function nextOccurrence(
  rule: RepeatRule,
  start: Date,
  after: Date,
  zone = 'UTC',
): Date | undefined {
  checkRule(rule)
  if (rule.frequency === 'minutely' || rule.frequency === 'hourly') {
    return nextTick(rule, start, after, zone)
  }
  const first = wallClock(localOf(start, zone))
  const period = firstPeriodWorthTrying(rule, first, wallClock(localOf(after, zone)))
  // Local times have whole seconds; what the start has beyond them belongs to every occurrence.
  const milliseconds = start.getTime() - Math.floor(start.getTime() / 1000) * 1000
  for (const localTime of occurrencesFrom(rule, first, period)) {
    const instant = new Date(resolveLocal(localTime, zone).instant.getTime() + milliseconds)
    if (instant > after) return instant
  }
  return undefined
}

/** The last instant that `until` still includes; a whole day ends with its last second. */
export function instantOfUntil(until: LocalDate | LocalTime, zone: string): Date {
  const resolved = resolveLocal(lastLocalTime(until), zone)
  // Where clocks go back at midnight, 23:59:59 is shown twice and the day ends with the second.
  return resolved.kind === 'ambiguous' ? resolved.later : resolved.instant
}

/** Refuses rules that no series can follow, naming what is wrong. */
export function checkRule(rule: RepeatRule): void {
  if (rule.frequency === 'once') return
  requireWhole('interval', rule.interval, 1)
  if (rule.count !== undefined) requireWhole('count', rule.count, 1)
  if (rule.until !== undefined) {
    if (rule.count !== undefined) refuse('it has both an end date and a number of occurrences')
    wallClock(lastLocalTime(rule.until))
  }
  if (rule.frequency === 'weekly' && rule.weekdays?.length === 0) refuse('no weekday is chosen')
  if (rule.frequency === 'monthly' && rule.monthDay !== undefined && rule.monthDay !== -1) {
    requireWhole('day of the month', rule.monthDay, 1, 31)
  }
}

function* occurrencesFrom(
  rule: Recurrence,
  start: Temporal.PlainDateTime,
  firstPeriod: number,
): Generator<LocalTime> {
  const count = rule.frequency === 'once' ? 1 : (rule.count ?? Number.POSITIVE_INFINITY)
  const until = rule.frequency === 'once' ? undefined : rule.until
  const last = until === undefined ? undefined : wallClock(lastLocalTime(until))
  let given = 0
  for (let period = firstPeriod; given < count; period++) {
    const { begins, days } = daysOfPeriod(rule, start.toPlainDate(), period)
    if (begins.year > lastYear) return
    for (const day of days) {
      const moment = day.toPlainDateTime(start.toPlainTime())
      if (Temporal.PlainDateTime.compare(moment, start) < 0) continue
      if (last !== undefined && Temporal.PlainDateTime.compare(moment, last) > 0) return
      if (given >= count || moment.year > lastYear) return
      given++
      yield writeLocal(moment)
    }
    if (last !== undefined && Temporal.PlainDate.compare(begins, last.toPlainDate()) > 0) return
  }
}

/** A period is one day, week or month of the rule, numbered from the one that holds the start. */
interface Period {
  readonly begins: Temporal.PlainDate
  readonly days: readonly Temporal.PlainDate[]
}

function daysOfPeriod(rule: Recurrence, first: Temporal.PlainDate, number: number): Period {
  if (rule.frequency === 'once') return { begins: first, days: [first] }
  const step = number * rule.interval
  if (rule.frequency === 'daily') {
    const day = first.add({ days: step })
    return { begins: day, days: [day] }
  }
  if (rule.frequency === 'weekly') {
    const monday = first.subtract({ days: first.dayOfWeek - 1 }).add({ days: 7 * step })
    const chosen = rule.weekdays?.map((day) => weekdays.indexOf(day)) ?? [first.dayOfWeek - 1]
    const ordered = [...new Set(chosen)].toSorted((a, b) => a - b)
    return { begins: monday, days: ordered.map((day) => monday.add({ days: day })) }
  }
  const month = first.with({ day: 1 }).add({ months: step })
  const day =
    rule.week === undefined
      ? dayOfMonth(month, rule.monthDay ?? first.day)
      : weekdayOfMonth(month, rule.week, rule.weekday)
  return { begins: month, days: day === undefined ? [] : [day] }
}

function dayOfMonth(month: Temporal.PlainDate, day: number): Temporal.PlainDate | undefined {
  if (day === -1) return month.with({ day: month.daysInMonth })
  return day > month.daysInMonth ? undefined : month.with({ day })
}

function weekdayOfMonth(
  month: Temporal.PlainDate,
  week: WeekOfMonth,
  weekday: Weekday,
): Temporal.PlainDate | undefined {
  const firstSuch = 1 + ((weekdays.indexOf(weekday) + 1 - month.dayOfWeek + 7) % 7)
  const such = Array.from({ length: 5 }, (_, at) => firstSuch + 7 * at)
  const day = such.filter((number) => number <= month.daysInMonth).at(week === -1 ? -1 : week - 1)
  return day === undefined ? undefined : month.with({ day })
}

/** The last period that certainly begins before `after`; 0 where occurrences have to be counted. */
function firstPeriodWorthTrying(
  rule: Recurrence,
  first: Temporal.PlainDateTime,
  after: Temporal.PlainDateTime,
): number {
  if (rule.frequency === 'once' || rule.count !== undefined) return 0
  const unit = ({ daily: 'days', weekly: 'weeks', monthly: 'months' } as const)[rule.frequency]
  const passed = first.until(after, { largestUnit: unit })[unit]
  // Two periods early: a week or month begins before the start, and clocks may move by a day.
  return Math.max(0, Math.floor(passed / rule.interval) - 2)
}

function nextTick(rule: Ticking, start: Date, after: Date, zone: string): Date | undefined {
  const step = rule.interval * (rule.frequency === 'hourly' ? 3_600_000 : 60_000)
  const number = Math.max(0, Math.floor((after.getTime() - start.getTime()) / step) + 1)
  if (rule.count !== undefined && number >= rule.count) return undefined
  const instant = new Date(start.getTime() + number * step)
  if (rule.until !== undefined && instant > instantOfUntil(rule.until, zone)) return undefined
  return instant
}

function lastLocalTime(until: LocalDate | LocalTime): LocalTime {
  return until.includes('T') ? until : `${plainDate(until)}T23:59:59`
}

function requireWhole(what: string, value: number, least: number, most = 100_000): void {
  if (Number.isInteger(value) && value >= least && value <= most) return
  refuse(`the ${what} must be a whole number from ${least} to ${most}, not ${value}`)
}

function refuse(problem: string): never {
  throw refusals['invalid-recurrence']({ problem }, { input: 'recurrence' })
}
