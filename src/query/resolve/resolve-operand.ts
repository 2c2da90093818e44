/** Binds the values of a filter: columns, literals typed by what they meet, and calls. */
import type { Family } from '../metadata/value-kind.ts'
import type { Literal, LiteralForm } from '../plan/literal.ts'
import type { Operand, ValueCall, ValueFunction } from '../plan/operand.ts'
import { describePlace, type Place } from '../plan/place.ts'
import { refusals } from '../refusals.ts'
import { fixed, late } from './bound-value.ts'
import type { Scope } from './frame.ts'
import { readLiteral, shorten, wantedBy } from './read-literal.ts'
import { resolveColumn } from './resolve-column.ts'
import type { Expression } from './resolved.ts'
import type { Resolving } from './resolving.ts'

/** A value by itself; a literal has the type of its notation. */
export function resolveOperand(resolving: Resolving, scope: Scope, operand: Operand): Expression {
  if (operand.kind === 'column') return resolveColumn(resolving, scope, operand)
  if (operand.kind === 'call') return resolveCall(resolving, scope, operand)
  return resolveLiteral(operand, familyOf(operand.form), 'This value')
}

/** Both sides of a comparison; a literal is read as the type of the other side. */
export function resolvePair(
  resolving: Resolving,
  scope: Scope,
  [left, right]: readonly [Operand, Operand],
  at: Place,
): readonly [Expression, Expression] {
  if (left.kind === 'literal' && right.kind !== 'literal') {
    const there = resolveOperand(resolving, scope, right)
    return [boundTo(left, there), there]
  }
  const here = resolveOperand(resolving, scope, left)
  const there =
    right.kind === 'literal' ? boundTo(right, here) : resolveOperand(resolving, scope, right)
  demandComparable(here, there, at)
  return [here, there]
}

/** The literal as a value of what it meets. */
export function boundTo(literal: Literal, other: Expression): Expression {
  return { kind: 'bound', value: readLiteral(literal, wantedBy(other)), family: other.family }
}

function resolveLiteral(literal: Literal, family: Family, name: string): Expression {
  const value = readLiteral(literal, { family, sqlType: undefined, name })
  return { kind: 'bound', value, family }
}

const families: Readonly<Record<LiteralForm, Family>> = {
  untyped: 'text',
  null: 'text',
  text: 'text',
  number: 'number',
  boolean: 'boolean',
  guid: 'guid',
  instant: 'instant',
  date: 'date',
  time: 'time',
}

const familyOf = (form: LiteralForm): Family => families[form]

function demandComparable(left: Expression, right: Expression, at: Place): void {
  const both = [left.family, right.family]
  const opaque = both.some((family) => family === 'choices' || family === 'json')
  const days = both.every((family) => family === 'localtime' || family === 'date')
  if (!opaque && (left.family === right.family || days)) return
  throw refusals['incompatible-types'](
    {
      left: capitalized(describeExpression(left)),
      right: describeExpression(right),
      place: describePlace(at),
    },
    { input: at.within, expected: `two values of one type`, found: both.join(' and ') },
  )
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

export function describeExpression(expression: Expression): string {
  if (expression.kind === 'column') {
    return `the column ${expression.column.property} (${expression.family})`
  }
  if (expression.kind === 'call') return `${expression.function}(…) (${expression.family})`
  return `a value (${expression.family})`
}

interface Signature {
  /** Families that each input may have. */
  readonly inputs: readonly (readonly Family[])[]
  /** How many of the inputs must be there; default all. */
  readonly least?: number
  readonly gives: Family
}

const number: readonly Family[] = ['number']
const text: readonly Family[] = ['text']
const clock: readonly Family[] = ['instant', 'localtime', 'time']
const calendar: readonly Family[] = ['instant', 'localtime', 'date']
const both: readonly Family[] = ['instant', 'localtime']

const arithmetic: Signature = { inputs: [number, number], gives: 'number' }
const rounding: Signature = { inputs: [number], gives: 'number' }
const letters: Signature = { inputs: [text], gives: 'text' }
const dayPart: Signature = { inputs: [calendar], gives: 'number' }
const timePart: Signature = { inputs: [clock], gives: 'number' }
const moment: Signature = { inputs: [], gives: 'instant' }

const signatures: Readonly<Record<ValueFunction, Signature>> = {
  add: arithmetic,
  sub: arithmetic,
  mul: arithmetic,
  div: arithmetic,
  divby: arithmetic,
  mod: arithmetic,
  negate: rounding,
  concat: { inputs: [text, text], gives: 'text' },
  indexof: { inputs: [text, text], gives: 'number' },
  length: { inputs: [text], gives: 'number' },
  substring: { inputs: [text, number, number], least: 2, gives: 'text' },
  tolower: letters,
  toupper: letters,
  trim: letters,
  year: dayPart,
  month: dayPart,
  day: dayPart,
  hour: timePart,
  minute: timePart,
  second: timePart,
  fractionalseconds: timePart,
  date: { inputs: [both], gives: 'date' },
  time: { inputs: [both], gives: 'time' },
  now: moment,
  mindatetime: moment,
  maxdatetime: moment,
  round: rounding,
  floor: rounding,
  ceiling: rounding,
}

function resolveCall(resolving: Resolving, scope: Scope, call: ValueCall): Expression {
  const signature = signatures[call.function]
  const least = signature.least ?? signature.inputs.length
  const given = call.inputs.length
  if (given < least || given > signature.inputs.length) {
    throw wrongInput(call, `${least} values`, `${given}`)
  }
  const constant = moments[call.function]
  if (constant !== undefined) return constant
  const inputs = call.inputs.map((input, index) =>
    resolveInput(resolving, scope, call, input, signature.inputs[index] ?? []),
  )
  return { kind: 'call', function: call.function, inputs, family: signature.gives }
}

function resolveInput(
  resolving: Resolving,
  scope: Scope,
  call: ValueCall,
  input: Operand,
  allowed: readonly Family[],
): Expression {
  const value = resolveOperand(resolving, scope, input)
  if (allowed.includes(value.family)) return value
  const found = input.kind === 'literal' ? shorten(input.text) : describeExpression(value)
  throw wrongInput(call, allowed.join(' or '), found)
}

const moments: Partial<Record<ValueFunction, Expression>> = {
  now: {
    kind: 'bound',
    value: late('timestamptz', ({ now }) => now.toISOString()),
    family: 'instant',
  },
  mindatetime: {
    kind: 'bound',
    value: fixed('timestamptz', '0001-01-01T00:00:00Z'),
    family: 'instant',
  },
  maxdatetime: {
    kind: 'bound',
    value: fixed('timestamptz', '9999-12-31T23:59:59.999999Z'),
    family: 'instant',
  },
}

function wrongInput(call: ValueCall, expected: string, found: string) {
  return refusals['operator-not-for-column'](
    { operator: call.function, expected, found, place: describePlace(call.at) },
    { input: call.at.within, expected, found },
  )
}
