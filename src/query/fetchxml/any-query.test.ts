/** Queries drawn from the metadata: whatever combination of words resolves also runs. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import fc from 'fast-check'
import { isRefusal } from '#errors'
import { testDatabase } from '../../../test/database.ts'
import type { QueryTable } from '../metadata/metadata.ts'
import { type Family, valueKinds } from '../metadata/value-kind.ts'
import { dateParts } from '../plan/aggregation.ts'
import { allAnnotations } from '../plan/query-plan.ts'
import { fetchXmlWorld, idOf, insertPeople, metadata } from './fetchxml-fixture.ts'
import { operators } from './operators.ts'

const world = fetchXmlWorld(await testDatabase())

before(() => insertPeople(world))

const tables = [
  ...['contact', 'account', 'systemuser', 'teammembership', 'msevtmgt_event', 'msevtmgt_session'],
  ...['msevtmgt_eventregistration', 'asyncoperation', 'serviceendpoint', 'businessunit'],
  'sdkmessageprocessingstep',
].map((name) => metadata.tables.get(name) as QueryTable)

const values = fc.oneof(
  fc.constantFrom('1', '0', '-5', '3', '2026', '1.5', '1e300', '9999999999', 'true', '', 'null'),
  fc.constantFrom('2026-09-16', '2026-09-16T10:00:00Z', '0001-01-01', '9999-12-31T23:59:59Z'),
  fc.constantFrom('abc', '%a_[b-d]', '[^a]', '[z-a]', 'a\\', '[', '[[:alpha:]]', '(', "'--"),
  fc.constant(idOf(101)),
  fc.string({ unit: 'grapheme', maxLength: 5 }),
)

const escaped = (text: string) =>
  text
    .replace(/\p{Cc}/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')

const columnsOf = (table: QueryTable) =>
  fc.constantFrom(...table.columns.keys(), ...table.nameColumns.keys())

const compared = ['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'in', 'not-in', 'between', 'not-between']
const matched = ['like', 'not-like', 'begins-with', 'not-begin-with', 'ends-with', 'not-end-with']
const dated = [...operators.keys()].filter((name) =>
  /day|-x-|week|month|year|period|^on/.test(name),
)
const ofUser = [...operators.keys()].filter((name) => /user|business|under|above/.test(name))

/** Operators and values that mostly fit the columns of a family. */
const fitting: Readonly<Record<Family, readonly [readonly string[], fc.Arbitrary<string>]>> = {
  text: [[...compared, ...matched], values],
  number: [compared, fc.constantFrom('1', '0', '-5', '2147483648', '1.5', '1e300')],
  boolean: [['eq', 'ne', 'in'], fc.constantFrom('true', '0')],
  guid: [['eq', 'ne', 'in', 'not-in', ...ofUser], fc.constant(idOf(101))],
  instant: [[...compared, ...dated], fc.constantFrom('2026-09-16', '2026-09-16T10:00:00Z')],
  localtime: [[...compared, ...dated], fc.constantFrom('2026-09-16', '2026-09-16T10:00:00Z')],
  date: [[...compared, ...dated], fc.constantFrom('2026-09-16', '9999-12-31', '0001-01-01')],
  time: [['null'], values],
  choices: [['contain-values', 'not-contain-values'], fc.constantFrom('1', '2')],
  json: [['not-null'], values],
}

function operatorsFor(table: QueryTable, column: string) {
  const kind = table.columns.get(column)?.kind ?? 'text'
  const [names, value] = fitting[valueKinds[kind].family]
  const counts = fc.constantFrom('1', '3', '2026', '10000')
  return fc
    .oneof(
      { weight: 9, arbitrary: fc.tuple(fc.constantFrom(...names, 'null', 'not-null'), value) },
      { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...operators.keys()), values) },
    )
    .chain(([name, given]) => {
      const counted = /-x-|fiscal/.test(name) ? counts : fc.oneof(fc.constant(given), value)
      return fc.tuple(fc.constant(name), fc.array(counted, { minLength: 2, maxLength: 3 }))
    })
}

const conditions = (table: QueryTable) =>
  columnsOf(table).chain((column) =>
    fc
      .tuple(operatorsFor(table, column), fc.option(columnsOf(table), { freq: 12 }))
      .map(([[name, given], other]) => {
        const { values: wanted = 0, withColumn } = operators.get(name) ?? {}
        const count = wanted === 'one or more' ? given.length : wanted
        const valueof = other !== null && withColumn !== undefined ? `valueof="${other}"` : ''
        const listed = given.slice(0, valueof === '' ? count : 0)
        const inside = listed.map((value) => `<value>${escaped(value)}</value>`).join('')
        return `<condition attribute="${column}" operator="${name}" ${valueof}>${inside}</condition>`
      }),
  )

const filters = (table: QueryTable) =>
  fc
    .tuple(fc.constantFrom('and', 'or'), fc.array(conditions(table), { maxLength: 3 }))
    .map(([type, list]) => `<filter type="${type}">${list.join('')}</filter>`)

const ordersOf = (table: QueryTable) =>
  fc
    .array(fc.tuple(columnsOf(table), fc.boolean()), { maxLength: 3 })
    .map((list) =>
      list.map(([column, down]) => `<order attribute="${column}" descending="${down}" />`).join(''),
    )

const attributesOf = (table: QueryTable) =>
  fc
    .array(columnsOf(table), { maxLength: 4 })
    .map((list) => list.map((column) => `<attribute name="${column}" />`).join(''))

interface LinkPair {
  readonly table: QueryTable
  readonly from: string
  readonly to: string
}

/** The lookups of the table, and those that point to it. */
function pairsOf(table: QueryTable): readonly LinkPair[] {
  const forth = [...table.columns.values()].flatMap(({ name, targets }) =>
    targets.flatMap((target) => {
      const there = metadata.tables.get(target)
      return there ? [{ table: there, from: there.primaryKey, to: name }] : []
    }),
  )
  const back = tables.flatMap((there) =>
    [...there.columns.values()]
      .filter(({ targets }) => targets.includes(table.name))
      .map(({ name }) => ({ table: there, from: name, to: table.primaryKey })),
  )
  return [...forth, ...back]
}

const joins = ['inner', 'outer', 'matchfirstrowusingcrossapply']
const rowTests = ['exists', 'in']

const linkXml = ({ table, from, to }: LinkPair, type: string, inside: string) =>
  `<link-entity name="${table.name}" from="${from}" to="${to}" link-type="${type}">${inside}</link-entity>`

const linksOf = (table: QueryTable): fc.Arbitrary<string> =>
  fc
    .option(
      fc.constantFrom(...pairsOf(table)).chain((pair) =>
        fc
          .record({
            type: fc.constantFrom(...joins, ...rowTests),
            columns: attributesOf(pair.table),
            filter: filters(pair.table),
            order: ordersOf(pair.table),
          })
          .map(({ type, columns, filter, order }) =>
            linkXml(pair, type, joins.includes(type) ? columns + filter + order : filter),
          ),
      ),
    )
    .map((link) => link ?? '')

const rowTestsOf = (table: QueryTable): fc.Arbitrary<string> =>
  fc
    .constantFrom(...pairsOf(table))
    .chain((pair) =>
      fc
        .tuple(fc.constantFrom('any', 'not any', 'all', 'not all'), filters(pair.table))
        .map(([type, filter]) => `<filter>${linkXml(pair, type, filter)}</filter>`),
    )

const plainQueries = fc.constantFrom(...tables).chain((table) =>
  fc
    .record({
      fetch: fc.constantFrom(
        ...['', 'distinct="true"', 'count="2" page="2"', 'top="3"', 'useraworderby="true"'],
        ...['returntotalrecordcount="true"', 'distinct="true" returntotalrecordcount="true"'],
      ),
      columns: attributesOf(table),
      filter: filters(table),
      rows: fc.option(rowTestsOf(table)),
      link: linksOf(table),
      order: ordersOf(table),
    })
    .map(
      ({ fetch, columns, filter, rows, link, order }) =>
        `<fetch ${fetch}><entity name="${table.name}">${columns}${filter}${rows ?? ''}${link}${order}</entity></fetch>`,
    ),
)

const functions = ['count', 'countcolumn', 'sum', 'avg', 'min', 'max']

const aggregateQueries = fc.constantFrom(...tables).chain((table) =>
  fc
    .record({
      groups: fc.array(fc.tuple(columnsOf(table), fc.option(fc.constantFrom(...dateParts))), {
        maxLength: 2,
      }),
      aggregates: fc.array(fc.tuple(columnsOf(table), fc.constantFrom(...functions)), {
        minLength: 1,
        maxLength: 3,
      }),
      filter: filters(table),
      down: fc.boolean(),
    })
    .map(({ groups, aggregates, filter, down }) => {
      const grouped = groups.map(
        ([column, part], index) =>
          `<attribute name="${column}" groupby="true" ${part === null ? '' : `dategrouping="${part}"`} alias="g${index}" />`,
      )
      const added = aggregates.map(
        ([column, name], index) =>
          `<attribute name="${column}" aggregate="${name}" alias="a${index}" />`,
      )
      return `<fetch aggregate="true"><entity name="${table.name}">${grouped.join('')}${added.join('')}${filter}<order alias="a0" descending="${down}" /></entity></fetch>`
    }),
)

/** How often each query ran; the rest was refused, for a value or operator its column cannot take. */
async function answersOrRefuses(queries: fc.Arbitrary<string>, numRuns: number): Promise<number> {
  let answered = 0
  const property = fc.asyncProperty(queries, async (xml) => {
    try {
      await world.ask(xml, { annotations: allAnnotations })
      answered += 1
    } catch (error) {
      assert.ok(isRefusal(error), error instanceof Error ? (error.stack ?? '') : String(error))
      assert.ok(error.status < 500)
    }
  })
  await fc.assert(property, { numRuns })
  return answered
}

test('queries for rows answer, or are refused with a reason', async () => {
  assert.ok((await answersOrRefuses(plainQueries, 300)) > 50)
})

test('aggregating queries answer, or are refused with a reason', async () => {
  assert.ok((await answersOrRefuses(aggregateQueries, 200)) > 8)
})
