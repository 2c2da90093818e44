import type { ColumnReference } from './column-reference.ts'
import type { Place } from './place.ts'

/** Null comes first going up and last going down, in both languages. */
export interface Order {
  readonly by: ColumnReference | OrderAlias
  readonly descending: boolean
  /**
   * `value`: choices by number, lookups by id (OData; FetchXML with useraworderby).
   * `shown`: choices by label, lookups by the primary name of their row (FetchXML).
   */
  readonly basis: 'value' | 'shown'
}

/** A group or aggregate of the query, by its alias. */
export interface OrderAlias {
  readonly kind: 'alias'
  readonly alias: string
  readonly at: Place
}

export const order = (
  by: Order['by'],
  descending: boolean,
  basis: Order['basis'] = 'value',
): Order => Object.freeze({ by, descending, basis })

export const orderAlias = (alias: string, at: Place): OrderAlias =>
  Object.freeze({ kind: 'alias', alias, at })
