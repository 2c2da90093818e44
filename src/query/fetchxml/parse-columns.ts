import { describePlace } from '../plan/place.ts'
import {
  allColumns,
  noColumns,
  type SelectedColumn,
  type Selection,
  selectedColumn,
  selection,
} from '../plan/selection.ts'
import { childrenNamed, demandChildren, flag, oneOf, requiredAttribute } from './attributes.ts'
import type { Element } from './element.ts'
import { givenAlias, repeatedAlias } from './link-aliases.ts'
import type { Reading } from './reading.ts'
import { fetchXmlRefusals } from './refusals.ts'

/** Columns of <entity>; all of them where it lists none. */
export function parseRootColumns(reading: Reading, entity: Element): Selection {
  const listed = parseColumns(reading, entity, (name) => name)
  const none = childrenNamed(entity, 'no-attrs').length > 0
  return listed ?? (none ? noColumns : allColumns)
}

/** Columns of a link; none where it lists none. */
export function parseLinkColumns(reading: Reading, link: Element, alias: string): Selection {
  return parseColumns(reading, link, (name) => `${alias}.${name}`) ?? noColumns
}

function parseColumns(
  reading: Reading,
  element: Element,
  memberName: (column: string) => string,
): Selection | undefined {
  for (const empty of ['all-attributes', 'no-attrs']) {
    for (const child of childrenNamed(element, empty)) demandChildren(child, [])
  }
  const all = childrenNamed(element, 'all-attributes').length > 0
  const attributes = childrenNamed(element, 'attribute')
  if (!all && attributes.length === 0) return undefined
  const columns = attributes.flatMap(
    (attribute) => parseColumn(reading, attribute, memberName) ?? [],
  )
  return selection(columns, all)
}

/** Undefined for a column that is listed a second time just as before. */
function parseColumn(
  { taken }: Reading,
  attribute: Element,
  memberName: (column: string) => string,
): SelectedColumn | undefined {
  demandChildren(attribute, [])
  demandPlain(attribute)
  const name = requiredAttribute(attribute, 'name')
  const alias = givenAlias(attribute)
  const countsChildren = childCount(attribute)
  if (countsChildren && alias === undefined) throw missingAlias(attribute, name)
  const member = alias ?? memberName(name)
  const before = taken.get(member)
  if (before === 'column' && alias === undefined) return undefined
  if (before !== undefined) throw repeatedAlias(member, attribute)
  taken.set(member, alias === undefined ? 'column' : 'alias')
  const more = { countsChildren, ...(alias === undefined ? {} : { alias }) }
  return selectedColumn(name, attribute.at, more)
}

function childCount(attribute: Element): boolean {
  const words = ['CountChildren', 'None'] as const
  return oneOf(attribute, 'rowaggregate', words, 'fetchxml-wrong-attribute') === 'CountChildren'
}

export const missingAlias = (attribute: Element, column: string) =>
  fetchXmlRefusals['fetchxml-alias-missing'](
    { column, place: describePlace(attribute.at) },
    { input: attribute.at.within, expected: 'alias' },
  )

/** Refuses what would be left out silently without <fetch aggregate="true">. */
function demandPlain(attribute: Element): void {
  const { attributes } = attribute
  const meant =
    (attributes.has('aggregate') && 'aggregate') ||
    (attributes.has('dategrouping') && 'dategrouping') ||
    (flag(attribute, 'groupby', 'fetchxml-wrong-groupby') && 'groupby') ||
    (flag(attribute, 'distinct', 'fetchxml-wrong-distinct') && 'distinct')
  if (meant === false || meant === undefined) return
  throw fetchXmlRefusals['fetchxml-not-aggregating'](
    { attribute: meant, place: describePlace(attribute.at) },
    { input: `${attribute.at.within}/@${meant}`, expected: 'aggregate="true" on <fetch>' },
  )
}
