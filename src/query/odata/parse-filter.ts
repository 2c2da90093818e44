/**
 * The expressions of OData 4.0 §5.1.1: `or`, `and`, `not`, comparisons and `in`, arithmetic,
 * functions, lambdas, paths. Values and conditions share the grammar, so that each step gives
 * either and the surrounding one says which it needs.
 */
import { columnReference } from '../plan/column-reference.ts'
import {
  allOf,
  always,
  anyOf,
  type ComparisonOperator,
  comparison,
  type Filter,
  inList,
  not,
} from '../plan/filter.ts'
import { type Literal, literal } from '../plan/literal.ts'
import { type Operand, type ValueFunction, valueCall } from '../plan/operand.ts'
import type { Place } from '../plan/place.ts'
import { callFunction, type Expression, type Grammar } from './function-call.ts'
import { parseLiteral } from './parse-literal.ts'
import { type NamePath, parsePath } from './parse-path.ts'
import { deeper, type Parsing } from './parsing.ts'
import { scan } from './scanner.ts'

export function parseFilter(parsing: Parsing): Filter {
  return asTest(parsing, parseOr(parsing))
}

const grammar: Grammar = { expression: parseOr, filter: parseFilter }

function parseOr(parsing: Parsing): Expression {
  return parseChain(parsing, 'or', parseAnd, anyOf)
}

function parseAnd(parsing: Parsing): Expression {
  return parseChain(parsing, 'and', parseNot, allOf)
}

function parseChain(
  parsing: Parsing,
  word: 'and' | 'or',
  parseNext: (parsing: Parsing) => Expression,
  combine: (tests: readonly Filter[]) => Filter,
): Expression {
  const first = parseNext(parsing)
  if (!parsing.scanner.seesWord(word)) return first
  const tests = [asTest(parsing, first)]
  while (parsing.scanner.takeWord(word)) tests.push(asTest(parsing, parseNext(parsing)))
  return { kind: 'test', test: combine(tests) }
}

function parseNot(parsing: Parsing): Expression {
  if (!parsing.scanner.takeWord('not')) return parseComparison(parsing)
  const inner = deeper(parsing)
  return { kind: 'test', test: not(asTest(inner, parseNot(inner))) }
}

const comparisons: readonly ComparisonOperator[] = ['eq', 'ne', 'gt', 'ge', 'lt', 'le']

function parseComparison(parsing: Parsing): Expression {
  const { scanner } = parsing
  let left = parseSum(parsing)
  for (;;) {
    const at = scanner.here()
    const operator = comparisons.find((word) => scanner.takeWord(word))
    if (operator !== undefined) left = compare(parsing, left, operator, parseSum(parsing), at)
    else if (scanner.takeWord('in')) left = parseIn(parsing, left, at)
    else return left
  }
}

function compare(
  parsing: Parsing,
  left: Expression,
  operator: ComparisonOperator,
  right: Expression,
  at: Place,
): Expression {
  if (left.kind === 'value' && right.kind === 'value') {
    return { kind: 'test', test: comparison(left.value, operator, right.value, at) }
  }
  return { kind: 'test', test: compareTests(parsing, left, operator, right, at) }
}

/** `contains(name,'x') eq true`: a condition can only be held against true and false. */
function compareTests(
  parsing: Parsing,
  left: Expression,
  operator: ComparisonOperator,
  right: Expression,
  at: Place,
): Filter {
  const [test, value] = left.kind === 'test' ? [left.test, right] : [asTest(parsing, right), left]
  const truth = value.kind === 'value' && value.value.kind === 'literal' ? value.value : undefined
  const simple = operator === 'eq' || operator === 'ne'
  if (!simple || truth?.form !== 'boolean') {
    throw parsing.scanner.fault('true or false, compared by eq or ne with a condition', at)
  }
  return (truth.text === 'true') === (operator === 'eq') ? test : not(test)
}

function parseIn(parsing: Parsing, left: Expression, at: Place): Expression {
  const operand = asValue(parsing, left, at)
  const values = parseList(parsing)
  return { kind: 'test', test: inList(operand, values, false, at) }
}

/** `('a','b')`, or an alias for it. */
function parseList(parsing: Parsing): readonly Literal[] {
  const { scanner } = parsing
  const alias = takeAlias(parsing)
  if (alias !== undefined) return alias.text === undefined ? [] : parseList(alias.parsing)
  scanner.demand('(', 'a list of values in parentheses')
  const values: Literal[] = []
  do {
    const value = parseLiteral(scanner)
    if (value === undefined) throw scanner.fault('a value')
    values.push(value)
  } while (scanner.take(','))
  scanner.demand(')', "',' or ')'")
  return values
}

function parseSum(parsing: Parsing): Expression {
  return parseArithmetic(parsing, ['add', 'sub'], parseProduct)
}

function parseProduct(parsing: Parsing): Expression {
  return parseArithmetic(parsing, ['mul', 'divby', 'div', 'mod'], parseSigned)
}

function parseArithmetic(
  parsing: Parsing,
  words: readonly ValueFunction[],
  parseNext: (parsing: Parsing) => Expression,
): Expression {
  const { scanner } = parsing
  let left = parseNext(parsing)
  for (;;) {
    const at = scanner.here()
    const word = words.find((each) => scanner.takeWord(each))
    if (word === undefined) return left
    const inputs = [asValue(parsing, left, at), asValue(parsing, parseNext(parsing), at)]
    left = { kind: 'value', value: valueCall(word, inputs, at) }
  }
}

function parseSigned(parsing: Parsing): Expression {
  const { scanner } = parsing
  const value = parseLiteral(scanner)
  if (value !== undefined) return { kind: 'value', value }
  const at = scanner.here()
  if (!scanner.take('-')) return parsePrimary(parsing)
  const inner = deeper(parsing)
  const inputs = [asValue(inner, parseSigned(inner), at)]
  return { kind: 'value', value: valueCall('negate', inputs, at) }
}

function parsePrimary(parsing: Parsing): Expression {
  const { scanner } = parsing
  if (scanner.take('(')) {
    const inner = parseOr(deeper(parsing))
    scanner.demand(')', "')'")
    return inner
  }
  const alias = takeAlias(parsing)
  if (alias !== undefined) return parseAlias(alias)
  const path = parsePath(parsing)
  if (path === undefined) throw scanner.fault('a property, a value or a function')
  if (scanner.sees('(')) return callFunction(parsing, path, grammar)
  return { kind: 'value', value: asColumn(parsing, path) }
}

function asColumn({ scanner }: Parsing, { scope, names, at }: NamePath): Operand {
  const last = names.at(-1)
  if (last === undefined) throw scanner.fault(`a property after ${scope}/`, at)
  return columnReference(last, at, { scope, path: names.slice(0, -1) })
}

interface Alias {
  /** Reads the alias's own text. */
  readonly parsing: Parsing
  /** Undefined where the alias has no value, which means null. */
  readonly text: string | undefined
  readonly at: Place
}

/** Reads `@name`; undefined where none comes next. */
export function takeAlias(parsing: Parsing): Alias | undefined {
  const { scanner, aliases } = parsing
  const at = scanner.here()
  const name = scanner.match(/@\w+/y)
  if (name === undefined) return undefined
  const text = aliases.get(name.slice(1))
  return { parsing: deeper(parsing, { scanner: scan(text ?? '', name, parsing.slots) }), text, at }
}

function parseAlias({ parsing, text, at }: Alias): Expression {
  if (text === undefined) return { kind: 'value', value: literal('null', '', at) }
  const value = parseOr(parsing)
  parsing.scanner.demandEnd('the end of the value')
  return value
}

function asTest({ scanner }: Parsing, expression: Expression): Filter {
  if (expression.kind === 'test') return expression.test
  const { value } = expression
  if (value.kind === 'literal') {
    if (value.form === 'boolean') return always(value.text === 'true')
    if (value.form === 'null') return always(false)
  }
  if (value.kind !== 'column') throw scanner.fault('a comparison', value.at)
  return comparison(value, 'eq', literal('boolean', 'true', value.at), value.at)
}

function asValue({ scanner }: Parsing, expression: Expression, at: Place): Operand {
  if (expression.kind === 'value') return expression.value
  throw scanner.fault('a value, not a condition, on both sides', at)
}
