/** Binds linked tables: as joins that give columns, or as the question whether rows are there. */
import type { QueryColumn, QueryTable } from '../metadata/metadata.ts'
import { valueKinds } from '../metadata/value-kind.ts'
import type { Filter, LinkedRows } from '../plan/filter.ts'
import type { Link } from '../plan/link.ts'
import { describePlace } from '../plan/place.ts'
import { refusals } from '../refusals.ts'
import {
  closeFrame,
  columnOf,
  columnValue,
  equal,
  join,
  openFrame,
  type RowScope,
  type Scope,
} from './frame.ts'
import { findColumn, findTable } from './names.ts'
import type { Join, Test } from './resolved.ts'
import type { Resolving } from './resolving.ts'

/** Handed in, because filters contain links and links contain filters. */
export type ResolveFilter = (resolving: Resolving, scope: Scope, filter: Filter) => Test

export interface LinkedRow {
  readonly link: Link
  readonly row: RowScope
  /** Whether one row of the parent can meet several of the link. */
  readonly multiplies: boolean
}

/** What following links gathers: aliases, joined rows in order, and tests of the others. */
export interface Linking {
  readonly named: Map<string, RowScope>
  readonly aliases: Set<string>
  readonly joined: LinkedRow[]
  readonly tests: Test[]
}

const joins: Partial<Record<Link['join'], Join['kind']>> = {
  inner: 'inner',
  outer: 'left',
  'first row': 'first row',
}

export function followLinks(
  resolving: Resolving,
  own: RowScope,
  links: readonly Link[],
  linking: Linking,
  resolveFilter: ResolveFilter,
): void {
  for (const link of links) {
    resolving.countLink('linked tables')
    const kind = joins[link.join]
    if (kind === undefined) {
      const scope = { own, named: linking.named }
      linking.tests.push(existsTest(resolving, scope, link, link.filter, resolveFilter))
    } else joinLink(resolving, own, kind, link, linking, resolveFilter)
  }
}

function joinLink(
  resolving: Resolving,
  own: RowScope,
  kind: Join['kind'],
  link: Link,
  linking: Linking,
  resolveFilter: ResolveFilter,
): void {
  const table = findTable(resolving, link.table, link.at)
  const { from, to } = linkColumns(resolving, table, own.table, link)
  const row = join(resolving, own.frame, kind, table, (joined) => {
    addName(linking, link, joined)
    const scope = { own: joined, named: linking.named }
    const filter = link.filter && resolveFilter(resolving, scope, link.filter)
    const same = equal(columnValue(joined.alias, from), columnValue(own.alias, to))
    return filter === undefined ? [same] : [same, filter]
  })
  linking.joined.push({
    link,
    row,
    multiplies: link.join !== 'first row' && from.name !== table.primaryKey,
  })
  followLinks(resolving, row, link.links, linking, resolveFilter)
}

/** A link is known by its alias, and by its table's name while that is free. */
function addName({ named, aliases }: Linking, link: Link, row: RowScope): void {
  if (aliases.has(link.alias)) {
    const place = describePlace(link.at)
    throw refusals['repeated-alias']({ alias: link.alias, place }, { input: link.at.within })
  }
  aliases.add(link.alias)
  named.set(link.alias, row)
  if (!named.has(link.table)) named.set(link.table, row)
}

function existsTest(
  resolving: Resolving,
  scope: Scope,
  link: Link,
  filter: Filter | undefined,
  resolveFilter: ResolveFilter,
): Test {
  const table = findTable(resolving, link.table, link.at)
  const { from, to } = linkColumns(resolving, table, scope.own.table, link)
  const there = openFrame(resolving, table)
  const named = new Map([...scope.named, [link.alias, there]])
  const linking: Linking = { named, aliases: new Set(), joined: [], tests: [] }
  followLinks(resolving, there, link.links, linking, resolveFilter)
  const inner = { own: there, named }
  const same = equal(columnValue(there.alias, from), columnValue(scope.own.alias, to))
  const test = filter === undefined ? [] : [resolveFilter(resolving, inner, filter)]
  const where = [same, ...test, ...linking.tests]
  return { kind: 'exists', rows: { frame: closeFrame(there.frame), where } }
}

/**
 * `all` of the vendor holds where linked rows exist and none of them satisfies the filter, and
 * `not all` is `any`: the reading of "not all of them fail", kept as documented.
 */
export function linkedRowsTest(
  resolving: Resolving,
  scope: Scope,
  { quantifier, link }: LinkedRows,
  resolveFilter: ResolveFilter,
): Test {
  resolving.countLink('linked tables')
  const some = existsTest(resolving, scope, link, link.filter, resolveFilter)
  if (quantifier === 'any' || quantifier === 'not all') return some
  if (quantifier === 'not any') return { kind: 'not', test: some }
  const any = existsTest(resolving, scope, { ...link, links: [] }, undefined, resolveFilter)
  return { kind: 'all of', tests: [any, { kind: 'not', test: some }] }
}

interface LinkColumns {
  readonly from: QueryColumn
  readonly to: QueryColumn
}

function linkColumns(
  resolving: Resolving,
  linked: QueryTable,
  parent: QueryTable,
  link: Link,
): LinkColumns {
  if (link.from === undefined && link.to === undefined) return inferred(linked, parent, link)
  if (link.from === undefined || link.to === undefined) {
    throw unrelated(linked, parent, link, 'Only one of from and to is given; two columns')
  }
  const from = findColumn(resolving, linked, link.from, link.at)
  const to = findColumn(resolving, parent, link.to, link.at)
  const families = [valueKinds[from.kind].family, valueKinds[to.kind].family]
  if (families[0] === families[1]) return { from, to }
  const found = families.join(' and ')
  throw refusals['link-types-differ'](
    {
      from: from.name,
      to: to.name,
      linked: linked.name,
      table: parent.name,
      place: describePlace(link.at),
      found,
    },
    { input: link.at.within, expected: 'two columns of one type', found },
  )
}

/** Lookups that every table has; they relate nothing by themselves. */
const everywhere = new Set(['createdby', 'modifiedby', 'ownerid', 'owningbusinessunit'])

/** Without from and to: by the one lookup that leads from one table to the other. */
function inferred(linked: QueryTable, parent: QueryTable, link: Link): LinkColumns {
  const forth = lookupsTo(linked, parent).map((from) => ({
    from,
    to: columnOf(parent, parent.primaryKey),
  }))
  const back = lookupsTo(parent, linked).map((to) => ({
    from: columnOf(linked, linked.primaryKey),
    to,
  }))
  const [only, ...others] = [...forth, ...back]
  if (only !== undefined && others.length === 0) return only
  throw unrelated(linked, parent, link, only === undefined ? 'No lookups' : 'Several lookups')
}

function lookupsTo(table: QueryTable, target: QueryTable): readonly QueryColumn[] {
  return [...table.columns.values()].filter(
    ({ targets, name }) => targets.includes(target.name) && !everywhere.has(name),
  )
}

function unrelated(linked: QueryTable, parent: QueryTable, link: Link, found: string) {
  return refusals['unrelated-tables'](
    { found, table: parent.name, linked: linked.name, place: describePlace(link.at) },
    { input: link.at.within, expected: 'from and to', found },
  )
}
