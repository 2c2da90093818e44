/** How the columns of a result row become one JSON object. */

/** How the text of a column, as PostgreSQL sends it, is written as a JSON value. */
export type Writing =
  /** Whole numbers, and what is JSON already. */
  | 'plain'
  /** Numbers that may be NaN or infinite, which JSON has no numbers for. */
  | 'number'
  | 'boolean'
  /** A GUID or date: nothing in it needs an escape. */
  | 'quoted'
  | 'text'
  /** A time without zone: `2026-11-21 10:00:00.5` becomes `2026-11-21T10:00:00Z`. */
  | 'moment'
  | 'version'
  /** JSON that PostgreSQL built, whose annotations still have numbers for names. */
  | 'rows'

export interface ValueMember {
  readonly kind: 'value'
  readonly name: string
  readonly column: number
  readonly as: Writing
  /** Annotations go where their value is null. */
  readonly dropNull: boolean
}

/** A related row from columns of the same result row. */
export interface RowMember {
  readonly kind: 'row'
  readonly name: string
  /** Null where there is no related row. */
  readonly column: number
  readonly members: readonly Member[]
}

export type Member = ValueMember | RowMember

/** A column whose value makes part of the cursor. */
export interface CursorColumn {
  readonly name: string
  readonly column: number
  readonly as: 'boolean' | 'instant' | 'plain'
}
