import type { Relationship, Table } from '#database'
import { intersectTable } from './intersect-table.ts'
import type { Metadata, Navigation, QueryColumn, QueryTable } from './metadata.ts'
import { addNavigations } from './navigations.ts'
import { queryColumns } from './query-columns.ts'

export interface MetadataInput {
  readonly tables: readonly Table[]
  readonly relationships: readonly Relationship[]
}

/**
 * Works out everything that queries may name. Tables that are not exposed are left out. Make it
 * anew when custom columns change; a metadata object itself never changes.
 */
export function createMetadata(input: MetadataInput): Metadata {
  const tables = new Map<string, QueryTable>()
  const navigations = new Map<string, Map<string, Navigation>>()
  for (const table of input.tables) {
    if (!table.exposed) continue
    const own = new Map<string, Navigation>()
    navigations.set(table.name, own)
    tables.set(table.name, queryTable(table, own))
  }
  for (const relationship of input.relationships) {
    if (!tables.has(relationship.first.table) || !tables.has(relationship.second.table)) continue
    tables.set(relationship.intersect, intersectTable(relationship))
  }
  addNavigations(tables, navigations, input.relationships)
  return { tables, sets: bySet(tables) }
}

function queryTable(table: Table, navigations: ReadonlyMap<string, Navigation>): QueryTable {
  const columns = queryColumns(table)
  return {
    name: table.name,
    set: table.set,
    label: table.label,
    pluralLabel: table.pluralLabel,
    ownership: table.ownership,
    primaryKey: table.primaryKey,
    identity: [table.primaryKey],
    primaryName: table.primaryName,
    typeCode: table.typeCode,
    columns,
    properties: new Map([...columns.values()].map((column) => [column.property, column])),
    nameColumns: nameColumns(columns),
    navigations,
    keys: table.keys,
    // What only the hub writes (the contact that a merged one became) makes no tree.
    parent: [...columns.values()].find(
      (column) => !column.declaration.readOnly && pointsOnlyTo(column, table.name),
    ),
    declaration: table,
  }
}

function nameColumns(columns: ReadonlyMap<string, QueryColumn>): ReadonlyMap<string, QueryColumn> {
  const found = new Map<string, QueryColumn>()
  for (const column of columns.values()) {
    if (column.nameColumn !== undefined) found.set(column.nameColumn, column)
  }
  return found
}

function pointsOnlyTo(column: QueryColumn, table: string): boolean {
  return column.targets.length === 1 && column.targets[0] === table && !audit.has(column.name)
}

/** A user created by a user is not below it in a tree. */
const audit = new Set(['createdby', 'modifiedby', 'createdonbehalfby', 'modifiedonbehalfby'])

function bySet(tables: ReadonlyMap<string, QueryTable>): ReadonlyMap<string, QueryTable> {
  const sets = new Map<string, QueryTable>()
  for (const table of tables.values()) {
    if (table.set !== undefined) sets.set(table.set, table)
  }
  return sets
}
