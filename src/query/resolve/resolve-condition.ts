/** Binds the operators of `condition-operators.ts`. */
import type { Family } from '../metadata/value-kind.ts'
import {
  type ConditionOperator,
  type ConditionOperatorName,
  type ConditionSubject,
  conditionOperators,
} from '../plan/condition-operators.ts'
import type { Condition } from '../plan/filter.ts'
import type { Literal } from '../plan/literal.ts'
import { describePlace } from '../plan/place.ts'
import { refusals } from '../refusals.ts'
import { fixed, late } from './bound-value.ts'
import { dateTest } from './date-test.ts'
import type { Scope } from './frame.ts'
import { knownTable } from './names.ts'
import { readLiteral, wantedKind } from './read-literal.ts'
import { resolveColumn } from './resolve-column.ts'
import { describeExpression } from './resolve-operand.ts'
import type { Expression, Test, UserRows } from './resolved.ts'
import type { Resolving } from './resolving.ts'

export function resolveCondition(resolving: Resolving, scope: Scope, node: Condition): Test {
  const operator: ConditionOperator = conditionOperators[node.operator]
  demandValues(node, operator.values)
  const of = resolveColumn(resolving, scope, node.column)
  demandSubject(node, operator.on, of)
  return subjects[operator.on](resolving, of, node)
}

type ResolveSubject = (resolving: Resolving, of: Expression, node: Condition) => Test

const subjects: Readonly<Record<ConditionSubject, ResolveSubject>> = {
  date: (_resolving, of, node) => dateTest(of, node),
  lookup: (_resolving, of, node) => userTest(of, node.operator),
  hierarchy: treeTest,
  choices: (_resolving, of, node) => choicesTest(of, node),
  language: (_resolving, of) => ({
    kind: 'compare',
    operator: 'eq',
    left: of,
    right: {
      kind: 'bound',
      value: late('integer', ({ languageCode }) => languageCode),
      family: 'number',
    },
  }),
}

const families: Readonly<Record<ConditionSubject, readonly Family[]>> = {
  date: ['instant', 'localtime', 'date'],
  lookup: ['guid'],
  hierarchy: ['guid'],
  choices: ['choices'],
  language: ['number'],
}

const expectations: Readonly<Record<ConditionSubject, string>> = {
  date: 'a date column',
  lookup: 'a lookup or id column',
  hierarchy: 'the id of a table with a hierarchy, or a lookup to one',
  choices: 'a column with several choices',
  language: 'a whole-number column',
}

function demandSubject(node: Condition, on: ConditionSubject, of: Expression): void {
  if (!families[on].includes(of.family)) throw wrongColumn(node, on, of)
}

function wrongColumn(node: Condition, on: ConditionSubject, of: Expression) {
  const found = describeExpression(of)
  return refusals['operator-not-for-column'](
    { operator: node.operator, expected: expectations[on], found, place: describePlace(node.at) },
    { input: node.at.within, expected: expectations[on], found },
  )
}

function demandValues(node: Condition, wanted: ConditionOperator['values']): void {
  const given = node.values.length
  if (wanted === 'one or more' ? given > 0 : given === wanted) return
  const expected = wanted === 1 ? 'one value' : `${wanted} values`
  throw refusals['operator-not-for-column'](
    { operator: node.operator, expected, found: String(given), place: describePlace(node.at) },
    { input: node.at.within, expected, found: String(given) },
  )
}

const rowsOfUser: Partial<Record<ConditionOperatorName, UserRows>> = {
  'eq-userteams': 'teams',
  'eq-useroruserteams': 'self and teams',
  'eq-useroruserhierarchy': 'self and reports',
  'eq-useroruserhierarchyandteams': 'self, reports and their teams',
}

function userTest(of: Expression, operator: ConditionOperatorName): Test {
  const whose = rowsOfUser[operator]
  if (whose !== undefined) return { kind: 'rows of user', of, whose }
  const unit = operator.endsWith('businessid')
  const value = late('uuid', (context) => (unit ? context.businessUnitId : context.userId))
  return {
    kind: 'compare',
    operator: operator.startsWith('ne') ? 'ne' : 'eq',
    left: of,
    right: { kind: 'bound', value, family: 'guid' },
  }
}

function treeTest(resolving: Resolving, of: Expression, node: Condition): Test {
  if (of.kind !== 'column') throw wrongColumn(node, 'hierarchy', of)
  const { column } = of
  const target = column.kind === 'key' ? column.table : column.targets[0]
  const known = column.targets.length < 2 && target !== undefined
  const table = known && resolving.metadata.tables.has(target) && knownTable(resolving, target)
  if (!table || table.parent === undefined) throw wrongColumn(node, 'hierarchy', of)
  const start = readLiteral(onlyValue(node), wantedKind('key', `The operator ${node.operator}`))
  const { parent } = table
  const direction = node.operator.endsWith('above') ? 'above' : 'under'
  const tree: Test = { kind: 'tree', of, direction, table, parent, start }
  if (node.operator === 'not-under') return { kind: 'not', test: tree }
  if (!node.operator.startsWith('eq-or-')) return tree
  const right: Expression = { kind: 'bound', value: start, family: 'guid' }
  const self: Test = { kind: 'compare', operator: 'eq', left: of, right }
  return { kind: 'any of', tests: [self, tree] }
}

function onlyValue(node: Condition): Literal {
  const [value] = node.values
  if (value === undefined) throw new TypeError(`${node.operator} has no value.`)
  return value
}

function choicesTest(of: Expression, node: Condition): Test {
  const wanted = wantedKind('choice', 'Each choice')
  const numbers = node.values.map((value) => {
    const { source } = readLiteral({ ...value, slot: undefined }, wanted)
    return String(source.kind === 'fixed' ? source.value : '')
  })
  const test: Test = { kind: 'holds choices', of, values: fixed('jsonb[]', numbers) }
  return node.operator === 'not-contain-values' ? { kind: 'not', test } : test
}
