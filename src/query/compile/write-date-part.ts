import type { DatePart } from '../plan/aggregation.ts'
import { late } from '../resolve/bound-value.ts'
import { periodsPerYear } from '../resolve/fiscal-calendar.ts'
import type { Expression } from '../resolve/resolved.ts'
import type { Statement } from './statement.ts'
import { writeExpression } from './write-expression.ts'

/** A part of a date as a whole number, by the calendar of the asking user or of Greenwich. */
export function writeDatePart(
  statement: Statement,
  of: Expression,
  part: DatePart,
  inUserZone: boolean,
): string {
  const value = writeExpression(statement, of)
  const wall =
    of.family === 'instant' ? atZone(statement, value, inUserZone) : `(${value})::timestamp`
  return `(${parts[part](wall, statement)})::integer`
}

const atZone = (statement: Statement, value: string, inUserZone: boolean): string =>
  `(${value} at time zone ${inUserZone ? statement.zone() : "'UTC'"})`

const field =
  (name: string) =>
  (wall: string): string =>
    `extract(${name} from ${wall})`

const parts: Readonly<Record<DatePart, (wall: string, statement: Statement) => string>> = {
  day: field('day'),
  month: field('month'),
  quarter: field('quarter'),
  year: field('year'),
  // SQL Server counts weeks from the one with January 1, Sunday to Saturday; PostgreSQL's own
  // week is that of ISO 8601.
  week: (wall) =>
    `floor((extract(doy from ${wall}) + extract(dow from date_trunc('year', ${wall})) - 1) / 7) + 1`,
  'fiscal-year': (wall, statement) => `extract(year from ${sinceYearStart(wall, statement)})`,
  'fiscal-period': fiscalPeriod,
}

/** Moved so that the fiscal year's first day falls on January 1 of the year it is named after. */
function sinceYearStart(wall: string, statement: Statement): string {
  const days = statement.bind(late('integer', ({ calendar }) => calendar.yearStart.day - 1))
  const months = statement.bind(late('integer', ({ calendar }) => calendar.yearStart.month - 1))
  return `(date_trunc('month', ${wall} - make_interval(days => ${days})) - make_interval(months => ${months}))`
}

/** Twelve months are cut in equal parts; thirteen periods are four weeks each. */
function fiscalPeriod(wall: string, statement: Statement): string {
  const start = sinceYearStart(wall, statement)
  const count = statement.bind(late('integer', ({ calendar }) => periodsPerYear(calendar)))
  const days = statement.bind(late('integer', ({ calendar }) => calendar.yearStart.day - 1))
  const months = statement.bind(late('integer', ({ calendar }) => calendar.yearStart.month - 1))
  const first = `(date_trunc('year', ${start}) + make_interval(months => ${months}, days => ${days}))`
  return `case when ${count} = 13 then least(extract(day from date_trunc('day', ${wall}) - ${first})::integer / 28 + 1, 13) else (extract(month from ${start})::integer - 1) / (12 / ${count}) + 1 end`
}
