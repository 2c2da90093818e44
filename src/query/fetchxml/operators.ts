/** The operators of FetchXML, each with the values that it takes and the filter that it means. */
import type { ColumnReference } from '../plan/column-reference.ts'
import { type ConditionOperatorName, conditionOperators } from '../plan/condition-operators.ts'
import {
  between,
  type ComparisonOperator,
  comparison,
  condition,
  type Filter,
  inList,
  isNull,
  type Match,
  match,
} from '../plan/filter.ts'
import type { Literal } from '../plan/literal.ts'
import type { Place } from '../plan/place.ts'

export interface Operator {
  readonly values: 0 | 1 | 2 | 'one or more'
  /** The comparison with another column (`valueof`), where there is one. */
  readonly withColumn?: ComparisonOperator
  filter(column: ColumnReference, values: readonly Literal[], at: Place): Filter
}

/** How many values were given has been checked before. */
function valueAt(values: readonly Literal[], index: number): Literal {
  const value = values[index]
  if (value === undefined) throw new TypeError(`Value ${index} of a condition is missing.`)
  return value
}

const compare = (operator: ComparisonOperator): Operator => ({
  values: 1,
  withColumn: operator,
  filter: (column, values, at) => comparison(column, operator, valueAt(values, 0), at),
})

const text = (part: Match['part'], negated: boolean): Operator => ({
  values: 1,
  filter: (operand, values, at) =>
    match({ part, operand, pattern: valueAt(values, 0), negated, at }),
})

const list = (negated: boolean): Operator => ({
  values: 'one or more',
  filter: (column, values, at) => inList(column, values, negated, at),
})

const range = (negated: boolean): Operator => ({
  values: 2,
  filter: (column, values, at) =>
    between(column, [valueAt(values, 0), valueAt(values, 1)], negated, at),
})

const empty = (negated: boolean): Operator => ({
  values: 0,
  filter: (column, _values, at) => isNull(column, negated, at),
})

const plain: Readonly<Record<string, Operator>> = {
  eq: compare('eq'),
  ne: compare('ne'),
  neq: compare('ne'),
  gt: compare('gt'),
  ge: compare('ge'),
  lt: compare('lt'),
  le: compare('le'),
  like: text('whole', false),
  'not-like': text('whole', true),
  'begins-with': text('start', false),
  'not-begin-with': text('start', true),
  'ends-with': text('end', false),
  'not-end-with': text('end', true),
  in: list(false),
  'not-in': list(true),
  between: range(false),
  'not-between': range(true),
  null: empty(false),
  'not-null': empty(true),
}

const special = Object.entries(conditionOperators).map(([name, { values }]) => {
  const operator: Operator = {
    values,
    filter: (column, given, at) => condition(column, name as ConditionOperatorName, given, at),
  }
  return [name, operator] as const
})

/** By the name that FetchXML gives them. */
export const operators: ReadonlyMap<string, Operator> = new Map([
  ...Object.entries(plain),
  ...special,
])
