/** Reads what a compiled query gives: facts of the whole answer, then the row, then its cursor. */
import type { CompiledQuery } from '../compile/compile.ts'
import { queryLimits } from '../limits.ts'
import { refusals } from '../refusals.ts'
import { rename } from './rename-members.ts'

export type SqlRow = readonly (string | number | boolean | null)[]

/** What is known of the answer as a whole. */
export interface Facts {
  /** How many rows there are in all, up to the limit of counting; undefined where nobody asked. */
  readonly total: number | undefined
  readonly totalExceeded: boolean
  /** False where the row that the address starts from does not exist. */
  readonly origin: boolean
}

/** Values of the columns that rows are ordered by, of one row. */
export type RowCursor = readonly CursorPart[]

export interface CursorPart {
  readonly column: string
  readonly value: string | null
}

const factColumns = ({ head }: CompiledQuery): number => Number(head.total) + Number(head.origin)

/** The facts stand in every row, and alone where there are no rows. */
export function readFacts(query: CompiledQuery, first: SqlRow | undefined): Facts {
  const total = query.head.total ? Number(first?.[0]) : undefined
  return {
    total: total === undefined ? undefined : Math.min(total, queryLimits.total),
    totalExceeded: total !== undefined && total > queryLimits.total,
    origin: !query.head.origin || first?.[factColumns(query) - 1] === true,
  }
}

export function hasRow(query: CompiledQuery, row: SqlRow): boolean {
  return query.answer === 'rows' && row[factColumns(query)] !== null
}

export function readText(query: CompiledQuery, row: SqlRow): string {
  return rename(query.renames, String(row[factColumns(query)]))
}

/** Undefined where pages go by number. */
export function readCursor(query: CompiledQuery, row: SqlRow | undefined): RowCursor | undefined {
  const { cursorColumns } = query
  if (row === undefined || cursorColumns.length === 0) return undefined
  const from = factColumns(query) + 1
  return cursorColumns.map((column, index) => {
    const value = row[from + index] ?? null
    return { column, value: value === null ? null : String(value) }
  })
}

/** Every row of an aggregation says how many rows were read for all of them. */
export function demandRowLimit({ rowLimit }: CompiledQuery, first: SqlRow | undefined): void {
  if (rowLimit === undefined || Number(first?.at(-1) ?? 0) <= rowLimit) return
  throw refusals['too-many-rows-to-aggregate']({ limit: rowLimit })
}
