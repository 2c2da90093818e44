import type { Filter } from './filter.ts'
import type { Order } from './order.ts'
import type { Place } from './place.ts'
import type { Selection } from './selection.ts'

/**
 * FetchXML's link-entity. `inner` and `outer` join and may multiply rows; `exists` and `in` only
 * ask whether a linked row is there (no columns); `first row` joins at most one linked row
 * (matchfirstrowusingcrossapply). The filter belongs to the join, so an outer link without a
 * fitting row gives nulls.
 */
export type LinkJoin = 'inner' | 'outer' | 'exists' | 'in' | 'first row'

export interface Link {
  /** Logical name of the linked table, or of an intersect table. */
  readonly table: string
  /** Unique in the query; the parser makes one up where the caller gave none. */
  readonly alias: string
  /** Column of the linked table, and column of the parent; both undefined: by the only relationship. */
  readonly from: string | undefined
  readonly to: string | undefined
  readonly join: LinkJoin
  readonly selection: Selection
  readonly filter: Filter | undefined
  readonly links: readonly Link[]
  readonly orders: readonly Order[]
  readonly at: Place
}

export const link = (node: Link): Link =>
  Object.freeze({
    ...node,
    links: Object.freeze([...node.links]),
    orders: Object.freeze([...node.orders]),
  })
