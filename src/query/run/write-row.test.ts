import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { testDatabase } from '../../../test/database.ts'
import type { CompiledQuery } from '../compile/compile.ts'
import type { Writing } from '../compile/row-shape.ts'
import { textReader } from './read-rows.ts'
import { cursorValue } from './write-row.ts'

const { pool } = await testDatabase()

const zulu = `'YYYY-MM-DD"T"HH24:MI:SS"Z"'`

interface Shape {
  readonly as: Writing
  readonly sqlType: string
  /** What PostgreSQL's own JSON shows of a value, where it is not the value itself. */
  readonly json?: (value: string) => string
}

const shapes: readonly Shape[] = [
  { as: 'text', sqlType: 'text' },
  { as: 'plain', sqlType: 'bigint' },
  { as: 'number', sqlType: 'numeric' },
  { as: 'number', sqlType: 'double precision' },
  { as: 'boolean', sqlType: 'boolean' },
  { as: 'quoted', sqlType: 'uuid' },
  { as: 'quoted', sqlType: 'date' },
  { as: 'plain', sqlType: 'jsonb' },
  { as: 'moment', sqlType: 'timestamp', json: (value) => `to_char(${value}, ${zulu})` },
]

const characters = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', ''))
const odd = fc.string({
  unit: fc.constantFrom('"', '\\', '\n', '\u0001', '\u001f', '\u2028', 'ä', '😀'),
})
const values: Readonly<Record<string, fc.Arbitrary<string>>> = {
  text: fc.oneof(characters, odd),
  bigint: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
  numeric: fc.constantFrom('12.50', '-0.001', 'NaN', 'Infinity', '-Infinity', '0', '1e30'),
  'double precision': fc.oneof(fc.double().map(String), fc.constantFrom('NaN', '-Infinity')),
  boolean: fc.boolean().map(String),
  uuid: fc.uuid(),
  date: fc.constantFrom('2026-11-21', '0044-03-15', '12026-01-01', 'infinity'),
  jsonb: fc.json(),
  timestamp: fc.constantFrom(
    '2026-11-21 10:00:00',
    '2026-11-21 10:00:00.999999',
    '12026-01-01 00:00:00.5',
    '0044-03-15 12:00:00 BC',
    'infinity',
    '-infinity',
  ),
}

test('every value is written as PostgreSQL itself writes it', async () => {
  for (const { as, sqlType, json = (value: string) => value } of shapes) {
    const value = fc.option(values[sqlType] ?? fc.constant(''))
    await fc.assert(
      fc.asyncProperty(value, async (given) => {
        const usable = given === null || !given.includes('\\u0000') ? given : null
        const sql = `select $1::${sqlType}::text as sent,
          row_to_json(r)::text as expected from (select ${json(`$1::${sqlType}`)} as "a ""name""") r`
        const { rows } = await pool.query<{ sent: string; expected: string }>(sql, [usable])
        const member = { kind: 'value', name: 'a "name"', column: 0, as, dropNull: false } as const
        const query = { members: [member], renames: [], facts: 0 } as unknown as CompiledQuery
        assert.equal(textReader(query)([rows[0]?.sent ?? null]), rows[0]?.expected)
      }),
      { numRuns: 40 },
    )
  }
})

test('annotations go where their value is null, related rows are null where there is none', () => {
  const label = { kind: 'value', name: 'x@label', column: 0, as: 'text', dropNull: true } as const
  const name = { kind: 'value', name: 'name', column: 2, as: 'text', dropNull: false } as const
  const related = { kind: 'row', name: 'owner', column: 1, members: [name] } as const
  const query = { members: [label, related], renames: [], facts: 0 } as unknown as CompiledQuery
  const read = textReader(query)
  assert.equal(read([null, null, null]), '{"owner":null}')
  assert.equal(read(['L', 'id', null]), '{"x@label":"L","owner":{"name":null}}')
})

test('a cursor carries an instant to the microsecond', () => {
  const column = { name: 'createdon', column: 0, as: 'instant' } as const
  assert.equal(cursorValue(column, ['2026-11-21 10:00:00']), '2026-11-21T10:00:00.000000Z')
  assert.equal(cursorValue(column, ['2026-11-21 10:00:00.12']), '2026-11-21T10:00:00.120000Z')
  assert.equal(cursorValue({ ...column, as: 'boolean' }, ['t']), 'true')
  assert.equal(cursorValue(column, [null]), null)
})
