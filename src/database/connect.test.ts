import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { testDatabase } from '../../test/database.ts'
import { connect } from './connect.ts'
import { migrate } from './migrate.ts'
import { sqlState, withTransaction } from './transaction.ts'

const database = await testDatabase({ poolSize: 3 })

test('values come as the declarations say: counts as numbers, local times as text, amounts exact', async () => {
  const { rows } = await sql<Record<string, unknown>>`select count(*) as count,
    timestamp '2026-11-21 10:00:00' as local, date '2026-11-21' as day,
    numeric '0.1000' as amount, timestamptz '2026-11-21T10:00:00Z' as instant`.execute(database.db)
  assert.deepEqual(rows[0], {
    count: 1,
    local: '2026-11-21T10:00:00',
    day: '2026-11-21',
    amount: '0.1000',
    instant: new Date('2026-11-21T10:00:00Z'),
  })
})

test('a number that JavaScript cannot hold exactly is an error, not another number', async () => {
  await assert.rejects(sql`select 9007199254740993::bigint as big`.execute(database.db), RangeError)
})

test('a statement that comes again is prepared, one that comes once is not', async () => {
  const client = await database.pool.connect()
  try {
    for (let time = 0; time < 4; time += 1) await client.query('select $1::int + 4711', [time])
    await client.query('select $1::int + 4712', [0])
    const { rows } = await client.query<{ statement: string }>(
      'select statement from pg_prepared_statements',
    )
    const prepared = rows.map((row) => row.statement)
    assert.ok(prepared.includes('select $1::int + 4711'))
    assert.ok(!prepared.includes('select $1::int + 4712'))
  } finally {
    client.release()
  }
})

test('a transaction that deadlocks is tried again and both succeed', async () => {
  await sql`create table ping (id int primary key, hits int not null)`.execute(database.db)
  await sql`insert into ping values (1, 0), (2, 0)`.execute(database.db)
  const hit = (first: number, second: number) =>
    withTransaction(database.db, async (tx) => {
      await sql`update ping set hits = hits + 1 where id = ${first}`.execute(tx)
      await sql`select pg_sleep(0.05)`.execute(tx)
      await sql`update ping set hits = hits + 1 where id = ${second}`.execute(tx)
    })
  await Promise.all([hit(1, 2), hit(2, 1)])
  const { rows } = await sql<{ hits: number }>`select hits from ping`.execute(database.db)
  assert.deepEqual(
    rows.map((row) => row.hits),
    [2, 2],
  )
})

test('what fails in a transaction leaves nothing behind, and its code can be asked', async () => {
  await assert.rejects(
    withTransaction(database.db, async (tx) => {
      await sql`create table never_there (id int)`.execute(tx)
      await sql`select 1 / 0`.execute(tx)
    }),
    (error) => sqlState(error) === '22012',
  )
  const { rows } = await sql<{
    found: string | null
  }>`select to_regclass('never_there') as found`.execute(database.db)
  assert.equal(rows[0]?.found, null)
})

test('migrating again does nothing; a database of a newer hub is refused by name', async () => {
  assert.deepEqual(await migrate(database.db), [])
  await sql`insert into gr_migration (name) values ('9999-from-the-future.sql')`.execute(
    database.db,
  )
  await assert.rejects(migrate(database.db), /9999-from-the-future/)
})

test('closing ends every connection, also of a pool that only ever took plain statements', async () => {
  const reading = connect(database.target, {
    applicationName: 'greenroom closing',
    poolSize: 2,
    statementTimeoutMs: 1000,
    onIdleError: () => undefined,
    readOnly: true,
  })
  await reading.pool.query('select 1')
  await reading.close()
  await reading.close()
  assert.equal(reading.pool.totalCount, 0)
  await assert.rejects(reading.pool.query('select 1'), /after calling end/)
})
