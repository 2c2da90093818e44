import { columnReference } from '../plan/column-reference.ts'
import { type Order, order, orderAlias } from '../plan/order.ts'
import { describePlace } from '../plan/place.ts'
import { childrenNamed, demandChildren, flag } from './attributes.ts'
import type { Element } from './element.ts'
import { type Reading, tableOf } from './reading.ts'
import { fetchXmlRefusals } from './refusals.ts'

/** The orders of an entity or link; `scope` is the link's alias. */
export function parseOrders(
  reading: Reading,
  element: Element,
  scope: string | undefined,
): readonly Order[] {
  return childrenNamed(element, 'order').map((each) => {
    demandChildren(each, [])
    return reading.aggregates ? orderByAlias(each) : orderByColumn(reading, each, scope)
  })
}

/** Orders of an aggregating query, of the links too: all name columns of the result. */
export function parseAggregateOrders(reading: Reading, entity: Element): readonly Order[] {
  const links = childrenNamed(entity, 'link-entity')
  const below = links.flatMap((link) => parseAggregateOrders(reading, link))
  return [...parseOrders(reading, entity, undefined), ...below]
}

const isDescending = (element: Element): boolean =>
  flag(element, 'descending', 'fetchxml-wrong-descending') ?? false

function orderByAlias(element: Element): Order {
  const { alias, attribute } = named(element)
  if (alias !== undefined) return order(orderAlias(alias, element.at), isDescending(element))
  const place = describePlace(element.at)
  const details = { input: element.at.within, expected: 'alias' }
  if (attribute === undefined) {
    throw fetchXmlRefusals['fetchxml-order-without-alias']({ place }, details)
  }
  throw fetchXmlRefusals['fetchxml-order-attribute-in-aggregate'](
    { found: attribute, place },
    { ...details, found: attribute },
  )
}

function orderByColumn(reading: Reading, element: Element, own: string | undefined): Order {
  const { alias, attribute } = named(element)
  const place = describePlace(element.at)
  const details = { input: element.at.within, expected: 'attribute' }
  if (attribute === undefined) {
    if (alias === undefined) {
      throw fetchXmlRefusals['fetchxml-order-without-attribute']({ place }, details)
    }
    const found = { ...details, found: alias }
    throw fetchXmlRefusals['fetchxml-order-alias-in-plain']({ found: alias, place }, found)
  }
  const scope = element.attributes.get('entityname') || own
  const column = columnReference(attribute, element.at, scope === undefined ? {} : { scope })
  return order(column, isDescending(element), basis(reading, scope, attribute))
}

function named({ attributes }: Element) {
  const given = (name: string) => attributes.get(name) || undefined
  return { alias: given('alias'), attribute: given('attribute') }
}

/** Lookups sort by what they show; so do choices, unless the query asks for their numbers. */
function basis(reading: Reading, scope: string | undefined, column: string): Order['basis'] {
  if (!reading.choicesByNumber) return 'shown'
  const table = reading.metadata.tables.get(tableOf(reading, scope) ?? '')
  return table?.columns.get(column)?.kind === 'lookup' ? 'shown' : 'value'
}
