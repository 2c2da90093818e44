import type { Order } from '../plan/order.ts'
import { describePlace, type Place } from '../plan/place.ts'
import { refusals } from '../refusals.ts'
import { columnOf, columnValue, type RowScope, type Scope } from './frame.ts'
import { labelOf } from './label.ts'
import { resolveColumn } from './resolve-column.ts'
import { describeExpression } from './resolve-operand.ts'
import type { Expression, ResolvedOrder } from './resolved.ts'
import type { Resolving } from './resolving.ts'

export interface ScopedOrder {
  readonly order: Order
  readonly scope: Scope
  /** Alias of the link whose column it is, for the paging cookie. */
  readonly prefix: string | undefined
}

/** The orders, and after them what tells rows apart, so that pages neither repeat nor miss rows. */
export function resolveOrders(
  resolving: Resolving,
  orders: readonly ScopedOrder[],
  identities: readonly RowScope[],
): readonly ResolvedOrder[] {
  const found: ResolvedOrder[] = []
  const seen = new Set<string>()
  for (const each of orders) addOrder(found, seen, resolveOrder(resolving, each))
  for (const row of identities) {
    for (const name of row.table.identity) {
      const by = columnValue(row.alias, columnOf(row.table, name))
      addOrder(found, seen, { by, descending: false, neverNull: isNeverNull(by, row), name })
    }
  }
  return found
}

/** Ordering by a column a second time changes nothing. */
function addOrder(found: ResolvedOrder[], seen: Set<string>, order: ResolvedOrder): void {
  const { by } = order
  const id = by.kind === 'column' ? `${by.alias}.${by.column.name}` : undefined
  if (id !== undefined && seen.has(id)) return
  if (id !== undefined) seen.add(id)
  found.push(order)
}

function resolveOrder(resolving: Resolving, { order, scope, prefix }: ScopedOrder): ResolvedOrder {
  const { by, descending, basis } = order
  if (by.kind === 'alias') throw aliasOutsideAggregation(by.alias, by.at)
  const value = resolveColumn(resolving, scope, by)
  if (value.family === 'choices' || value.family === 'json') throw unordered(value, by.at)
  const shown = basis === 'shown' && value.kind === 'column' && shownByLabel.has(value.column.kind)
  const path = [...(prefix === undefined ? [] : [prefix]), ...by.path, by.name]
  return {
    by: shown ? labelOf(resolving, value) : value,
    descending,
    neverNull: !shown && isNeverNull(value, scope.own),
    name: path.join('.'),
  }
}

const shownByLabel = new Set<string>(['choice', 'boolean', 'lookup'])

/** A column of a table that was joined may be null where the row is missing. */
function isNeverNull(value: Expression, row: RowScope): boolean {
  return value.kind === 'column' && value.column.neverNull && value.alias === row.frame.alias
}

function unordered(value: Expression, at: Place) {
  const found = describeExpression(value)
  const expected = 'a column whose values have an order'
  return refusals['operator-not-for-column'](
    { operator: 'Ordering', expected, found, place: describePlace(at) },
    { input: at.within, expected, found },
  )
}

function aliasOutsideAggregation(alias: string, at: Place) {
  const known = 'the columns of the table; aliases belong to aggregations'
  const values = { alias, place: describePlace(at), known }
  return refusals['unknown-order-alias'](values, { input: at.within, found: alias })
}
