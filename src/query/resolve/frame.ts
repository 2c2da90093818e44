/** Builds the FROM part of a select while names are resolved: each new path adds its join once. */
import type { Navigation, QueryColumn, QueryTable } from '../metadata/metadata.ts'
import { valueKinds } from '../metadata/value-kind.ts'
import type { Place } from '../plan/place.ts'
import { findNavigation, knownTable } from './names.ts'
import type { ColumnValue, Frame, Join, Test } from './resolved.ts'
import type { Resolving } from './resolving.ts'

export interface OpenFrame {
  readonly table: QueryTable
  readonly own: Test | undefined
  readonly alias: string
  readonly joins: Join[]
  /** Rows reached so far, by `alias/navigation`. */
  readonly reached: Map<string, readonly RowScope[]>
}

/** One row of the FROM part: the table itself or something joined to it. */
export interface RowScope {
  readonly frame: OpenFrame
  readonly alias: string
  readonly table: QueryTable
}

/** Whose columns a name without prefix means, and which prefixes there are. */
export interface Scope {
  readonly own: RowScope
  readonly named: ReadonlyMap<string, RowScope>
}

export function openFrame(resolving: Resolving, table: QueryTable): RowScope {
  const alias = resolving.newAlias()
  const own = resolving.ownRows(table)
  const frame: OpenFrame = { table, own, alias, joins: [], reached: new Map() }
  return { frame, alias, table }
}

export const closeFrame = ({ table, own, alias, joins }: OpenFrame): Frame =>
  Object.freeze({ table, own, alias, joins: Object.freeze([...joins]) })

export function join(
  resolving: Resolving,
  frame: OpenFrame,
  kind: Join['kind'],
  table: QueryTable,
  on: (joined: RowScope) => readonly Test[],
): RowScope {
  const joined: RowScope = { frame, alias: resolving.newAlias(), table }
  const own = resolving.ownRows(table)
  frame.joins.push({ kind, table, own, alias: joined.alias, on: on(joined) })
  return joined
}

/** The row (for `ownerid`: each possible row) behind a single-valued navigation property. */
export function follow(
  resolving: Resolving,
  from: RowScope,
  name: string,
  at: Place,
): readonly RowScope[] {
  const navigation = findNavigation(from.table, name, 'single-valued', at)
  if (navigation.kind !== 'single') throw new TypeError(`${name} is not single-valued.`)
  const path = `${from.alias}/${name}`
  const reached = from.frame.reached.get(path)
  if (reached !== undefined) return reached
  const lookup = columnValue(from.alias, navigation.column)
  const rows = navigation.targets.map((target) => {
    const table = knownTable(resolving, target)
    return join(resolving, from.frame, 'left', table, (there) => [equal(keyOf(there), lookup)])
  })
  from.frame.reached.set(path, rows)
  return rows
}

export const columnValue = (alias: string, column: QueryColumn): ColumnValue => ({
  kind: 'column',
  alias,
  column,
  family: valueKinds[column.kind].family,
})

export function keyOf({ alias, table }: RowScope): ColumnValue {
  return columnValue(alias, columnOf(table, table.primaryKey))
}

/** A column that the metadata itself names, so that it must be there. */
export function columnOf(table: QueryTable, name: string): QueryColumn {
  const column = table.columns.get(name)
  if (column === undefined) throw new TypeError(`The table ${table.name} has no column ${name}.`)
  return column
}

export const equal = (left: ColumnValue, right: ColumnValue): Test => ({
  kind: 'compare',
  operator: 'eq',
  left,
  right,
})

/** Joins, to rows of a navigation's target, the condition that they belong to a row. */
export function belongsTo(
  resolving: Resolving,
  navigation: Navigation,
  there: RowScope,
  here: RowScope,
): readonly Test[] {
  if (navigation.kind === 'single') {
    return [equal(keyOf(there), columnValue(here.alias, navigation.column))]
  }
  if (navigation.kind === 'collection') {
    const lookup = columnOf(there.table, navigation.column)
    return [equal(columnValue(there.alias, lookup), keyOf(here))]
  }
  const pairs = knownTable(resolving, navigation.intersect)
  const own = columnOf(pairs, navigation.own)
  const other = columnOf(pairs, navigation.other)
  const pair = join(resolving, there.frame, 'inner', pairs, (joined) => [
    equal(columnValue(joined.alias, other), keyOf(there)),
  ])
  return [equal(columnValue(pair.alias, own), keyOf(here))]
}
