/** Functions in expressions: of OData, lambdas, and the vendor's query functions. */
import { type Filter, lambda, match } from '../plan/filter.ts'
import type { Operand, ValueFunction } from '../plan/operand.ts'
import { valueCall, valueFunctions } from '../plan/operand.ts'
import { describePlace } from '../plan/place.ts'
import { refusals } from '../refusals.ts'
import { nearestHint } from '../resolve/names.ts'
import type { NamePath } from './parse-path.ts'
import { deeper, type Parsing } from './parsing.ts'
import { parseQueryFunction, queryFunctionPrefix } from './query-function.ts'

/** Either a value or a condition. */
export type Expression =
  | { readonly kind: 'value'; readonly value: Operand }
  | { readonly kind: 'test'; readonly test: Filter }

/** Handed in, because expressions contain functions and functions contain expressions. */
export interface Grammar {
  expression(parsing: Parsing): Expression
  filter(parsing: Parsing): Filter
}

/** The scanner stands before the opening parenthesis. */
export function callFunction(parsing: Parsing, path: NamePath, grammar: Grammar): Expression {
  const name = path.names.at(-1) ?? ''
  if (name === 'any' || name === 'all') return parseLambda(parsing, path, name, grammar)
  if (name.startsWith(queryFunctionPrefix)) {
    return { kind: 'test', test: parseQueryFunction(parsing, path, name) }
  }
  if (path.names.length > 1 || path.scope !== undefined) throw unknownFunction(path, name)
  // OData 4.01 §5.1.1.1: names of functions in any case; ts-odata-client sends `startsWith`.
  const word = name.toLowerCase()
  const part = parts[word]
  if (part !== undefined) return parseMatch(parsing, path, part, grammar)
  const known = valueFunctions.find(
    (each) => each.toLowerCase() === word && !operatorWords.has(each),
  )
  if (known === undefined) throw unknownFunction(path, name)
  const inputs = parseInputs(deeper(parsing), grammar)
  return { kind: 'value', value: valueCall(known, inputs, path.at) }
}

/** Words between values, and a sign; they are not called. */
const operatorWords = new Set<ValueFunction>(['add', 'sub', 'mul', 'div', 'divby', 'mod', 'negate'])

const parts: Readonly<Record<string, 'anywhere' | 'start' | 'end'>> = {
  contains: 'anywhere',
  startswith: 'start',
  endswith: 'end',
}

function parseMatch(
  parsing: Parsing,
  { at }: NamePath,
  part: 'anywhere' | 'start' | 'end',
  grammar: Grammar,
): Expression {
  const [operand, pattern, ...more] = parseInputs(deeper(parsing), grammar)
  if (operand === undefined || pattern === undefined || more.length > 0) {
    throw parsing.scanner.fault('two values in the parentheses', at)
  }
  return { kind: 'test', test: match({ part, operand, pattern, negated: false, at }) }
}

function parseInputs(parsing: Parsing, grammar: Grammar): readonly Operand[] {
  const { scanner } = parsing
  scanner.demand('(')
  if (scanner.take(')')) return []
  const inputs: Operand[] = []
  do {
    const at = scanner.here()
    const input = grammar.expression(parsing)
    if (input.kind !== 'value') throw scanner.fault('a value, not a condition', at)
    inputs.push(input.value)
  } while (scanner.take(','))
  scanner.demand(')', "',' or ')'")
  return inputs
}

/** `any(x:x/name eq 'a')`; `any()` asks whether there is a row. */
function parseLambda(
  parsing: Parsing,
  { scope, names, at }: NamePath,
  quantifier: 'any' | 'all',
  grammar: Grammar,
): Expression {
  const { scanner } = parsing
  const path = names.slice(0, -1)
  if (path.length === 0) throw scanner.fault(`a collection before ${quantifier}(…)`, at)
  scanner.demand('(')
  const node = { quantifier, scope, path, at }
  if (quantifier === 'any' && scanner.take(')')) {
    return { kind: 'test', test: lambda({ ...node, variable: undefined, filter: undefined }) }
  }
  const variable = scanner.match(/[A-Za-z_]\w*/y)
  if (variable === undefined) throw scanner.fault('a variable, such as x in any(x:…)')
  scanner.demand(':')
  const variables = new Set([...parsing.variables, variable])
  const filter = grammar.filter(deeper(parsing, { variables }))
  scanner.demand(')', "'and', 'or' or ')'")
  return { kind: 'test', test: lambda({ ...node, variable, filter }) }
}

const callable = [
  ...Object.keys(parts),
  ...valueFunctions.filter((name) => !operatorWords.has(name)),
]

function unknownFunction({ at }: NamePath, name: string) {
  const known = `${callable.join(', ')}, or one of ${queryFunctionPrefix}*`
  const place = describePlace(at)
  const hint = nearestHint(name, callable)
  return refusals['unsupported-function'](
    { function: name, place, known: `${known}${hint}` },
    { input: at.within, expected: known, found: name },
  )
}
