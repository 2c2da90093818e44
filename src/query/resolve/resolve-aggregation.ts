import { queryLimits } from '../limits.ts'
import type { ValueKind } from '../metadata/value-kind.ts'
import type { Aggregate, Aggregation, Group } from '../plan/aggregation.ts'
import type { Order } from '../plan/order.ts'
import { describePlace, type Place } from '../plan/place.ts'
import { refusals } from '../refusals.ts'
import type { Scope } from './frame.ts'
import { hasLabel, labelOf } from './label.ts'
import { resolveColumn } from './resolve-column.ts'
import { describeExpression } from './resolve-operand.ts'
import type {
  Expression,
  ResolvedAggregate,
  ResolvedAggregation,
  ResolvedGroup,
} from './resolved.ts'
import type { Resolving } from './resolving.ts'

export function resolveAggregation(
  resolving: Resolving,
  scope: Scope,
  plan: Aggregation,
  orders: readonly Order[],
  at: Place,
): ResolvedAggregation {
  const names = new Set<string>()
  const claim = (name: string, where: Place) => {
    if (names.has(name)) {
      const values = { alias: name, place: describePlace(where) }
      throw refusals['repeated-alias'](values, { input: where.within, found: name })
    }
    names.add(name)
  }
  const groups = plan.groups.map((group) => {
    claim(group.alias, group.column.at)
    return resolveGroup(resolving, scope, group)
  })
  const aggregates = plan.aggregates.map((aggregate) => {
    claim(aggregate.alias, aggregate.at)
    return resolveAggregate(resolving, scope, aggregate)
  })
  if (names.size === 0) throw emptyAggregation(at)
  const rowLimit = Math.min(plan.rowLimit ?? queryLimits.aggregatedRows, queryLimits.aggregatedRows)
  return { groups, aggregates, rowLimit, orders: orders.map((order) => byAlias(order, names)) }
}

const dates = new Set<string>(['instant', 'localtime', 'date'])

function resolveGroup(resolving: Resolving, scope: Scope, group: Group): ResolvedGroup {
  const of = resolveColumn(resolving, scope, group.column)
  if (group.part !== undefined && !dates.has(of.family)) {
    throw wrong(`Only dates have a ${group.part}, not ${describeExpression(of)}`, group.column.at)
  }
  if (of.family === 'choices' || of.family === 'json') {
    throw wrong(`${describeExpression(of)} cannot be grouped by`, group.column.at)
  }
  const labelled =
    resolving.annotations.formatted &&
    group.part === undefined &&
    of.kind === 'column' &&
    hasLabel(of.column)
  return {
    name: group.alias,
    of,
    part: group.part,
    inUserZone: group.inUserZone,
    shape: group.part === undefined ? shapeOf(of) : 'integer',
    label: labelled ? labelOf(resolving, of) : undefined,
  }
}

const shapesOfFamilies: Readonly<Record<Expression['family'], ValueKind>> = {
  text: 'text',
  number: 'decimal',
  boolean: 'boolean',
  guid: 'uuid',
  instant: 'instant',
  localtime: 'localtime',
  date: 'date',
  time: 'text',
  choices: 'multichoice',
  json: 'json',
}

const shapeOf = (of: Expression): ValueKind =>
  of.kind === 'column' ? of.column.kind : shapesOfFamilies[of.family]

function resolveAggregate(resolving: Resolving, scope: Scope, node: Aggregate): ResolvedAggregate {
  const { alias: name, distinct, function: applied } = node
  if (applied === 'count') {
    return { name, function: applied, of: undefined, distinct: false, shape: 'bigint' }
  }
  if (node.column === undefined) throw wrong(`${applied} needs a column`, node.at)
  const of = resolveColumn(resolving, scope, node.column)
  demandFit(applied, of, node.at)
  return { name, function: applied, of, distinct, shape: aggregatedShape(applied, of) }
}

function demandFit(applied: Aggregate['function'], of: Expression, at: Place): void {
  const arithmetic = applied === 'sum' || applied === 'avg'
  const fits = arithmetic ? isQuantity(of) : applied === 'count column' || !unordered.has(of.family)
  if (!fits) throw wrong(`${applied} does not apply to ${describeExpression(of)}`, at)
}

const unordered = new Set<string>(['boolean', 'choices', 'json'])

/** The numbers of choices are names, not quantities. */
const isQuantity = (of: Expression): boolean =>
  of.family === 'number' && !(of.kind === 'column' && of.column.kind === 'choice')

function aggregatedShape(applied: Aggregate['function'], of: Expression): ValueKind {
  const shape = shapeOf(of)
  if (applied === 'count column') return 'bigint'
  if (applied === 'sum') return shape === 'integer' ? 'bigint' : shape
  if (applied === 'avg') return shape === 'integer' || shape === 'bigint' ? 'decimal' : shape
  return shape === 'key' || shape === 'lookup' ? 'uuid' : shape
}

function byAlias(
  { by, descending }: Order,
  names: ReadonlySet<string>,
): ResolvedAggregation['orders'][number] {
  const name = by.kind === 'alias' ? by.alias : by.name
  if (names.has(name)) return { name, descending }
  const values = { alias: name, place: describePlace(by.at), known: [...names].join(', ') }
  throw refusals['unknown-order-alias'](values, { input: by.at.within, found: name })
}

function wrong(problem: string, at: Place) {
  const said = problem.charAt(0).toUpperCase() + problem.slice(1)
  const values = { problem: said, place: describePlace(at) }
  return refusals['wrong-aggregate'](values, { input: at.within })
}

const emptyAggregation = (at: Place) =>
  wrong('The aggregation has neither groups nor aggregates', at)
