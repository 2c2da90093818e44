import type { Relationship } from '#database'
import type { Navigation, QueryColumn, QueryTable } from './metadata.ts'

type Navigations = ReadonlyMap<string, Map<string, Navigation>>

/** Fills in the ways between the known tables: from their lookups, both ends, and relationships. */
export function addNavigations(
  tables: ReadonlyMap<string, QueryTable>,
  navigations: Navigations,
  relationships: readonly Relationship[],
): void {
  for (const [name, own] of navigations) {
    for (const column of tables.get(name)?.columns.values() ?? []) {
      if (column.kind === 'lookup') addSingle(tables, own, column)
    }
  }
  // After every lookup has its single side: a column keeps its name, a collection gives way.
  for (const name of navigations.keys()) {
    for (const column of tables.get(name)?.columns.values() ?? []) {
      if (column.kind === 'lookup') addCollections(navigations, column)
    }
  }
  for (const relationship of relationships) addManyToMany(tables, navigations, relationship)
}

/**
 * A lookup with one target is a navigation of its own name; one with several has one for each
 * target, `regardingobjectid_contact`. `ownerid` also leads to whichever of user and team it is.
 */
function addSingle(
  tables: ReadonlyMap<string, QueryTable>,
  own: Map<string, Navigation>,
  column: QueryColumn,
): void {
  const base = column.declaration.navigation ?? column.name
  const targets = column.targets.filter((target) => tables.has(target))
  const add = (name: string, to: readonly string[]) =>
    own.set(name, { kind: 'single', name, column, targets: to })
  if (column.targets.length === 1) {
    if (targets.length === 1) add(base, targets)
    return
  }
  for (const target of targets) add(`${base}_${target}`, [target])
  if (column.name === 'ownerid' && targets.length > 0) add(base, targets)
}

function addCollections(navigations: Navigations, column: QueryColumn): void {
  for (const target of column.targets) {
    const there = navigations.get(target)
    const name = there && collectionName(column, target)
    if (there === undefined || name === undefined || there.has(name)) continue
    const { table, name: lookupName } = column
    there.set(name, { kind: 'collection', name, target: table, column: lookupName })
  }
}

/** Dataverse's own patterns for the columns that every table has. */
const standardNames: Readonly<Record<string, (table: string, target: string) => string>> = {
  createdby: (table) => `lk_${table}_createdby`,
  modifiedby: (table) => `lk_${table}_modifiedby`,
  createdonbehalfby: (table) => `lk_${table}_createdonbehalfby`,
  modifiedonbehalfby: (table) => `lk_${table}_modifiedonbehalfby`,
  owningbusinessunit: (table) => `business_unit_${table}`,
  owningteam: (table) => `${table}_owning_team`,
  owninguser: (table) => `${table}_owning_user`,
  ownerid: (table, target) => (target === 'team' ? `team_${table}` : `user_${table}`),
}

/** `msevtmgt_event_msevtmgt_session_msevtmgt_event`: pointed to, pointing, lookup. */
export function collectionName(column: QueryColumn, target: string): string {
  const { collection } = column.declaration
  const declared = typeof collection === 'string' ? collection : collection?.[target]
  const standard = standardNames[column.name]
  return declared ?? standard?.(column.table, target) ?? `${target}_${column.table}_${column.name}`
}

function addManyToMany(
  tables: ReadonlyMap<string, QueryTable>,
  navigations: Navigations,
  { name, intersect, first, second }: Relationship,
): void {
  if (!tables.has(intersect)) return
  const sides = [
    [first, second],
    [second, first],
  ] as const
  for (const [here, there] of sides) {
    const own = navigations.get(here.table)
    if (own === undefined || own.has(name)) continue
    const target = there.table
    const navigation = { name, target, intersect, own: here.column, other: there.column }
    own.set(name, { kind: 'many to many', ...navigation })
  }
}
