import type { Caller } from '#pipeline'
import { queryLimits } from '../limits.ts'
import type { Metadata } from '../metadata/metadata.ts'
import { rootScope } from '../plan/column-reference.ts'
import { literal } from '../plan/literal.ts'
import type { Cursor, Page } from '../plan/page.ts'
import { describePlace, type Place } from '../plan/place.ts'
import type { QueryPlan } from '../plan/query-plan.ts'
import { refusals } from '../refusals.ts'
import type { BoundValue } from './bound-value.ts'
import { closeFrame, type RowScope, type Scope } from './frame.ts'
import { followLinks, type Linking } from './link-rows.ts'
import { readLiteral, shorten, wantedBy } from './read-literal.ts'
import { resolveAggregation } from './resolve-aggregation.ts'
import { addExpands } from './resolve-expand.ts'
import { resolveFilter } from './resolve-filter.ts'
import { resolveOrders, type ScopedOrder } from './resolve-orders.ts'
import { addIdentity, addSelection, listMembers, type Members } from './resolve-outputs.ts'
import { type ResolvedSource, resolveSource } from './resolve-source.ts'
import type { Output, ResolvedOrder, ResolvedPage, ResolvedQuery, Test } from './resolved.ts'
import { type Resolving, startResolving } from './resolving.ts'

/**
 * Binds the names of a plan to tables and columns that the caller may read, and its values to
 * their types. Refuses unknown, write-only and forbidden names, values of the wrong type, and
 * questions beyond the limits; each refusal says the place in the caller's text.
 */
export function resolve(plan: QueryPlan, metadata: Metadata, caller: Caller): ResolvedQuery {
  const resolving = startResolving(plan, metadata, caller)
  const source = resolveSource(resolving, plan.source)
  const { row } = source
  const linking: Linking = {
    named: namesOf(plan, row),
    aliases: new Set(),
    joined: [],
    tests: [],
  }
  followLinks(resolving, row, plan.links, linking, resolveFilter)
  const scope: Scope = { own: row, named: linking.named }
  const filter = plan.filter && resolveFilter(resolving, scope, plan.filter)
  const where: readonly Test[] = [
    ...source.where,
    ...linking.tests,
    ...(filter === undefined ? [] : [filter]),
  ]
  const aggregation =
    plan.aggregation &&
    resolveAggregation(resolving, scope, plan.aggregation, plan.orders, plan.source.at)
  const outputs = aggregation === undefined ? rowMembers(resolving, plan, row, linking) : []
  const orders = aggregation === undefined ? rowOrders(resolving, plan, scope, linking) : []
  return {
    ...shapeOf(plan, source),
    outputs,
    orders,
    aggregation,
    annotated:
      plan.annotations.formatted || plan.annotations.lookupTables || plan.annotations.navigations,
    page: resolvePage(plan, orders, isKeyset(plan, linking)),
    rows: { frame: closeFrame(row.frame), where },
  }
}

function shapeOf(plan: QueryPlan, { row, single, origin }: ResolvedSource) {
  const { distinct, count, answer } = plan
  return { table: row.table, single, origin, distinct, count, answer }
}

/** Prefixes of columns: `$it` in OData; in FetchXML the aliases of links, and the table's own name. */
function namesOf({ naming }: QueryPlan, row: RowScope): Map<string, RowScope> {
  return new Map([[naming === 'property' ? rootScope : row.table.name, row]])
}

function rowMembers(
  resolving: Resolving,
  plan: QueryPlan,
  row: RowScope,
  linking: Linking,
): readonly Output[] {
  const members: Members = new Map()
  if (!plan.distinct) addIdentity(resolving, members, row)
  addSelection(resolving, members, row, plan.selection)
  for (const { link, row: linked } of linking.joined) {
    addSelection(resolving, members, linked, link.selection, link.alias)
  }
  addExpands(resolving, members, row, plan.expands)
  return listMembers(members, plan.source.at)
}

function rowOrders(
  resolving: Resolving,
  plan: QueryPlan,
  scope: Scope,
  linking: Linking,
): readonly ResolvedOrder[] {
  const own = plan.orders.map((order): ScopedOrder => ({ order, scope, prefix: undefined }))
  const linked = linking.joined.flatMap(({ link, row }) =>
    link.orders.map(
      (order): ScopedOrder => ({
        order,
        scope: { own: row, named: scope.named },
        prefix: link.alias,
      }),
    ),
  )
  const multiplied = linking.joined.filter(({ multiplies }) => multiplies).map(({ row }) => row)
  const identities = plan.distinct ? [] : [scope.own, ...multiplied]
  return resolveOrders(resolving, [...own, ...linked], identities)
}

/** Only rows that the primary key tells apart can be continued from the last one. */
function isKeyset(plan: QueryPlan, linking: Linking): boolean {
  return (
    !plan.distinct &&
    plan.aggregation === undefined &&
    !linking.joined.some(({ multiplies }) => multiplies)
  )
}

/** Simple paging reads and drops the pages before; the vendor allows as much. */
const mostSkipped = 50_000

function resolvePage(
  { page, top }: QueryPlan,
  orders: readonly ResolvedOrder[],
  keyset: boolean,
): ResolvedPage {
  if (top !== undefined) {
    const size = Math.min(
      whole(top, 'The number of rows (top)', 0, undefined),
      queryLimits.pageSize,
    )
    return { size, offset: 0, more: false, cursor: undefined, keyset }
  }
  const size = Math.min(
    whole(page.size ?? queryLimits.pageSize, 'The page size', 1, undefined),
    queryLimits.pageSize,
  )
  const cursor = keyset && page.cursor ? resolveCursor(page.cursor, orders) : undefined
  const offset = cursor === undefined ? skipped(page, size) : 0
  return { size, offset, more: true, cursor, keyset }
}

function skipped(page: Page, size: number): number {
  const most = Math.floor(mostSkipped / size) + 1
  return (whole(page.number, 'The page number', 1, most) - 1) * size
}

function whole(found: number, what: string, least: number, most: number | undefined): number {
  const fits = Number.isSafeInteger(found) && found >= least && found <= (most ?? found)
  if (fits) return found
  const limit = most ?? queryLimits.pageSize
  throw refusals['wrong-page'](
    { what, least, most: limit, found },
    { expected: `${least} to ${limit}`, found: String(found) },
  )
}

function resolveCursor(
  { values, columns, at }: Cursor,
  orders: readonly ResolvedOrder[],
): readonly (BoundValue | null)[] {
  if (columns !== undefined) demandSameOrder(columns, orders, at)
  if (values.length !== orders.length) {
    const problem = `it has ${values.length} values, and ${orders.length} columns are ordered by`
    throw refusals['wrong-cursor']({ place: describePlace(at), problem }, { input: at.within })
  }
  return orders.map(({ by, neverNull }, index) => {
    const value = values[index] ?? null
    if (value !== null) return readLiteral(literal('untyped', value, at), wantedBy(by))
    if (!neverNull) return null
    const problem = 'it lacks a value that every row has'
    throw refusals['wrong-cursor']({ place: describePlace(at), problem }, { input: at.within })
  })
}

function demandSameOrder(
  columns: readonly string[],
  orders: readonly ResolvedOrder[],
  at: Place,
): void {
  const found = columns.join(', ')
  const expected = orders.map(({ name }) => name).join(', ')
  if (found === expected) return
  throw refusals['cursor-of-other-order'](
    { place: describePlace(at), found: shorten(found), expected },
    { input: at.within, expected, found: shorten(found) },
  )
}
