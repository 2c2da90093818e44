import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import fc from 'fast-check'
import { testDatabase } from '../../../test/database.ts'
import type { CompiledQuery } from '../compile/compile.ts'
import type { Member, ValueMember } from '../compile/row-shape.ts'
import { textReader } from './read-rows.ts'
import { tapRows, type WireRow } from './row-tap.ts'
import { statementQueue } from './statement-queue.ts'
import { shapes, values } from './value-fixture.ts'
import { pageWriter } from './write-page.ts'

const { pool } = await testDatabase()
const queue = statementQueue(pool)

const queryOf = (members: readonly Member[], width: number) =>
  ({
    members,
    width,
    renames: [{ name: 'r@x', dropNull: true }],
    facts: 0,
  }) as unknown as CompiledQuery

const member = (name: string, column: number, more: Partial<ValueMember> = {}): ValueMember => ({
  kind: 'value',
  name,
  column,
  as: 'text',
  dropNull: false,
  ...more,
})

/** All kinds, annotations of them, a related row of them again; JSON with a member to rename. */
const kinds = shapes.map(({ as }, column) => member(`ä "${as}" ${column}`, column, { as }))
const labels = shapes.map(({ as }, column) =>
  member(`l${column}@x`, column, { as, dropNull: true }),
)
const json = shapes.findIndex(({ sqlType }) => sqlType === 'jsonb')
const all: readonly Member[] = [
  ...labels,
  ...kinds,
  member('version', 1, { as: 'version' }),
  {
    kind: 'row',
    name: 'related',
    column: 0,
    members: [...kinds, member('n', json, { as: 'rows' })],
  },
  { kind: 'row', name: 'labels', column: 1, members: labels },
]

const sql = `select * from (values ${[0, 1, 2]
  .map((row) => shapes.map(({ sqlType }, at) => `$${row * shapes.length + at + 1}::${sqlType}`))
  .map((row) => `(${row.join(', ')})`)
  .join(', ')}) v`

const value = ({ sqlType }: (typeof shapes)[number]) =>
  fc
    .option(values[sqlType] ?? fc.constant(''))
    .map((given) => (given?.includes('\\u0000') ? '{"~0":null,"~0":1}' : given))
const row = fc.tuple(...shapes.map(value))

test('a page written from bytes is the page written from texts, whatever the values', async () => {
  const query = queryOf(all, shapes.length)
  const text = textReader(query)
  await fc.assert(
    fc.asyncProperty(fc.tuple(row, row, row), async (given) => {
      const rows = await queue.ask({ sql, values: given.flat(), name: 'any_values' })
      const expected = `[${rows.map((each) => text(each.texts())).join(',')}]`
      assert.equal(pageWriter(query, all).write(rows, '[', ']').toString(), expected)
      JSON.parse(expected)
    }),
    { numRuns: 200 },
  )
})

test('a row of which nothing is left is an empty object, a page without rows an empty list', () => {
  const query = queryOf([member('a@x', 0, { dropNull: true })], 1)
  const [empty] = rowsFrom([message('D', nullField())])
  const writer = pageWriter(query, query.members ?? [])
  assert.ok(empty)
  assert.equal(writer.write([empty, empty], '[', ']').toString(), '[{},{}]')
  assert.equal(writer.write([], '{"ä":[', ']}').toString(), '{"ä":[]}')
})

test('a page after a large one, and one that is larger than the last, are whole', async () => {
  const query = queryOf([member('a', 0)], 1)
  const writer = pageWriter(query, query.members ?? [])
  for (const length of [1, 500_000, 3, 20_000, 90_000, 2]) {
    const rows = await queue.ask({
      sql: `select repeat(chr(9) || 'ä😀"', $1::int)`,
      values: [length],
      name: 'large',
    })
    const [written] = JSON.parse(writer.write(rows, '[', ']').toString()) as [{ a: string }]
    assert.equal(written.a, '\tä😀"'.repeat(length))
  }
})

test('messages that arrive in any pieces are told apart, and none but rows is kept back', () => {
  const sent = fc.array(
    fc.record({
      letter: fc.constantFrom('D', 'D', 'C', 'Z', 'N'),
      body: fc.uint8Array({ maxLength: 300 }),
    }),
  )
  const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 })
  fc.assert(
    fc.property(sent, cuts, (messages, sizes) => {
      const bytes = Buffer.concat(messages.map(({ letter, body }) => message(letter, body)))
      const chunks: Buffer[] = []
      for (let at = 0, cut = 0; at < bytes.length; cut += 1) {
        const size = sizes[cut % sizes.length] ?? 1
        chunks.push(bytes.subarray(at, at + size))
        at += size
      }
      const { rows, passed } = received(chunks)
      const isRow = ({ letter }: { letter: string }) => letter === 'D'
      const bodies = messages.filter(isRow).map(({ body }) => Buffer.from(body).toString('hex'))
      const found = rows.map(({ bytes: from, start }, index) => {
        const { length } = messages.filter(isRow)[index]?.body ?? []
        return from.subarray(start, start + (length ?? 0)).toString('hex')
      })
      assert.deepEqual(found, bodies)
      const others = messages.filter((each) => !isRow(each))
      assert.equal(
        passed.toString('hex'),
        Buffer.concat(others.map(({ letter, body }) => message(letter, body))).toString('hex'),
      )
    }),
  )
})

/** A letter, the length with its own four bytes, the body. */
function message(letter: string, body: Uint8Array): Buffer {
  const head = Buffer.alloc(5)
  head.write(letter)
  head.writeUInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

/** One field, null. */
const nullField = () => Buffer.from([0, 1, 255, 255, 255, 255])

function received(chunks: readonly Buffer[]) {
  const stream = new PassThrough()
  const passed: Buffer[] = []
  const rows: WireRow[] = []
  stream.on('data', (bytes: Buffer) => passed.push(bytes))
  tapRows(stream, (each) => rows.push(each))
  for (const chunk of chunks) stream.emit('data', chunk)
  return { rows, passed: Buffer.concat(passed) }
}

const rowsFrom = (chunks: readonly Buffer[]) => received(chunks).rows
