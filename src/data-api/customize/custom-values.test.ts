/**
 * For every kind of custom column: what OData writes comes back by both languages, and filters
 * find exactly the rows that a plain evaluation in memory finds.
 */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { dataWorld } from '../../../test/data-world.ts'
import { attributesOf, column, lookup, options } from './definition-fixture.ts'

const world = await dataWorld()
const { send } = world

type Value = string | number | boolean | null
type Operator = 'eq' | 'ne' | 'gt' | 'le'

interface Kind {
  readonly name: string
  readonly definition: object
  readonly values: fc.Arbitrary<Value>
  /** Undefined: values are only equal or not. */
  readonly order?: (a: Value, b: Value) => number
  /** As an OData literal. */
  readonly literal: (value: Value) => string
}

const numeric = (a: Value, b: Value): number => Number(a) - Number(b)
const plain = (value: Value): string => String(value)
const word = (a: Value, b: Value): number => (String(a) < String(b) ? -1 : Number(a !== b))
const instants = fc
  .date({ min: new Date('1800-01-01'), max: new Date('2200-01-01'), noInvalidDate: true })
  .map((date) => `${date.toISOString().slice(0, 19)}Z`)
const decimals = (places: number) =>
  fc.integer({ min: -5_000_000, max: 5_000_000 }).map((number) => number / 10 ** places)
const letters = fc.string({ unit: fc.constantFrom(...'abAB%_ \'"é'), minLength: 1, maxLength: 6 })
const texts = letters.map((text) => `x${text}x`)
const quoted = (value: Value): string => `'${String(value).replaceAll("'", "''")}'`

const accounts = [
  await world.create('account', { name: 'One' }),
  await world.create('account', { name: 'Two' }),
]

const kinds: readonly Kind[] = [
  { name: 'new_text', definition: column('String', 'new_Text'), values: texts, literal: quoted },
  { name: 'new_memo', definition: column('Memo', 'new_Memo'), values: texts, literal: quoted },
  {
    name: 'new_whole',
    definition: column('Integer', 'new_Whole'),
    values: fc.integer(),
    order: numeric,
    literal: plain,
  },
  {
    name: 'new_decimal',
    definition: column('Decimal', 'new_Decimal', { Precision: 4 }),
    values: decimals(4),
    order: numeric,
    literal: plain,
  },
  {
    name: 'new_money',
    definition: column('Money', 'new_Money'),
    values: decimals(2),
    order: numeric,
    literal: plain,
  },
  {
    name: 'new_double',
    definition: column('Double', 'new_Double'),
    values: decimals(3),
    order: numeric,
    literal: plain,
  },
  {
    name: 'new_date',
    definition: column('DateTime', 'new_Date', { Format: 'DateOnly' }),
    values: instants.map((instant) => instant.slice(0, 10)),
    order: word,
    literal: plain,
  },
  {
    name: 'new_instant',
    definition: column('DateTime', 'new_Instant'),
    values: instants,
    order: word,
    literal: plain,
  },
  {
    name: 'new_local',
    definition: column('DateTime', 'new_Local', {
      DateTimeBehavior: { Value: 'TimeZoneIndependent' },
    }),
    values: instants,
    order: word,
    literal: plain,
  },
  {
    name: 'new_truth',
    definition: column('Boolean', 'new_Truth'),
    values: fc.boolean(),
    literal: plain,
  },
  {
    name: 'new_choice',
    definition: column('Picklist', 'new_Choice', { OptionSet: options('A', 'B', 'C') }),
    values: fc.constantFrom(1, 2, 3),
    literal: plain,
  },
]

const choices = { OptionSet: options('A', 'B', 'C') }
const definitions = [...kinds.map((kind) => kind.definition)]
definitions.push(column('MultiSelectPicklist', 'new_Choices', choices))
for (const body of definitions) {
  const answer = await send(attributesOf('contact'), { method: 'POST', body })
  assert.equal(answer.status, 204, answer.text)
}
const relationship = lookup('new_contact_other', 'new_Other', { of: 'contact', to: 'account' })
const added = await send('RelationshipDefinitions', { method: 'POST', body: relationship })
assert.equal(added.status, 204, added.text)

const subset = fc.subarray([1, 2, 3], { minLength: 1 }).map((list) => list.join(','))
const anyRow = fc.record<Record<string, Value>>({
  ...Object.fromEntries(kinds.map(({ name, values }) => [name, fc.option(values, { freq: 5 })])),
  new_choices: fc.option(subset, { freq: 5 }),
  _new_other_value: fc.option(fc.constantFrom(...accounts), { freq: 3 }),
})
type Row = Readonly<Record<string, Value>>

const names = [...kinds.map(({ name }) => name), 'new_choices', '_new_other_value']

async function writeRows(rows: readonly Row[], run: string): Promise<void> {
  for (const [index, { _new_other_value: other = null, ...values }] of rows.entries()) {
    const bind = other === null ? {} : { 'new_Other@odata.bind': `/accounts(${other})` }
    const body = { lastname: run, firstname: String(index), ...values, ...bind }
    const answer = await send('contacts', { method: 'POST', body })
    assert.equal(answer.status, 204, answer.text)
  }
}

const same = (found: Value, written: Value, name: string): void =>
  assert.equal(
    typeof written === 'number' ? Number(found) : found,
    written,
    `${name}: ${JSON.stringify(written)} came back as ${JSON.stringify(found)}`,
  )

function assertRows(found: readonly Row[], rows: readonly Row[]): void {
  assert.equal(found.length, rows.length)
  for (const row of found) {
    const written = rows[Number(row.firstname)]
    for (const name of names) same(row[name] ?? null, written?.[name] ?? null, name)
  }
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

async function byFetchXml(run: string, condition: string): Promise<readonly Row[]> {
  const columns = ['firstname', ...names.map((name) => name.replace(/^_(.*)_value$/, '$1'))]
  const attributes = columns.map((name) => `<attribute name="${name}"/>`).join('')
  const mine = `<condition attribute="lastname" operator="eq" value="${run}"/>`
  const xml = `<fetch><entity name="contact">${attributes}<filter>${mine}${condition}</filter></entity></fetch>`
  const answer = await send(`contacts?fetchXml=${encodeURIComponent(xml)}`)
  assert.equal(answer.status, 200, answer.text)
  return answer.json.value
}

async function byOData(run: string, filter: string): Promise<readonly Row[]> {
  const query = encodeURIComponent(`lastname eq '${run}'${filter}`)
  const answer = await send(`contacts?$select=firstname,${names.join(',')}&$filter=${query}`)
  assert.equal(answer.status, 200, `${filter}: ${answer.text}`)
  return answer.json.value
}

const numbersOf = (rows: readonly Row[]): number[] =>
  rows.map(({ firstname }) => Number(firstname)).sort((a, b) => a - b)

function expected(rows: readonly Row[], test: (row: Row) => boolean): number[] {
  return [...rows.keys()].filter((index) => test(rows[index] as Row))
}

/** Text is equal without regard to case; what has no value is not equal to anything. */
function holds({ order }: Kind, found: Value, operator: Operator, value: Value): boolean {
  if (found === null) return operator === 'ne'
  const fold = (each: Value) => (typeof each === 'string' ? each.toLowerCase() : each)
  if (operator === 'eq') return order ? order(found, value) === 0 : fold(found) === fold(value)
  if (operator === 'ne') return !holds({ order } as Kind, found, 'eq', value)
  const compared = order?.(found, value) ?? 0
  return operator === 'gt' ? compared > 0 : compared <= 0
}

async function assertFilter(
  kind: Kind,
  rows: readonly Row[],
  run: string,
  asked: { operator: Operator; value: Value },
): Promise<void> {
  const { name, literal } = kind
  const { operator, value } = asked
  const wanted = expected(rows, (row) => holds(kind, row[name] ?? null, operator, value))
  const said = `${name} ${operator} ${literal(value)}`
  assert.deepEqual(numbersOf(await byOData(run, ` and ${said}`)), wanted, said)
  const text = escaped(String(value))
  const condition = `<condition attribute="${name}" operator="${operator}" value="${text}"/>`
  assert.deepEqual(numbersOf(await byFetchXml(run, condition)), wanted, condition)
}

async function assertChoices(rows: readonly Row[], run: string, value: number): Promise<void> {
  const wanted = expected(rows, ({ new_choices: held }) =>
    String(held ?? '')
      .split(',')
      .includes(String(value)),
  )
  const call = ` and Microsoft.Dynamics.CRM.ContainValues(PropertyName='new_choices',PropertyValues=['${value}'])`
  assert.deepEqual(numbersOf(await byOData(run, call)), wanted)
  const condition = `<condition attribute="new_choices" operator="contain-values"><value>${value}</value></condition>`
  assert.deepEqual(numbersOf(await byFetchXml(run, condition)), wanted)
}

test('values come back as they were written, and filters find them, in both languages', async () => {
  const asking = fc.record({
    rows: fc.array(anyRow, { minLength: 1, maxLength: 6 }),
    operator: fc.constantFrom<Operator>('eq', 'ne', 'gt', 'le'),
    choice: fc.constantFrom(1, 2, 3),
    other: fc.tuple(...kinds.map(({ values }) => values)),
    near: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(asking, async ({ rows, operator, choice, other, near }) => {
      const run = randomUUID()
      await writeRows(rows, run)
      assertRows(await byOData(run, ''), rows)
      assertRows(await byFetchXml(run, ''), rows)
      for (const [index, kind] of kinds.entries()) {
        const held = rows[0]?.[kind.name] ?? null
        const value = near && held !== null ? held : (other[index] as Value)
        const fits = kind.order !== undefined || operator === 'eq' || operator === 'ne'
        await assertFilter(kind, rows, run, { operator: fits ? operator : 'eq', value })
      }
      await assertChoices(rows, run, choice)
    }),
    { numRuns: 12 },
  )
})

test('rows are ordered, grouped and added up by custom columns, also through a custom lookup', async () => {
  const run = randomUUID()
  const rows = [3, 1, 2].map((number) => ({
    new_whole: number,
    new_money: number,
    new_text: `t${number}`,
    new_choice: number > 1 ? 2 : 1,
    _new_other_value: accounts[number % 2] as string,
  }))
  await writeRows(rows, run)
  const ordered = await send(
    `contacts?$select=new_whole&$filter=lastname eq '${run}'&$orderby=new_whole desc`,
  )
  assert.deepEqual(
    ordered.json.value.map((each: Row) => each.new_whole),
    [3, 2, 1],
  )
  const apply = `filter(lastname eq '${run}')/groupby((new_choice),aggregate(new_money with sum as total))`
  const grouped = await send(`contacts?$apply=${encodeURIComponent(apply)}`)
  const totals = grouped.json.value.map((each: Row) => [each.new_choice, each.total])
  assert.deepEqual(totals.toSorted(), [
    [1, 1],
    [2, 5],
  ])
  const through = `lastname eq '${run}' and new_Other/name eq 'two' and contains(new_text,'T')`
  const joined = await send(`contacts?$select=new_whole&$filter=${encodeURIComponent(through)}`)
  assert.deepEqual(joined.json.value.map((each: Row) => each.new_whole).toSorted(), [1, 3])
  const link = `<link-entity name="account" from="accountid" to="new_other" alias="o"><attribute name="name"/><filter><condition attribute="name" operator="eq" value="Two"/></filter></link-entity>`
  const xml = `<fetch><entity name="contact"><attribute name="new_whole"/><filter><condition attribute="lastname" operator="eq" value="${run}"/></filter>${link}</entity></fetch>`
  const linked = await send(`contacts?fetchXml=${encodeURIComponent(xml)}`)
  assert.deepEqual(linked.json.value.map((each: Row) => each.new_whole).toSorted(), [1, 3])
})

test('people see labels, and amounts keep every digit', async () => {
  const run = randomUUID()
  await writeRows([{ new_choices: '1,3', new_truth: true, new_choice: 2 }], run)
  const prefer = { prefer: 'odata.include-annotations="*"' }
  const select = 'new_choices,new_truth,new_choice'
  const answer = await send(`contacts?$select=${select}&$filter=lastname eq '${run}'`, {
    headers: prefer,
  })
  const shown = (name: string) =>
    answer.json.value[0][`${name}@OData.Community.Display.V1.FormattedValue`]
  assert.deepEqual(select.split(',').map(shown), ['A; C', 'Yes', 'B'])
  const { json } = await send('contacts?$select=new_decimal', {
    method: 'POST',
    body: { lastname: run, new_decimal: 1234.5 },
    headers: { prefer: 'return=representation,odata.include-annotations="*"' },
  })
  const decimal = json['new_decimal@OData.Community.Display.V1.FormattedValue']
  assert.equal(decimal, '1,234.5000', 'as many places as the column has')
  const body = `{"lastname":"${run}x","new_money":123456789012345.67}`
  const id = (await send('contacts', { method: 'POST', body })).headers.get('odata-entityid') ?? ''
  assert.match((await send(id)).text, /"new_money":123456789012345\.67/)
})
