import assert from 'node:assert/strict'
import test from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { withTransaction } from '#database'
import { isRefusal } from '#errors'
import { testDatabase } from '../../test/database.ts'
import { enqueue } from './index.ts'
import type { JobRequest } from './job.ts'
import { add, job, rowOf, rowsOfKind, until } from './jobs-fixture.ts'

const { db, target } = await testDatabase()

const full: JobRequest = {
  kind: 'full',
  name: 'Everything that a request can say',
  payload: { text: 'ünï "quoted" \\ 🎫', list: [1, null, { deep: true }] },
  operationType: 1,
  key: 'key of it',
  runAt: new Date('2031-01-02T03:04:05.678Z'),
  regarding: { table: 'contact', id: '11111111-1111-4111-8111-111111111111' },
  ownerId: '22222222-2222-4222-8222-222222222222',
  correlationId: '33333333-3333-4333-8333-333333333333',
  depth: 3,
  owningExtensionId: '44444444-4444-4444-8444-444444444444',
  messageName: 'Update',
  primaryTable: 'contact',
  autoDelete: true,
  recurrence: 'FREQ=DAILY',
}

test('a job exists if and only if its transaction commits', async () => {
  await assert.rejects(
    withTransaction(db, async (tx) => {
      await enqueue(tx, [job('rolled back')])
      throw new Error('no')
    }),
    /no/,
  )
  assert.equal((await rowsOfKind(db, 'rolled back')).length, 0)
  await add(db, job('committed'))
  assert.equal((await rowsOfKind(db, 'committed')).length, 1)
})

test('a system job shows what the request said', async () => {
  const now = new Date('2030-05-06T07:08:09.000Z')
  const [id] = await withTransaction(db, (tx) => enqueue(tx, [full], now))
  const row = await rowOf(db, id)
  assert.equal(row.name, full.name)
  assert.equal(row.operationtype, 1)
  assert.deepEqual(row.gr_payload, full.payload)
  assert.equal(row.dependencytoken, 'key of it')
  assert.deepEqual([row.statecode, row.statuscode], [1, 10])
  assert.deepEqual(row.postponeuntil, full.runAt)
  assert.equal(row.sequence, null)
  assert.equal(row.regardingobjectid, full.regarding?.id)
  assert.equal(row.regardingobjectidtype, 'contact')
  assert.equal(row.ownerid, full.ownerId)
  assert.equal(row.correlationid, full.correlationId)
  assert.equal(row.depth, 3)
  assert.equal(row.owningextensionid, full.owningExtensionId)
  assert.equal(row.messagename, 'Update')
  assert.equal(row.primaryentitytype, 'contact')
  assert.equal(row.gr_autodelete, true)
  assert.equal(row.recurrencepattern, 'FREQ=DAILY')
  assert.deepEqual(row.recurrencestarttime, full.runAt)
  assert.deepEqual(row.createdon, now)
})

test('a few jobs and many jobs are written alike', async () => {
  const now = new Date('2030-05-06T07:08:09.000Z')
  const requests = [full, job('alike', { payload: 'a text' }), job('alike', { payload: null })]
  const few = await withTransaction(db, (tx) => enqueue(tx, requests, now))
  const many = await withTransaction(db, (tx) => enqueue(tx, [...requests, ...requests], now))
  const differs = ['asyncoperationid', 'correlationid', 'sequence', 'versionnumber', 'gr_uniquekey']
  for (const [index, id] of few.entries()) {
    const [one, other] = [await rowOf(db, id), await rowOf(db, many[index])]
    for (const [column, value] of Object.entries(one)) {
      if (differs.includes(column)) continue
      assert.deepEqual(other[column as keyof typeof other], value, column)
    }
  }
})

test('jobs stand in line in the order in which they were given', async () => {
  const ids = await add(db, ...Array.from({ length: 2500 }, () => job('in order')))
  const { rows } = await sql<{ asyncoperationid: string }>`
select asyncoperationid from asyncoperation where gr_kind = 'in order' order by sequence`.execute(
    db,
  )
  assert.deepEqual(
    rows.map((row) => row.asyncoperationid),
    ids,
  )
})

test('a unique key lets one job wait for its first run, also when many ask at the same moment', async () => {
  const requests = Array.from({ length: 8 }, () => job('unique', { uniqueKey: 'the only one' }))
  const given = await Promise.all(
    requests.map((each) => withTransaction(db, (tx) => enqueue(tx, [each]))),
  )
  assert.equal(given.flat().filter((id) => id !== undefined).length, 1)
  const again = await withTransaction(db, (tx) =>
    enqueue(tx, [
      job('unique', { uniqueKey: 'the only one' }),
      job('unique', { uniqueKey: 'other' }),
    ]),
  )
  assert.equal(again[0], undefined)
  assert.notEqual(again[1], undefined)
  assert.equal((await rowsOfKind(db, 'unique')).length, 2)
})

test('a payload that PostgreSQL cannot store is refused by name', async () => {
  for (const count of [1, 6]) {
    const poisoned = Array.from({ length: count }, () => job('poisoned', { payload: 'a \0 b' }))
    await assert.rejects(
      withTransaction(db, (tx) => enqueue(tx, poisoned)),
      (error) => isRefusal(error, 'job-unstorable') && error.message.includes('poisoned'),
    )
  }
})

test('enqueueing tells the workers, unless one has said that it is awake', async () => {
  const heard: string[] = []
  const listener = new pg.Client({ ...target })
  await listener.connect()
  listener.on('notification', ({ payload }) => heard.push(payload ?? ''))
  await listener.query('listen greenroom_jobs')
  await add(db, job('heard'), job('heard'))
  await until(() => heard.length > 0)
  assert.deepEqual(heard, [''])
  await sql`select setval('asyncoperation_awake', (extract(epoch from clock_timestamp()) * 1000)::bigint + 60000)`.execute(
    db,
  )
  await add(db, job('unheard'))
  await sql`select setval('asyncoperation_awake', 1)`.execute(db)
  await add(db, job('heard'))
  await until(() => heard.length > 1)
  assert.deepEqual(heard, ['', ''])
  await listener.end()
})
