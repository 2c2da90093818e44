/** Orders, and the condition that continues behind the last row of a page. */
import type { BoundValue } from '../resolve/bound-value.ts'
import type { Expression, ResolvedOrder } from '../resolve/resolved.ts'
import type { Statement } from './statement.ts'
import { writeComparable, writeSortable } from './write-expression.ts'

export function writeOrders(statement: Statement, orders: readonly ResolvedOrder[]): string {
  return orders.map((order) => writeSortable(statement, order.by) + direction(order)).join(', ')
}

/** Null is the least value, other than PostgreSQL has it. */
export function direction({
  descending,
  neverNull,
}: Pick<ResolvedOrder, 'descending' | 'neverNull'>): string {
  if (neverNull) return descending ? ' desc' : ''
  return descending ? ' desc nulls last' : ' nulls first'
}

/** "Comes after the cursor": greater in the first column, or equal there and greater in the next, … */
export function writeAfter(
  statement: Statement,
  orders: readonly ResolvedOrder[],
  cursor: readonly (BoundValue | null)[],
): string {
  const keys = orders.map((order, index): Key => {
    const value = cursor[index] ?? null
    const bound: Expression | undefined =
      value === null ? undefined : { kind: 'bound', value, family: order.by.family }
    const sql = writeSortable(statement, order.by)
    return { ...order, sql, at: bound && writeComparable(statement, bound) }
  })
  return isPlain(keys) ? rowComparison(keys) : lexicographic(keys)
}

interface Key extends ResolvedOrder {
  readonly sql: string
  /** The cursor's value; undefined for null. */
  readonly at: string | undefined
}

/** Columns without nulls in one direction compare as rows, which an index can answer. */
function isPlain(keys: readonly Key[]): boolean {
  const [first] = keys
  return keys.every((key) => key.neverNull && key.descending === first?.descending)
}

function rowComparison(keys: readonly Key[]): string {
  const sign = keys[0]?.descending === true ? '<' : '>'
  const list = (parts: readonly (string | undefined)[]) => `(${parts.join(', ')})`
  return `${list(keys.map(({ sql }) => sql))} ${sign} ${list(keys.map(({ at }) => at))}`
}

function lexicographic(keys: readonly Key[]): string {
  const cases = keys.flatMap((key, index) => {
    const after = afterKey(key)
    if (after === undefined) return []
    return [[...keys.slice(0, index).map(sameKey), after].join(' and ')]
  })
  if (cases.length === 0) return 'false'
  return [...leadingBound(keys[0]), `(${cases.join(' or ')})`].join(' and ')
}

/** What all cases have in common, because no index answers cases: where to begin reading. */
function leadingBound(first: Key | undefined): readonly string[] {
  if (first?.at === undefined || (first.descending && !first.neverNull)) return []
  return [`${first.sql} ${first.descending ? '<=' : '>='} ${first.at}`]
}

function afterKey({ sql, at, descending, neverNull }: Key): string | undefined {
  if (descending) {
    if (at === undefined) return undefined
    return neverNull ? `${sql} < ${at}` : `(${sql} < ${at} or ${sql} is null)`
  }
  return at === undefined ? `${sql} is not null` : `${sql} > ${at}`
}

const sameKey = ({ sql, at }: Key): string =>
  at === undefined ? `${sql} is null` : `${sql} = ${at}`
