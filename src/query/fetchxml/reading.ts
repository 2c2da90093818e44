import type { Metadata } from '../metadata/metadata.ts'
import type { Element } from './element.ts'

/** What the whole query says, for whoever reads a part of it. */
export interface Reading {
  readonly metadata: Metadata
  /** Logical name of the table that <entity> names. */
  readonly root: string
  readonly aggregates: boolean
  /** `useraworderby`: choices in the order of their numbers. */
  readonly choicesByNumber: boolean
  /** The alias of each link, given or made up. */
  readonly aliases: ReadonlyMap<Element, string>
  /** Tables by alias, and by their own name where a link has it. */
  readonly linked: ReadonlyMap<string, string>
  /** Names of the members of a result row so far, and what took them. */
  readonly taken: Map<string, 'alias' | 'column'>
}

export function aliasOf({ aliases }: Reading, link: Element): string {
  const alias = aliases.get(link)
  if (alias === undefined) throw new TypeError(`The link ${link.at.within} was given no alias.`)
  return alias
}

/** Logical name of the table behind a scope; undefined is the table of <entity>. */
export function tableOf({ linked, root }: Reading, scope: string | undefined): string | undefined {
  return scope === undefined || scope === root ? root : linked.get(scope)
}
