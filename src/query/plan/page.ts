import type { Place } from './place.ts'

/**
 * Where the page starts: behind the last row of the page before. One value per order column and
 * then the primary key, as PostgreSQL writes them; null where the row had none.
 */
export interface Cursor {
  readonly values: readonly (string | null)[]
  /** The order columns that the values were of, as `resolve` names them; undefined: not known. */
  readonly columns: readonly string[] | undefined
  readonly at: Place
}

export interface Page {
  /** Rows of one page, 1…5000; undefined: 5000. */
  readonly size: number | undefined
  /** From 1. Without a cursor, the rows of the pages before are counted off (simple paging). */
  readonly number: number
  readonly cursor: Cursor | undefined
}

export const page = (more: Partial<Page> = {}): Page =>
  Object.freeze({ size: more.size, number: more.number ?? 1, cursor: more.cursor })

export const firstPage: Page = page()

export const cursor = (
  values: readonly (string | null)[],
  at: Place,
  columns?: readonly string[],
): Cursor =>
  Object.freeze({
    values: Object.freeze([...values]),
    columns: columns && Object.freeze([...columns]),
    at,
  })
