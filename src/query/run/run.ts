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
  type SqlRow,
  textReader,
} from './read-rows.ts'
import { type StatementQueue, statementQueue } from './statement-queue.ts'

/** Where queries run: on connections of a pool, or in a transaction that somebody else holds. */
export type Reader = PoolReader | TransactionReader

/** Connect it with `queryLimits.statementMilliseconds`. */
export type PoolReader = Pick<Database, 'pool'>

export interface TransactionReader {
  /** Runs a statement all of whose columns are text. */
  inTransaction(sql: string, values: readonly SqlValue[]): Promise<readonly SqlRow[]>
}

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
  const source = 'pool' in reader ? statementQueue(reader.pool) : reader
  return runBound(source, query, bindValues(query, context), options)
}

/** The same with its parameters already worked out. */
export async function runBound(
  reader: StatementQueue | TransactionReader,
  query: CompiledQuery,
  values: readonly SqlValue[],
  options: RunOptions = {},
): Promise<QueryResult> {
  try {
    const name = options.prepared === true ? query.name : ''
    const rows =
      'ask' in reader
        ? await reader.ask({ sql: query.sql, values, name })
        : await reader.inTransaction(castToText(query), values)
    return readResult(query, rows)
  } catch (error) {
    throw asRefusal(error)
  }
}

/** Whoever holds a transaction reads values by their type; as text they come as PostgreSQL has them. */
function castToText({ sql, width }: CompiledQuery): string {
  const names = Array.from({ length: width }, (_, index) => `v${index}`)
  const texts = names.map((name) => `w.${name}::text`)
  return `select ${texts.join(', ')} from (${sql}) w(${names.join(', ')})`
}

function readResult(query: CompiledQuery, found: readonly SqlRow[]): QueryResult {
  const rows = query.facts === 0 ? found : found.filter((row) => hasRow(query, row))
  demandRowLimit(query, rows[0])
  const page = query.more ? rows.slice(0, query.size) : rows
  return {
    ...readFacts(query, found[0]),
    rows: page.map(textReader(query)),
    more: query.more && rows.length > query.size,
    first: readCursor(query, page[0]),
    last: readCursor(query, page.at(-1)),
  }
}
