/**
 * What must not slow down claiming: finished jobs, jobs for later, jobs behind others of their key.
 * Measured as the index entries and rows that PostgreSQL reads for a claim, because times on a
 * shared machine say little.
 */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import test from 'node:test'
import { sql } from 'kysely'
import { withTransaction } from '#database'
import { testDatabase } from '../../test/database.ts'
import { claimJobs } from './claim.ts'
import { enqueue } from './enqueue.ts'
import { job } from './jobs-fixture.ts'
import { promoteDueJobs } from './promote.ts'
import { parkBehindHeads } from './unpark.ts'

const { db } = await testDatabase({ poolSize: 1 })
const many = 20_000

const claim = (count: number) =>
  claimJobs(db, {
    room: new Map([['wanted', count]]),
    limit: count,
    lease: randomUUID(),
    leaseMs: 60_000,
    workerName: 'test',
    now: new Date(),
  })

/** Index entries and table rows read by all statements so far. */
async function readSoFar(): Promise<number> {
  await sql`select pg_stat_force_next_flush()`.execute(db)
  await sql`select 1`.execute(db)
  const { rows } = await sql<{ read: number }>`
select (select seq_tup_read + coalesce(idx_tup_fetch, 0) from pg_stat_user_tables
        where relname = 'asyncoperation')
     + (select sum(idx_tup_read) from pg_stat_user_indexes
        where relname = 'asyncoperation')::bigint as read`.execute(db)
  return rows[0]?.read ?? Number.NaN
}

async function readBy(act: () => Promise<unknown>): Promise<number> {
  const before = await readSoFar()
  await act()
  return (await readSoFar()) - before
}

test('a claim of ten jobs reads about ten jobs, whatever else is in the table', async () => {
  const wanted = Array.from({ length: 60 }, () => job('wanted'))
  const later = new Date(Date.now() + 86_400_000)
  await withTransaction(db, async (tx) => {
    await enqueue(
      tx,
      Array.from({ length: many }, () => job('finished')),
    )
    await sql`
update asyncoperation set statecode = 3, statuscode = 30, completedon = now()
where gr_kind = 'finished'`.execute(tx)
    await enqueue(
      tx,
      Array.from({ length: many }, () => job('wanted', { runAt: later })),
    )
    await enqueue(
      tx,
      Array.from({ length: many }, () => job('unknown kind')),
    )
    await enqueue(
      tx,
      Array.from({ length: many }, () => job('wanted', { key: 'long line' })),
    )
    await enqueue(tx, wanted)
  })
  await sql`vacuum analyze asyncoperation`.execute(db)
  while ((await parkBehindHeads(db, ['wanted'])) > 0);
  await sql`vacuum analyze asyncoperation`.execute(db)

  assert.equal((await claim(1)).length, 1, 'the head of the long line')
  const read = await readBy(async () => assert.equal((await claim(10)).length, 10))
  assert.ok(read < 200, `a claim of 10 among ${4 * many} jobs read ${read} entries and rows`)
})

test('looking for jobs that are due reads none that are not', async () => {
  const read = await readBy(async () => {
    const { promoted, nextDue } = await promoteDueJobs(db, new Date())
    assert.equal(promoted, 0)
    assert.ok(nextDue !== undefined)
  })
  assert.ok(read < 50, `it read ${read} entries and rows`)
})
