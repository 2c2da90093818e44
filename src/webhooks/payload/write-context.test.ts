import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  bigint,
  boolean,
  type Column,
  choice,
  date,
  decimal,
  defineTable,
  float,
  instant,
  integer,
  json,
  key,
  localtime,
  lookup,
  memo,
  money,
  option,
  secret,
  text,
  uuid,
} from '#database'
import { secretIsSet, type Values } from '#pipeline'
import type { ContextSource } from './context-source.ts'
import { ContextWriter, type Firing } from './write-context.ts'

const thingTable = defineTable({
  name: 'gr_thing',
  set: 'gr_things',
  label: 'Thing',
  ownership: 'user',
  primaryName: 'gr_name',
  columns: {
    gr_thingid: key('Thing'),
    gr_name: text('Name', { max: 100 }),
    gr_memo: memo('Memo', { max: 1000 }),
    gr_count: integer('Count'),
    gr_big: bigint('Big'),
    gr_ratio: float('Ratio'),
    gr_rate: decimal('Rate'),
    gr_price: money('Price'),
    gr_done: boolean('Done'),
    gr_kind: choice('Kind', { small: option(1, 'Small'), large: option(2, 'Large') }),
    gr_start: instant('Start'),
    gr_local: localtime('Local'),
    gr_day: date('Day'),
    gr_external: uuid('External'),
    gr_settings: json('Settings'),
    gr_owner: lookup('Owner', 'gr_thing'),
    gr_customer: lookup('Customer', ['account', 'contact']),
    gr_customertype: text('Customer type', { max: 64, readOnly: true }),
    gr_hidden: text('Hidden', { max: 10, hidden: true }),
    gr_password: secret('Password', { max: 10 }),
    gr_tasks: integer('Tasks', { computed: '1' }),
  },
})

const user = '11111111-1111-4111-8111-111111111111'
const unit = '22222222-2222-4222-8222-222222222222'
const row = '33333333-3333-4333-8333-333333333333'
const other = '44444444-4444-4444-8444-444444444444'
const contracts = 'http://schemas.microsoft.com/xrm/2011/Contracts'

const organization = { id: unit, name: 'Greenroom' }
const writer = new ContextWriter({ tables: [thingTable], organization, zone: 'Europe/Berlin' })

const firing: Firing = {
  synchronous: false,
  inTransaction: false,
  stepId: other,
  stepName: 'Step',
  operationId: other,
  depth: 1,
  userId: user,
  businessUnitId: unit,
  images: [{ alias: 'Image', pre: true, post: true, columns: undefined }],
}

const source = (changes: Partial<ContextSource>): ContextSource => ({
  message: 'Update',
  stage: 40,
  table: 'gr_thing',
  id: row,
  depth: 1,
  correlationId: other,
  requestId: other,
  operationCreatedOn: new Date('2026-07-01T10:00:00Z'),
  userId: user,
  initiatingUserId: user,
  businessUnitId: unit,
  target: {},
  sent: {},
  input: {},
  output: {},
  pre: null,
  post: null,
  shared: {},
  parent: null,
  ...changes,
})

const all: Values = {
  gr_thingid: row,
  gr_name: 'Äther / "x"',
  gr_memo: 'a\nb',
  gr_count: 987654321,
  gr_big: 12345678901,
  gr_ratio: 0.5,
  gr_rate: '10.1200000000',
  gr_price: '100.0000',
  gr_done: true,
  gr_kind: 2,
  gr_start: new Date('2023-10-17T07:00:00Z'),
  gr_local: '2026-11-21T10:00:00',
  gr_day: '2026-11-21',
  gr_external: other,
  gr_settings: { a: [1] },
  gr_owner: other,
  gr_customer: other,
  gr_customertype: 'contact',
  gr_hidden: 'hidden',
  ownerid: user,
  owneridtype: 'systemuser',
  owningbusinessunit: unit,
  statecode: 0,
  versionnumber: 4711,
}

type Entries = readonly { key: string; value: unknown }[]

const valuesOf = (entries: Entries) =>
  Object.fromEntries(entries.map(({ key: name, value }) => [name, value])) as Values

function reference(table: string, id: string) {
  return {
    __type: `EntityReference:${contracts}`,
    Id: id,
    KeyAttributes: [],
    LogicalName: table,
    Name: null,
    RowVersion: null,
  }
}

test('every kind of column has its form', () => {
  const { InputParameters } = JSON.parse(writer.write(source({ target: all, sent: all }), firing))
  assert.deepEqual(valuesOf(InputParameters[0].value.Attributes), {
    gr_thingid: row,
    gr_name: 'Äther / "x"',
    gr_memo: 'a\nb',
    gr_count: 987654321,
    gr_big: 12345678901,
    gr_ratio: 0.5,
    gr_rate: 10.12,
    gr_price: { __type: `Money:${contracts}`, Value: 100 },
    gr_done: true,
    gr_kind: { __type: `OptionSetValue:${contracts}`, Value: 2 },
    gr_start: '/Date(1697526000000)/',
    gr_local: `/Date(${Date.UTC(2026, 10, 21, 10)})/`,
    gr_day: `/Date(${Date.UTC(2026, 10, 21)})/`,
    gr_external: other,
    gr_settings: '{"a":[1]}',
    gr_owner: reference('gr_thing', other),
    gr_customer: reference('contact', other),
    ownerid: reference('systemuser', user),
    owningbusinessunit: reference('businessunit', unit),
    statecode: { __type: `OptionSetValue:${contracts}`, Value: 0 },
    versionnumber: 4711,
  })
})

test('images carry the texts that people read, and no empty column', () => {
  const { PreEntityImages } = JSON.parse(
    writer.write(source({ pre: { ...all, gr_memo: null } }), firing),
  )
  const image = PreEntityImages[0].value
  assert.equal(image.__type, undefined)
  assert.ok(!('gr_memo' in valuesOf(image.Attributes)))
  assert.deepEqual(valuesOf(image.FormattedValues), {
    gr_count: '987,654,321',
    gr_big: '12,345,678,901',
    gr_ratio: '0.5',
    gr_rate: '10.12',
    gr_price: '100',
    gr_done: 'Yes',
    gr_kind: 'Large',
    gr_start: '2023-10-17T09:00:00+02:00',
    gr_local: '2026-11-21T10:00:00',
    gr_day: '2026-11-21',
    statecode: 'Active',
    versionnumber: '4,711',
  })
})

test('hidden columns and secrets never leave the hub, wherever they turn up', () => {
  const secrets = { ...all, gr_hidden: 'hidden-text', gr_password: secretIsSet as unknown }
  const written = writer.write(
    source({
      target: secrets,
      sent: { ...secrets, gr_password: 'pass' },
      pre: secrets,
      post: secrets,
    }),
    firing,
  )
  for (const word of ['hidden-text', 'gr_hidden', 'gr_password', 'pass"']) {
    assert.ok(!written.includes(word), word)
  }
})

test('the offset of a date is that of the zone at that time', () => {
  assert.match(writer.write(source({}), firing), /"\\\/Date\(1782900000000\+0200\)\\\/"/)
  const inUtc = new ContextWriter({ tables: [thingTable], organization })
  assert.match(inUtc.write(source({}), firing), /Date\(1782900000000\+0000\)/)
  const synchronous = writer.write(source({}), { ...firing, synchronous: true })
  assert.match(synchronous, /"\\\/Date\(1782900000000\)\\\/"/)
})

test('each message has the parameters that Dataverse gives it', () => {
  const parametersOf = (changes: Partial<ContextSource>) =>
    JSON.parse(writer.write(source(changes), firing)).InputParameters as Entries
  const target = reference('gr_thing', row)
  assert.deepEqual(parametersOf({ message: 'Delete' }), [{ key: 'Target', value: target }])
  const choiceOf = (value: number) => ({ __type: `OptionSetValue:${contracts}`, Value: value })
  assert.deepEqual(parametersOf({ message: 'SetState', target: { statecode: 1, statuscode: 2 } }), [
    { key: 'EntityMoniker', value: target },
    { key: 'State', value: choiceOf(1) },
    { key: 'Status', value: choiceOf(2) },
  ])
  const assignee = { table: 'team', id: other }
  assert.deepEqual(parametersOf({ message: 'Assign', input: { Assignee: assignee } }), [
    { key: 'Target', value: target },
    { key: 'Assignee', value: reference('team', other) },
  ])
  const links = { Relationship: 'gr_links', RelatedEntities: [assignee] }
  assert.deepEqual(parametersOf({ message: 'Associate', input: links }), [
    { key: 'Target', value: target },
    {
      key: 'Relationship',
      value: {
        __type: `Relationship:${contracts}`,
        PrimaryEntityRole: null,
        SchemaName: 'gr_links',
      },
    },
    { key: 'RelatedEntities', value: [reference('team', other)] },
  ])
  assert.deepEqual(parametersOf({ message: 'gr_Own', input: { Count: 2, When: undefined } }), [
    { key: 'Count', value: 2 },
    { key: 'When', value: null },
  ])
})

test('a created row has its id among the outputs, after the operation only', () => {
  const create = { message: 'Create', output: { id: row } }
  const outputsOf = (stage: number) =>
    JSON.parse(writer.write(source({ ...create, stage }), firing)).OutputParameters as Entries
  assert.deepEqual(outputsOf(40), [{ key: 'id', value: row }])
  assert.deepEqual(outputsOf(20), [])
})

test('who acts for somebody else is named on behalf of', () => {
  const target = { modifiedon: new Date(0), modifiedby: user }
  const { InputParameters } = JSON.parse(
    writer.write(source({ target, initiatingUserId: other }), firing),
  )
  const values = valuesOf(InputParameters[0].value.Attributes)
  assert.deepEqual(values.modifiedonbehalfby, reference('systemuser', other))
})

test('the newer properties stand where ordinal order puts them', () => {
  const newer = new ContextWriter({ tables: [thingTable], organization, newerProperties: true })
  const names = Object.keys(JSON.parse(newer.write(source({}), firing)))
  assert.equal(names.length, 30)
  assert.deepEqual(names, [...names].sort())
})

const columnValue = (column: Column): fc.Arbitrary<unknown> => {
  const odd = fc.oneof(fc.anything(), fc.string({ unit: 'binary' }))
  const usual: Partial<Record<Column['kind'], fc.Arbitrary<unknown>>> = {
    text: fc.string({ unit: 'binary' }),
    memo: fc.string({ unit: 'binary' }),
    integer: fc.integer(),
    bigint: fc.maxSafeInteger(),
    float: fc.double(),
    decimal: fc.double({ noNaN: true }).map((number) => number.toFixed(10)),
    money: fc.integer().map((number) => `${number}.1230`),
    boolean: fc.boolean(),
    choice: fc.constantFrom(1, 2, 99),
    instant: fc.date({ noInvalidDate: false }),
    localtime: fc.constantFrom('1753-01-01T00:00:00', '9999-12-30T23:59:59'),
    date: fc.constantFrom('1753-01-01', '2024-02-29'),
    lookup: fc.uuid(),
    json: fc.jsonValue(),
  }
  return fc.oneof({ weight: 5, arbitrary: usual[column.kind] ?? fc.uuid() }, odd)
}

test('any row, also a broken one, gives JSON with the same properties in the same order', () => {
  const rows = fc.record(
    Object.fromEntries(
      Object.entries(thingTable.allColumns).map(([name, column]) => [name, columnValue(column)]),
    ),
    { requiredKeys: [] },
  ) as fc.Arbitrary<Values>
  const shared = fc.dictionary(fc.string({ unit: 'binary' }), fc.anything())
  const expected = Object.keys(JSON.parse(writer.write(source({}), firing)))
  fc.assert(
    fc.property(rows, rows, shared, (target, image, variables) => {
      const given = source({
        target,
        sent: target,
        pre: { ...image, gr_thingid: row },
        post: { ...image, gr_thingid: row },
        shared: variables,
      })
      const written = writer.write(given, firing)
      assert.deepEqual(Object.keys(JSON.parse(written)), expected)
      assert.equal(writer.write(given, firing), written)
      assert.ok(written.isWellFormed())
    }),
    {
      examples: [
        [{ gr_kind: Number.NEGATIVE_INFINITY }, {}, {}],
        [{ gr_kind: Number.NaN }, {}, {}],
      ],
    },
  )
})
