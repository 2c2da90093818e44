/** Draws questions about the tables of `question.ts` with fast-check. */
import fc from 'fast-check'
import {
  type ColumnType,
  type Expand,
  type Operator,
  type Order,
  type Path,
  type Question,
  shapes,
  type TableName,
  type Test,
  type Value,
} from './question.ts'

/** Values that the drawn rows and the drawn literals both come from, so that they often meet. */
export const valuesOf: Readonly<Record<ColumnType, fc.Arbitrary<Exclude<Value, null>>>> = {
  text: fc.constantFrom(
    'Anna',
    'anna',
    'ANNE',
    'Bo',
    "O'Neil",
    'Émile',
    'émile',
    'x_y',
    '100%',
    '',
    'a b',
  ),
  number: fc.constantFrom(0, 1, 2, 2.5, 3, 4, -1, 100),
  boolean: fc.boolean(),
  date: fc.constantFrom('1999-12-31', '2000-01-01', '2000-02-29', '2026-09-16'),
  instant: fc.constantFrom(
    '2025-12-31T23:30:00Z',
    '2026-01-01T00:00:00Z',
    '2026-09-16T12:30:00Z',
    '2026-09-16T12:30:01Z',
  ),
  localtime: fc.constantFrom(
    '2025-12-31T23:30:00Z',
    '2026-01-01T00:00:00Z',
    '2026-09-16T12:30:00Z',
  ),
  id: fc.integer({ min: 1, max: 7 }).map(companyId),
}

export function companyId(number: number): string {
  return `0000000c-0000-4000-8000-${String(number).padStart(12, '0')}`
}

export function personId(number: number): string {
  return `0000000a-0000-4000-8000-${String(number).padStart(12, '0')}`
}

const operators: readonly Operator[] = ['eq', 'ne', 'gt', 'ge', 'lt', 'le']

const fragments = fc.constantFrom('a', 'N', 'é', "'", '_', '%', 'ann', 'x_y', 'o', ' ', '', '0')

function pathsOf(table: TableName, types?: readonly ColumnType[]): fc.Arbitrary<Path> {
  const found: Path[] = []
  const add = (at: TableName, ways: readonly string[], depth: number) => {
    for (const [column, type] of Object.entries(shapes[at].columns)) {
      if (types === undefined || types.includes(type)) found.push({ ways, column, type })
    }
    if (depth === 0) return
    for (const [way, { to }] of Object.entries(shapes[at].singles))
      add(to, [...ways, way], depth - 1)
  }
  add(table, [], 2)
  return fc.constantFrom(...found.toSorted((a, b) => a.ways.length - b.ways.length))
}

function leafOf(table: TableName): fc.Arbitrary<Test> {
  const paths = pathsOf(table)
  const ordered = paths.filter(({ type }) => type !== 'boolean' && type !== 'id')
  return fc.oneof(
    compareOf(ordered, operators),
    compareOf(paths, ['eq', 'ne']),
    columnsOf(table, ordered),
    fc.record({ kind: fc.constant('null' as const), path: paths, negated: fc.boolean() }),
    inOf(paths),
    betweenOf(ordered.filter(({ type }) => type !== 'text')),
    matchOf(table),
    sumOf(table),
  )
}

const compareOf = (paths: fc.Arbitrary<Path>, allowed: readonly Operator[]): fc.Arbitrary<Test> =>
  paths.chain((path) => {
    const values: fc.Arbitrary<Value> = valuesOf[path.type]
    return fc.record({
      kind: fc.constant('compare' as const),
      path: fc.constant(path),
      operator: fc.constantFrom(...allowed),
      value: allowed.length > 2 ? values : fc.option<Value>(values, { freq: 6 }),
    })
  })

const columnsOf = (table: TableName, paths: fc.Arbitrary<Path>): fc.Arbitrary<Test> =>
  paths.chain((left) =>
    fc.record({
      kind: fc.constant('columns' as const),
      left: fc.constant(left),
      operator: fc.constantFrom(...operators),
      right: pathsOf(table, [left.type]),
    }),
  )

const inOf = (paths: fc.Arbitrary<Path>): fc.Arbitrary<Test> =>
  paths.chain((path) =>
    fc.record({
      kind: fc.constant('in' as const),
      path: fc.constant(path),
      values: fc.array(valuesOf[path.type], { minLength: 1, maxLength: 4 }),
      negated: fc.boolean(),
    }),
  )

const betweenOf = (paths: fc.Arbitrary<Path>): fc.Arbitrary<Test> =>
  paths.chain((path) =>
    fc.record({
      kind: fc.constant('between' as const),
      path: fc.constant(path),
      low: valuesOf[path.type],
      high: valuesOf[path.type],
      negated: fc.boolean(),
    }),
  )

const matchOf = (table: TableName): fc.Arbitrary<Test> =>
  fc.record({
    kind: fc.constant('match' as const),
    path: pathsOf(table, ['text']),
    part: fc.constantFrom('contains' as const, 'startswith' as const, 'endswith' as const),
    text: fragments,
  })

const sumOf = (table: TableName): fc.Arbitrary<Test> =>
  fc.record({
    kind: fc.constant('sum' as const),
    left: pathsOf(table, ['number']),
    right: pathsOf(table, ['number']),
    operator: fc.constantFrom(...operators),
    value: fc.constantFrom(0, 2, 3.5, 6),
  })

/** Only people have dates. */
const yearTest: fc.Arbitrary<Test> = fc.record({
  kind: fc.constant('year' as const),
  path: pathsOf('gr_person', ['date', 'instant', 'localtime']),
  operator: fc.constantFrom(...operators),
  year: fc.constantFrom(1999, 2000, 2025, 2026),
})

export function testOf(table: TableName, depth = 3): fc.Arbitrary<Test> {
  const leaf =
    table === 'gr_person'
      ? fc.oneof({ arbitrary: leafOf(table), weight: 8 }, yearTest)
      : leafOf(table)
  if (depth === 0) return leaf
  const inner = testOf(table, depth - 1)
  return fc.oneof(
    { arbitrary: leaf, weight: 4 },
    {
      arbitrary: fc.record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        tests: fc.array(inner, { minLength: 0, maxLength: 3 }),
      }),
      weight: 3,
    },
    { arbitrary: fc.record({ kind: fc.constant('not' as const), test: inner }), weight: 2 },
    { arbitrary: quantifiedOf(table, depth - 1), weight: 2 },
  )
}

function quantifiedOf(table: TableName, depth: number): fc.Arbitrary<Test> {
  const collections = Object.entries(shapes[table].collections)
  return fc.constantFrom(...collections).chain(([collection, { of }]) =>
    fc.record({
      kind: fc.constantFrom('some' as const, 'every' as const),
      collection: fc.constant(collection),
      test: fc.option(testOf(of, Math.min(depth, 1)), { nil: undefined, freq: 5 }),
    }),
  )
}

const ordersOf = (table: TableName, most: number): fc.Arbitrary<readonly Order[]> =>
  fc.uniqueArray(fc.record({ path: pathsOf(table), descending: fc.boolean() }), {
    maxLength: most,
    selector: ({ path }) => [...path.ways, path.column].join('/'),
  })

const selectOf = (table: TableName): fc.Arbitrary<readonly string[]> =>
  fc.subarray(Object.keys(shapes[table].columns))

function expandsOf(table: TableName): fc.Arbitrary<readonly Expand[]> {
  const { singles, collections } = shapes[table]
  const ways = [
    ...Object.entries(singles).map(([way, { to }]) => ({ way, to, many: false })),
    ...Object.entries(collections).map(([way, { of }]) => ({ way, to: of, many: true })),
  ]
  const one = fc.constantFrom(...ways).chain(({ way, to, many }) =>
    fc.record({
      way: fc.constant(way),
      many: fc.constant(many),
      select: selectOf(to),
      test: fc.option(testOf(to, 1), { nil: undefined }),
      orders: many ? ordersOf(to, 2) : fc.constant([]),
      top: many
        ? fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined })
        : fc.constant(undefined),
    }),
  )
  return fc.uniqueArray(one, { maxLength: 2, selector: ({ way }) => way })
}

export const questions: fc.Arbitrary<Question> = fc
  .constantFrom<TableName>('gr_person', 'gr_person', 'gr_company')
  .chain((table) =>
    fc.record({
      table: fc.constant(table),
      select: selectOf(table),
      test: fc.option(testOf(table), { nil: undefined, freq: 8 }),
      orders: ordersOf(table, 3),
      expands: fc.oneof(
        { arbitrary: fc.constant([]), weight: 2 },
        { arbitrary: expandsOf(table), weight: 1 },
      ),
    }),
  )

/** A question, and the same one about other values: two texts that differ in values only. */
export const questionPairs: fc.Arbitrary<readonly [Question, Question]> = questions.chain((first) =>
  fc.infiniteStream(fc.nat({ max: 1000 })).map((draws) => {
    const { test } = first
    const next = (type: ColumnType) => {
      const drawn = Number(draws.next().value)
      return fc.sample(valuesOf[type], { seed: drawn, numRuns: 1 })[0] ?? null
    }
    return [first, { ...first, test: test && withValues(test, next) }] as const
  }),
)

function withValues(test: Test, next: (type: ColumnType) => Value): Test {
  switch (test.kind) {
    case 'and':
    case 'or':
      return { ...test, tests: test.tests.map((each) => withValues(each, next)) }
    case 'not':
      return { ...test, test: withValues(test.test, next) }
    case 'compare':
      return test.value === null ? test : { ...test, value: next(test.path.type) }
    case 'in':
      return { ...test, values: test.values.map(() => next(test.path.type)) }
    case 'between':
      return { ...test, low: next(test.path.type), high: next(test.path.type) }
    case 'match':
      return { ...test, text: String(next('text')) }
    case 'some':
    case 'every':
      return { ...test, test: test.test && withValues(test.test, next) }
    default:
      return test
  }
}
