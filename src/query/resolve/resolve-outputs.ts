/** Binds selected columns to the members of a result row, annotations before what they are about. */
import type { QueryColumn, QueryTable } from '../metadata/metadata.ts'
import { describePlace, type Place } from '../plan/place.ts'
import type { SelectedColumn, Selection } from '../plan/selection.ts'
import { refusals } from '../refusals.ts'
import { columnOf, columnValue, type RowScope } from './frame.ts'
import { hasLabel, labelOf } from './label.ts'
import { findColumn } from './names.ts'
import type { LookupOutput, Output } from './resolved.ts'
import type { Resolving } from './resolving.ts'

const formattedSuffix = '@OData.Community.Display.V1.FormattedValue'
const lookupTableSuffix = '@Microsoft.Dynamics.CRM.lookuplogicalname'
const navigationSuffix = '@Microsoft.Dynamics.CRM.associatednavigationproperty'

/** Members of one result row while they are gathered, by name. */
export type Members = Map<string, readonly Output[]>

/** PostgreSQL takes 1,664 expressions in a select; some are needed for paging. */
const mostMembers = 1600

export function listMembers(members: Members, at: Place): readonly Output[] {
  const outputs = [...members.values()].flat()
  if (outputs.length <= mostMembers) return outputs
  throw refusals['query-shape'](
    {
      problem: `The result would have ${outputs.length} members; ${mostMembers} are allowed`,
      place: describePlace(at),
      advice: 'Name the columns that are needed.',
    },
    { input: at.within, expected: `${mostMembers} members`, found: String(outputs.length) },
  )
}

/** The row's version, and its primary key whether it was asked for or not. */
export function addIdentity(resolving: Resolving, members: Members, row: RowScope): void {
  const version = row.table.columns.get('versionnumber')
  if (resolving.annotations.versions && version?.kind === 'bigint') {
    const name = '@odata.etag'
    members.set(name, [{ kind: 'version', name, of: columnValue(row.alias, version) }])
  }
  for (const name of row.table.identity) {
    const column = columnOf(row.table, name)
    addColumn(resolving, members, row, column, column.property)
  }
}

/** `prefix` is the alias of a link; columns of the root table have none. */
export function addSelection(
  resolving: Resolving,
  members: Members,
  row: RowScope,
  selection: Selection,
  prefix?: string,
): void {
  if (selection.all) {
    for (const column of row.table.columns.values()) {
      if (!column.readable) continue
      addColumn(resolving, members, row, column, ownName(column, prefix))
    }
  }
  for (const selected of selection.columns) {
    addSelected(resolving, members, row, selected, prefix)
  }
}

const ownName = (column: QueryColumn, prefix: string | undefined): string =>
  prefix === undefined ? column.property : `${prefix}.${column.name}`

function addSelected(
  resolving: Resolving,
  members: Members,
  row: RowScope,
  selected: SelectedColumn,
  prefix: string | undefined,
): void {
  const named =
    resolving.naming === 'logical' ? row.table.nameColumns.get(selected.name) : undefined
  if (named !== undefined) {
    addNameColumn(resolving, members, row, named, selected, prefix)
    return
  }
  const column = findColumn(resolving, row.table, selected.name, selected.at)
  const name = selected.alias ?? ownName(column, prefix)
  if (selected.countsChildren) addChildCount(members, row, name, selected)
  else if (selected.alias === undefined) addColumn(resolving, members, row, column, name)
  else {
    demandFree(members, name, selected.at)
    addColumn(resolving, members, row, column, name)
  }
}

function addColumn(
  resolving: Resolving,
  members: Members,
  row: RowScope,
  column: QueryColumn,
  name: string,
): void {
  if (members.has(name)) return
  const of = columnValue(row.alias, column)
  members.set(name, [
    ...annotationsOf(resolving, row.table, column, name, row.alias),
    { kind: 'value', name, of, shape: column.kind },
  ])
}

function annotationsOf(
  resolving: Resolving,
  table: QueryTable,
  column: QueryColumn,
  name: string,
  alias: string,
): readonly Output[] {
  const { formatted, lookupTables, navigations } = resolving.annotations
  const of = columnValue(alias, column)
  const found: Output[] = []
  if (formatted && hasLabel(column)) {
    const label = labelOf(resolving, of)
    found.push({ kind: 'value', name: name + formattedSuffix, of: label, shape: 'text' })
  }
  if (column.kind !== 'lookup') return found
  const known = column.targets.flatMap((target) => resolving.metadata.tables.get(target) ?? [])
  const say = (suffix: string, words: LookupOutput['words']) =>
    found.push({ kind: 'lookup target', name: name + suffix, of, words, known })
  if (navigations) say(navigationSuffix, navigationWords(table, column))
  if (lookupTables) {
    const words = column.targets.map((target) => ({ target, word: target }))
    say(lookupTableSuffix, words)
  }
  return found
}

/** The navigation property of a lookup for each table it may point to. */
function navigationWords(table: QueryTable, column: QueryColumn): LookupOutput['words'] {
  const found = new Map<string, string>()
  for (const navigation of table.navigations.values()) {
    if (navigation.kind !== 'single' || navigation.column !== column) continue
    // `ownerid` itself comes after the one of each target, and is what clients expect to see.
    for (const target of navigation.targets) found.set(target, navigation.name)
  }
  return [...found].map(([target, word]) => ({ target, word }))
}

/**
 * A virtual name column comes with the column it names: the Web API of the vendor gives that
 * column alone, with its label as annotation, and other clients look for the name they asked for.
 */
function addNameColumn(
  resolving: Resolving,
  members: Members,
  row: RowScope,
  column: QueryColumn,
  selected: SelectedColumn,
  prefix: string | undefined,
): void {
  if (selected.alias !== undefined) demandFree(members, selected.alias, selected.at)
  addColumn(resolving, members, row, column, ownName(column, prefix))
  const own = prefix === undefined ? selected.name : `${prefix}.${selected.name}`
  const name = selected.alias ?? own
  const label = labelOf(resolving, columnValue(row.alias, column))
  members.set(name, [{ kind: 'value', name, of: label, shape: 'text' }])
}

function addChildCount(
  members: Members,
  row: RowScope,
  name: string,
  { at }: SelectedColumn,
): void {
  const { parent, primaryKey } = row.table
  if (parent === undefined) {
    const values = { problem: `${row.table.name} has no hierarchy`, place: describePlace(at) }
    throw refusals['wrong-aggregate'](values, { input: at.within, found: row.table.name })
  }
  const key = columnOf(row.table, primaryKey)
  members.set(name, [{ kind: 'children', name, alias: row.alias, parent, key }])
}

function demandFree(members: Members, alias: string, at: Place): void {
  if (!members.has(alias)) return
  const values = { alias, place: describePlace(at) }
  throw refusals['repeated-alias'](values, { input: at.within, found: alias })
}
