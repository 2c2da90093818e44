import type { Place } from './place.ts'

/** The row type at the top of the query, seen from within a link or a lambda: OData's `$it`. */
export const rootScope = '$it'

/**
 * A column by name. `scope` says of which row: undefined is the table that the surrounding filter,
 * order or column list belongs to; otherwise the alias (or table name) of a link, the variable of
 * a lambda, or `$it`. `path` then leads through single-valued navigation properties.
 */
export interface ColumnReference {
  readonly kind: 'column'
  readonly scope: string | undefined
  readonly path: readonly string[]
  readonly name: string
  /** Spelled by property or by logical name, whatever the plan's naming: in the vendor's functions. */
  readonly eitherName: boolean
  readonly at: Place
}

export const columnReference = (
  name: string,
  at: Place,
  more: {
    readonly scope?: string | undefined
    readonly path?: readonly string[]
    readonly eitherName?: boolean
  } = {},
): ColumnReference =>
  Object.freeze({
    kind: 'column',
    scope: more.scope,
    path: Object.freeze(more.path ?? []),
    name,
    eitherName: more.eitherName ?? false,
    at,
  })
