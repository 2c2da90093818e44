import type { Literal } from './literal.ts'
import type { Place } from './place.ts'

/** One row by its id or by an alternate key. */
export type Key =
  | { readonly kind: 'id'; readonly value: Literal; readonly at: Place }
  | {
      readonly kind: 'alternate'
      /** Column names (for lookups also `_x_value`) and values. */
      readonly parts: readonly { readonly name: string; readonly value: Literal }[]
      readonly at: Place
    }

/** What the rows come from: a table, a row of it, or what a row leads to (`set(key)/navigation`). */
export interface Source {
  /** Logical name; with naming `property` the set name. */
  readonly table: string
  readonly key: Key | undefined
  /** Steps from that row; every step but the last leads to exactly one row. */
  readonly steps: readonly SourceStep[]
  readonly at: Place
}

export interface SourceStep {
  readonly navigation: string
  readonly key: Key | undefined
  readonly at: Place
}

export const source = (
  table: string,
  at: Place,
  more: { readonly key?: Key | undefined; readonly steps?: readonly SourceStep[] } = {},
): Source =>
  Object.freeze({ table, key: more.key, steps: Object.freeze([...(more.steps ?? [])]), at })
