/**
 * What queries may name. *Logical name*: of a table or column, as SQL and FetchXML know it.
 * *Set name*: of a table in OData addresses. *Property*: name of a column in OData; lookups are
 * `_x_value` there. *Navigation*: the way from a row to one related row or to a collection.
 * *Name column*: `modename`, the virtual text beside a choice, yes/no or lookup column.
 */
import type { ChoiceOption, Column, Ownership, Table } from '#database'
import type { ValueKind } from './value-kind.ts'

export interface QueryColumn {
  readonly table: string
  readonly name: string
  readonly property: string
  readonly kind: ValueKind
  readonly label: string
  /** Where its value is: an SQL column, or an expression over alias `t`. */
  readonly store: 'column' | { readonly computed: string }
  /** False for secrets: asking for one is refused. */
  readonly readable: boolean
  /** Certainly never null in SQL. */
  readonly neverNull: boolean
  readonly options: readonly ChoiceOption[]
  /** Tables that a lookup may point to; not all need be known. */
  readonly targets: readonly string[]
  /** Column with the target's logical name, of lookups with several targets that have one. */
  readonly typeColumn: string | undefined
  /** Its virtual name column, unless a real column bears that name. */
  readonly nameColumn: string | undefined
  readonly declaration: Column
}

export type Navigation = SingleNavigation | CollectionNavigation | ManyToManyNavigation

export interface SingleNavigation {
  readonly kind: 'single'
  readonly name: string
  /** Lookup on this table. */
  readonly column: QueryColumn
  /** Known tables; only `ownerid` leads to more than one. */
  readonly targets: readonly string[]
}

export interface CollectionNavigation {
  readonly kind: 'collection'
  readonly name: string
  /** The rows, and their lookup that points here. */
  readonly target: string
  readonly column: string
}

export interface ManyToManyNavigation {
  readonly kind: 'many to many'
  readonly name: string
  readonly target: string
  readonly intersect: string
  /** Columns of the intersect table: this side, the other side. */
  readonly own: string
  readonly other: string
}

export interface QueryTable {
  readonly name: string
  /** Undefined for intersect tables, which have no address. */
  readonly set: string | undefined
  readonly label: string
  readonly pluralLabel: string
  readonly ownership: Ownership
  readonly primaryKey: string
  /** Columns that tell rows apart: the primary key, or both sides of an intersect table. */
  readonly identity: readonly string[]
  readonly primaryName: string | undefined
  readonly typeCode: number | undefined
  /** By logical name; hidden columns are not here, secrets are (not readable). */
  readonly columns: ReadonlyMap<string, QueryColumn>
  /** By property name. */
  readonly properties: ReadonlyMap<string, QueryColumn>
  /** Columns by the virtual name column beside them. */
  readonly nameColumns: ReadonlyMap<string, QueryColumn>
  readonly navigations: ReadonlyMap<string, Navigation>
  /** Alternate keys: their columns, by key name. */
  readonly keys: Readonly<Record<string, readonly string[]>>
  /** The lookup that makes a tree of the table's rows. */
  readonly parent: QueryColumn | undefined
  readonly declaration: Table | undefined
}

export interface Metadata {
  /** By logical name; intersect tables included. */
  readonly tables: ReadonlyMap<string, QueryTable>
  /** By set name. */
  readonly sets: ReadonlyMap<string, QueryTable>
}
