/**
 * Rows of the audit log as its operation answers with them: words that the console's page reads,
 * too, where instants are texts. No imports with code: pages take types from here.
 */

/** A column with what it held before and holds now; of a secret only that it was written. */
export type AuditChange =
  | { readonly column: string; readonly old: unknown; readonly new: unknown }
  | { readonly column: string; readonly secret: true }

export interface AuditRowShape<Instant> {
  readonly id: string
  readonly at: Instant
  /** Null: nobody who is known by name. */
  readonly user: { readonly id: string | null; readonly name: string | null } | null
  /** Who acted in the user's name. */
  readonly initiatingUser: { readonly id: string; readonly name: string | null } | null
  readonly action: string
  readonly table: string | null
  readonly recordId: string | null
  readonly recordName: string | null
  readonly changes: readonly AuditChange[] | null
  readonly address: string | null
  readonly userAgent: string | null
  readonly request: string | null
  readonly correlationId: string | null
}

/** Where a record is now and what it is called; null as a whole: it was deleted. */
export type NamedRecord = { readonly table: string; readonly name: string | null } | null

/** By id. Records of tables that the hub does not have are left out. */
export type RecordNames = Readonly<Record<string, NamedRecord>>

export interface AuditPageShape<Instant> {
  readonly value: readonly AuditRowShape<Instant>[]
  /** What records are called now of which these rows have only ids. */
  readonly names: RecordNames
  /** For `after`; null at the end. */
  readonly next: string | null
  /** Where the search ended because a text was looked for without a beginning; else null. */
  readonly searchedFrom: Instant | null
}
