import { createHash } from 'node:crypto'
import { queryLimits } from '../limits.ts'
import type { QueryTable } from '../metadata/metadata.ts'
import type { ValueKind } from '../metadata/value-kind.ts'
import type { BoundValue } from '../resolve/bound-value.ts'
import type { Output, ResolvedQuery } from '../resolve/resolved.ts'
import type { CursorColumn, Member } from './row-shape.ts'
import { newStatement, type Rename, type Statement } from './statement.ts'
import { writeAggregation, writeGroupCount } from './write-aggregation.ts'
import { writeColumns, writeLimit } from './write-columns.ts'
import { writeSortable } from './write-expression.ts'
import { writeFrame } from './write-frame.ts'
import { direction } from './write-orders.ts'
import { writeOutputs } from './write-outputs.ts'
import { joined, writeRows, writeTest } from './write-test.ts'

/** One SQL statement and all that is needed to run it and to read what it gives. */
export interface CompiledQuery {
  readonly sql: string
  /** Equal for equal SQL, so that PostgreSQL plans it once per connection. */
  readonly name: string
  readonly values: readonly BoundValue[]
  readonly renames: readonly Rename[]
  /** How a row is written from columns; undefined where one column is the JSON text. */
  readonly members: readonly Member[] | undefined
  /** How many columns a result row has. */
  readonly width: number
  readonly table: QueryTable
  /** At most one row: a key was given or a single-valued navigation followed. */
  readonly single: boolean
  readonly answer: 'rows' | 'number'
  /** The first result columns say the total and whether the addressed row exists. */
  readonly head: { readonly total: boolean; readonly origin: boolean }
  /** How many columns they are. */
  readonly facts: number
  /** Columns whose values make the cursor; empty where paging goes by number. */
  readonly cursor: readonly CursorColumn[]
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
  const head = headOf(query)
  const body = writeBody(statement, query, head)
  const sql = withHead(statement, query, head, body)
  return {
    sql,
    name: createHash('sha256').update(sql).digest('base64url').slice(0, 22),
    values: statement.values,
    renames: statement.renames,
    members: body?.members,
    width: body?.width ?? factsOf(head),
    table: query.table,
    single: query.single,
    answer: query.answer,
    head,
    facts: factsOf(head),
    cursor: body?.cursor ?? [],
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

const factsOf = ({ total, origin }: CompiledQuery['head']): number => Number(total) + Number(origin)

interface Body {
  readonly sql: string
  readonly members?: readonly Member[]
  readonly cursor?: readonly CursorColumn[]
  readonly width: number
}

/** Result columns: the values of a row; `row` as JSON text of what has no rows of a table. */
function writeBody(
  statement: Statement,
  query: ResolvedQuery,
  head: CompiledQuery['head'],
): Body | undefined {
  const facts = factsOf(head)
  if (query.answer === 'number') return undefined
  if (query.aggregation !== undefined) {
    return { sql: writeAggregation(statement, query, query.aggregation), width: facts + 2 }
  }
  if (query.distinct) return { sql: writeDistinct(statement, query), width: facts + 1 }
  const before = facts === 0 ? 0 : facts + 1
  return writeColumns(statement, query, { before, cursor: hasCursor(query) })
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

/**
 * Total and origin stand beside the rows, and alone where there are none: then `here`, or the
 * text of the row, is null.
 */
function withHead(
  statement: Statement,
  query: ResolvedQuery,
  head: CompiledQuery['head'],
  body: Body | undefined,
): string {
  const facts: string[] = []
  if (head.total) facts.push(`(${writeTotal(statement, query)}) as total`)
  if (query.origin !== undefined) {
    facts.push(`exists (select ${writeRows(statement, query.origin)}) as origin`)
  }
  if (body === undefined) return `select ${facts.join(', ')}`
  if (facts.length === 0) return body.sql
  const rows =
    body.members === undefined ? body.sql : `select true as here, r.* from (${body.sql}) r`
  return `select h.*, b.* from (select ${facts.join(', ')}) h left join (${rows}) b on true`
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
