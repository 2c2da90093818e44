/** Random people, and random questions about them: in OData, in FetchXML and as plain functions. */
import fc from 'fast-check'
import { accounts, idOf, now, users } from './fetchxml/fetchxml-fixture.ts'

export interface Person {
  readonly contactid: string
  readonly firstname: string | null
  readonly address1_city: string | null
  readonly numberofchildren: number | null
  readonly annualincome: number | null
  readonly gendercode: number | null
  readonly donotemail: boolean | null
  readonly birthdate: string | null
  readonly createdon: Date
  readonly parentcustomerid: string | null
  readonly ownerid: string | null
}

const letters = fc.string({ unit: fc.constantFrom('a', 'B', 'b', 'É', 'x'), maxLength: 3 })
/** Collations differ in where É stands, so that order is asked of plain letters only. */
const plainLetters = fc.string({ unit: fc.constantFrom('a', 'B', 'x'), maxLength: 2 })
const nullable = <T>(values: fc.Arbitrary<T>) => fc.option(values, { freq: 3 })
const days = fc.integer({ min: -40, max: 40 })
const dates = fc.constantFrom('1990-01-15', '1985-07-01', '2000-12-31', '2000-01-01')
const incomes = fc.constantFrom(0, 0.1, 100.5, 100.25, 99999.9999)
const companies = fc.constantFrom(...Object.values(accounts))
const owners = fc.constantFrom(...Object.values(users))

const persons = fc.record(
  {
    firstname: nullable(letters),
    address1_city: nullable(plainLetters),
    numberofchildren: nullable(fc.integer({ min: 0, max: 4 })),
    annualincome: nullable(incomes),
    gendercode: nullable(fc.constantFrom(1, 2)),
    donotemail: nullable(fc.boolean()),
    birthdate: nullable(dates),
    createdon: days.map((count) => new Date(now.getTime() + count * 7 * 3_600_000)),
    parentcustomerid: nullable(companies),
    ownerid: nullable(owners),
  },
  { noNullPrototype: true },
)

export const people: readonly Person[] = fc
  .sample(persons, { numRuns: 60, seed: 20260916 })
  .map((person, index) => ({ ...person, contactid: idOf(2000 + ((index * 37) % 60)) }))

/** A condition in both languages and by hand. `odata` gets the prefix of a lambda's variable. */
export interface Condition {
  odata(prefix: string): string
  readonly fetch: string
  holds(person: Person): boolean
}

type Column = Exclude<keyof Person, 'contactid' | 'createdon'>
type Plain = string | number | boolean

const quoted = (value: Plain) => (typeof value === 'string' ? `'${value}'` : String(value))
const property = (column: string) => (column.endsWith('id') ? `_${column}_value` : column)
const folded = (value: Plain): Plain => (typeof value === 'string' ? value.toLowerCase() : value)

const xmlCondition = (column: string, operator: string, values: readonly Plain[]) =>
  `<condition attribute="${column}" operator="${operator}">${values
    .map((value) => `<value>${value}</value>`)
    .join('')}</condition>`

/** Negative ones also hold where there is no value. */
const comparisons = {
  eq: (order: number) => order === 0,
  ne: (order: number) => order !== 0,
  gt: (order: number) => order > 0,
  ge: (order: number) => order >= 0,
  lt: (order: number) => order < 0,
  le: (order: number) => order <= 0,
} as const

type Comparison = keyof typeof comparisons

function ordered(left: Plain, right: Plain): number {
  const [one, other] = [folded(left), folded(right)]
  return one === other ? 0 : one < other ? -1 : 1
}

function compares(found: Plain | null, operator: Comparison, value: Plain | null): boolean {
  if (found === null || value === null) return operator === 'ne'
  return comparisons[operator](ordered(found, value))
}

function compare(
  column: Column,
  operators: readonly Comparison[],
  values: fc.Arbitrary<Plain>,
  write: (value: Plain) => string = quoted,
): fc.Arbitrary<Condition> {
  return fc.tuple(fc.constantFrom(...operators), values).map(([operator, value]) => ({
    odata: (prefix) => `${prefix}${property(column)} ${operator} ${write(value)}`,
    fetch: xmlCondition(column, operator, [value]),
    holds: (person) => compares(person[column], operator, value),
  }))
}

const allComparisons: readonly Comparison[] = ['eq', 'ne', 'gt', 'ge', 'lt', 'le']
export const equality: readonly Comparison[] = ['eq', 'ne']

const nulls: fc.Arbitrary<Condition> = fc
  .tuple(
    fc.constantFrom<Column>('firstname', 'numberofchildren', 'gendercode', 'parentcustomerid'),
    fc.boolean(),
  )
  .map(([column, negated]) => ({
    odata: (prefix) => `${prefix}${property(column)} ${negated ? 'ne' : 'eq'} null`,
    fetch: xmlCondition(column, negated ? 'not-null' : 'null', []),
    holds: (person) => (person[column] === null) !== negated,
  }))

const parts = {
  startswith: ['begins-with', 'not-begin-with', (value: string) => value],
  endswith: ['ends-with', 'not-end-with', (value: string) => value],
  contains: ['like', 'not-like', (value: string) => `%${value}%`],
} as const

const partOf = {
  startswith: (found: string, value: string) => found.startsWith(value),
  endswith: (found: string, value: string) => found.endsWith(value),
  contains: (found: string, value: string) => found.includes(value),
}

const matches: fc.Arbitrary<Condition> = fc
  .tuple(fc.constantFrom('startswith', 'endswith', 'contains'), letters, fc.boolean())
  .map(([name, value, negated]) => {
    const [positive, negative, pattern] = parts[name]
    return {
      odata: (prefix) => `${negated ? 'not ' : ''}${name}(${prefix}firstname,'${value}')`,
      fetch: xmlCondition('firstname', negated ? negative : positive, [pattern(value)]),
      holds: ({ firstname }) =>
        (firstname !== null && partOf[name](firstname.toLowerCase(), value.toLowerCase())) !==
        negated,
    }
  })

const queryFunction = (prefix: string, name: string, column: string, values: string) =>
  `${prefix}Microsoft.Dynamics.CRM.${name}(PropertyName='${column}'${values})`

const list = (values: readonly Plain[]) =>
  `,PropertyValues=[${values.map((value) => `"${value}"`).join(',')}]`

const lists = (column: Column, values: fc.Arbitrary<Plain>): fc.Arbitrary<Condition> =>
  fc
    .tuple(fc.array(values, { minLength: 1, maxLength: 3 }), fc.boolean())
    .map(([given, negated]) => ({
      odata: (prefix) => queryFunction(prefix, negated ? 'NotIn' : 'In', column, list(given)),
      fetch: xmlCondition(column, negated ? 'not-in' : 'in', given),
      holds: (person) => given.some((each) => compares(person[column], 'eq', each)) !== negated,
    }))

const ranges: fc.Arbitrary<Condition> = fc
  .tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 }), fc.boolean())
  .map(([low, high, negated]) => ({
    odata: (prefix) =>
      queryFunction(
        prefix,
        negated ? 'NotBetween' : 'Between',
        'numberofchildren',
        list([low, high]),
      ),
    fetch: xmlCondition('numberofchildren', negated ? 'not-between' : 'between', [low, high]),
    holds: ({ numberofchildren: found }) =>
      (found !== null && found >= low && found <= high) !== negated,
  }))

const columnPairs: fc.Arbitrary<Condition> = fc.constantFrom(...equality).map((operator) => ({
  odata: (prefix) => `${prefix}firstname ${operator} ${prefix}address1_city`,
  fetch: `<condition attribute="firstname" operator="${operator}" valueof="address1_city" />`,
  holds: ({ firstname, address1_city }) =>
    operator === 'eq'
      ? compares(firstname, 'eq', address1_city)
      : firstname === null || (address1_city !== null && compares(firstname, 'ne', address1_city)),
}))

const berlin = (date: Date) =>
  Temporal.Instant.fromEpochMilliseconds(date.getTime()).toZonedDateTimeISO('Europe/Berlin')

const today = berlin(now).startOfDay()
const instant = (moment: Temporal.ZonedDateTime) => moment.epochMilliseconds

const windows: fc.Arbitrary<Condition> = fc
  .tuple(
    fc.constantFrom('last-x-days', 'next-x-days', 'olderthan-x-days', 'on-or-after'),
    fc.integer({ min: 1, max: 9 }),
  )
  .map(([operator, count]) => {
    const day = today.add({ days: count - 5 })
    const value = operator === 'on-or-after' ? day.toPlainDate().toString() : count
    const holds = {
      'last-x-days': (at: number) =>
        at >= instant(today.subtract({ days: count })) && at <= now.getTime(),
      'next-x-days': (at: number) =>
        at > now.getTime() && at < instant(today.add({ days: count + 1 })),
      'olderthan-x-days': (at: number) => at < instant(today.subtract({ days: count })),
      'on-or-after': (at: number) => at >= instant(day),
    }
    const names = {
      'last-x-days': 'LastXDays',
      'next-x-days': 'NextXDays',
      'olderthan-x-days': 'OlderThanXDays',
      'on-or-after': 'OnOrAfter',
    }
    return {
      odata: (prefix) =>
        queryFunction(prefix, names[operator], 'createdon', `,PropertyValue='${value}'`),
      fetch: xmlCondition('createdon', operator, [value]),
      holds: ({ createdon }) => holds[operator](createdon.getTime()),
    }
  })

const mine: fc.Arbitrary<Condition> = fc.boolean().map((negated) => ({
  odata: (prefix) =>
    queryFunction(prefix, negated ? 'NotEqualUserId' : 'EqualUserId', 'ownerid', ''),
  fetch: xmlCondition('ownerid', negated ? 'ne-userid' : 'eq-userid', []),
  holds: ({ ownerid }) => (ownerid === users.worker) !== negated,
}))

const bare = (value: Plain) => String(value)

const conditions: fc.Arbitrary<Condition> = fc.oneof(
  compare('firstname', equality, letters),
  compare('address1_city', allComparisons, plainLetters),
  nulls,
  matches,
  lists('firstname', letters),
  lists('numberofchildren', fc.integer({ min: 0, max: 4 })),
  ranges,
  columnPairs,
  compare('numberofchildren', allComparisons, fc.integer({ min: -1, max: 5 })),
  compare('annualincome', allComparisons, incomes),
  compare('gendercode', equality, fc.constantFrom(1, 2, 3)),
  compare('donotemail', equality, fc.boolean()),
  compare('birthdate', allComparisons, dates, bare),
  compare('parentcustomerid', equality, companies, bare),
  windows,
  mine,
)

const combined = (word: 'and' | 'or', all: readonly Condition[]): Condition => ({
  odata: (prefix) => `(${all.map((each) => each.odata(prefix)).join(` ${word} `)})`,
  fetch: `<filter type="${word}">${all.map(({ fetch }) => fetch).join('')}</filter>`,
  holds: (person) =>
    word === 'and'
      ? all.every((each) => each.holds(person))
      : all.some((each) => each.holds(person)),
})

export const { filters } = fc.letrec<{ filters: Condition }>((tie) => ({
  filters: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    conditions,
    fc
      .tuple(
        fc.constantFrom('and' as const, 'or' as const),
        fc.array(tie('filters'), { minLength: 1, maxLength: 3 }),
      )
      .map(([word, all]) => combined(word, all)),
  ),
}))
