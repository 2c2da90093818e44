/**
 * The window of time that each date operator means, as of now in the asking user's zone.
 * Calendar edges are wall-clock times there; "now" is exact. From is included unless said.
 */
import type { conditionOperators } from '../plan/condition-operators.ts'
import { fiscalPosition, periodStart, yearStart } from './fiscal-calendar.ts'
import type { FiscalCalendar, RunContext } from './run-context.ts'

type Wall = Temporal.PlainDateTime

export interface Window {
  readonly from?: Wall
  /** The window begins just after `from`. */
  readonly after?: true
  readonly to?: Wall
  /** `to` itself belongs to the window. */
  readonly through?: true
}

/** What the operators count from. */
export interface Present {
  readonly now: Wall
  readonly today: Temporal.PlainDate
  readonly calendar: FiscalCalendar
}

export function presentOf({ now, timeZone, calendar }: RunContext): Present {
  const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone)
  return { now: here.toPlainDateTime(), today: here.toPlainDate(), calendar }
}

type Unit = 'hours' | 'days' | 'weeks' | 'months' | 'years'

const midnight = (day: Temporal.PlainDate): Wall => day.toPlainDateTime()

const days = (from: Temporal.PlainDate, to: Temporal.PlainDate): Window => ({
  from: midnight(from),
  to: midnight(to),
})

function weekStart({ today, calendar }: Present): Temporal.PlainDate {
  const sinceFirst = ((today.dayOfWeek % 7) - calendar.firstDayOfWeek + 7) % 7
  return today.subtract({ days: sinceFirst })
}

function wholeUnits(
  start: Temporal.PlainDate,
  unit: Exclude<Unit, 'hours'>,
  shift: number,
): Window {
  return days(start.add({ [unit]: shift }), start.add({ [unit]: shift + 1 }))
}

function hourStart(now: Wall): Wall {
  return now.round({ smallestUnit: 'hour', roundingMode: 'floor' })
}

function lastUnits(present: Present, unit: Unit, count: number): Window {
  const start = unit === 'hours' ? hourStart(present.now) : midnight(present.today)
  return { from: start.subtract({ [unit]: count }), to: present.now, through: true }
}

function nextUnits(present: Present, unit: Unit, count: number): Window {
  const { now, today } = present
  const end = unit === 'hours' ? hourStart(now).add({ hours: 1 }) : midnight(today.add({ days: 1 }))
  return { from: now, after: true, to: end.add({ [unit]: count }) }
}

/** Seven days: to the end of today and seven days on. */
const nextSevenDays = (present: Present): Window => nextUnits(present, 'days', 7)

function fiscalYear(calendar: FiscalCalendar, year: number): Window {
  return days(yearStart(calendar, year), yearStart(calendar, year + 1))
}

function fiscalPeriod(calendar: FiscalCalendar, year: number, period: number): Window {
  const next = { year, period: period + 1 }
  return days(periodStart(calendar, { year, period }), periodStart(calendar, next))
}

function aroundYear({ calendar, today }: Present, shift: number): Window {
  return fiscalYear(calendar, fiscalPosition(calendar, today).year + shift)
}

function aroundPeriod({ calendar, today }: Present, shift: number): Window {
  const { year, period } = fiscalPosition(calendar, today)
  return fiscalPeriod(calendar, year, period + shift)
}

/** From the start of the first of so many units before this one, until now. */
const untilNow = (window: Window, { now }: Present): Window => ({
  ...(window.from && { from: window.from }),
  to: now,
  through: true,
})

const fromNow = (window: Window, { now }: Present): Window => ({
  from: now,
  after: true,
  ...(window.to && { to: window.to }),
})

const olderThan = (start: Wall, unit: Unit | 'minutes', count: number): Window => ({
  to: start.subtract({ [unit]: count }),
})

type Name = {
  [K in keyof typeof conditionOperators]: (typeof conditionOperators)[K]['on'] extends 'date'
    ? K
    : never
}[keyof typeof conditionOperators]

/** `on` and its kin compare with a given day and are no windows around now. */
export type WindowOperator = Exclude<
  Name,
  'on' | 'on-or-before' | 'on-or-after' | 'in-fiscal-period'
>

type MakeWindow = (present: Present, first: number, second: number) => Window

export const dateWindows: Readonly<Record<WindowOperator, MakeWindow>> = {
  yesterday: ({ today }) => wholeUnits(today, 'days', -1),
  today: ({ today }) => wholeUnits(today, 'days', 0),
  tomorrow: ({ today }) => wholeUnits(today, 'days', 1),
  'last-seven-days': (present) => lastUnits(present, 'days', 7),
  'next-seven-days': nextSevenDays,
  'last-week': (present) => wholeUnits(weekStart(present), 'weeks', -1),
  'this-week': (present) => wholeUnits(weekStart(present), 'weeks', 0),
  'next-week': (present) => wholeUnits(weekStart(present), 'weeks', 1),
  'last-month': ({ today }) => wholeUnits(today.with({ day: 1 }), 'months', -1),
  'this-month': ({ today }) => wholeUnits(today.with({ day: 1 }), 'months', 0),
  'next-month': ({ today }) => wholeUnits(today.with({ day: 1 }), 'months', 1),
  'last-year': ({ today }) => wholeUnits(today.with({ month: 1, day: 1 }), 'years', -1),
  'this-year': ({ today }) => wholeUnits(today.with({ month: 1, day: 1 }), 'years', 0),
  'next-year': ({ today }) => wholeUnits(today.with({ month: 1, day: 1 }), 'years', 1),
  'last-fiscal-year': (present) => aroundYear(present, -1),
  'this-fiscal-year': (present) => aroundYear(present, 0),
  'next-fiscal-year': (present) => aroundYear(present, 1),
  'last-fiscal-period': (present) => aroundPeriod(present, -1),
  'this-fiscal-period': (present) => aroundPeriod(present, 0),
  'next-fiscal-period': (present) => aroundPeriod(present, 1),
  'last-x-hours': (present, x) => lastUnits(present, 'hours', x),
  'next-x-hours': (present, x) => nextUnits(present, 'hours', x),
  'last-x-days': (present, x) => lastUnits(present, 'days', x),
  'next-x-days': (present, x) => nextUnits(present, 'days', x),
  'last-x-weeks': (present, x) => lastUnits(present, 'weeks', x),
  'next-x-weeks': (present, x) => nextUnits(present, 'weeks', x),
  'last-x-months': (present, x) => lastUnits(present, 'months', x),
  'next-x-months': (present, x) => nextUnits(present, 'months', x),
  'last-x-years': (present, x) => lastUnits(present, 'years', x),
  'next-x-years': (present, x) => nextUnits(present, 'years', x),
  'last-x-fiscal-years': (present, x) => untilNow(aroundYear(present, -x), present),
  'next-x-fiscal-years': (present, x) => fromNow(aroundYear(present, x), present),
  'last-x-fiscal-periods': (present, x) => untilNow(aroundPeriod(present, -x), present),
  'next-x-fiscal-periods': (present, x) => fromNow(aroundPeriod(present, x), present),
  'olderthan-x-minutes': ({ now }, x) =>
    olderThan(now.round({ smallestUnit: 'minute', roundingMode: 'floor' }), 'minutes', x),
  'olderthan-x-hours': ({ now }, x) => olderThan(hourStart(now), 'hours', x),
  'olderthan-x-days': ({ today }, x) => olderThan(midnight(today), 'days', x),
  'olderthan-x-weeks': ({ today }, x) => olderThan(midnight(today), 'weeks', x),
  'olderthan-x-months': ({ today }, x) => olderThan(midnight(today), 'months', x),
  'olderthan-x-years': ({ today }, x) => olderThan(midnight(today), 'years', x),
  'in-fiscal-year': ({ calendar }, year) => fiscalYear(calendar, year),
  'in-fiscal-period-and-year': ({ calendar }, period, year) => fiscalPeriod(calendar, year, period),
  'in-or-before-fiscal-period-and-year': ({ calendar }, period, year) => {
    const { to } = fiscalPeriod(calendar, year, period)
    return to === undefined ? {} : { to }
  },
  'in-or-after-fiscal-period-and-year': ({ calendar }, period, year) => {
    const { from } = fiscalPeriod(calendar, year, period)
    return from === undefined ? {} : { from }
  },
}

/** The greatest count of each unit: ten thousand years, so that dates stay in the calendar. */
export const greatestCount = {
  minutes: 5_256_000_000,
  hours: 87_600_000,
  days: 3_650_000,
  weeks: 521_000,
  months: 120_000,
  years: 10_000,
  periods: 130_000,
} as const

const first = Temporal.PlainDateTime.from('0001-01-01T00:00:00')
const last = Temporal.PlainDateTime.from('9999-12-31T23:59:59')

/** Edges outside the years 0001 to 9999 move to their borders. */
export function withinCalendar(edge: Wall): Wall {
  if (Temporal.PlainDateTime.compare(edge, first) < 0) return first
  return Temporal.PlainDateTime.compare(edge, last) > 0 ? last : edge
}
