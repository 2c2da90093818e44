import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CompiledQuery } from 'kysely'
import { testDatabase } from '../../test/database.ts'
import { withTransaction } from './transaction.ts'

const { db, pool } = await testDatabase({ poolSize: 1 })
await pool.query('create table gr_thing (id integer primary key, name text)')
await pool.query(`insert into gr_thing values (1, 'one')`)

const text = 'select * from gr_thing where id = $1'
const ask = async (handle = db) =>
  (await handle.executeQuery<object>(CompiledQuery.raw(text, [1]))).rows[0]

async function prepare(): Promise<void> {
  for (let times = 0; times < 4; times += 1) await ask()
  const { rows } = await pool.query('select 1 from pg_prepared_statements where statement = $1', [
    text,
  ])
  assert.ok(rows.length > 0, 'the statement is prepared')
}

test('a prepared statement goes on after its table got and lost columns', async () => {
  await prepare()
  await pool.query('alter table gr_thing add column colour text')
  assert.deepEqual(await ask(), { id: 1, name: 'one', colour: null })
  await prepare()
  await pool.query('alter table gr_thing drop column colour')
  assert.deepEqual(await ask(), { id: 1, name: 'one' })
})

test('a transaction begins again with statements as they are now', async () => {
  await prepare()
  await pool.query('alter table gr_thing add column size integer')
  let begun = 0
  const row = await withTransaction(db, async (tx) => {
    begun += 1
    return await ask(tx)
  })
  assert.deepEqual(row, { id: 1, name: 'one', size: null })
  assert.equal(begun, 2)
})

test('statements that their caller named, with a callback too, are prepared anew', async () => {
  const named = { name: 'mine', text, values: [1] }
  assert.equal((await pool.query(named)).rows.length, 1)
  await pool.query('alter table gr_thing add column weight integer')
  assert.equal((await pool.query(named)).rows[0].weight, null)
  await assert.rejects(pool.query({ name: 'wrong', text: 'select nothing', values: [] }), {
    code: '42703',
  })
})
