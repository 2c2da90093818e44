/** Binds a tree of conditions. Every leaf counts towards the limit of conditions. */
import type { ColumnReference } from '../plan/column-reference.ts'
import type {
  Between,
  Comparison,
  Filter,
  InList,
  IsNull,
  Lambda,
  Match,
  NavigationIsNull,
} from '../plan/filter.ts'
import type { Literal } from '../plan/literal.ts'
import type { Operand } from '../plan/operand.ts'
import { describePlace } from '../plan/place.ts'
import { refusals } from '../refusals.ts'
import { type BoundValue, fixed, type ValueSource } from './bound-value.ts'
import { belongsTo, closeFrame, columnValue, keyOf, openFrame, type Scope } from './frame.ts'
import { likePattern } from './like-pattern.ts'
import { linkedRowsTest } from './link-rows.ts'
import { findNavigation, knownTable } from './names.ts'
import { OtherStatement, readLiteral, type Wanted, wantedBy } from './read-literal.ts'
import { rowOf, rowsBehind } from './resolve-column.ts'
import { resolveCondition } from './resolve-condition.ts'
import { boundTo, describeExpression, resolveOperand, resolvePair } from './resolve-operand.ts'
import type { Expression, Test } from './resolved.ts'
import type { Resolving } from './resolving.ts'

export function resolveFilter(resolving: Resolving, scope: Scope, filter: Filter): Test {
  switch (filter.kind) {
    case 'all of':
    case 'any of': {
      const tests = filter.filters.map((each) => resolveFilter(resolving, scope, each))
      return { kind: filter.kind, tests }
    }
    case 'not':
      return { kind: 'not', test: resolveFilter(resolving, scope, filter.filter) }
    case 'always':
      return filter
    default:
      resolving.countCondition()
      return resolveLeaf(resolving, scope, filter)
  }
}

type Leaf = Exclude<Filter, { kind: 'all of' | 'any of' | 'not' | 'always' }>

function resolveLeaf(resolving: Resolving, scope: Scope, leaf: Leaf): Test {
  switch (leaf.kind) {
    case 'comparison':
      return resolveComparison(resolving, scope, leaf)
    case 'is null':
      return nullTest(resolving, scope, leaf)
    case 'in':
      return resolveIn(resolving, scope, leaf)
    case 'between':
      return resolveBetween(resolving, scope, leaf)
    case 'match':
      return resolveMatch(resolving, scope, leaf)
    case 'condition':
      return resolveCondition(resolving, scope, leaf)
    case 'navigation is null':
      return resolveNavigationIsNull(resolving, scope, leaf)
    case 'lambda':
      return resolveLambda(resolving, scope, leaf)
    case 'linked rows':
      return linkedRowsTest(resolving, scope, leaf, resolveFilter)
  }
}

const mirrored = { eq: 'eq', ne: 'ne', gt: 'lt', ge: 'le', lt: 'gt', le: 'ge' } as const

const isNullLiteral = (operand: Operand): boolean =>
  operand.kind === 'literal' && operand.form === 'null'

function resolveComparison(resolving: Resolving, scope: Scope, node: Comparison): Test {
  if (isNullLiteral(node.left) || isNullLiteral(node.right)) {
    return compareWithNull(resolving, scope, node)
  }
  const pair = [node.left, node.right] as const
  const [left, right] = resolvePair(resolving, scope, pair, node.at)
  demandOrder(left, node)
  // The value comes last: "not equal" also holds where the left side is null.
  return left.kind === 'bound' && right.kind !== 'bound'
    ? { kind: 'compare', operator: mirrored[node.operator], left: right, right: left }
    : { kind: 'compare', operator: node.operator, left, right }
}

const unordered = new Set(['boolean', 'choices', 'json'])

function demandOrder(left: Expression, { operator, at }: Comparison): void {
  if (operator === 'eq' || operator === 'ne' || !unordered.has(left.family)) return
  const found = describeExpression(left)
  const expected = 'values that have an order'
  throw refusals['operator-not-for-column'](
    { operator, expected, found, place: describePlace(at) },
    { input: at.within, expected, found },
  )
}

/** Null equals null only; nothing is greater or less than it. */
function compareWithNull(resolving: Resolving, scope: Scope, node: Comparison): Test {
  const { left, right, operator, at } = node
  const other = isNullLiteral(left) ? right : left
  const simple = operator === 'eq' || operator === 'ne'
  if (simple && other.kind === 'column' && isNavigation(resolving, scope, other)) {
    const { scope: start, path, name } = other
    const negated = operator === 'ne'
    const whole = { kind: 'navigation is null', scope: start, path: [...path, name] } as const
    return resolveNavigationIsNull(resolving, scope, { ...whole, negated, at })
  }
  const of = isNullLiteral(other) ? undefined : resolveOperand(resolving, scope, other)
  if (!simple) return { kind: 'always', holds: false }
  if (of === undefined) return { kind: 'always', holds: operator === 'eq' }
  return { kind: 'is null', of, negated: operator === 'ne' }
}

/** `parentcustomerid_account ne null` names a way to a row, not a value. */
function isNavigation(resolving: Resolving, scope: Scope, reference: ColumnReference): boolean {
  if (resolving.naming !== 'property') return false
  const rows = rowsBehind(resolving, rowOf(resolving, scope, reference), reference)
  return rows.some(
    ({ table }) =>
      !table.properties.has(reference.name) &&
      table.navigations.get(reference.name)?.kind === 'single',
  )
}

function nullTest(resolving: Resolving, scope: Scope, node: IsNull): Test {
  const of = resolveOperand(resolving, scope, node.operand)
  return { kind: 'is null', of, negated: node.negated }
}

function resolveIn(resolving: Resolving, scope: Scope, node: InList): Test {
  const of = resolveOperand(resolving, scope, node.operand)
  const given = node.values.filter((value) => value.form !== 'null')
  const values = listValue(given, wantedBy(of))
  const within: Test = { kind: 'in', of, values, negated: node.negated }
  if (given.length === node.values.length) return within
  // `x in (1, null)` also finds null, and `not in` with a null leaves it out.
  const none: Test = { kind: 'is null', of, negated: node.negated }
  return { kind: node.negated ? 'all of' : 'any of', tests: [within, none] }
}

/** All values in one array, so that the statement stays the same however many there are. */
export function listValue(literals: readonly Literal[], wanted: Wanted): BoundValue {
  const plain = literals.map((each) => readLiteral({ ...each, slot: undefined }, wanted))
  const types = new Set(plain.map(({ sqlType }) => sqlType))
  const [only] = types
  const sqlType = types.size === 1 && only !== undefined ? only : widest(types, wanted)
  const sources = plain.map(({ source }) => source)
  const texts = (source: ValueSource[]): string[] =>
    source.map((each) => String(each.kind === 'fixed' ? each.value : ''))
  if (sources.every(({ kind }) => kind === 'fixed')) return fixed(`${sqlType}[]`, texts(sources))
  return {
    sqlType: `${sqlType}[]`,
    source: {
      kind: 'late',
      of: (context) =>
        sources.map((each) => String(each.kind === 'late' ? each.of(context) : textOf(each))),
    },
  }
}

const textOf = (source: ValueSource): unknown => (source.kind === 'fixed' ? source.value : '')

const widest = (types: ReadonlySet<string>, wanted: Wanted): string =>
  types.has('numeric') ? 'numeric' : valueTypes[wanted.family]

const valueTypes = {
  text: 'text',
  number: 'numeric',
  boolean: 'boolean',
  guid: 'uuid',
  instant: 'timestamptz',
  localtime: 'timestamp',
  date: 'date',
  time: 'time',
  choices: 'jsonb',
  json: 'jsonb',
} as const

function resolveBetween(resolving: Resolving, scope: Scope, node: Between): Test {
  const of = resolveOperand(resolving, scope, node.operand)
  const edge = (literal: Literal) => ({
    value: readLiteral(literal, wantedBy(of)),
    inclusive: true,
  })
  const test: Test = { kind: 'range', of, range: { from: edge(node.low), to: edge(node.high) } }
  return node.negated ? { kind: 'not', test } : test
}

function resolveMatch(resolving: Resolving, scope: Scope, node: Match): Test {
  const of = resolveOperand(resolving, scope, node.operand)
  demandText(of, node)
  const test = matchTest(resolving, scope, node, of)
  return node.negated ? { kind: 'not', test } : test
}

function matchTest(resolving: Resolving, scope: Scope, node: Match, of: Expression): Test {
  const { part, pattern } = node
  if (isNullLiteral(pattern)) return { kind: 'always', holds: false }
  if (pattern.kind === 'literal') {
    const bound = boundTo(pattern, of)
    if (bound.kind !== 'bound') throw new TypeError('A literal did not become a bound value.')
    return { kind: 'match', of, part, ...translated(bound.value, part) }
  }
  const other = resolveOperand(resolving, scope, pattern)
  demandText(other, node)
  return { kind: 'match', of, part, pattern: other, dialect: 'plain' }
}

function translated(value: BoundValue, part: Match['part']) {
  const first = likePattern(firstText(value.source), part)
  const source = translatedSource(value.source, part, first.dialect)
  const pattern: Expression = {
    kind: 'bound',
    value: { sqlType: 'text', source },
    family: 'text',
  }
  return { pattern, dialect: first.dialect }
}

function firstText(source: ValueSource): string {
  if (source.kind === 'slot') return firstText(source.read(source.first))
  return source.kind === 'fixed' ? String(source.value) : ''
}

function translatedSource(
  source: ValueSource,
  part: Match['part'],
  dialect: 'like' | 'regular expression',
): ValueSource {
  if (source.kind === 'slot') {
    const read = (text: string) => translatedSource(source.read(text), part, dialect)
    return { ...source, read }
  }
  const pattern = likePattern(firstText(source), part)
  if (pattern.dialect !== dialect) throw new OtherStatement()
  return { kind: 'fixed', value: pattern.text }
}

const matchWords: Readonly<Record<Match['part'], string>> = {
  whole: 'like',
  start: 'startswith',
  end: 'endswith',
  anywhere: 'contains',
}

function demandText(of: Expression, { part, at }: Match): void {
  if (of.family === 'text') return
  const found = describeExpression(of)
  const place = describePlace(at)
  throw refusals['operator-not-for-column'](
    { operator: matchWords[part], expected: 'a text', found, place },
    { input: at.within, expected: 'a text', found },
  )
}

function resolveNavigationIsNull(resolving: Resolving, scope: Scope, node: NavigationIsNull): Test {
  const last = node.path.at(-1) ?? ''
  const rows = rowsBehind(resolving, rowOf(resolving, scope, node), {
    path: node.path.slice(0, -1),
    at: node.at,
  })
  const tests = rows.map((row): Test => {
    const navigation = findNavigation(row.table, last, 'single-valued', node.at)
    if (
      navigation.kind === 'single' &&
      navigation.column.targets.length === navigation.targets.length
    ) {
      const of = columnValue(row.alias, navigation.column)
      return { kind: 'is null', of, negated: node.negated }
    }
    const [there] = rowsBehind(resolving, row, { path: [last], at: node.at })
    if (there === undefined) return { kind: 'always', holds: !node.negated }
    return { kind: 'is null', of: keyOf(there), negated: node.negated }
  })
  return { kind: node.negated ? 'any of' : 'all of', tests }
}

function resolveLambda(resolving: Resolving, scope: Scope, node: Lambda): Test {
  const [row, ...others] = rowsBehind(resolving, rowOf(resolving, scope, node), {
    path: node.path.slice(0, -1),
    at: node.at,
  })
  if (row === undefined || others.length > 0) throw severalTables(node)
  const name = node.path.at(-1) ?? ''
  const navigation = findNavigation(row.table, name, 'collection-valued', node.at)
  resolving.countLink('collections in any and all')
  const there = openFrame(
    resolving,
    knownTable(resolving, navigation.kind === 'single' ? '' : navigation.target),
  )
  const linked = belongsTo(resolving, navigation, there, row)
  const named = new Map(scope.named)
  if (node.variable !== undefined) named.set(node.variable, there)
  const inner = node.filter && resolveFilter(resolving, { own: scope.own, named }, node.filter)
  return quantified(node.quantifier, inner, (tests) => ({
    kind: 'exists',
    rows: { frame: closeFrame(there.frame), where: [...linked, ...tests] },
  }))
}

/** "All fit" is "none does not fit". */
function quantified(
  quantifier: Lambda['quantifier'],
  inner: Test | undefined,
  exists: (tests: readonly Test[]) => Test,
): Test {
  if (quantifier === 'any') return exists(inner === undefined ? [] : [inner])
  const misfit: Test =
    inner === undefined ? { kind: 'always', holds: false } : { kind: 'not', test: inner }
  return { kind: 'not', test: exists([misfit]) }
}

function severalTables(node: Lambda) {
  return refusals['query-shape'](
    {
      problem: `any and all cannot follow ownerid, which leads to users and teams`,
      place: describePlace(node.at),
      advice: 'Use ownerid_systemuser or ownerid_team.',
    },
    { input: node.at.within, found: node.path.join('/') },
  )
}
