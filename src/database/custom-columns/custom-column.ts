/** What is known about a column that an administrator added, beside what every column has. */
import type { Column } from '../define-table.ts'

/** Texts by Windows language code, e.g. 1033 for English. */
export type Labels = Readonly<Record<string, string>>

/** Only the last demands a value; Dataverse's clients show the other two on forms. */
export type RequiredLevel = 'None' | 'Recommended' | 'ApplicationRequired'

export interface CustomFacts {
  /** MetadataId, which clients address the definition by. */
  readonly id: string
  /** The name with the capitals that its author gave it. */
  readonly schemaName: string
  readonly labels: Labels
  readonly descriptions: Labels
  readonly requiredLevel: RequiredLevel
  /** Of a lookup: the relationship that it makes. */
  readonly relationship?: { readonly id: string; readonly name: string }
  /** An index answers filters on it. */
  readonly indexed: boolean
}

/** A column with the table it was added to. */
export interface CustomColumn {
  /** Logical names. */
  readonly table: string
  readonly name: string
  readonly column: Column & { readonly custom: CustomFacts }
}
