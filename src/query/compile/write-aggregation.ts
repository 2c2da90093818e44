/** Groups and aggregates over at most so many rows; the number read comes beside, to refuse more. */
import type {
  Expression,
  ResolvedAggregate,
  ResolvedAggregation,
  ResolvedQuery,
} from '../resolve/resolved.ts'
import type { Statement } from './statement.ts'
import { writeLimit } from './write-columns.ts'
import { writeDatePart } from './write-date-part.ts'
import { linguistic, writeExpression } from './write-expression.ts'
import { direction } from './write-orders.ts'
import { writeRows } from './write-test.ts'
import { writeValue } from './write-value.ts'

const formattedSuffix = '@OData.Community.Display.V1.FormattedValue'

/** Columns `row` (JSON text) and `input` (rows read). */
export function writeAggregation(
  statement: Statement,
  query: ResolvedQuery,
  aggregation: ResolvedAggregation,
): string {
  const { groups, aggregates } = aggregation
  const keys = groups.flatMap((_, index) => [`i.g${index}`, `i.l${index}`])
  const grouped = [
    `select ${[...keys, ...aggregates.map(aggregated)].map(alias).join(', ')},`,
    groups.length === 0 ? 'count(*) as input' : 'sum(count(*)) over () as input',
    `from (${writeInput(statement, query, aggregation)}) i`,
    groups.length === 0 ? '' : `group by ${keys.join(', ')}`,
  ].join(' ')
  const order = writeOrder(aggregation)
  const members = writeMembers(statement, aggregation)
  const rows = `select a.input, r from (${grouped}) a cross join lateral (select ${members}) r ${order} ${writeLimit(query)}`
  return `select row_to_json(q.r)::text as row, q.input from (${rows}) q`
}

/** How many groups there are; without groups it is the one row over everything. */
export function writeGroupCount(
  statement: Statement,
  query: ResolvedQuery,
  aggregation: ResolvedAggregation,
  limit: string,
): string {
  if (aggregation.groups.length === 0) return 'select 1'
  const keys = aggregation.groups.map((_, index) => `i.g${index}`).join(', ')
  const input = writeInput(statement, query, { ...aggregation, aggregates: [] })
  return `select count(*) from (select 1 from (${input}) i group by ${keys} ${limit}) n`
}

/** The aggregates are numbered: `a0`, `a1`, …; groups keep their names. */
const alias = (sql: string, index: number, all: readonly string[]): string => {
  const firstAggregate = all.findIndex((each) => !/^i\.[gl]\d+$/.test(each))
  return index >= firstAggregate && firstAggregate >= 0
    ? `${sql} as a${index - firstAggregate}`
    : sql
}

function writeInput(
  statement: Statement,
  { rows }: ResolvedQuery,
  { groups, aggregates, rowLimit }: ResolvedAggregation,
): string {
  const keys = groups.flatMap(({ of, part, inUserZone, label }, index) => {
    const value =
      part === undefined
        ? writeExpression(statement, of)
        : writeDatePart(statement, of, part, inUserZone)
    const shown = label === undefined ? 'null::text' : writeExpression(statement, label)
    return [`${value} as g${index}`, `${shown} as l${index}`]
  })
  const values = aggregates.map(({ of }, index) =>
    of === undefined ? `1 as v${index}` : `${writeExpression(statement, of)} as v${index}`,
  )
  const list = [...keys, ...values].join(', ')
  return `select ${list} ${writeRows(statement, rows)} limit ${rowLimit + 1}`
}

function aggregated({ function: applied, of, distinct }: ResolvedAggregate, index: number): string {
  const value = `i.v${index}`
  if (applied === 'count') return 'count(*)'
  if (applied === 'count column') return `count(${distinct ? 'distinct ' : ''}${value})`
  // PostgreSQL before 18 has no least id.
  const compared = of?.family === 'guid' ? `${value}::text` : sortable(value, of)
  return `${applied}(${distinct ? 'distinct ' : ''}${compared})`
}

const sortable = (sql: string, of: Expression | undefined): string =>
  of?.family === 'text' ? `${sql} ${linguistic}` : sql

function writeMembers(statement: Statement, { groups, aggregates }: ResolvedAggregation): string {
  const keys = groups.flatMap(({ name, shape, label }, index) => {
    const value = `${writeValue(`a.g${index}`, shape)} as ${statement.member(name)}`
    if (label === undefined) return [value]
    return [`a.l${index} as ${statement.member(name + formattedSuffix)}`, value]
  })
  const values = aggregates.map(
    ({ name, shape }, index) => `${writeValue(`a.a${index}`, shape)} as ${statement.member(name)}`,
  )
  return [...keys, ...values].join(', ')
}

/** Whatever the order leaves open is decided by the groups, so that pages fit together. */
function writeOrder({ groups, aggregates, orders }: ResolvedAggregation): string {
  const columns = new Map([
    ...groups.map(({ name, of, part }, index) => {
      return [name, sortable(`a.g${index}`, part === undefined ? of : undefined)] as const
    }),
    ...aggregates.map(({ name }, index) => [name, `a.a${index}`] as const),
  ])
  const asked = orders.map(
    ({ name, descending }) => columns.get(name) + direction({ descending, neverNull: false }),
  )
  const rest = groups.map((_, index) => `a.g${index} nulls first`)
  const all = [...asked, ...rest]
  return all.length === 0 ? '' : `order by ${all.join(', ')}`
}
