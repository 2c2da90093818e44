/**
 * One question, asked in both languages and worked out by hand over the same rows: the three
 * answers have to agree, whatever fast-check makes up.
 */
import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import fc from 'fast-check'
import { fetchXmlAnnotations } from './fetchxml/answer-annotations.ts'
import {
  type Answer,
  accounts,
  fetchXmlWorld,
  idOf,
  insert,
  insertPeople,
  metadata,
  now,
  users,
} from './fetchxml/fetchxml-fixture.ts'
import { parseOData } from './odata/parse-odata.ts'
import { writeSkipToken } from './odata/skip-token.ts'
import { noAnnotations } from './plan/query-plan.ts'

const world = await fetchXmlWorld()

interface Person {
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

const people: readonly Person[] = fc
  .sample(persons, { numRuns: 60, seed: 20260916 })
  .map((person, index) => ({ ...person, contactid: idOf(2000 + ((index * 37) % 60)) }))

before(async () => {
  await insertPeople(world)
  await world.sql('delete from contact')
  await insert(
    world,
    'contact',
    people.map((person) => ({ ...person, owneridtype: 'systemuser' })),
  )
})

/** A condition in both languages and by hand. `odata` gets the prefix of a lambda's variable. */
interface Condition {
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
const equality: readonly Comparison[] = ['eq', 'ne']

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

const { filters } = fc.letrec<{ filters: Condition }>((tie) => ({
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

const orderings = fc.uniqueArray(
  fc.record({
    column: fc.constantFrom(
      'firstname',
      'numberofchildren',
      'gendercode',
      'birthdate',
      'createdon',
    ),
    descending: fc.boolean(),
  }),
  { selector: ({ column }) => column, maxLength: 3 },
)

type Ordering = readonly { readonly column: string; readonly descending: boolean }[]

const caller = {
  caller: { userId: users.worker, businessUnitId: '', roles: ['System Administrator'] },
}

function odataQuery(filter: Condition, ordering: Ordering): string {
  const orderby = ordering.map(({ column, descending }) => `${column}${descending ? ' desc' : ''}`)
  const options = [
    '$select=contactid',
    `$filter=${encodeURIComponent(filter.odata(''))}`,
    ...(orderby.length > 0 ? [`$orderby=${encodeURIComponent(orderby.join(','))}`] : []),
  ]
  return options.join('&')
}

function fetchQuery(filter: Condition, ordering: Ordering, fetch = ''): string {
  const orders = ordering.map(
    ({ column, descending }) => `<order attribute="${column}" descending="${descending}" />`,
  )
  return `<fetch useraworderby="true" ${fetch}><entity name="contact"><attribute name="contactid" /><filter>${filter.fetch}</filter>${orders.join('')}</entity></fetch>`
}

const annotations = { ...noAnnotations, versions: false }

const odata = (path: string, query: string, maxPageSize?: number): Promise<Answer> =>
  world.answer(parseOData({ path, query, maxPageSize, annotations }, metadata).plan, caller)

const idsOf = ({ values }: Answer): readonly unknown[] => values.map(({ contactid }) => contactid)

describe('OData and FetchXML', () => {
  test('find the same rows in the same order, and the rows that fit', async () => {
    const property = fc.asyncProperty(filters, orderings, async (filter, ordering) => {
      const inOData = idsOf(await odata('contacts', odataQuery(filter, ordering)))
      const inFetchXml = idsOf(await world.ask(fetchQuery(filter, ordering), caller))
      assert.deepEqual(inFetchXml, inOData)
      const fitting = people.filter((person) => filter.holds(person))
      assert.deepEqual(inOData.toSorted(), fitting.map(({ contactid }) => contactid).toSorted())
    })
    await fc.assert(property, { numRuns: 150 })
  })

  test('turn the same pages', async () => {
    const property = fc.asyncProperty(filters, orderings, async (filter, ordering) => {
      const whole = idsOf(await odata('contacts', odataQuery(filter, ordering)))
      assert.deepEqual(await odataPages(odataQuery(filter, ordering)), whole)
      assert.deepEqual(await fetchXmlPages(filter, ordering), whole)
    })
    await fc.assert(property, { numRuns: 15 })
  })

  test('agree about accounts by their people', async () => {
    const quantifiers = fc.constantFrom('any', 'not any', 'all', 'not all')
    const property = fc.asyncProperty(filters, quantifiers, async (filter, quantifier) => {
      const some = `account_contact_parentcustomerid/any(c:${filter.odata('c/')})`
      const asked = {
        any: some,
        'not all': some,
        'not any': `not ${some}`,
        all: `account_contact_parentcustomerid/any() and not ${some}`,
      }[quantifier]
      const query = `$select=name&$filter=${encodeURIComponent(asked)}&$orderby=name`
      const link = `<link-entity name="contact" from="parentcustomerid" to="accountid" link-type="${quantifier}"><filter>${filter.fetch}</filter></link-entity>`
      const xml = `<fetch><entity name="account"><attribute name="name" /><filter>${link}</filter><order attribute="name" /></entity></fetch>`
      const inFetchXml = await world.ask(xml, caller)
      assert.deepEqual(inFetchXml.values, (await odata('accounts', query)).values)
      const found = inFetchXml.values.map(({ accountid }) => accountid)
      const fitting = Object.values(accounts).filter((account) => {
        const linked = people.filter(({ parentcustomerid }) => parentcustomerid === account)
        const one = linked.some((person) => filter.holds(person))
        if (quantifier === 'any' || quantifier === 'not all') return one
        return quantifier === 'not any' ? !one : linked.length > 0 && !one
      })
      assert.deepEqual(found.toSorted(), fitting.toSorted())
    })
    await fc.assert(property, { numRuns: 60 })
  })

  test('agree about people by their account', async () => {
    const names = fc.constantFrom('Holding', 'daughter', 'GRANDDAUGHTER', 'Nobody')
    const property = fc.asyncProperty(
      names,
      fc.constantFrom(...equality),
      async (name, operator) => {
        const asked = `parentcustomerid_account/name ${operator} '${name}'`
        const inOData = await odata(
          'contacts',
          `$select=contactid&$filter=${encodeURIComponent(asked)}`,
        )
        const inFetchXml = await world.ask(
          `<fetch><entity name="contact"><attribute name="contactid" /><link-entity name="account" from="accountid" to="parentcustomerid" link-type="outer" alias="firm" /><filter><condition entityname="firm" attribute="name" operator="${operator}" value="${name}" /></filter></entity></fetch>`,
        )
        assert.deepEqual(inFetchXml.values, inOData.values)
      },
    )
    await fc.assert(property, { numRuns: 20 })
  })

  test('add up the same', async () => {
    const groups = fc.constantFrom('gendercode', 'donotemail', 'numberofchildren', 'birthdate')
    const property = fc.asyncProperty(filters, groups, async (filter, group) => {
      const functions = ['sum', 'average', 'min', 'max'] as const
      const asked = functions.map((each) => `annualincome with ${each} as ${each}`)
      const apply = `filter(${filter.odata('')})/groupby((${group}),aggregate($count as n,${asked.join(',')}))`
      const inOData = await odata('contacts', `$apply=${encodeURIComponent(apply)}`)
      const list = functions.map(
        (each) =>
          `<attribute name="annualincome" aggregate="${each === 'average' ? 'avg' : each}" alias="${each}" />`,
      )
      const xml = `<fetch aggregate="true"><entity name="contact"><attribute name="${group}" groupby="true" alias="${group}" /><attribute name="contactid" aggregate="count" alias="n" />${list.join('')}<filter>${filter.fetch}</filter></entity></fetch>`
      const inFetchXml = await world.ask(xml, caller)
      assert.deepEqual(inFetchXml.values, inOData.values)
      const counted = inFetchXml.values.reduce((sum, { n }) => sum + Number(n), 0)
      assert.equal(counted, people.filter((person) => filter.holds(person)).length)
    })
    await fc.assert(property, { numRuns: 40 })
  })
})

async function odataPages(query: string): Promise<readonly unknown[]> {
  const found: unknown[] = []
  let token = ''
  for (let number = 1; ; number += 1) {
    const answer = await odata('contacts', query + token, 7)
    found.push(...idsOf(answer))
    if (!answer.more) return found
    token = `&$skiptoken=${encodeURIComponent(writeSkipToken(answer, number))}`
  }
}

async function fetchXmlPages(filter: Condition, ordering: Ordering): Promise<readonly unknown[]> {
  const found: unknown[] = []
  let cookie = ''
  for (let number = 1; ; number += 1) {
    const fetch = `count="7" page="${number}" paging-cookie="${cookie}"`
    const answer = await world.ask(fetchQuery(filter, ordering, fetch), caller)
    found.push(...idsOf(answer))
    if (!answer.more) return found
    const annotations = fetchXmlAnnotations(answer.plan, answer)
    const wrapped = String(annotations['@Microsoft.Dynamics.CRM.fetchxmlpagingcookie'])
    cookie = wrapped.replaceAll('<', '&lt;').replaceAll('"', '&quot;')
  }
}
