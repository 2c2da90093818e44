/** Which names custom columns and what comes with them may have. */
import type { Table } from '#database'
import { createMetadata, type QueryTable } from '#query'
import { refusals } from './refusals.ts'

const longest = 50
/** Prefixes of the product and of the vendor's own packages: later versions add names with them. */
const reservedPrefixes = ['gr', 'msevtmgt', 'msdyn', 'msdyncrm', 'msdynmkt', 'mscrm', 'adx', 'cds']

/** The logical name of a schema name such as `new_Colour`. */
export function columnName(schemaName: string): string {
  const name = schemaName.toLowerCase()
  const shown = schemaName.slice(0, 100)
  const problem = problemOf(name)
  if (problem === undefined) return name
  throw refusals['wrong-column-name']({ name: shown, problem }, { input: 'SchemaName' })
}

function problemOf(name: string): string | undefined {
  if (name.length > longest) return `it has ${name.length} characters`
  const prefix = /^([a-z][a-z0-9]{1,7})_[a-z0-9][a-z0-9_]*$/.exec(name)?.[1]
  if (prefix === undefined) return 'it does not begin with a prefix or has other characters'
  return reservedPrefixes.includes(prefix) ? `the prefix ${prefix}_ is reserved` : undefined
}

/** What a new column would be called by: in rows, in OData and beside choices and lookups. */
export interface NewNames {
  readonly column: string
  /** Navigation properties of a lookup: on its own table and on its target. */
  readonly navigation?: string
  readonly collection?: string
}

/** Refuses names that something of the table has already. */
export function refuseTaken(tables: readonly Table[], table: Table, names: NewNames): void {
  const known = createMetadata({ tables, relationships: [] }).tables.get(table.name)
  const taken = known && takenBy(known, names.column)
  if (taken !== undefined) throw exists(table.name, names.column, taken)
  const { navigation } = names
  if (navigation === undefined || known === undefined) return
  if (known.navigations.has(navigation)) throw exists(table.name, navigation, 'a relationship')
  if (known.properties.has(navigation) && navigation !== names.column) {
    throw exists(table.name, navigation, 'a column')
  }
}

/** A name column (`statuscodename`) is no place for another value either. */
function takenBy(table: QueryTable, name: string): string | undefined {
  if (table.declaration !== undefined && name in table.declaration.allColumns) return 'a column'
  if (table.properties.has(name)) return 'a property'
  if (table.nameColumns.has(name)) return 'the name column of a choice or lookup'
  return table.navigations.has(name) ? 'a relationship' : undefined
}

/** Relationships have their names in common over all tables. */
export function refuseTakenRelationship(
  tables: readonly Table[],
  target: Table,
  names: { readonly relationship: string; readonly collection: string },
): void {
  for (const table of tables) {
    for (const column of Object.values(table.allColumns)) {
      if (column.custom?.relationship?.name !== names.relationship) continue
      throw exists(table.name, names.relationship, 'a relationship')
    }
  }
  const known = createMetadata({ tables, relationships: [] }).tables.get(target.name)
  const { collection } = names
  if (known?.navigations.has(collection) || known?.properties.has(collection)) {
    throw exists(target.name, collection, 'a relationship or column')
  }
}

const exists = (table: string, name: string, what: string) =>
  refusals['column-exists-already']({ table, name, what }, { input: name })
