/** Gives every link of a query its alias before any part of it is read. */
import { describePlace } from '../plan/place.ts'
import { refusals } from '../refusals.ts'
import { requiredAttribute, wrongAttribute } from './attributes.ts'
import type { Element } from './element.ts'

export interface LinkAliases {
  readonly aliases: ReadonlyMap<Element, string>
  readonly linked: ReadonlyMap<string, string>
}

/** Links without an alias get one from their table and their number, `contact1`, as in Dataverse. */
export function linkAliases(entity: Element): LinkAliases {
  const links = linksWithin(entity)
  const given = links.flatMap((link) => givenAlias(link) ?? [])
  const aliases = new Map<Element, string>()
  const linked = new Map<string, string>()
  for (const [index, link] of links.entries()) {
    const table = requiredAttribute(link, 'name')
    const alias = givenAlias(link) ?? freeAlias(`${table}${index + 1}`, given)
    if (linked.has(alias)) throw repeatedAlias(alias, link)
    aliases.set(link, alias)
    linked.set(alias, table)
  }
  for (const table of [...linked.values()]) {
    if (!linked.has(table)) linked.set(table, table)
  }
  return { aliases, linked }
}

function linksWithin(element: Element): readonly Element[] {
  return element.children.flatMap((child) => {
    const within = linksWithin(child)
    return child.name === 'link-entity' ? [child, ...within] : within
  })
}

const aliasPattern = /^[A-Za-z_]\w{0,127}$/

export function givenAlias(element: Element): string | undefined {
  const alias = element.attributes.get('alias')
  if (alias === undefined || alias === '') return undefined
  if (aliasPattern.test(alias)) return alias
  const expected = 'letters, digits and _, not beginning with a digit'
  throw wrongAttribute(element, 'alias', expected, 'fetchxml-wrong-alias')
}

const freeAlias = (wished: string, given: readonly string[]): string =>
  given.includes(wished) ? freeAlias(`${wished}_`, given) : wished

export const repeatedAlias = (alias: string, element: Element) =>
  refusals['repeated-alias'](
    { alias, place: describePlace(element.at) },
    { input: element.at.within, expected: 'an alias of its own', found: alias },
  )
