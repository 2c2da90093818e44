import { queryLimits } from '../limits.ts'
import type { QueryColumn } from '../metadata/metadata.ts'
import type { ColumnReference } from '../plan/column-reference.ts'
import { describePlace } from '../plan/place.ts'
import { refusals } from '../refusals.ts'
import { columnValue, follow, type RowScope, type Scope } from './frame.ts'
import { labelOf } from './label.ts'
import { findColumn, knownTable, unknownColumn } from './names.ts'
import type { ColumnValue, Expression } from './resolved.ts'
import type { Resolving } from './resolving.ts'

/** The value that a column reference stands for, seen from its scope. */
export function resolveColumn(
  resolving: Resolving,
  scope: Scope,
  reference: ColumnReference,
): Expression {
  const row = rowOf(resolving, scope, reference)
  const inside = managedProperty(resolving, row, reference)
  if (inside !== undefined) return inside
  const short = foreignKey(resolving, row, reference)
  if (short !== undefined) return columnValue(row.alias, short)
  const rows = rowsBehind(resolving, row, reference)
  const [only] = rows
  if (rows.length === 1 && only !== undefined) return columnOrName(resolving, only, reference)
  return firstOf(resolving, rows, reference)
}

/** The row that a prefix means: a link, a lambda's variable, or the scope's own. */
export function rowOf(
  resolving: Resolving,
  scope: Scope,
  { scope: name, at }: Pick<ColumnReference, 'scope' | 'at'>,
): RowScope {
  if (name === undefined) return scope.own
  const row = scope.named.get(name)
  if (row !== undefined) return row
  const known = [...scope.named.keys()].join(', ') || 'no prefix: the query has no links'
  const place = describePlace(at)
  const details = { input: at.within, expected: known, found: name }
  throw resolving.naming === 'property'
    ? refusals['unknown-variable']({ variable: name, place, known }, details)
    : refusals['unknown-link-alias']({ alias: name, place, known }, details)
}

export function rowsBehind(
  resolving: Resolving,
  row: RowScope,
  { path, at }: Pick<ColumnReference, 'path' | 'at'>,
): readonly RowScope[] {
  if (path.length > queryLimits.path) {
    throw refusals['query-too-deep']({ limit: queryLimits.path, place: describePlace(at) })
  }
  let rows: readonly RowScope[] = [row]
  for (const name of path) rows = rows.flatMap((each) => follow(resolving, each, name, at))
  return rows
}

/** Members of a managed property, a JSON object that says whether something may be changed. */
const managedMembers: Readonly<Record<string, 'boolean' | 'text'>> = {
  Value: 'boolean',
  CanBeChanged: 'boolean',
  ManagedPropertyLogicalName: 'text',
}

/** `iscustomizable/Value`. */
function managedProperty(
  resolving: Resolving,
  row: RowScope,
  { path, name, at }: ColumnReference,
): Expression | undefined {
  const last = path.at(-1)
  const family = managedMembers[name]
  if (family === undefined || last === undefined || resolving.naming !== 'property')
    return undefined
  const [there] = rowsBehind(resolving, row, { path: path.slice(0, -1), at })
  const column = there?.table.properties.get(last)
  if (there === undefined || column?.kind !== 'json') return undefined
  return { kind: 'field', of: columnValue(there.alias, column), name, family }
}

/** FetchXML compares a managed property as if it were its value. */
function valueInside(of: ColumnValue): Expression {
  const initial = of.column.declaration.defaultValue
  const managed = typeof initial === 'object' && initial !== null && 'Value' in initial
  if (of.column.kind !== 'json' || !managed) return of
  return { kind: 'field', of, name: 'Value', family: 'boolean' }
}

/** `event/eventid` is the lookup itself: no join is needed to know it. */
function foreignKey(
  resolving: Resolving,
  row: RowScope,
  { path, name }: ColumnReference,
): QueryColumn | undefined {
  const [step, ...more] = path
  if (step === undefined || more.length > 0) return undefined
  const navigation = row.table.navigations.get(step)
  if (navigation?.kind !== 'single' || navigation.column.targets.length > 1) return undefined
  const [target] = navigation.targets.map((each) => knownTable(resolving, each))
  return target?.primaryKey === name ? navigation.column : undefined
}

function columnOrName(
  resolving: Resolving,
  row: RowScope,
  { name, at, eitherName }: ColumnReference,
): ColumnValue | Expression {
  const logical = eitherName ? row.table.columns.get(name) : undefined
  if (logical?.readable === true) return columnValue(row.alias, logical)
  const named = resolving.naming === 'logical' ? row.table.nameColumns.get(name) : undefined
  if (named !== undefined) return labelOf(resolving, columnValue(row.alias, named))
  const value = columnValue(row.alias, findColumn(resolving, row.table, name, at))
  return resolving.naming === 'logical' ? valueInside(value) : value
}

/** Behind `ownerid` is a user or a team: whichever has the column gives its value. */
function firstOf(
  resolving: Resolving,
  rows: readonly RowScope[],
  { name, at }: ColumnReference,
): Expression {
  const having = rows.filter(({ table }) => table.properties.get(name)?.readable === true)
  const choices = having.map(({ alias, table }) =>
    columnValue(alias, findColumn(resolving, table, name, at)),
  )
  const [first] = choices
  if (first === undefined) throw unknownColumn(resolving, rows[0]?.table ?? never(), name, at)
  if (choices.length === 1) return first
  return { kind: 'first of', choices, family: first.family }
}

function never(): never {
  throw new TypeError('A navigation leads to no table.')
}
