import type { Database } from '#database'
import type { CompiledQuery } from '../compile/compile.ts'
import { queryLimits } from '../limits.ts'
import { refusals } from '../refusals.ts'
import type { SqlValue } from '../resolve/bound-value.ts'
import type { RunContext } from '../resolve/run-context.ts'
import { bindValues } from './bind-values.ts'
import { asRefusal } from './database-error.ts'
import { rename } from './rename-members.ts'

/** The connections that queries run on. Connect them with `queryLimits.statementMilliseconds`. */
export type Reader = Pick<Database, 'pool'>

export interface QueryResult {
  /** Each row as the text of a JSON object. */
  readonly rows: readonly string[]
  /** How many rows there are in all, up to the limit of counting; undefined where nobody asked. */
  readonly total: number | undefined
  readonly totalExceeded: boolean
  /** False where the row that the address starts from does not exist. */
  readonly origin: boolean
  /** There are rows behind this page. */
  readonly more: boolean
  /** Cursors of the first and last row of the page, where paging goes by cursor. */
  readonly first: readonly CursorPart[] | undefined
  readonly last: readonly CursorPart[] | undefined
}

export interface CursorPart {
  readonly column: string
  readonly value: string | null
}

export interface RunOptions {
  /** Let PostgreSQL keep the plan under the query's name; for queries that come again. */
  readonly prepared?: boolean
}

/**
 * Runs a compiled query. Refuses what takes longer than the connections allow, aggregations over
 * too many rows and arithmetic that fails, such as a division by zero.
 */
export async function run(
  reader: Reader,
  query: CompiledQuery,
  context: RunContext,
  options: RunOptions = {},
): Promise<QueryResult> {
  return runBound(reader, query, bindValues(query, context), options)
}

/** The same with its parameters already worked out. */
export async function runBound(
  reader: Reader,
  query: CompiledQuery,
  values: readonly SqlValue[],
  options: RunOptions = {},
): Promise<QueryResult> {
  const name = options.prepared === true ? { name: query.name } : {}
  try {
    const found = await reader.pool.query<SqlRow>({
      ...name,
      text: query.sql,
      values,
      rowMode: 'array',
    } as never)
    return readResult(query, found.rows)
  } catch (error) {
    throw asRefusal(error)
  }
}

type SqlRow = readonly (string | number | boolean | null)[]

function readResult(query: CompiledQuery, found: readonly SqlRow[]): QueryResult {
  const width = Number(query.head.total) + Number(query.head.origin)
  const [head = []] = width > 0 ? found : []
  const total = query.head.total ? Number(head[0]) : undefined
  const rows = query.answer === 'number' ? [] : found.filter((row) => row[width] !== null)
  demandRowLimit(query, rows)
  const page = rows.slice(0, query.size === 0 ? 0 : query.more ? query.size : rows.length)
  const at = (row: SqlRow | undefined) => cursorOf(query, row, width + 1)
  return {
    rows: page.map((row) => rename(query.renames, String(row[width]))),
    total: total === undefined ? undefined : Math.min(total, queryLimits.total),
    totalExceeded: total !== undefined && total > queryLimits.total,
    origin: !query.head.origin || head[width - 1] === true,
    more: query.more && rows.length > query.size,
    first: at(page[0]),
    last: at(page.at(-1)),
  }
}

function cursorOf(
  { cursorColumns }: CompiledQuery,
  row: SqlRow | undefined,
  from: number,
): readonly CursorPart[] | undefined {
  if (row === undefined || cursorColumns.length === 0) return undefined
  return cursorColumns.map((column, index) => {
    const value = row[from + index] ?? null
    return { column, value: value === null ? null : String(value) }
  })
}

/** Every row of an aggregation says how many rows were read for all of them. */
function demandRowLimit({ rowLimit }: CompiledQuery, rows: readonly SqlRow[]): void {
  const read = Number(rows[0]?.at(-1) ?? 0)
  if (rowLimit === undefined || read <= rowLimit) return
  throw refusals['too-many-rows-to-aggregate']({ limit: rowLimit })
}
