/** Binds related rows inside rows. */
import { queryLimits } from '../limits.ts'
import type { Navigation, QueryTable } from '../metadata/metadata.ts'
import { rootScope } from '../plan/column-reference.ts'
import type { Expand } from '../plan/expand.ts'
import { describePlace } from '../plan/place.ts'
import { refusals } from '../refusals.ts'
import { belongsTo, closeFrame, columnValue, keyOf, openFrame, type RowScope } from './frame.ts'
import { findNavigation, knownTable } from './names.ts'
import { resolveFilter } from './resolve-filter.ts'
import { resolveOrders } from './resolve-orders.ts'
import { addIdentity, addSelection, listMembers, type Members } from './resolve-outputs.ts'
import type { ExpandBranch, ExpandOutput, Output } from './resolved.ts'
import type { Resolving } from './resolving.ts'

export function addExpands(
  resolving: Resolving,
  members: Members,
  row: RowScope,
  expands: readonly Expand[],
): void {
  for (const expand of expands) {
    resolving.countLink('expands')
    const output = resolveExpand(resolving, row, expand)
    if (members.has(output.name)) throw repeated(expand)
    members.set(output.name, [output])
  }
}

function resolveExpand(resolving: Resolving, row: RowScope, expand: Expand): ExpandOutput {
  const navigation = findNavigation(row.table, expand.navigation, 'any', expand.at)
  const many = navigation.kind !== 'single'
  demandShape(expand, many)
  return {
    kind: 'expand',
    name: expand.navigation,
    many,
    branches: targetsOf(resolving, navigation).map((table, _index, tables) =>
      branch(resolving, row, navigation, table, narrowed(expand, table, tables)),
    ),
    limit: many ? Math.min(expand.top ?? queryLimits.pageSize, queryLimits.pageSize) : 1,
    count: expand.count,
    link:
      many && row.table.set !== undefined
        ? { set: row.table.set, key: keyOf(row), rest: expand.query }
        : undefined,
  }
}

function targetsOf(resolving: Resolving, navigation: Navigation): readonly QueryTable[] {
  const names = navigation.kind === 'single' ? navigation.targets : [navigation.target]
  return names.map((name) => knownTable(resolving, name))
}

/** Behind `ownerid`, each of user and team gives the selected columns that it has. */
function narrowed(expand: Expand, table: QueryTable, tables: readonly QueryTable[]): Expand {
  if (tables.length === 1) return expand
  const columns = expand.selection.columns.filter(
    ({ name }) =>
      table.properties.has(name) || !tables.some(({ properties }) => properties.has(name)),
  )
  return { ...expand, selection: { ...expand.selection, columns } }
}

function branch(
  resolving: Resolving,
  row: RowScope,
  navigation: Navigation,
  table: QueryTable,
  expand: Expand,
): ExpandBranch {
  const there = openFrame(resolving, table)
  const linked = belongsTo(resolving, navigation, there, row)
  const scope = { own: there, named: new Map([[rootScope, there]]) }
  const filter = expand.filter && resolveFilter(resolving, scope, expand.filter)
  const scoped = expand.orders.map((order) => ({ order, scope, prefix: undefined }))
  const orders = navigation.kind === 'single' ? [] : resolveOrders(resolving, scoped, [there])
  const outputs = expand.reference ? [] : rowOutputs(resolving, there, expand)
  return {
    rows: {
      frame: closeFrame(there.frame),
      where: filter === undefined ? linked : [...linked, filter],
    },
    outputs,
    orders,
    key: keyOf(there),
    lookup: navigation.kind === 'single' ? columnValue(row.alias, navigation.column) : undefined,
    filter,
    referenceSet: expand.reference ? table.set : undefined,
  }
}

function rowOutputs(resolving: Resolving, there: RowScope, expand: Expand): readonly Output[] {
  const members: Members = new Map()
  addIdentity(resolving, members, there)
  addSelection(resolving, members, there, expand.selection)
  addExpands(resolving, members, there, expand.expands)
  return listMembers(members, expand.at)
}

function demandShape(expand: Expand, many: boolean): void {
  const ordered = expand.orders.length > 0 || expand.top !== undefined || expand.count
  if (!many && ordered) {
    throw shape(
      expand,
      'Only $select and $filter clause can be provided while doing $expand on many-to-one relationship or nested one-to-many relationship',
      'Order and limit collections only.',
    )
  }
  if (many && expand.reference) {
    const problem = 'Expand with $ref is only supported on lookup type navigation property'
    throw shape(expand, problem, 'Select the primary key instead.')
  }
}

function repeated(expand: Expand) {
  return shape(expand, `'${expand.navigation}' is expanded twice`, 'Expand it once.')
}

function shape({ at, navigation }: Expand, problem: string, advice: string) {
  const values = { problem, place: describePlace(at), advice }
  return refusals['query-shape'](values, { input: at.within, found: navigation })
}
