import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import type { ColumnKind } from '#database'
import { isRefusal } from '#errors'
import { testDatabase } from '../../test/database.ts'
import { describeValue } from './describe-value.ts'
import type { Outcome, Values } from './execution.ts'
import { admin, pipelineFixture, projectTable, refusal, systemUserId } from './pipeline-fixture.ts'

const { freshPipeline, rows } = await pipelineFixture(await testDatabase())
const pipeline = freshPipeline()

const create = (target: Values) =>
  pipeline.execute(admin, {
    ...{ message: 'Create', table: 'gr_project' },
    target: { gr_name: 'Valid', ...target },
  })

test('every unknown column is named, with the one that was probably meant', async () => {
  const error = await refusal(create({ gr_nmae: 1, gr_budgt: 2, shoesize: 3 }))
  assert.equal(error.code, 'unknown-columns')
  assert.equal(error.dataverse, 0x80048d19)
  assert.match(error.sentence, /gr_nmae \(did you mean gr_name\?\)/)
  assert.match(error.sentence, /gr_budgt \(did you mean gr_budget\?\)/)
  assert.match(error.sentence, /, shoesize\./)
  assert.equal(error.input, 'gr_nmae, gr_budgt, shoesize')
})

test('names from the prototype of objects are no columns', async () => {
  const target = JSON.parse('{"__proto__": 1, "constructor": 2, "toString": 3}') as Values
  const error = await refusal(create(target))
  assert.match(error.sentence, /__proto__, constructor, toString/)
})

test('hidden columns do not exist for callers', async () => {
  const error = await refusal(create({ gr_hidden: {} }))
  assert.equal(error.code, 'unknown-columns')
  assert.doesNotMatch(error.sentence, /did you mean gr_hidden/)
})

const refused: readonly [column: string, value: unknown, code: string, dataverse: number][] = [
  ['gr_memo', 5, 'wrong-type', 0x80048d19],
  ['gr_memo', 'a\0b', 'unstorable-text', 0x80040203],
  ['gr_memo', '\ud800', 'unstorable-text', 0x80040203],
  ['gr_code', 'x'.repeat(11), 'text-too-long', 0x80044331],
  ['gr_count', '5', 'wrong-type', 0x80048d19],
  ['gr_count', 1.5, 'wrong-type', 0x80048d19],
  ['gr_count', 11, 'whole-number-out-of-range', 0x8004432f],
  ['gr_any', 2 ** 31, 'wrong-type', 0x80048d19],
  ['gr_big', 2 ** 53, 'wrong-type', 0x80048d19],
  ['gr_ratio', 1001, 'value-out-of-range', 0x80044330],
  ['gr_ratio', Number.NaN, 'wrong-type', 0x80048d19],
  ['gr_budget', '-1', 'value-out-of-range', 0x80044330],
  ['gr_budget', '1e5', 'wrong-type', 0x80048d19],
  ['gr_budget', 1e15, 'value-out-of-range', 0x80044330],
  ['gr_budget', true, 'wrong-type', 0x80048d19],
  ['gr_rate', '0.12345678901', 'wrong-type', 0x80048d19],
  ['gr_done', 'true', 'wrong-type', 0x80048d19],
  ['gr_kind', 5, 'unknown-choice', 0x8004431a],
  ['gr_kind', 'Small', 'wrong-type', 0x80048d19],
  ['gr_start', '2026-01-01T10:00:00', 'wrong-type', 0x80048d19],
  ['gr_start', '1752-01-01T10:00:00Z', 'value-out-of-range', 0x80044330],
  ['gr_local', '2026-01-01T10:00:00+01:00', 'wrong-type', 0x80048d19],
  ['gr_day', '2026-02-30', 'wrong-type', 0x80048d19],
  ['gr_external', 'no id', 'wrong-type', 0x80048d19],
  ['gr_lead', { table: 'gr_company', id: randomUUID() }, 'wrong-type', 0x80048d19],
  ['gr_lead', 17, 'wrong-type', 0x80048d19],
  ['gr_customer', { table: 'gr_task', id: randomUUID() }, 'wrong-type', 0x80048d19],
  ['gr_settings', { text: '\0' }, 'wrong-type', 0x80048d19],
  ['gr_settings', 5n, 'wrong-type', 0x80048d19],
  ['gr_locked', 'x', 'read-only-column', 0x80040203],
  ['gr_full', 'x', 'read-only-column', 0x80040203],
  ['gr_tasks', 3, 'read-only-column', 0x80040203],
  ['createdon', '2026-01-01T00:00:00Z', 'read-only-column', 0x80040203],
  ['gr_password', 'x'.repeat(31), 'text-too-long', 0x80044331],
]

for (const [column, value, code, dataverse] of refused) {
  const shown = typeof value === 'bigint' ? '5n' : JSON.stringify(value)?.slice(0, 40)
  test(`${column} does not take ${shown}: ${code}`, async () => {
    const error = await refusal(create({ [column]: value }))
    assert.equal(error.code, code)
    assert.equal(error.dataverse, dataverse)
    assert.equal(error.input, column)
    assert.match(error.sentence, new RegExp(`${column} of gr_project`))
  })
}

test('a refused choice lists the options with their labels', async () => {
  const error = await refusal(create({ gr_kind: 7 }))
  assert.match(error.sentence, /100000000 \(Small\), 100000001 \(Large\)/)
  assert.equal(error.found, 'the number 7')
})

test('a refused secret does not appear in the refusal', async () => {
  const secret = 'correct horse battery staple, and more'
  const error = await refusal(create({ gr_password: secret }))
  const number = await refusal(create({ gr_password: 4711 }))
  for (const each of [error, number]) {
    const said = [each.sentence, each.advice, each.found, each.expected].join(' ')
    assert.doesNotMatch(said, /horse|4711/)
  }
})

test('not even the hub itself writes computed and generated columns', async () => {
  for (const target of [{ gr_full: 'x' }, { gr_tasks: 1 }]) {
    const request = { message: 'Create', table: 'gr_project', target, internal: true }
    assert.equal((await refusal(pipeline.execute(admin, request))).code, 'read-only-column')
  }
})

test('clients may write what they know in the forms they know', async () => {
  const { post } = await create({
    gr_budget: '12.50',
    gr_rate: 1.5,
    gr_local: '2026-07-01T09:00Z',
    gr_start: '2026-07-01T09:00:00+02:00',
    gr_external: '0123ABCD-0000-4000-8000-00000000000F',
    gr_memo: '',
    gr_settings: ['a', { b: null }],
    gr_ratio: -0,
    gr_code: undefined,
  })
  const expected = {
    gr_budget: '12.5000',
    gr_rate: '1.5000000000',
    gr_local: '2026-07-01T09:00:00',
    gr_start: new Date('2026-07-01T07:00:00Z'),
    gr_external: '0123abcd-0000-4000-8000-00000000000f',
    gr_memo: null,
    gr_settings: ['a', { b: null }],
    gr_ratio: 0,
    gr_code: null,
  }
  for (const [name, value] of Object.entries(expected)) assert.deepEqual(post?.[name], value, name)
})

const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 15 }))
const range = { min: new Date('1700-01-01'), max: new Date('+010100-01-01') }
const anyDate = fc.date({ ...range, noInvalidDate: true })
const anyDecimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), fc.nat(99_999))
  .map(([whole, fraction]) => `${whole}.${fraction}`)

/** For each kind what looks right, though it may be too long, too large or no real day. */
const likely: Readonly<Record<ColumnKind, fc.Arbitrary<unknown>>> = {
  key: fc.uuid(),
  uuid: fc.uuid().map((id) => id.toUpperCase()),
  lookup: fc.oneof(fc.uuid(), fc.record({ table: fc.constant('gr_person'), id: fc.uuid() })),
  text: anyText,
  memo: anyText,
  secret: anyText,
  integer: fc.oneof(fc.integer(), fc.nat(20)),
  bigint: fc.maxSafeInteger(),
  float: fc.oneof(fc.double(), fc.double({ min: -2000, max: 2000 })),
  decimal: fc.oneof(fc.double(), fc.integer(), anyDecimal),
  money: fc.oneof(fc.float({ min: 0 }), fc.integer(), anyDecimal),
  boolean: fc.boolean(),
  choice: fc.constantFrom(100000000, 100000001, 0, 1, 2, 3),
  multichoice: fc.oneof(fc.array(fc.nat(3)), fc.constantFrom('1,2', '2', '1;2')),
  instant: fc.oneof(
    fc.date(range),
    anyDate.map((date) => date.toISOString()),
  ),
  localtime: anyDate.map((date) => date.toISOString()),
  date: fc
    .tuple(fc.integer({ min: 1700, max: 9999 }), fc.nat(13), fc.nat(32))
    .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join('-')),
  json: fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.dictionary(anyText, anyText)),
}

const kinds = new Map(
  Object.entries(projectTable.allColumns).map(([name, { kind }]) => [name, kind]),
)

const anyAssignment = fc
  .constantFrom(...[...kinds.keys()].filter((name) => name !== 'gr_projectid'))
  .chain((name) => {
    const fitting = likely[kinds.get(name) as ColumnKind]
    const arbitrary: fc.WeightedArbitrary<unknown>[] = [
      { weight: 6, arbitrary: fitting },
      { weight: 1, arbitrary: fc.constantFrom(null, undefined) },
      { weight: 1, arbitrary: fc.anything() },
    ]
    return fc.tuple(fc.constant(name), fc.oneof(...arbitrary))
  })

test('whatever is sent is stored as it was meant or refused with a code', async () => {
  let stored = 0
  await fc.assert(
    fc.asyncProperty(fc.array(anyAssignment, { minLength: 1, maxLength: 3 }), async (columns) => {
      const target = Object.fromEntries(columns)
      const result: unknown = await create(target).catch((error: unknown) => error)
      if (result instanceof Error) {
        assert.ok(isRefusal(result), String(result.stack))
        assert.ok(result.dataverse !== undefined)
        return
      }
      stored += 1
      const { id } = result as Outcome
      const [row] = await rows(`select * from gr_project where gr_projectid = '${id}'`)
      for (const [name, value] of Object.entries(target)) {
        if (value !== undefined) assertMeans(row?.[name], value, name)
      }
    }),
    { numRuns: 600 },
  )
  assert.ok(stored > 100, `only ${stored} were stored`)
})

/** The stored value says the same as the one that was sent. */
function assertMeans(stored: unknown, sent: unknown, name: string): void {
  const kind = kinds.get(name) as ColumnKind
  const message = `${name}: ${describeValue(sent)} became ${describeValue(stored)}`
  if (kind === 'secret') assert.equal(stored, undefined)
  else if (sent === null) assert.equal(stored, name === 'ownerid' ? systemUserId : null, message)
  else if (kind === 'text' || kind === 'memo') assert.equal(stored ?? '', sent, message)
  else if (kind === 'instant') assert.equal(Number(stored), Number(new Date(sent as Date)), message)
  else if (kind === 'localtime') assert.equal(stored, String(sent).slice(0, 19), message)
  else if (kind === 'uuid') assert.equal(stored, String(sent).toLowerCase(), message)
  else if (kind === 'json') assert.deepEqual(stored, JSON.parse(JSON.stringify(sent)), message)
  else if (kind === 'money' || kind === 'decimal') assertSameNumber(stored as string, sent, message)
  else if (typeof sent === 'number') assert.equal(stored, sent + 0, message)
  else assert.equal(stored, sent, message)
}

function assertSameNumber(stored: string, sent: unknown, message: string): void {
  if (typeof sent === 'number') {
    assert.ok(Math.abs(Number(stored) - sent) <= Math.abs(sent) * 1e-14, message)
    return
  }
  const scale = (text: string) => {
    const [whole = '', fraction = ''] = text.split('.')
    return BigInt(`${whole}${fraction.padEnd(10, '0')}`)
  }
  assert.equal(scale(stored), scale(String(sent)), message)
}
