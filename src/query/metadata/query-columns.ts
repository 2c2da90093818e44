import { type Column, lookup, type Table } from '#database'
import type { QueryColumn } from './metadata.ts'

/** The columns of a table that queries may name, by logical name. */
export function queryColumns(table: Table): ReadonlyMap<string, QueryColumn> {
  const columns = new Map<string, QueryColumn>()
  const owners = table.ownership === 'user' ? Object.entries(ownerColumns) : []
  for (const [name, column] of [...Object.entries(table.allColumns), ...owners]) {
    if (!column.hidden && !columns.has(name)) columns.set(name, queryColumn(table, name, column))
  }
  return columns
}

/** The owner once more, split by what it is: reports made for Dataverse link people by `owninguser`. */
const ownerColumns: Readonly<Record<string, Column>> = {
  owningteam: lookup('Owning team', 'team', {
    computed: `case when t.owneridtype = 'team' then t.ownerid end`,
  }),
  owninguser: lookup('Owning user', 'systemuser', {
    computed: `case when t.owneridtype = 'systemuser' then t.ownerid end`,
  }),
}

/** Columns that every migration declares `not null`. */
const standardNotNull = new Set([
  'createdon',
  'modifiedon',
  'versionnumber',
  'statecode',
  'statuscode',
])

function queryColumn(table: Table, name: string, column: Column): QueryColumn {
  const { kind } = column
  const known = (other: string) => other in table.allColumns
  const computed = column.computed
  const standard = table.ownership !== 'none' && standardNotNull.has(name)
  return {
    table: table.name,
    name,
    property: kind === 'lookup' ? `_${name}_value` : name,
    kind,
    label: column.label,
    store: computed === undefined ? 'column' : { computed },
    readable: kind !== 'secret',
    neverNull: kind === 'key' || standard,
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
  column: Column,
  known: (name: string) => boolean,
): string | undefined {
  if ((column.targets?.length ?? 0) < 2) return undefined
  return [`${name}type`, `${name}typecode`].find(known)
}
