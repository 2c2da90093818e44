import type { Database } from '#database'
import type { CompiledQuery } from '../compile/compile.ts'
import type { SqlValue } from '../resolve/bound-value.ts'
import type { RunContext } from '../resolve/run-context.ts'
import { bindValues } from './bind-values.ts'
import { asRefusal } from './database-error.ts'
import {
  demandRowLimit,
  type Facts,
  hasRow,
  type RowCursor,
  readCursor,
  readFacts,
  readText,
  type SqlRow,
} from './read-rows.ts'

/** The connections that queries run on. Connect them with `queryLimits.statementMilliseconds`. */
export type Reader = Pick<Database, 'pool'>

export interface QueryResult extends Facts {
  /** Each row as the text of a JSON object. */
  readonly rows: readonly string[]
  /** There are rows behind this page. */
  readonly more: boolean
  /** Cursors of the first and last row of the page, where paging goes by cursor. */
  readonly first: RowCursor | undefined
  readonly last: RowCursor | undefined
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

function readResult(query: CompiledQuery, found: readonly SqlRow[]): QueryResult {
  const rows = found.filter((row) => hasRow(query, row))
  demandRowLimit(query, rows[0])
  const page = query.more ? rows.slice(0, query.size) : rows
  return {
    ...readFacts(query, found[0]),
    rows: page.map((row) => readText(query, row)),
    more: query.more && rows.length > query.size,
    first: readCursor(query, page[0]),
    last: readCursor(query, page.at(-1)),
  }
}
