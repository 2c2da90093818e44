import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '../../test/database.ts'
import { defaultRetention, prune } from './prune.ts'

const { db, pool } = await testDatabase()
const now = new Date('2026-09-01T12:00:00Z')

async function finished(kind: string, status: number, daysAgo: number, count = 1): Promise<void> {
  await pool.query(
    `insert into asyncoperation (asyncoperationid, name, operationtype, gr_kind, gr_payload,
       createdon, modifiedon, completedon, statecode, statuscode)
     select gen_random_uuid(), 'x', 1, $1, '{}', $2, $2, $2, 3, $3 from generate_series(1, $4)`,
    [kind, new Date(now.getTime() - daysAgo * 86_400_000), status, count],
  )
}

async function left(): Promise<Record<string, number>> {
  const { rows } = await pool.query(
    `select gr_kind || ' ' || statuscode as what, count(*)::integer as count
     from asyncoperation group by 1 order by 1`,
  )
  return Object.fromEntries(rows.map(({ what, count }) => [what, count]))
}

async function rule(kind: string, succeeded: number | null, failed: number | null): Promise<void> {
  await pool.query(
    `insert into gr_jobretention (gr_jobretentionid, kind, succeededdays, faileddays, createdon,
       modifiedon, statecode, statuscode)
     values (gen_random_uuid(), $1, $2, $3, $4, $4, 0, 1)`,
    [kind, succeeded, failed, now],
  )
}

test('system jobs are kept as long as the rows for their kind and outcome say', async () => {
  await rule('mail.letter', 1, null)
  await rule('*', 5, 20)
  await finished('mail.letter', 30, 2, 2500)
  await finished('mail.letter', 31, 19)
  await finished('mail.letter', 31, 21)
  await finished('webinars.push', 30, 4)
  await finished('webinars.push', 30, 6)
  await finished('webinars.push', 32, 29)
  await finished('webinars.push', 32, 31)
  assert.equal(await prune(db, defaultRetention, now), 2503)
  assert.deepEqual(await left(), {
    'mail.letter 31': 1,
    'webinars.push 30': 1,
    'webinars.push 32': 1,
  })
})

test('what is marked to be retained stays', async () => {
  await pool.query('delete from asyncoperation')
  await finished('mail.letter', 30, 1000)
  await pool.query('update asyncoperation set retainjobhistory = true')
  assert.equal(await prune(db, defaultRetention, now), 0)
})

test('a batch is found by an index, however many jobs are kept longer', async () => {
  await pool.query('delete from asyncoperation')
  await finished('kept.longer', 30, 300, 20_000)
  await finished('webinars.push', 30, 6, 10)
  await pool.query('analyze asyncoperation')
  const { rows } = await pool.query(`explain (format json)
    select f.asyncoperationid from asyncoperation f
    where f.statuscode = 30 and f.gr_kind = 'webinars.push' and f.completedon < now()
    order by f.completedon limit 1000`)
  assert.match(JSON.stringify(rows), /asyncoperation_finished/)
})
