/** Binds where the rows come from: a table, a row by its key, or what that row leads to. */
import type { Navigation, QueryColumn, QueryTable } from '../metadata/metadata.ts'
import type { Literal } from '../plan/literal.ts'
import { describePlace, type Place } from '../plan/place.ts'
import type { Key, Source } from '../plan/source.ts'
import { refusals } from '../refusals.ts'
import {
  belongsTo,
  closeFrame,
  columnOf,
  columnValue,
  join,
  openFrame,
  type RowScope,
} from './frame.ts'
import { findNavigation, findTable, knownTable, nearestHint } from './names.ts'
import { readLiteral, wantedBy } from './read-literal.ts'
import type { Expression, Subselect, Test } from './resolved.ts'
import type { Resolving } from './resolving.ts'

export interface ResolvedSource {
  readonly row: RowScope
  readonly where: readonly Test[]
  readonly single: boolean
  readonly origin: Subselect | undefined
}

export function resolveSource(resolving: Resolving, source: Source): ResolvedSource {
  const start = findTable(resolving, source.table, source.at)
  const steps = tableSteps(resolving, start, source)
  const row = openFrame(resolving, steps.at(-1)?.table ?? start)
  const where: Test[] = []
  let there = row
  for (const [index, step] of steps.toReversed().entries()) {
    if (step.key !== undefined) where.push(...keyTests(there, step.key))
    const before = steps[steps.length - 2 - index]?.table ?? start
    const target = there
    there = join(resolving, row.frame, 'inner', before, (here) =>
      belongsTo(resolving, step.navigation, target, here),
    )
  }
  if (source.key !== undefined) where.push(...keyTests(there, source.key))
  const last = steps.at(-1)
  const single =
    last === undefined
      ? source.key !== undefined
      : last.navigation.kind === 'single' || last.key !== undefined
  return { row, where, single, origin: originOf(resolving, start, source) }
}

interface TableStep {
  readonly navigation: Navigation
  readonly table: QueryTable
  readonly key: Key | undefined
}

function tableSteps(resolving: Resolving, start: QueryTable, source: Source): TableStep[] {
  const steps: TableStep[] = []
  let table = start
  for (const { navigation: name, key, at } of source.steps) {
    const navigation = findNavigation(table, name, 'any', at)
    const [target, other] = navigation.kind === 'single' ? navigation.targets : [navigation.target]
    if (target === undefined || other !== undefined) throw severalTables(name, at)
    table = knownTable(resolving, target)
    steps.push({ navigation, table, key })
  }
  return steps
}

/** "No related rows" and "no such row" are different answers. */
function originOf(resolving: Resolving, start: QueryTable, source: Source): Subselect | undefined {
  if (source.steps.length === 0 || source.key === undefined) return undefined
  const row = openFrame(resolving, start)
  return { frame: closeFrame(row.frame), where: keyTests(row, source.key) }
}

function keyTests(row: RowScope, key: Key): readonly Test[] {
  if (key.kind === 'id') {
    const name = row.table.primaryKey
    return [keyTest(row, columnOf(row.table, name), key.value, key.at)]
  }
  const columns = key.parts.map(({ name }) => keyColumn(row.table, name, key.at))
  demandKey(row.table, columns, key.at)
  return key.parts.map(({ value }, index) => {
    const column = columns[index]
    if (column === undefined) throw new TypeError('A key part lost its column.')
    return keyTest(row, column, value, key.at)
  })
}

function keyTest(row: RowScope, column: QueryColumn, value: Literal, at: Place): Test {
  if (value.form === 'null') {
    throw wrongKey(row.table, 'has no value', at)
  }
  const left = columnValue(row.alias, column)
  const bound = readLiteral(value, wantedBy(left))
  const right: Expression = { kind: 'bound', value: bound, family: left.family }
  return { kind: 'compare', operator: 'eq', left, right }
}

function keyColumn(table: QueryTable, name: string, at: Place): QueryColumn {
  const column = table.properties.get(name) ?? table.columns.get(name)
  if (column?.readable === true) return column
  const hint = nearestHint(name, table.properties.keys())
  throw wrongKey(table, `names an unknown column '${name}'${hint}`, at)
}

function demandKey(table: QueryTable, columns: readonly QueryColumn[], at: Place): void {
  const given = new Set(columns.map(({ name }) => name))
  const fits = [table.identity, ...Object.values(table.keys)].some(
    (key) => key.length === given.size && key.every((name) => given.has(name)),
  )
  if (!fits || given.size !== columns.length) throw wrongKey(table, 'is not one of its keys', at)
}

function wrongKey(table: QueryTable, problem: string, at: Place) {
  const alternates = Object.values(table.keys).map((key) => `(${key.join(', ')})`)
  const expected = [`the id (${table.primaryKey})`, ...alternates].join(' or ')
  return refusals['wrong-key'](
    { table: table.name, place: describePlace(at), problem, expected },
    { input: at.within, expected },
  )
}

function severalTables(name: string, at: Place) {
  return refusals['query-shape'](
    {
      problem: `${name} leads to rows of several tables`,
      place: describePlace(at),
      advice: `Use ${name}_ and the table's name.`,
    },
    { input: at.within, found: name },
  )
}
