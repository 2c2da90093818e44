import {
  type Aggregate,
  type AggregateFunction,
  type Aggregation,
  aggregate,
  aggregation,
  type DatePart,
  dateParts,
  type Group,
  group,
} from '../plan/aggregation.ts'
import { columnReference } from '../plan/column-reference.ts'
import { describePlace } from '../plan/place.ts'
import { childrenNamed, demandChildren, flag, oneOf, requiredAttribute } from './attributes.ts'
import type { Element } from './element.ts'
import { givenAlias, repeatedAlias } from './link-aliases.ts'
import { missingAlias } from './parse-columns.ts'
import { aliasOf, type Reading } from './reading.ts'
import { fetchXmlRefusals } from './refusals.ts'

/** Groups and aggregates of <entity> and of all its links. */
export function parseAggregation(
  reading: Reading,
  entity: Element,
  rowLimit: number | undefined,
): Aggregation {
  const groups: Group[] = []
  const aggregates: Aggregate[] = []
  for (const { element, scope } of listing(reading, entity, undefined)) {
    for (const attribute of listedAttributes(element)) {
      const part = parsePart(reading, attribute, scope)
      if ('part' in part) groups.push(part)
      else aggregates.push(part)
    }
  }
  if (groups.length + aggregates.length > 0) return aggregation(groups, aggregates, rowLimit)
  throw fetchXmlRefusals['fetchxml-missing-element'](
    { element: 'attribute to group by or aggregate', place: describePlace(entity.at) },
    { input: entity.at.within, expected: 'an attribute with aggregate or groupby' },
  )
}

interface Listing {
  readonly element: Element
  readonly scope: string | undefined
}

/** The elements that may list attributes, in the order of the text. */
function listing(reading: Reading, element: Element, scope: string | undefined): Listing[] {
  const links = childrenNamed(element, 'link-entity')
  const below = links.flatMap((link) => listing(reading, link, aliasOf(reading, link)))
  return [{ element, scope }, ...below]
}

function listedAttributes(element: Element): readonly Element[] {
  const [all] = childrenNamed(element, 'all-attributes')
  if (all !== undefined) throw neither(all, 'all attributes')
  return childrenNamed(element, 'attribute')
}

const neither = (element: Element, found: string) =>
  fetchXmlRefusals['fetchxml-neither-grouped-nor-aggregated'](
    { found, place: describePlace(element.at) },
    { input: element.at.within, expected: 'aggregate or groupby', found },
  )

const functions = ['avg', 'count', 'countcolumn', 'max', 'min', 'sum'] as const

function parsePart(
  reading: Reading,
  attribute: Element,
  scope: string | undefined,
): Group | Aggregate {
  demandChildren(attribute, [])
  const name = requiredAttribute(attribute, 'name')
  const word = oneOf(attribute, 'aggregate', functions, 'fetchxml-wrong-aggregate')
  const grouped = flag(attribute, 'groupby', 'fetchxml-wrong-groupby') ?? false
  if (word !== undefined && grouped) throw both(attribute, name)
  if (word === undefined && !grouped) throw neither(attribute, name)
  const column = columnReference(name, attribute.at, scope === undefined ? {} : { scope })
  const alias = takeAlias(reading, attribute, name)
  if (word === undefined) return group(column, alias, grouping(attribute))
  const distinct = onlyDistinct(attribute, word)
  return aggregate({ function: named(word), column, distinct, alias, at: attribute.at })
}

const named = (word: (typeof functions)[number]): AggregateFunction =>
  word === 'countcolumn' ? 'count column' : word

function grouping(attribute: Element): { readonly part?: DatePart; readonly inUserZone: boolean } {
  const part = oneOf(attribute, 'dategrouping', dateParts, 'fetchxml-wrong-date-grouping')
  const inUserZone = flag(attribute, 'usertimezone') ?? true
  return part === undefined ? { inUserZone } : { part, inUserZone }
}

function takeAlias({ taken }: Reading, attribute: Element, name: string): string {
  const alias = givenAlias(attribute)
  if (alias === undefined) throw missingAlias(attribute, name)
  if (taken.has(alias)) throw repeatedAlias(alias, attribute)
  taken.set(alias, 'alias')
  return alias
}

/** Only `countcolumn` can leave repeated values out. */
function onlyDistinct(attribute: Element, word: string): boolean {
  if (attribute.attributes.has('dategrouping')) throw groupsDates(attribute)
  const distinct = flag(attribute, 'distinct', 'fetchxml-wrong-distinct') ?? false
  if (!distinct || word === 'countcolumn') return distinct
  throw fetchXmlRefusals['fetchxml-wrong-distinct'](
    {
      attribute: 'distinct',
      expected: 'true only beside aggregate="countcolumn"',
      found: `true beside ${word}`,
      place: describePlace(attribute.at),
      hint: '',
    },
    { input: `${attribute.at.within}/@distinct`, expected: 'countcolumn', found: word },
  )
}

const groupsDates = (attribute: Element) =>
  fetchXmlRefusals['fetchxml-wrong-date-grouping'](
    {
      attribute: 'dategrouping',
      expected: 'a date column beside groupby="true"',
      found: 'an aggregate',
      place: describePlace(attribute.at),
      hint: '',
    },
    { input: `${attribute.at.within}/@dategrouping`, expected: 'groupby', found: 'aggregate' },
  )

const both = (attribute: Element, column: string) =>
  fetchXmlRefusals['fetchxml-grouped-and-aggregated'](
    { column, place: describePlace(attribute.at) },
    { input: attribute.at.within, expected: 'one of aggregate and groupby', found: 'both' },
  )
