import type { Filter } from './filter.ts'
import type { Order } from './order.ts'
import type { Place } from './place.ts'
import type { Selection } from './selection.ts'

/** Related rows inside each row of the result. */
export interface Expand {
  /** A navigation property of the surrounding table, single or collection. */
  readonly navigation: string
  /** Only the address of the related row: `nav/$ref`. */
  readonly reference: boolean
  readonly selection: Selection
  readonly filter: Filter | undefined
  readonly orders: readonly Order[]
  readonly top: number | undefined
  /** Also say how many there are: `nav@odata.count`. */
  readonly count: boolean
  readonly expands: readonly Expand[]
  /** Its options as a query (`$select=a&$top=3`), for the link to the collection alone. */
  readonly query: string
  readonly at: Place
}

export const expand = (node: Expand): Expand =>
  Object.freeze({
    ...node,
    orders: Object.freeze([...node.orders]),
    expands: Object.freeze([...node.expands]),
  })
