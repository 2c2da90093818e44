import { type Link, type LinkJoin, link } from '../plan/link.ts'
import { describePlace } from '../plan/place.ts'
import { noColumns } from '../plan/selection.ts'
import { childrenNamed, demandChildren, flag, requiredAttribute } from './attributes.ts'
import type { Element } from './element.ts'
import { joinOf } from './link-types.ts'
import { parseLinkColumns } from './parse-columns.ts'
import { parseFilters } from './parse-filter.ts'
import { parseOrders } from './parse-orders.ts'
import { aliasOf, type Reading } from './reading.ts'
import { fetchXmlRefusals } from './refusals.ts'

/** What may stand in <entity> and <link-entity>. */
export const entityParts = [
  'attribute',
  'all-attributes',
  'no-attrs',
  'order',
  'filter',
  'link-entity',
] as const

/** The links of an entity or link, in the order of the text. */
export function parseLinks(
  reading: Reading,
  element: Element,
  within: 'rows' | 'test' = 'rows',
): readonly Link[] {
  return childrenNamed(element, 'link-entity').map((each) => {
    const join = joinOf(each)
    const test = within === 'test' || join === 'exists' || join === 'in'
    return parseLink(reading, each, join, test ? 'test' : 'rows')
  })
}

/** A link inside a filter: only the question whether its rows are there. */
export const parseTestLink = (reading: Reading, element: Element): Link =>
  parseLink(reading, element, 'exists', 'test')

function parseLink(
  reading: Reading,
  element: Element,
  join: LinkJoin,
  within: 'rows' | 'test',
): Link {
  demandChildren(element, entityParts)
  flag(element, 'intersect')
  flag(element, 'visible')
  if (within === 'test') demandNoColumns(element)
  const alias = aliasOf(reading, element)
  const selects = within === 'rows' && !reading.aggregates
  return link({
    table: requiredAttribute(element, 'name'),
    alias,
    ...sides(element),
    join,
    selection: selects ? parseLinkColumns(reading, element, alias) : noColumns,
    filter: parseFilters(reading, element, parseTestLink),
    links: parseLinks(reading, element, within),
    orders: selects ? parseOrders(reading, element, alias) : [],
    at: element.at,
  })
}

function sides(element: Element): Pick<Link, 'from' | 'to'> {
  const from = element.attributes.get('from')
  const to = element.attributes.get('to')
  if ((from === undefined) === (to === undefined)) return { from, to }
  const [given, missing] = from === undefined ? ['to', 'from'] : ['from', 'to']
  throw fetchXmlRefusals['fetchxml-one-side'](
    { given: given ?? '', missing: missing ?? '', place: describePlace(element.at) },
    { input: element.at.within, expected: 'from and to', found: given ?? '' },
  )
}

/** Columns and orders of rows that are only asked for would be left out silently. */
function demandNoColumns(element: Element): void {
  for (const child of element.children) {
    if (!['attribute', 'all-attributes', 'order'].includes(child.name)) continue
    throw fetchXmlRefusals['fetchxml-columns-of-test'](
      { element: child.name, place: describePlace(child.at) },
      { input: child.at.within, expected: 'filter or link-entity', found: child.name },
    )
  }
}
