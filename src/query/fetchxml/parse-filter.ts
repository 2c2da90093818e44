import { allOf, anyOf, type Filter, type LinkedRows, linkedRows } from '../plan/filter.ts'
import type { Link } from '../plan/link.ts'
import { childrenNamed, demandChildren, oneOf } from './attributes.ts'
import type { Element } from './element.ts'
import { rowTest } from './link-types.ts'
import { parseCondition } from './parse-condition.ts'
import type { Reading } from './reading.ts'

/** Handed in, because filters contain links and links contain filters. */
export type ParseLink = (reading: Reading, element: Element) => Link

/** All filters of an entity or link together; undefined where they say nothing. */
export function parseFilters(
  reading: Reading,
  element: Element,
  parseLink: ParseLink,
): Filter | undefined {
  const filters = childrenNamed(element, 'filter').flatMap(
    (filter) => parseFilter(reading, filter, parseLink) ?? [],
  )
  return filters.length > 1 ? allOf(filters) : filters[0]
}

/** A filter without conditions is no filter, also within an `or`. */
function parseFilter(reading: Reading, element: Element, parseLink: ParseLink): Filter | undefined {
  demandChildren(element, ['condition', 'filter', 'link-entity'])
  const type = oneOf(element, 'type', ['and', 'or'], 'fetchxml-wrong-filter-type') ?? 'and'
  const parts = element.children.flatMap((child) => parsePart(reading, child, parseLink) ?? [])
  if (parts.length < 2) return parts[0]
  return type === 'and' ? allOf(parts) : anyOf(parts)
}

function parsePart(reading: Reading, child: Element, parseLink: ParseLink): Filter | undefined {
  if (child.name === 'filter') return parseFilter(reading, child, parseLink)
  if (child.name === 'condition') return parseCondition(child)
  return parseLinkedRows(reading, child, parseLink)
}

function parseLinkedRows(reading: Reading, element: Element, parseLink: ParseLink): LinkedRows {
  return linkedRows(rowTest(element), parseLink(reading, element), element.at)
}
