import type { Table } from '#database'
import type { QueryableColumn, QueryColumn } from './metadata.ts'

/** The columns of a table that queries may name, by logical name: declared ones, then custom ones. */
export function queryColumns(
  table: Table,
  custom: Readonly<Record<string, QueryableColumn>>,
): ReadonlyMap<string, QueryColumn> {
  const columns = new Map<string, QueryColumn>()
  const known = (name: string) => name in table.allColumns || name in custom
  const add = (name: string, column: QueryableColumn, isCustom: boolean) => {
    if (column.hidden) return
    columns.set(name, queryColumn(table, name, column, isCustom, known))
  }
  for (const [name, column] of Object.entries(table.allColumns)) add(name, column, false)
  for (const [name, column] of Object.entries(custom)) add(name, column, true)
  return columns
}

/** Columns that every migration declares `not null`. */
const standardNotNull = new Set([
  'createdon',
  'modifiedon',
  'versionnumber',
  'statecode',
  'statuscode',
])

function queryColumn(
  table: Table,
  name: string,
  column: QueryableColumn,
  isCustom: boolean,
  known: (name: string) => boolean,
): QueryColumn {
  const { kind } = column
  const computed = column.computed
  const standard = table.ownership !== 'none' && standardNotNull.has(name)
  return {
    table: table.name,
    name,
    property: kind === 'lookup' ? `_${name}_value` : name,
    kind,
    label: column.label,
    store: isCustom ? 'custom' : computed === undefined ? 'column' : { computed },
    readable: kind !== 'secret',
    neverNull: kind === 'key' || (standard && !isCustom),
    options: column.options ?? [],
    targets: column.targets ?? [],
    typeColumn: typeColumnOf(name, column, known),
    nameColumn: hasName.has(kind) && !known(`${name}name`) ? `${name}name` : undefined,
    declaration: column,
  }
}

const hasName = new Set<string>(['choice', 'boolean', 'lookup', 'multichoice'])

function typeColumnOf(
  name: string,
  column: QueryableColumn,
  known: (name: string) => boolean,
): string | undefined {
  if ((column.targets?.length ?? 0) < 2) return undefined
  return [`${name}type`, `${name}typecode`].find(known)
}
