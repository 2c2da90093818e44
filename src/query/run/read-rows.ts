/** Reads what a compiled query gives: facts of the whole answer, then the row and its cursor. */
import type { CompiledQuery } from '../compile/compile.ts'
import { queryLimits } from '../limits.ts'
import { refusals } from '../refusals.ts'
import { rename } from './rename-members.ts'
import { cursorValue, type RowWriter, rowWriter } from './write-row.ts'

/** Values as text, as PostgreSQL writes them. */
export type SqlRow = readonly (string | null)[]

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

/** The facts stand in every row, and alone where there are no rows. */
export function readFacts(query: CompiledQuery, first: SqlRow | undefined): Facts {
  const total = query.head.total ? Number(first?.[0]) : undefined
  return {
    total: total === undefined ? undefined : Math.min(total, queryLimits.total),
    totalExceeded: total !== undefined && total > queryLimits.total,
    origin: !query.head.origin || first?.[query.facts - 1]?.startsWith('t') === true,
  }
}

export function hasRow(query: CompiledQuery, row: SqlRow): boolean {
  return query.answer === 'rows' && (query.facts === 0 || row[query.facts] !== null)
}

/** Gives the text of a row as a JSON object. */
export function textReader(query: CompiledQuery): RowWriter {
  const { members, renames, facts } = query
  if (members !== undefined) return rowWriter(query, members)
  return (row) => rename(renames, String(row[facts]))
}

/** Undefined where pages go by number. */
export function readCursor(query: CompiledQuery, row: SqlRow | undefined): RowCursor | undefined {
  const { cursor } = query
  if (row === undefined || cursor.length === 0) return undefined
  return cursor.map((each) => ({ column: each.name, value: cursorValue(each, row) }))
}

/** Every row of an aggregation says how many rows were read for all of them. */
export function demandRowLimit({ rowLimit }: CompiledQuery, first: SqlRow | undefined): void {
  if (rowLimit === undefined || Number(first?.at(-1) ?? 0) <= rowLimit) return
  throw refusals['too-many-rows-to-aggregate']({ limit: rowLimit })
}
