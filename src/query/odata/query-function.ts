/**
 * `Microsoft.Dynamics.CRM.LastXDays(PropertyName='createdon',PropertyValue=7)` and its kin: the
 * operators of FetchXML as functions.
 */
import { type ColumnReference, columnReference } from '../plan/column-reference.ts'
import {
  type ConditionOperator,
  type ConditionOperatorName,
  conditionOperators,
} from '../plan/condition-operators.ts'
import { between, condition, type Filter, inList } from '../plan/filter.ts'
import { type Literal, literal } from '../plan/literal.ts'
import { describePlace, type Place } from '../plan/place.ts'
import { refusals } from '../refusals.ts'
import { nearestHint } from '../resolve/names.ts'
import { parseLiteral } from './parse-literal.ts'
import type { NamePath } from './parse-path.ts'
import { deeper, type Parsing } from './parsing.ts'
import { scan } from './scanner.ts'

export const queryFunctionPrefix = 'Microsoft.Dynamics.CRM.'

/** Names that are not their operator in other letters. */
const spelledOtherwise: Readonly<Record<string, ConditionOperatorName>> = {
  AboveOrEqual: 'eq-or-above',
  UnderOrEqual: 'eq-or-under',
  DoesNotContainValues: 'not-contain-values',
  EqualBusinessId: 'eq-businessid',
  NotEqualBusinessId: 'ne-businessid',
  EqualUserId: 'eq-userid',
  NotEqualUserId: 'ne-userid',
  EqualUserLanguage: 'eq-userlanguage',
  EqualUserOrUserHierarchy: 'eq-useroruserhierarchy',
  EqualUserOrUserHierarchyAndTeams: 'eq-useroruserhierarchyandteams',
  EqualUserOrUserTeams: 'eq-useroruserteams',
  EqualUserTeams: 'eq-userteams',
  Last7Days: 'last-seven-days',
  Next7Days: 'next-seven-days',
}

const notFunctions = new Set<string>(Object.values(spelledOtherwise))

/** `olderthan-x-days` is `OlderThanXDays`. */
function spelled(operator: string): string {
  return operator
    .replace('olderthan', 'older-than')
    .replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

const operators: ReadonlyMap<string, ConditionOperatorName> = new Map([
  ...Object.entries(spelledOtherwise),
  ...Object.keys(conditionOperators)
    .filter((name) => !notFunctions.has(name))
    .map((name) => [spelled(name), name as ConditionOperatorName] as const),
])

const listFunctions = ['In', 'NotIn', 'Between', 'NotBetween']

/** The scanner stands before the opening parenthesis. */
export function parseQueryFunction(parsing: Parsing, path: NamePath, full: string): Filter {
  const { at } = path
  const name = full.slice(queryFunctionPrefix.length)
  const operator = operators.get(name)
  if (operator === undefined && !listFunctions.includes(name)) throw unknownFunction(name, full, at)
  const parameters = parseParameters(deeper(parsing))
  const column = columnOf(parsing, path, parameters)
  if (operator !== undefined) {
    return condition(column, operator, valuesOf(parsing, operator, parameters, at), at)
  }
  const values = listOf(parameters)
  if (name === 'In' || name === 'NotIn') {
    if (values.length === 0) throw parsing.scanner.fault('at least one of PropertyValues', at)
    return inList(column, values, name === 'NotIn', at)
  }
  const [low, high, ...more] = values
  if (low === undefined || high === undefined || more.length > 0) {
    throw parsing.scanner.fault('two PropertyValues', at)
  }
  return between(column, [low, high], name === 'NotBetween', at)
}

type Parameters = ReadonlyMap<string, readonly Literal[]>

function parseParameters(parsing: Parsing): Parameters {
  const { scanner } = parsing
  const found = new Map<string, readonly Literal[]>()
  scanner.demand('(')
  while (!scanner.take(')')) {
    const name = scanner.match(/\w+/y)
    if (name === undefined || !parameterNames.has(name)) {
      throw scanner.fault(`${[...parameterNames].join(', ')} or ')'`)
    }
    scanner.demand('=')
    found.set(name, parseArgument(parsing))
    if (!scanner.take(',') && !scanner.sees(')')) throw scanner.fault("',' or ')'")
  }
  return found
}

const parameterNames = new Set([
  'PropertyName',
  'PropertyValue',
  'PropertyValues',
  'PropertyValue1',
  'PropertyValue2',
])

/** A value, a list in brackets, or an alias for either. */
function parseArgument(parsing: Parsing): readonly Literal[] {
  const { scanner, aliases } = parsing
  const alias = scanner.match(/@\w+/y)
  if (alias !== undefined) {
    const text = aliases.get(alias.slice(1))
    if (text === undefined) return []
    const inner = deeper(parsing, { scanner: scan(text, alias) })
    const values = parseArgument(inner)
    inner.scanner.demandEnd('the end of the value')
    return values
  }
  if (!scanner.take('[')) return [parseItem(parsing)]
  const values: Literal[] = []
  while (!scanner.take(']')) {
    values.push(parseItem(parsing))
    if (!scanner.take(',') && !scanner.sees(']')) throw scanner.fault("',' or ']'")
  }
  return values
}

const jsonText = /"(?:[^"\\]|\\.)*"/y

/** Whatever the notation, the column says what the value is. */
function parseItem({ scanner }: Parsing): Literal {
  const at = scanner.here()
  const quoted = scanner.match(jsonText)
  if (quoted !== undefined) return literal('untyped', readJson(quoted, at), at)
  const value = parseLiteral(scanner)
  if (value === undefined) throw scanner.fault('a value')
  return value.form === 'null' ? value : literal('untyped', value.text, at)
}

function readJson(quoted: string, at: Place): string {
  try {
    return String(JSON.parse(quoted))
  } catch (cause) {
    const values = { place: describePlace(at), expected: 'a JSON text', found: quoted }
    throw refusals['query-syntax'](values, { input: at.within, cause })
  }
}

/** The column is named by a text; behind a lambda's variable it belongs to that row. */
function columnOf(parsing: Parsing, path: NamePath, parameters: Parameters): ColumnReference {
  const [named] = parameters.get('PropertyName') ?? []
  if (named === undefined) throw parsing.scanner.fault("PropertyName='…'", path.at)
  const names = [...path.names.slice(0, -1), ...named.text.split('/')]
  const name = names.pop() ?? ''
  return columnReference(name, named.at, { scope: path.scope, path: names, eitherName: true })
}

function valuesOf(
  parsing: Parsing,
  operator: ConditionOperatorName,
  parameters: Parameters,
  at: Place,
): readonly Literal[] {
  const wanted: ConditionOperator['values'] = conditionOperators[operator].values
  const values = listOf(parameters)
  const fits = wanted === 'one or more' ? values.length > 0 : values.length === wanted
  if (fits) return values
  const expected = wanted === 0 ? 'no values' : `${wanted} of PropertyValue`
  throw parsing.scanner.fault(expected, at)
}

const listOf = (parameters: Parameters): readonly Literal[] =>
  [...parameters].flatMap(([name, values]) => (name === 'PropertyName' ? [] : values))

function unknownFunction(name: string, full: string, at: Place) {
  const names = [...operators.keys(), ...listFunctions].toSorted()
  const known = names.map((each) => queryFunctionPrefix + each).join(', ')
  const near = nearestHint(name, names)
  return refusals['unsupported-function'](
    { function: full, place: describePlace(at), known: near === '' ? known : `${known}${near}` },
    { input: at.within, expected: known, found: full },
  )
}
