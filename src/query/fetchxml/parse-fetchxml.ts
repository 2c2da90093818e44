import { queryLimits } from '../limits.ts'
import type { Metadata } from '../metadata/metadata.ts'
import { allOf, always, type Filter } from '../plan/filter.ts'
import { describePlace } from '../plan/place.ts'
import { type Annotations, type QueryPlan, queryPlan } from '../plan/query-plan.ts'
import { noColumns } from '../plan/selection.ts'
import { source } from '../plan/source.ts'
import {
  childrenNamed,
  countingNumber,
  demandChildren,
  flag,
  oneOf,
  requiredAttribute,
  unknownElement,
} from './attributes.ts'
import type { Element } from './element.ts'
import { linkAliases } from './link-aliases.ts'
import { parseAggregation } from './parse-aggregation.ts'
import { parseRootColumns } from './parse-columns.ts'
import { parseFilters } from './parse-filter.ts'
import { entityParts, parseLinks, parseTestLink } from './parse-link.ts'
import { parseAggregateOrders, parseOrders } from './parse-orders.ts'
import { pageBehind, parsePortion } from './parse-page.ts'
import { readXml } from './read-xml.ts'
import type { Reading } from './reading.ts'
import { fetchXmlRefusals } from './refusals.ts'

export interface FetchXmlOptions {
  /** Logical name of the table that the address asks for; another one in the text is refused. */
  readonly table?: string
  readonly annotations?: Annotations
  /** The cookie around the cookie, as it came with the page before: which page is asked for. */
  readonly skipToken?: string | undefined
}

/**
 * Reads a FetchXML query as a plan. Names are taken as they stand and looked up by `resolve`.
 * Refuses text that is no FetchXML with the vendor's code for the mistake, and says the element,
 * its line and column, what was expected and what was found. Attributes that the vendor knows
 * only as hints (`no-lock`, `options`, `version`, …), and unknown ones, change nothing.
 */
export function parseFetchXml(
  text: string,
  metadata: Metadata,
  options: FetchXmlOptions = {},
): QueryPlan {
  const fetch = pageBehind(readXml(text), options.skipToken)
  if (fetch.name !== 'fetch') throw unknownElement(fetch, ['fetch'])
  demandHints(fetch)
  const entity = onlyEntity(fetch)
  const table = requiredAttribute(entity, 'name')
  if (options.table !== undefined) demandTable(entity, table, options.table)
  const reading = startReading(metadata, fetch, entity, table)
  return queryPlan('logical', source(table, entity.at), {
    ...parsePortion(fetch),
    ...parseEntity(reading, fetch, entity),
    distinct: isDistinct(fetch, entity),
    count: flag(fetch, 'returntotalrecordcount') ?? false,
    ...(options.annotations && { annotations: options.annotations }),
  })
}

function demandHints(fetch: Element): void {
  demandChildren(fetch, ['entity'])
  oneOf(fetch, 'mapping', ['logical', 'internal'], 'fetchxml-wrong-mapping')
  flag(fetch, 'no-lock', 'fetchxml-wrong-no-lock')
  flag(fetch, 'latematerialize')
  oneOf(fetch, 'datasource', ['retained'], 'fetchxml-wrong-attribute')
}

function onlyEntity(fetch: Element): Element {
  const [entity, second] = fetch.children
  const place = describePlace(fetch.at)
  if (entity === undefined) {
    const details = { input: fetch.at.within, expected: 'an entity' }
    throw fetchXmlRefusals['fetchxml-missing-element']({ element: 'entity', place }, details)
  }
  if (second !== undefined) {
    const details = { input: second.at.within, expected: 'one entity' }
    throw fetchXmlRefusals['fetchxml-repeated-element']({ element: 'entity', place }, details)
  }
  demandChildren(entity, entityParts)
  return entity
}

function demandTable(entity: Element, found: string, asked: string): void {
  if (found === asked) return
  throw fetchXmlRefusals['fetchxml-other-table'](
    { asked, found },
    { input: `${entity.at.within}/@name`, expected: asked, found },
  )
}

function startReading(metadata: Metadata, fetch: Element, entity: Element, root: string): Reading {
  return {
    metadata,
    root,
    aggregates: flag(fetch, 'aggregate', 'fetchxml-wrong-aggregate') ?? false,
    choicesByNumber: flag(fetch, 'useraworderby') ?? false,
    ...linkAliases(entity),
    taken: new Map(),
  }
}

function parseEntity(reading: Reading, fetch: Element, entity: Element) {
  const rowLimit = countingNumber(fetch, 'aggregatelimit', queryLimits.aggregatedRows)
  const asked = parseFilters(reading, entity, parseTestLink)
  const filter = keptFilter(fetch, asked)
  if (reading.aggregates) {
    return {
      selection: noColumns,
      aggregation: parseAggregation(reading, entity, rowLimit),
      orders: parseAggregateOrders(reading, entity),
      filter,
      links: parseLinks(reading, entity),
    }
  }
  return {
    selection: parseRootColumns(reading, entity),
    orders: parseOrders(reading, entity, undefined),
    filter,
    links: parseLinks(reading, entity),
  }
}

/** `datasource="retained"` asks for rows moved to the vendor's archive, of which there are none. */
function keptFilter(fetch: Element, filter: Filter | undefined): Filter | undefined {
  if (!fetch.attributes.has('datasource')) return filter
  return filter === undefined ? always(false) : allOf([filter, always(false)])
}

function isDistinct(fetch: Element, entity: Element): boolean {
  const distinct = flag(fetch, 'distinct', 'fetchxml-wrong-distinct') ?? false
  const [noColumnsAtAll] = childrenNamed(entity, 'no-attrs')
  if (!distinct || noColumnsAtAll === undefined) return distinct
  throw fetchXmlRefusals['fetchxml-no-attrs-distinct'](
    { place: describePlace(noColumnsAtAll.at) },
    { input: noColumnsAtAll.at.within, expected: 'attribute elements', found: 'no-attrs' },
  )
}
