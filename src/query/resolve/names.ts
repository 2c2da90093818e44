/** Looks names up, and refuses unknown ones in the words of the language, with the nearest known. */
import type { Refusal } from '#errors'
import { nearestName } from '#pipeline'
import type { Navigation, QueryColumn, QueryTable } from '../metadata/metadata.ts'
import { describePlace, type Place } from '../plan/place.ts'
import { refusals } from '../refusals.ts'
import type { Resolving } from './resolving.ts'

/** A table by the name that the language uses; refuses those that the caller may not read. */
export function findTable(resolving: Resolving, name: string, at: Place): QueryTable {
  const { metadata, naming } = resolving
  const known = naming === 'property' ? metadata.sets : metadata.tables
  const table = known.get(name)
  if (table === undefined) throw unknownTable(resolving, name, known.keys(), at)
  resolving.demandRead(table)
  return table
}

/** A table that a declaration names, so that it must be there. */
export function knownTable(resolving: Resolving, name: string): QueryTable {
  const table = resolving.metadata.tables.get(name)
  if (table === undefined) throw new TypeError(`The metadata has no table ${name}.`)
  resolving.demandRead(table)
  return table
}

function unknownTable(
  resolving: Resolving,
  name: string,
  known: Iterable<string>,
  at: Place,
): Refusal {
  const hint = nearestHint(name, known)
  if (resolving.naming === 'property') {
    return refusals['unknown-set']({ set: name, hint }, { input: at.within, found: name })
  }
  const details = { input: at.within, expected: 'a logical name of a table', found: name }
  return refusals['unknown-entity']({ table: name, place: describePlace(at), hint }, details)
}

/** A column that may be read, by property name or logical name as the language has it. */
export function findColumn(
  resolving: Resolving,
  table: QueryTable,
  name: string,
  at: Place,
): QueryColumn {
  const known = resolving.naming === 'property' ? table.properties : table.columns
  const column = known.get(name)
  if (column === undefined) throw unknownColumn(resolving, table, name, at)
  if (!column.readable) throw writeOnly(resolving, column, at)
  return column
}

export function unknownColumn(
  resolving: Resolving,
  table: QueryTable,
  name: string,
  at: Place,
): Refusal {
  const place = describePlace(at)
  if (resolving.naming === 'property') return unknownProperty(table, name, at, place)
  const hint = nearestHint(name, table.columns.keys())
  const details = { input: at.within, expected: `a column of ${table.name}`, found: name }
  return refusals['unknown-attribute']({ table: table.name, column: name, place, hint }, details)
}

function unknownProperty(table: QueryTable, name: string, at: Place, place: string): Refusal {
  const details = { input: at.within, expected: `a property of ${table.name}`, found: name }
  const navigation = table.navigations.get(name)
  if (navigation !== undefined) {
    const instead =
      navigation.kind === 'single'
        ? `${navigation.column.property} for the id, or a property behind it`
        : 'it in $expand, or with any and all'
    const values = { property: name, table: table.name, place, instead }
    return refusals['navigation-not-a-column'](values, details)
  }
  const hint = nearestHint(name, table.properties.keys())
  return refusals['unknown-property']({ property: name, table: table.name, place, hint }, details)
}

function writeOnly(resolving: Resolving, column: QueryColumn, at: Place): Refusal {
  const { table, name } = column
  const place = describePlace(at)
  const details = { input: at.within, expected: 'a readable column', found: name }
  return resolving.naming === 'property'
    ? refusals['write-only-property']({ property: name, table, place }, details)
    : refusals['write-only-attribute']({ column: name, table, place }, details)
}

export function findNavigation(
  table: QueryTable,
  name: string,
  expected: 'single-valued' | 'collection-valued' | 'any',
  at: Place,
): Navigation {
  const navigation = table.navigations.get(name)
  const fits =
    navigation !== undefined &&
    (expected === 'any' || (navigation.kind === 'single') === (expected === 'single-valued'))
  if (fits) return navigation
  const what = expected === 'any' ? 'navigation property' : `${expected} navigation property`
  throw refusals['not-a-navigation'](
    {
      property: name,
      table: table.name,
      expected: what,
      place: describePlace(at),
      hint: nearestHint(name, table.navigations.keys()),
    },
    { input: at.within, expected: `a ${what} of ${table.name}`, found: name },
  )
}

/** ", perhaps contacts", or nothing. */
export function nearestHint(wrong: string, known: Iterable<string>): string {
  const near = nearestName(wrong.slice(0, 128), known)
  return near === undefined ? '' : `, perhaps ${near}`
}
