import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { testDatabase } from '../../../test/database.ts'
import type { CompiledQuery } from '../compile/compile.ts'
import { textReader } from './read-rows.ts'
import { shapes, values } from './value-fixture.ts'
import { cursorValue } from './write-row.ts'

const { pool } = await testDatabase()

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
