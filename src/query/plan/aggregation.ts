import type { ColumnReference } from './column-reference.ts'
import type { Place } from './place.ts'

/** Parts of a date to group by; each is a whole number (month 1–12, week of the year, …). */
export const dateParts = [
  'day',
  'week',
  'month',
  'quarter',
  'year',
  'fiscal-period',
  'fiscal-year',
] as const

export type DatePart = (typeof dateParts)[number]

export interface Group {
  readonly column: ColumnReference
  /** Undefined: by the value itself. */
  readonly part: DatePart | undefined
  /** Cut days in the asking user's time zone (the default of FetchXML) or in UTC. */
  readonly inUserZone: boolean
  readonly alias: string
}

/**
 * `count` counts rows; `count column` non-null values, distinct ones on demand; the others leave
 * nulls out and are null over nothing.
 */
export type AggregateFunction = 'count' | 'count column' | 'sum' | 'avg' | 'min' | 'max'

export interface Aggregate {
  readonly function: AggregateFunction
  /** Undefined only for `count`. */
  readonly column: ColumnReference | undefined
  readonly distinct: boolean
  readonly alias: string
  readonly at: Place
}

/** Groups and aggregates instead of rows. Without groups there is exactly one result row. */
export interface Aggregation {
  readonly groups: readonly Group[]
  readonly aggregates: readonly Aggregate[]
  /** More input rows than this are refused; undefined: 50,000, which is also the most. */
  readonly rowLimit: number | undefined
}

export const group = (
  column: ColumnReference,
  alias: string,
  more: { readonly part?: DatePart; readonly inUserZone?: boolean } = {},
): Group => Object.freeze({ column, alias, part: more.part, inUserZone: more.inUserZone ?? true })

export const aggregate = (node: Aggregate): Aggregate => Object.freeze({ ...node })

export const aggregation = (
  groups: readonly Group[],
  aggregates: readonly Aggregate[],
  rowLimit?: number,
): Aggregation =>
  Object.freeze({
    groups: Object.freeze([...groups]),
    aggregates: Object.freeze([...aggregates]),
    rowLimit,
  })
