/** Fiscal years and periods of an organisation, as calendar days. */
import type { FiscalCalendar, FiscalPeriod } from './run-context.ts'

const monthsOf: Readonly<Record<FiscalPeriod, number | undefined>> = {
  annual: 12,
  'half-year': 6,
  quarter: 3,
  month: 1,
  'four weeks': undefined,
}

/** Periods in a year: twelve months, or thirteen times four weeks (the last takes the rest). */
export function periodsPerYear({ period }: FiscalCalendar): number {
  const months = monthsOf[period]
  return months === undefined ? 13 : 12 / months
}

/** A fiscal year is named after the calendar year of its first day. */
export function yearStart(calendar: FiscalCalendar, year: number): Temporal.PlainDate {
  const { month, day } = calendar.yearStart
  return Temporal.PlainDate.from({ year, month, day })
}

export interface FiscalPosition {
  readonly year: number
  /** From 1. */
  readonly period: number
}

export function fiscalPosition(calendar: FiscalCalendar, day: Temporal.PlainDate): FiscalPosition {
  const started = Temporal.PlainDate.compare(yearStart(calendar, day.year), day) <= 0
  const year = started ? day.year : day.year - 1
  let period = periodsPerYear(calendar)
  while (
    period > 1 &&
    Temporal.PlainDate.compare(periodStart(calendar, { year, period }), day) > 0
  ) {
    period -= 1
  }
  return { year, period }
}

/** First day of a period; periods beyond the year run on into the next ones. */
export function periodStart(
  calendar: FiscalCalendar,
  position: FiscalPosition,
): Temporal.PlainDate {
  const perYear = periodsPerYear(calendar)
  const index = position.period - 1
  const start = yearStart(calendar, position.year + Math.floor(index / perYear))
  const within = ((index % perYear) + perYear) % perYear
  const months = monthsOf[calendar.period]
  return months === undefined
    ? start.add({ days: 28 * within })
    : start.add({ months: months * within })
}
