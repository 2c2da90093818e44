import type { ColumnReference } from './column-reference.ts'
import type { Literal } from './literal.ts'
import type { Place } from './place.ts'

/** Functions and arithmetic of OData that give a value. */
export const valueFunctions = [
  'add',
  'sub',
  'mul',
  'div',
  'divby',
  'mod',
  'negate',
  'concat',
  'indexof',
  'length',
  'substring',
  'tolower',
  'toupper',
  'trim',
  'year',
  'month',
  'day',
  'hour',
  'minute',
  'second',
  'fractionalseconds',
  'date',
  'time',
  'now',
  'mindatetime',
  'maxdatetime',
  'round',
  'floor',
  'ceiling',
] as const

export type ValueFunction = (typeof valueFunctions)[number]

/** A value worked out from others: `tolower(name)`, `year(createdon)`, `a add b`. */
export interface ValueCall {
  readonly kind: 'call'
  readonly function: ValueFunction
  readonly inputs: readonly Operand[]
  readonly at: Place
}

/** Anything that has a value in a filter. */
export type Operand = ColumnReference | Literal | ValueCall

export const valueCall = (name: ValueFunction, inputs: readonly Operand[], at: Place): ValueCall =>
  Object.freeze({ kind: 'call', function: name, inputs: Object.freeze([...inputs]), at })
