import assert from 'node:assert/strict'
import test from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { withTransaction } from '#database'
import { testDatabase } from '../../test/database.ts'
import { cancel, enqueue, type JobDefinition, type JobRun, postpone } from './index.ts'
import {
  add,
  job,
  kindOf,
  rowOf,
  rowsOfKind,
  stopWorkersAfterwards,
  until,
  workerOn,
} from './jobs-fixture.ts'
import { parkBehindHeads, unparkForgotten } from './unpark.ts'

stopWorkersAfterwards()
const { db, pool } = await testDatabase({ poolSize: 20 })

interface Step {
  readonly key: string
  readonly number: number
}

/** A kind that notes which step of which key began and ended. */
function stepsOf(
  name: string,
  milliseconds: () => number,
  {
    begins = async () => {},
    ...more
  }: Partial<JobDefinition> & { begins?: () => Promise<void> } = {},
) {
  const begun: Step[] = []
  const running = new Map<string, number>()
  const overlaps: Step[] = []
  const run = async ({ payload }: JobRun) => {
    const step = payload as Step
    begun.push(step)
    if ((running.get(step.key) ?? 0) > 0) overlaps.push(step)
    running.set(step.key, (running.get(step.key) ?? 0) + 1)
    await begins()
    await wait(milliseconds())
    running.set(step.key, (running.get(step.key) ?? 0) - 1)
    return undefined
  }
  const kind = kindOf(name, run, more)
  const numbersOf = (key: string) =>
    begun.filter((step) => step.key === key).map((step) => step.number)
  return { kind, begun, overlaps, numbersOf }
}

test('jobs of one key run one at a time in the order they were enqueued, also across workers', async () => {
  // A worker alone has two under way: the third is the other's.
  const bothTakePart = Promise.withResolvers<void>()
  const { kind, begun, overlaps, numbersOf } = stepsOf('ordered', () => Math.random() * 3, {
    concurrency: 2,
    begins: async () => {
      if (begun.length > 2) bothTakePart.resolve()
      await bothTakePart.promise
    },
  })
  const keys = ['a', 'b', 'c', 'd', 'e']
  const workers = [1, 2].map((each) =>
    workerOn({ db, pool }, [kind], { name: `worker ${each}`, pollMs: 50 }),
  )
  for (const worker of workers) worker.start()
  for (let number = 0; number < 30; number += 1) {
    await add(db, ...keys.map((key) => job('ordered', { key, payload: { key, number } })))
  }
  await until(() => begun.length === 150)
  await Promise.all(workers.map((worker) => worker.stop()))
  assert.deepEqual(overlaps, [])
  const expected = Array.from({ length: 30 }, (_, number) => number)
  for (const key of keys) assert.deepEqual(numbersOf(key), expected, key)
  const hosts = new Set((await rowsOfKind(db, 'ordered')).map((row) => row.hostid))
  assert.equal(hosts.size, 2, 'both workers took part')
})

test('a job that waits for its retry holds back its key, and lets it go when it has failed', async () => {
  const order: string[] = []
  const kind = kindOf(
    'holding',
    async ({ name }) => {
      order.push(name)
      if (name === 'first') throw new Error('no')
      return undefined
    },
    {
      onFailure: (_, attempt) =>
        attempt < 3 ? { next: 'retry', afterMs: 20 } : { next: 'fail', friendlyMessage: 'no' },
    },
  )
  await add(
    db,
    job('holding', { key: 'held', name: 'first' }),
    job('holding', { key: 'held', name: 'second' }),
    job('holding', { key: 'free', name: 'other key' }),
  )
  const worker = workerOn({ db, pool }, [kind], { pollMs: 20 })
  worker.start()
  await until(() => order.includes('second'))
  await worker.stop()
  assert.deepEqual(
    order.filter((name) => name !== 'other key'),
    ['first', 'first', 'first', 'second'],
  )
})

test('cancelling the head of a line lets the next job run', async () => {
  const { kind, numbersOf } = stepsOf('headless', () => 0)
  const [head = '', next = ''] = await add(
    db,
    job('headless', { key: 'x', payload: { key: 'x', number: 1 } }),
    job('headless', { key: 'x', payload: { key: 'x', number: 2 } }),
  )
  const now = new Date()
  await withTransaction(db, (tx) => postpone(tx, head, new Date(now.getTime() + 3_600_000), now))
  const worker = workerOn({ db, pool }, [kind])
  await worker.runUntilIdle()
  assert.deepEqual(numbersOf('x'), [], 'the postponed head keeps its place')
  await withTransaction(db, (tx) => cancel(tx, head, now))
  await worker.runUntilIdle()
  assert.deepEqual(numbersOf('x'), [2])
  assert.equal((await rowOf(db, next)).statuscode, 30)
})

test('a job for later takes its place in line when its time comes', async () => {
  const { kind, numbersOf } = stepsOf('later', () => 0)
  const soon = new Date(Date.now() + 150)
  await add(
    db,
    job('later', { key: 'z', payload: { key: 'z', number: 1 }, runAt: soon }),
    job('later', { key: 'z', payload: { key: 'z', number: 2 } }),
  )
  const worker = workerOn({ db, pool }, [kind], { pollMs: 5_000 })
  worker.start()
  await until(() => numbersOf('z').length === 2)
  await worker.stop()
  assert.deepEqual(numbersOf('z'), [2, 1])
})

test('a line of thousands of jobs does not slow down others, and nobody in it is forgotten', async () => {
  const { kind, begun, numbersOf } = stepsOf('long line', () => 0)
  const count = 200
  const hot = Array.from({ length: count }, (_, number) =>
    job('long line', { key: 'hot', payload: { key: 'hot', number } }),
  )
  await add(db, ...hot)
  assert.equal(await parkBehindHeads(db, ['long line']), count - 1)
  const workers = [1, 2].map(() => workerOn({ db, pool }, [kind], { pollMs: 100 }))
  for (const worker of workers) worker.start()
  // Parking goes on while heads come and go.
  for (let number = count; number < count + 20; number += 1) {
    await add(db, job('long line', { key: 'hot', payload: { key: 'hot', number } }))
    await parkBehindHeads(db, ['long line'])
  }
  await until(() => begun.length === count + 20)
  await Promise.all(workers.map((worker) => worker.stop()))
  assert.deepEqual(
    numbersOf('hot'),
    Array.from({ length: count + 20 }, (_, number) => number),
  )
})

test('a line whose head was deleted by other means goes on after the next sweep', async () => {
  const [head] = await add(db, ...[1, 2, 3].map(() => job('deleted head', { key: 'gone' })))
  assert.equal(await parkBehindHeads(db, ['deleted head']), 2)
  await sql`delete from asyncoperation where asyncoperationid = ${head}`.execute(db)
  const worker = workerOn({ db, pool }, [kindOf('deleted head', async () => undefined)])
  assert.equal(await worker.runUntilIdle(), 0)
  assert.equal(await unparkForgotten(db), 1)
  assert.equal(await worker.runUntilIdle(), 2)
})

test('two transactions that enqueue for one key at the same time never make it run twice at once', async () => {
  const { kind, begun, overlaps } = stepsOf('late', () => 2)
  const workers = [1, 2].map(() => workerOn({ db, pool }, [kind], { pollMs: 20 }))
  for (const worker of workers) worker.start()
  // The place is taken at the insert, the job is seen at the commit: later places may come first.
  await Promise.all(
    Array.from({ length: 40 }, async (_, number) => {
      await withTransaction(db, async (tx) => {
        await enqueue(tx, [job('late', { key: 'late', payload: { key: 'late', number } })])
        await wait(Math.random() * 30)
      })
    }),
  )
  await until(() => begun.length === 40)
  await Promise.all(workers.map((worker) => worker.stop()))
  assert.deepEqual(overlaps, [])
  assert.equal(new Set(begun.map((step) => step.number)).size, 40)
})
