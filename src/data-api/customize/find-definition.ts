/** The tables, columns and relationships that addresses of definitions name. */
import type { CustomColumn, Table, TableCatalogue } from '#database'
import type { Key, Metadata, QueryColumn, QueryTable, Segment } from '#query'
import { attributeDefinition, entityDefinition } from '../describe/definitions.ts'
import { refusals } from './refusals.ts'
import { takesColumns } from './takes-columns.ts'

export function customizableTable(catalogue: TableCatalogue, name: string): Table {
  const table = catalogue.tables().find((each) => each.exposed && each.name === name)
  if (table === undefined) throw notFound('table', name)
  if (takesColumns(table)) return table
  throw refusals['table-not-customizable']({ table: name })
}

/** `EntityDefinitions(LogicalName='contact')` or `EntityDefinitions(<MetadataId>)`. */
export function tableOf({ sets }: Metadata, { key }: Segment): QueryTable {
  for (const table of sets.values()) {
    const { MetadataId } = entityDefinition(table)
    if (isMeant(key, { MetadataId, LogicalName: table.name })) return table
  }
  throw notFound('table', keyText(key))
}

/** `Attributes(LogicalName='new_colour')` or `Attributes(<MetadataId>)`; built-in ones are refused. */
export function customColumnOf(table: QueryTable, { key }: Segment): CustomColumn {
  for (const column of table.columns.values()) {
    const { MetadataId, LogicalName } = attributeDefinition(table, column)
    if (isMeant(key, { MetadataId, LogicalName })) return asCustom(column)
  }
  throw notFound('column', keyText(key))
}

function asCustom({ table, name, declaration }: QueryColumn): CustomColumn {
  const { custom } = declaration
  if (custom === undefined) throw refusals['built-in-column']({ table, column: name })
  return { table, name, column: { ...declaration, custom } }
}

/** `RelationshipDefinitions(SchemaName='new_contact_event')` or by its MetadataId. */
export function customLookupOf({ sets }: Metadata, { key }: Segment): CustomColumn {
  for (const table of sets.values()) {
    for (const column of table.columns.values()) {
      const relationship = column.declaration.custom?.relationship
      if (relationship === undefined) continue
      const names = { MetadataId: relationship.id, SchemaName: relationship.name }
      if (isMeant(key, names)) return asCustom(column)
    }
  }
  throw notFound('custom relationship', keyText(key))
}

function isMeant(key: Key | undefined, names: Readonly<Record<string, unknown>>): boolean {
  if (key === undefined) return false
  if (key.kind === 'id') return key.value.text.toLowerCase() === names.MetadataId
  return key.parts.every(({ name, value }) => value.text === names[name])
}

function keyText(key: Key | undefined): string {
  if (key === undefined) return '(no key)'
  return key.kind === 'id' ? key.value.text : key.parts.map(({ value }) => value.text).join()
}

export const notFound = (what: string, name: string) =>
  refusals['definition-not-found']({ what, name: name.slice(0, 100) }, { input: 'the address' })
