/** Answers questions the straightforward way: row by row, in memory. */
import {
  type ColumnType,
  type Expand,
  type Operator,
  type Order,
  type Path,
  type Question,
  type Row,
  shapes,
  type TableName,
  type Test,
  type Value,
  type World,
} from './question.ts'

export type Answer = Readonly<Record<string, unknown>>

export function evaluate(world: World, question: Question): readonly Answer[] {
  return evaluateOver(world, world[question.table], question)
}

function evaluateOver(world: World, rows: readonly Row[], question: Question): readonly Answer[] {
  const { table, test, orders } = question
  return rows
    .filter((row) => test === undefined || holds(world, table, row, test))
    .toSorted((a, b) => compareRows(world, table, orders, a, b))
    .map((row) => answerOf(world, table, row, question))
}

function answerOf(world: World, table: TableName, row: Row, question: Question): Answer {
  const { key } = shapes[table]
  return {
    ...Object.fromEntries([key, ...question.select].map((name) => [shown(table, name), row[name]])),
    ...Object.fromEntries(
      question.expands.map((expand) => [expand.way, expanded(world, table, row, expand)]),
    ),
  }
}

/** Lookups are seen as `_x_value`. */
export const shown = (table: TableName, name: string): string =>
  shapes[table].columns[name] === 'id' ? `_${name}_value` : name

function expanded(world: World, table: TableName, row: Row, expand: Expand): unknown {
  const many = shapes[table].collections[expand.way]
  const one = shapes[table].singles[expand.way]
  const rows = many
    ? collection(world, row, table, expand.way)
    : [follow(world, table, row, expand.way)]
  const found = evaluateOver(
    world,
    rows.filter((each) => each !== undefined),
    { ...expand, table: many?.of ?? one?.to ?? table, expands: [] },
  )
  return many === undefined ? (found[0] ?? null) : found.slice(0, expand.top ?? found.length)
}

function follow(world: World, table: TableName, row: Row, way: string): Row | undefined {
  const single = shapes[table].singles[way]
  if (single === undefined) throw new TypeError(`${table} has no way ${way}.`)
  const id = row[single.column]
  return id === null
    ? undefined
    : world[single.to].find((each) => each[shapes[single.to].key] === id)
}

function collection(world: World, row: Row, table: TableName, way: string): readonly Row[] {
  const many = shapes[table].collections[way]
  if (many === undefined) throw new TypeError(`${table} has no collection ${way}.`)
  return world[many.of].filter((each) => each[many.column] === row[shapes[table].key])
}

function valueAt(world: World, table: TableName, row: Row, path: Path): Value {
  let here: Row | undefined = row
  let at = table
  for (const way of path.ways) {
    if (here === undefined) return null
    here = follow(world, at, here, way)
    at = shapes[at].singles[way]?.to ?? at
  }
  return here?.[path.column] ?? null
}

export function holds(world: World, table: TableName, row: Row, test: Test): boolean {
  switch (test.kind) {
    case 'and':
      return test.tests.every((each) => holds(world, table, row, each))
    case 'or':
      return test.tests.some((each) => holds(world, table, row, each))
    case 'not':
      return !holds(world, table, row, test.test)
    case 'some':
    case 'every': {
      const to = shapes[table].collections[test.collection]?.of ?? table
      const fits = (each: Row) => test.test === undefined || holds(world, to, each, test.test)
      const rows = collection(world, row, table, test.collection)
      return test.kind === 'some' ? rows.some(fits) : rows.every(fits)
    }
    default:
      return leafHolds(test, (path) => valueAt(world, table, row, path))
  }
}

type Leaf = Exclude<Test, { kind: 'and' | 'or' | 'not' | 'some' | 'every' }>

function leafHolds(test: Leaf, value: (path: Path) => Value): boolean {
  switch (test.kind) {
    case 'compare':
      return compared(value(test.path), test.operator, test.value, test.path.type)
    case 'columns':
      return comparedColumns(value(test.left), test.operator, value(test.right), test.left.type)
    case 'null':
      return (value(test.path) === null) !== test.negated
    case 'in': {
      const { path, values, negated } = test
      return values.some((each) => compared(value(path), 'eq', each, path.type)) !== negated
    }
    case 'between': {
      const { path, low, high, negated } = test
      const above = compared(value(path), 'ge', low, path.type)
      return (above && compared(value(path), 'le', high, path.type)) !== negated
    }
    case 'match':
      return matches(value(test.path), test.part, test.text)
    case 'year': {
      const found = value(test.path)
      const year = found === null ? null : Number(String(found).slice(0, 4))
      return compared(year, test.operator, test.year, 'number')
    }
    case 'sum': {
      const [left, right] = [value(test.left), value(test.right)]
      const sum = left === null || right === null ? null : Number(left) + Number(right)
      return compared(sum, test.operator, test.value, 'number')
    }
  }
}

/** Only "not equal" holds for a missing value. */
function compared(value: Value, operator: Operator, literal: Value, type: ColumnType): boolean {
  if (literal === null)
    return operator === 'eq' ? value === null : operator === 'ne' && value !== null
  return value === null ? operator === 'ne' : signs[operator](rank(value, literal, type))
}

function comparedColumns(left: Value, operator: Operator, right: Value, type: ColumnType): boolean {
  if (left === null) return operator === 'ne'
  return right === null ? false : signs[operator](rank(left, right, type))
}

const signs: Readonly<Record<Operator, (rank: number) => boolean>> = {
  eq: (rank) => rank === 0,
  ne: (rank) => rank !== 0,
  gt: (rank) => rank > 0,
  ge: (rank) => rank >= 0,
  lt: (rank) => rank < 0,
  le: (rank) => rank <= 0,
}

/** The order of Unicode for all languages, as libraries of ICU have it. */
const collator = new Intl.Collator('und')

function rank(a: Value, b: Value, type: ColumnType): number {
  if (type === 'text') {
    return collator.compare(String(a).toLowerCase(), String(b).toLowerCase())
  }
  const [left, right] = [comparable(a, type), comparable(b, type)]
  return left < right ? -1 : Number(left > right)
}

function comparable(value: Value, type: ColumnType): string | number {
  if (type === 'number' || type === 'boolean') return Number(value)
  if (type === 'instant') return Date.parse(String(value))
  return String(value)
}

/** `%` stands for any text and `_` for any letter, as on SQL Server. */
function matches(
  value: Value,
  part: 'contains' | 'startswith' | 'endswith',
  text: string,
): boolean {
  if (value === null) return false
  const pattern = [...text.toLowerCase()]
    .map((letter) => wildcards[letter] ?? escaped(letter))
    .join('')
  const before = part === 'startswith' ? '^' : ''
  const after = part === 'endswith' ? '$' : ''
  return new RegExp(before + pattern + after, 'su').test(String(value).toLowerCase())
}

const wildcards: Readonly<Record<string, string>> = { '%': '.*', _: '.' }
const escaped = (letter: string) => letter.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')

function compareRows(
  world: World,
  table: TableName,
  orders: readonly Order[],
  a: Row,
  b: Row,
): number {
  for (const { path, descending } of orders) {
    const [left, right] = [valueAt(world, table, a, path), valueAt(world, table, b, path)]
    const difference =
      left === null || right === null
        ? Number(left !== null) - Number(right !== null)
        : rank(left, right, path.type)
    if (difference !== 0) return descending ? -difference : difference
  }
  const { key } = shapes[table]
  return String(a[key]) < String(b[key]) ? -1 : 1
}
