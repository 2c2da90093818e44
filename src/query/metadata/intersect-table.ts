import { lookup, type Relationship } from '#database'
import type { QueryColumn, QueryTable } from './metadata.ts'

/** The pairs of a many-to-many relationship, as FetchXML links through them. */
export function intersectTable(relationship: Relationship): QueryTable {
  const { intersect, first, second } = relationship
  const columns = new Map([first, second].map((side) => [side.column, sideColumn(intersect, side)]))
  return {
    name: intersect,
    set: undefined,
    label: relationship.name,
    pluralLabel: relationship.name,
    ownership: 'none',
    primaryKey: first.column,
    identity: [first.column, second.column],
    primaryName: undefined,
    typeCode: undefined,
    columns,
    properties: new Map([...columns.values()].map((column) => [column.property, column])),
    nameColumns: new Map(),
    navigations: new Map(),
    keys: {},
    parent: undefined,
    declaration: undefined,
  }
}

function sideColumn(intersect: string, side: Relationship['first']): QueryColumn {
  const declaration = lookup(side.table, side.table, { required: true, readOnly: true })
  return {
    table: intersect,
    name: side.column,
    property: `_${side.column}_value`,
    kind: 'lookup',
    label: side.table,
    store: 'column',
    readable: true,
    neverNull: true,
    options: [],
    targets: [side.table],
    typeColumn: undefined,
    nameColumn: undefined,
    declaration,
  }
}
