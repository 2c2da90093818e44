import type { Place } from './place.ts'

/** One column of the result, of the table that the selection belongs to. */
export interface SelectedColumn {
  /** A column, a lookup value, or (naming `logical`) a virtual name column such as `modename`. */
  readonly name: string
  /** Name in the result; undefined: the column's own, prefixed by the link's alias in a link. */
  readonly alias: string | undefined
  /** FetchXML's `rowaggregate="CountChildren"`: how many rows have this one as their parent. */
  readonly countsChildren: boolean
  readonly at: Place
}

export interface Selection {
  /** Every readable column of the table, besides those listed. */
  readonly all: boolean
  readonly columns: readonly SelectedColumn[]
}

export const selectedColumn = (
  name: string,
  at: Place,
  more: { readonly alias?: string; readonly countsChildren?: boolean } = {},
): SelectedColumn =>
  Object.freeze({ name, alias: more.alias, countsChildren: more.countsChildren ?? false, at })

export const selection = (columns: readonly SelectedColumn[], all = false): Selection =>
  Object.freeze({ all, columns: Object.freeze([...columns]) })

export const allColumns: Selection = selection([], true)
export const noColumns: Selection = selection([])
