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
import type { WireRow } from './row-tap.ts'
import { type StatementQueue, statementQueue } from './statement-queue.ts'
import { pageWriter } from './write-page.ts'

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
  /** The rows, with commas between them, between two texts: for a whole page less work than `rows`. */
  written(start: string, end: string): string | Buffer
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
    if ('ask' in reader) return fromWire(query, await reader.ask({ sql: query.sql, values, name }))
    return fromTexts(query, await reader.inTransaction(castToText(query), values))
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

function fromTexts(query: CompiledQuery, found: readonly SqlRow[]): QueryResult {
  const { page, ...known } = readPage(query, found, (row) => row)
  const rows = page.map(textReader(query))
  return { ...known, rows, written: (start, end) => `${start}${rows.join(',')}${end}` }
}

/** Texts of rows are made for those who look at them; a page is written from the bytes. */
function fromWire(query: CompiledQuery, found: readonly WireRow[]): QueryResult {
  const { page, ...known } = readPage(query, found, textsOf)
  let rows: readonly string[] | undefined
  const texts = () => page.map(textsOf).map(textReader(query))
  return {
    ...known,
    get rows() {
      rows ??= texts()
      return rows
    },
    written: (start, end) =>
      query.members === undefined
        ? `${start}${texts().join(',')}${end}`
        : pageWriter(query, query.members).write(page, start, end),
  }
}

const textsOf = (row: WireRow): SqlRow => row.texts()

interface Page<Row> extends Omit<QueryResult, 'rows' | 'written'> {
  readonly page: readonly Row[]
}

function readPage<Row>(
  query: CompiledQuery,
  found: readonly Row[],
  texts: (row: Row) => SqlRow,
): Page<Row> {
  const [first] = found.slice(0, 1).map(texts)
  const rows = first === undefined || !hasRow(query, first) ? [] : found
  if (rows.length > 0) demandRowLimit(query, first)
  const page = query.more ? rows.slice(0, query.size) : rows
  const last = page.at(-1)
  return {
    ...readFacts(query, first),
    page,
    more: query.more && rows.length > query.size,
    first: readCursor(query, page.length > 0 ? first : undefined),
    last: readCursor(query, last && texts(last)),
  }
}
