import { createHash } from 'node:crypto'
import { queryLimits } from '../limits.ts'
import type { QueryTable } from '../metadata/metadata.ts'
import type { ValueKind } from '../metadata/value-kind.ts'
import type { BoundValue } from '../resolve/bound-value.ts'
import type { Output, ResolvedQuery } from '../resolve/resolved.ts'
import { newStatement, type Rename, type Statement } from './statement.ts'
import { writeAggregation, writeGroupCount } from './write-aggregation.ts'
import { writeSortable } from './write-expression.ts'
import { writeFrame } from './write-frame.ts'
import { direction, writeAfter, writeCursorValue, writeOrders } from './write-orders.ts'
import { writeOutputs } from './write-outputs.ts'
import { joined, writeRows, writeTest } from './write-test.ts'

/** One SQL statement and all that is needed to run it and to read what it gives. */
export interface CompiledQuery {
  readonly sql: string
  /** Equal for equal SQL, so that PostgreSQL plans it once per connection. */
  readonly name: string
  readonly values: readonly BoundValue[]
  readonly renames: readonly Rename[]
  readonly table: QueryTable
  /** At most one row: a key was given or a single-valued navigation followed. */
  readonly single: boolean
  readonly answer: 'rows' | 'number'
  /** The first result columns say the total and whether the addressed row exists. */
  readonly head: { readonly total: boolean; readonly origin: boolean }
  /** Order columns whose values make the cursor; empty where paging goes by number. */
  readonly cursorColumns: readonly string[]
  readonly size: number
  /** A further page can be asked for. */
  readonly more: boolean
  /** Most rows that an aggregation may read. */
  readonly rowLimit: number | undefined
  /** Kinds of the members of a row, for typed rows. */
  readonly shapes: Shapes
}

/** Kinds by member; expanded rows have shapes of their own. */
export interface Shapes extends ReadonlyMap<string, ValueKind | Shapes> {}

/** Writes a resolved query as one SQL statement; every value of the caller is a parameter. */
export function compile(query: ResolvedQuery): CompiledQuery {
  const statement = newStatement()
  const cursorColumns = hasCursor(query) ? query.orders.map(({ name }) => name) : []
  const head = headOf(query)
  const sql = withHead(statement, query, head, writeBody(statement, query))
  return {
    sql,
    name: createHash('sha256').update(sql).digest('base64url').slice(0, 22),
    values: statement.values,
    renames: statement.renames,
    table: query.table,
    single: query.single,
    answer: query.answer,
    head,
    cursorColumns,
    size: query.page.size,
    more: query.page.more && !query.single,
    rowLimit: query.aggregation?.rowLimit,
    shapes: shapesOf(query),
  }
}

const hasCursor = ({ single, page, aggregation }: ResolvedQuery): boolean =>
  page.keyset && page.more && !single && aggregation === undefined

const headOf = (query: ResolvedQuery): CompiledQuery['head'] => ({
  total: query.count || query.answer === 'number',
  origin: query.origin !== undefined,
})

/** Result columns: `row` as JSON text, then one per cursor column. */
function writeBody(statement: Statement, query: ResolvedQuery): string | undefined {
  if (query.answer === 'number') return undefined
  if (query.aggregation !== undefined) return writeAggregation(statement, query, query.aggregation)
  if (query.distinct) return writeDistinct(statement, query)
  const members = writeOutputs(statement, query.outputs)
  if (!query.single) return writePage(statement, query, members)
  const rows = writeRows(statement, query.rows)
  return `select row_to_json(r)::text as row from (select ${members} ${rows}) r`
}

function writePage(statement: Statement, query: ResolvedQuery, members: string): string {
  const { rows, orders, page } = query
  const keys = hasCursor(query)
    ? orders.map((order, index) => `${writeCursorValue(statement, order)} as k${index}`)
    : []
  const from = writeFrame(statement, rows.frame, writeTest)
  const tests = rows.where.length === 0 ? [] : [joined(statement, rows.where, 'and', 'true')]
  if (page.cursor !== undefined) tests.push(writeAfter(statement, orders, page.cursor))
  const inner = [
    `select ${[...keys, 'r'].join(', ')} ${from} cross join lateral (select ${members}) r`,
    tests.length === 0 ? '' : `where ${tests.join(' and ')}`,
    `order by ${writeOrders(statement, orders)}`,
    writeLimit(query),
  ].join(' ')
  const outer = ['row_to_json(q.r)::text as row', ...keys.map((_, index) => `q.k${index}`)]
  return `select ${outer.join(', ')} from (${inner}) q`
}

function writeLimit({ page }: ResolvedQuery): string {
  const limit = `limit ${page.more ? page.size + 1 : page.size}`
  return page.offset === 0 ? limit : `${limit} offset ${page.offset}`
}

/** Rows that look alike are one; the order columns and then all members order them. */
function writeDistinct(statement: Statement, query: ResolvedQuery): string {
  const { orders, rows } = query
  const members = writeOutputs(statement, query.outputs)
  const keys = orders.map((order, index) => `${writeSortable(statement, order.by)} as k${index}`)
  const all = [...keys, 'r'].join(', ')
  const from = writeFrame(statement, rows.frame, writeTest)
  const where =
    rows.where.length === 0 ? '' : `where ${joined(statement, rows.where, 'and', 'true')}`
  const inner = `select distinct ${all} ${from} cross join lateral (select ${members}) r ${where}`
  const order = [...orders.map((each, index) => `d.k${index}${direction(each)}`), 'd.r']
  return `select row_to_json(d.r)::text as row from (${inner}) d order by ${order.join(', ')} ${writeLimit(query)}`
}

/** Total and origin stand beside the rows, and alone where there are none. */
function withHead(
  statement: Statement,
  query: ResolvedQuery,
  head: CompiledQuery['head'],
  body: string | undefined,
): string {
  const facts: string[] = []
  if (head.total) facts.push(`(${writeTotal(statement, query)}) as total`)
  if (query.origin !== undefined) {
    facts.push(`exists (select ${writeRows(statement, query.origin)}) as origin`)
  }
  if (body === undefined) return `select ${facts.join(', ')}`
  if (facts.length === 0) return body
  return `select h.*, b.* from (select ${facts.join(', ')}) h left join (${body}) b on true`
}

/** Counting stops one above the limit, which says "more". */
function writeTotal(statement: Statement, query: ResolvedQuery): string {
  const limit = `limit ${queryLimits.total + 1}`
  const { aggregation } = query
  if (aggregation !== undefined) return writeGroupCount(statement, query, aggregation, limit)
  const rows = writeRows(statement, query.rows)
  if (!query.distinct) return `select count(*) from (select 1 ${rows} ${limit}) n`
  const members = writeOutputs(statement, query.outputs)
  return `select count(*) from (select distinct ${members} ${rows} ${limit}) n`
}

function shapesOf({ outputs, aggregation }: ResolvedQuery): Shapes {
  const { groups, aggregates } = aggregation ?? { groups: [], aggregates: [] }
  const computed = [...groups, ...aggregates].map(({ name, shape }) => [name, shape] as const)
  return new Map<string, ValueKind | Shapes>([...memberShapes(outputs), ...computed])
}

function memberShapes(outputs: readonly Output[]): Map<string, ValueKind | Shapes> {
  const shapes = new Map<string, ValueKind | Shapes>()
  for (const output of outputs) {
    if (output.kind === 'value') shapes.set(output.name, output.shape)
    if (output.kind === 'expand') {
      shapes.set(output.name, memberShapes(output.branches.flatMap((branch) => branch.outputs)))
    }
  }
  return shapes
}
