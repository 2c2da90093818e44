/**
 * One plan for two languages. The parsers of OData and FetchXML write what was asked, by name and
 * with places; nothing in a plan has been looked up. `resolve` binds names, types and rights,
 * `compile` makes one SQL statement, `run` executes it.
 */
import type { Aggregation } from './aggregation.ts'
import type { Expand } from './expand.ts'
import type { Filter } from './filter.ts'
import type { Link } from './link.ts'
import type { Order } from './order.ts'
import { firstPage, type Page } from './page.ts'
import { allColumns, type Selection } from './selection.ts'
import type { Source } from './source.ts'

export interface QueryPlan {
  /**
   * How names are spelled. `property` (OData): tables by set name, lookups as `_x_value`, virtual
   * name columns do not exist. `logical` (FetchXML): logical names everywhere. It also chooses
   * the error codes of the language.
   */
  readonly naming: 'property' | 'logical'
  readonly source: Source
  readonly selection: Selection
  readonly links: readonly Link[]
  readonly filter: Filter | undefined
  readonly orders: readonly Order[]
  /** At most so many rows in all, without further pages. */
  readonly top: number | undefined
  readonly page: Page
  /** Also count all rows that fit, whatever the page: exact up to 5000, then "more than 5000". */
  readonly count: boolean
  /** `rows`, or only their number (`/$count`). */
  readonly answer: 'rows' | 'number'
  /** No two equal result rows; the primary key is not added. */
  readonly distinct: boolean
  readonly aggregation: Aggregation | undefined
  readonly expands: readonly Expand[]
  readonly annotations: Annotations
}

/** What is said about values beside them (`Prefer: odata.include-annotations`). */
export interface Annotations {
  /** `x@OData.Community.Display.V1.FormattedValue`. */
  readonly formatted: boolean
  /** `_x_value@Microsoft.Dynamics.CRM.lookuplogicalname`. */
  readonly lookupTables: boolean
  /** `_x_value@Microsoft.Dynamics.CRM.associatednavigationproperty`. */
  readonly navigations: boolean
  /** `@odata.etag` of each row, where its table has versions. */
  readonly versions: boolean
}

export const noAnnotations: Annotations = Object.freeze({
  formatted: false,
  lookupTables: false,
  navigations: false,
  versions: true,
})

export const allAnnotations: Annotations = Object.freeze({
  formatted: true,
  lookupTables: true,
  navigations: true,
  versions: true,
})

/** A plan for every row of the source, changed by what is given. */
export function queryPlan(
  naming: QueryPlan['naming'],
  source: Source,
  more: Partial<Omit<QueryPlan, 'naming' | 'source'>> = {},
): QueryPlan {
  return Object.freeze({
    naming,
    source,
    selection: more.selection ?? allColumns,
    links: Object.freeze([...(more.links ?? [])]),
    filter: more.filter,
    orders: Object.freeze([...(more.orders ?? [])]),
    top: more.top,
    page: more.page ?? firstPage,
    count: more.count ?? false,
    answer: more.answer ?? 'rows',
    distinct: more.distinct ?? false,
    aggregation: more.aggregation,
    expands: Object.freeze([...(more.expands ?? [])]),
    annotations: more.annotations ?? noAnnotations,
  })
}
