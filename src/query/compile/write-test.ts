import type { ComparisonOperator } from '../plan/filter.ts'
import { late } from '../resolve/bound-value.ts'
import type { Expression, MatchTest, Subselect, Test, UserRows } from '../resolve/resolved.ts'
import { quoted, type Statement } from './statement.ts'
import { writeDatePart } from './write-date-part.ts'
import { columnSql, writeComparable, writeExpression, writeSortable } from './write-expression.ts'
import { writeFrame } from './write-frame.ts'

/** A condition in SQL. It may come out as null, which counts as false wherever it is used. */
export function writeTest(statement: Statement, test: Test): string {
  switch (test.kind) {
    case 'all of':
      return joined(statement, test.tests, 'and', 'true')
    case 'any of':
      return joined(statement, test.tests, 'or', 'false')
    case 'not':
      return `(${writeTest(statement, test.test)}) is not true`
    case 'always':
      return String(test.holds)
    case 'compare':
      return writeComparison(statement, test)
    case 'is null':
      return `${writeExpression(statement, test.of)} is ${test.negated ? 'not ' : ''}null`
    case 'exists':
      return `exists (select ${writeRows(statement, test.rows)})`
    default:
      return writeSpecial(statement, test)
  }
}

type Special = Exclude<
  Test,
  { kind: 'all of' | 'any of' | 'not' | 'always' | 'compare' | 'is null' | 'exists' }
>

function writeSpecial(statement: Statement, test: Special): string {
  switch (test.kind) {
    case 'in':
      return writeIn(statement, test)
    case 'match':
      return writeMatch(statement, test)
    case 'range':
      return writeRange(statement, test)
    case 'date part': {
      const part = writeDatePart(statement, test.of, test.part, true)
      return `${part} = ${statement.bind(test.equals)}`
    }
    case 'rows of user': {
      const of = writeExpression(statement, test.of)
      return `${of} in (${userRows[test.whose](userId(statement))})`
    }
    case 'tree':
      return writeTree(statement, test)
    case 'holds choices': {
      const of = writeExpression(statement, test.of)
      return `${of} @> any(${statement.bind(test.values)})`
    }
  }
}

/** `from … where …` of a subselect. */
export function writeRows(statement: Statement, { frame, where }: Subselect): string {
  const from = writeFrame(statement, frame, writeTest)
  return where.length === 0 ? from : `${from} where ${joined(statement, where, 'and', 'true')}`
}

export function joined(
  statement: Statement,
  tests: readonly Test[],
  word: 'and' | 'or',
  empty: string,
): string {
  if (tests.length === 0) return empty
  const written = tests.map((test) => writeTest(statement, test))
  return written.length === 1 ? `${written[0]}` : `(${written.join(` ${word} `)})`
}

const operators: Readonly<Record<ComparisonOperator, string>> = {
  eq: '=',
  ne: '<>',
  gt: '>',
  ge: '>=',
  lt: '<',
  le: '<=',
}

/** "Not equal" also holds for null; nothing else does. */
function writeComparison(
  statement: Statement,
  { operator, left, right }: Extract<Test, { kind: 'compare' }>,
): string {
  const ordered = operator !== 'eq' && operator !== 'ne'
  const here = ordered ? writeSortable(statement, left) : writeComparable(statement, left)
  const there = writeComparable(statement, right)
  if (operator !== 'ne') return `${here} ${operators[operator]} ${there}`
  return right.kind === 'bound'
    ? `${here} is distinct from ${there}`
    : `(${here} <> ${there} or ${here} is null)`
}

/** An array written as text can be put in lower case as a whole: its marks have no case. */
function writeIn(
  statement: Statement,
  { of, values, negated }: Extract<Test, { kind: 'in' }>,
): string {
  const here = writeComparable(statement, of)
  const list =
    of.family === 'text'
      ? `lower(${statement.bind({ ...values, sqlType: 'text' })})::text[]`
      : statement.bind(values)
  const within = `${here} = any(${list})`
  return negated ? `(${within}) is not true` : within
}

function writeMatch(statement: Statement, { of, part, pattern, dialect }: MatchTest): string {
  const here = writeComparable(statement, of)
  const there = writeComparable(statement, pattern)
  if (dialect === 'regular expression') return `${here} ~ ${there}`
  return dialect === 'like' ? `${here} like ${there}` : plainMatches[part](here, there)
}

/** Against another column, whose text stands for itself. */
const plainMatches: Readonly<Record<MatchTest['part'], (of: string, what: string) => string>> = {
  whole: (of, what) => `${of} = ${what}`,
  start: (of, what) => `starts_with(${of}, ${what})`,
  end: (of, what) => `right(${of}, char_length(${what})) = ${what}`,
  anywhere: (of, what) => `strpos(${of}, ${what}) > 0`,
}

function writeRange(statement: Statement, { of, range }: Extract<Test, { kind: 'range' }>): string {
  const here = writeSortable(statement, of)
  const edge = (sign: '>' | '<', side: typeof range.from) => {
    if (side === undefined) return []
    const bound: Expression = { kind: 'bound', value: side.value, family: of.family }
    return [`${here} ${sign}${side.inclusive ? '=' : ''} ${writeComparable(statement, bound)}`]
  }
  return `(${[...edge('>', range.from), ...edge('<', range.to)].join(' and ')})`
}

const userId = (statement: Statement): string =>
  statement.bind(late('uuid', ({ userId }) => userId))

const teamsOf = (users: string): string =>
  `select m.teamid from teammembership m where m.systemuserid in (${users})`

const reportsOf = (user: string): string =>
  `with recursive line(id) as (select ${user} union select u.systemuserid from systemuser u join line on u.parentsystemuserid = line.id) select id from line`

const userRows: Readonly<Record<UserRows, (user: string) => string>> = {
  teams: (user) => teamsOf(`select ${user}`),
  'self and teams': (user) => `select ${user} union all ${teamsOf(`select ${user}`)}`,
  'self and reports': reportsOf,
  'self, reports and their teams': (user) =>
    `select id from (${reportsOf(user)}) users union all ${teamsOf(reportsOf(user))}`,
}

/** `union` drops rows that were met before, so a ring of parents ends. */
function writeTree(
  statement: Statement,
  { of, direction, table, parent, start }: Extract<Test, { kind: 'tree' }>,
): string {
  const name = quoted(table.name)
  const key = `node.${quoted(table.primaryKey)}`
  const above = columnSql('node', parent)
  const [gives, by] = direction === 'under' ? [key, above] : [above, key]
  const first = `select ${gives} from ${name} node where ${by} = ${statement.bind(start)}`
  const next = `select ${gives} from ${name} node join tree on ${by} = tree.id`
  const tree = `with recursive tree(id) as (${first} union ${next}) select id from tree where id is not null`
  return `${writeExpression(statement, of)} in (${tree})`
}
