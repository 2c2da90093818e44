import { nearestName } from '#pipeline'
import type { Metadata, QueryTable } from '#query'
import { refusals } from './refusals.ts'

/** The table of a set name; refuses unknown ones with the nearest known. */
export function findTable({ sets }: Metadata, set: string): QueryTable {
  const table = sets.get(set)
  if (table === undefined) throw segmentNotFound(set, sets.keys())
  return table
}

/** The table that a declaration names, so that it must be there. */
export function tableNamed({ tables }: Metadata, name: string): QueryTable {
  const table = tables.get(name)
  if (table === undefined) throw new TypeError(`The metadata has no table ${name}.`)
  return table
}

export function segmentNotFound(
  segment: string,
  known: Iterable<string>,
  more: { readonly hint?: string; readonly cause?: unknown } = {},
) {
  const shown = segment.slice(0, 100)
  return refusals['segment-not-found'](
    { segment: shown, hint: more.hint ?? hintOf(segment, known) },
    { input: 'the address', found: shown, cause: more.cause },
  )
}

export function hintOf(name: string, known: Iterable<string>): string {
  const nearest = name.length > 100 ? undefined : nearestName(name, known)
  return nearest === undefined ? '' : ` (did you mean ${nearest}?)`
}
