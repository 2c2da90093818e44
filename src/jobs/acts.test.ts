import assert from 'node:assert/strict'
import test from 'node:test'
import { withTransaction } from '#database'
import { isRefusal } from '#errors'
import { testDatabase } from '../../test/database.ts'
import {
  cancel,
  type JobUpdate,
  pause,
  postpone,
  remove,
  resume,
  retry,
  updateJob,
} from './index.ts'
import { add, job, kindOf, rowOf, stopWorkersAfterwards, until, workerOn } from './jobs-fixture.ts'

stopWorkersAfterwards()
const { db, pool } = await testDatabase()
const inAnHour = () => new Date(Date.now() + 3_600_000)
const now = () => new Date()

/** A worker with a job that runs until its signal is aborted. */
async function runningJob(key: string) {
  let runs = 0
  const endless = kindOf(key, async ({ signal }) => {
    runs += 1
    if (runs > 1) return undefined
    return await new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason))
    })
  })
  // It must hear of acts by itself: the next poll is far away.
  const worker = workerOn({ db, pool }, [endless], { pollMs: 30_000 })
  const [id] = await add(db, job(key))
  worker.start()
  await until(() => runs === 1)
  return { worker, id: id as string, runs: () => runs }
}

test('a waiting job is cancelled at once and never runs', async () => {
  let runs = 0
  const [id = ''] = await add(db, job('cancelled'))
  assert.equal(await withTransaction(db, (tx) => cancel(tx, id, now())), 32)
  const kind = kindOf('cancelled', async () => {
    runs += 1
    return undefined
  })
  await workerOn({ db, pool }, [kind]).runUntilIdle()
  const row = await rowOf(db, id)
  assert.deepEqual([row.statecode, row.statuscode, runs], [3, 32, 0])
  assert.notEqual(row.completedon, null)
})

test('cancelling a running job stops its run and ends it as cancelled', async () => {
  const { worker, id } = await runningJob('cancelled while running')
  assert.equal(await withTransaction(db, (tx) => cancel(tx, id, now())), 22)
  await until(async () => (await rowOf(db, id)).statuscode === 32)
  assert.match((await rowOf(db, id)).friendlymessage ?? '', /cancelled/)
  await worker.stop()
})

test('a run that comes to its end although it was asked to stop has succeeded', async () => {
  const started = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  const deaf = kindOf('deaf', async () => {
    started.resolve()
    await release.promise
    return { friendlyMessage: 'It was too late to stop.' }
  })
  const [id = ''] = await add(db, job('deaf'))
  const idle = workerOn({ db, pool }, [deaf]).runUntilIdle()
  await started.promise
  await withTransaction(db, (tx) => cancel(tx, id, now()))
  release.resolve()
  await idle
  const row = await rowOf(db, id)
  assert.deepEqual([row.statuscode, row.friendlymessage], [30, 'It was too late to stop.'])
})

test('a paused job waits until someone resumes it', async () => {
  const { worker, id, runs } = await runningJob('paused')
  assert.equal(await withTransaction(db, (tx) => pause(tx, id, now())), 21)
  await until(async () => (await rowOf(db, id)).statuscode === 10)
  assert.equal((await rowOf(db, id)).postponeuntil, null)
  assert.equal(await withTransaction(db, (tx) => resume(tx, id, now())), 0)
  await until(async () => (await rowOf(db, id)).statuscode === 30)
  assert.equal(runs(), 2)
  await worker.stop()
})

test('a postponed job waits until its time, also one that was running', async () => {
  const { worker, id, runs } = await runningJob('postponed while running')
  const later = inAnHour()
  assert.equal(await withTransaction(db, (tx) => postpone(tx, id, later, now())), 21)
  await until(async () => (await rowOf(db, id)).statuscode === 10)
  assert.deepEqual((await rowOf(db, id)).postponeuntil, later)
  await withTransaction(db, (tx) => postpone(tx, id, new Date(Date.now() + 50), now()))
  await until(async () => (await rowOf(db, id)).statuscode === 30)
  assert.equal(runs(), 2)
  await worker.stop()
})

test('a failed job runs again when someone retries it, and the row keeps what happened', async () => {
  let repaired = false
  const attempts: number[] = []
  const flaky = kindOf('flaky', async ({ attempt }) => {
    attempts.push(attempt)
    if (!repaired) throw new Error('The pipe is broken')
    return undefined
  })
  const worker = workerOn({ db, pool }, [flaky])
  const [id = ''] = await add(db, job('flaky'))
  await worker.runUntilIdle()
  assert.equal((await rowOf(db, id)).statuscode, 31)
  repaired = true
  assert.equal(await withTransaction(db, (tx) => retry(tx, id, now())), 0)
  await worker.runUntilIdle()
  const row = await rowOf(db, id)
  assert.deepEqual([row.statuscode, row.retrycount, row.errorcode], [30, 1, null])
  assert.match(row.gr_breadcrumbs ?? '', /attempt 1 failed: Error: The pipe is broken/)
  assert.deepEqual(attempts, [1, 2])
})

test('an act that the status does not allow is refused with the statuses that do', async () => {
  const [id = ''] = await add(db, job('ready'))
  const act = withTransaction(db, (tx) => resume(tx, id, now()))
  await assert.rejects(act, (error) => {
    assert.ok(isRefusal(error, 'job-cannot'))
    assert.match(error.message, /cannot resume: its status is Waiting For Resources/)
    assert.match(error.advice, /Waiting/)
    return true
  })
  const unknown = '99999999-9999-4999-8999-999999999999'
  await assert.rejects(
    withTransaction(db, (tx) => cancel(tx, unknown, now())),
    (error) => isRefusal(error, 'not-found'),
  )
})

test('a removed job is gone, and the run that it had writes nothing', async () => {
  let wrote = 0
  const started = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  const removed = kindOf('removed', async () => {
    started.resolve()
    await release.promise
    return {
      complete: async () => {
        wrote += 1
      },
    }
  })
  const [id = ''] = await add(db, job('removed'))
  const idle = workerOn({ db, pool }, [removed]).runUntilIdle()
  await started.promise
  await withTransaction(db, (tx) => remove(tx, id))
  release.resolve()
  await idle
  await assert.rejects(rowOf(db, id), /There is no job/)
  assert.equal(wrote, 0)
})

test('a client of the Data API cancels, postpones, resumes and pauses by writing the columns', async () => {
  const later = inAnHour()
  const [id = ''] = await add(db, job('written'))
  const write = (update: JobUpdate) => withTransaction(db, (tx) => updateJob(tx, id, update, now()))
  assert.equal(await write({ statecode: 1, postponeuntil: later }), 10)
  assert.deepEqual((await rowOf(db, id)).postponeuntil, later)
  assert.equal(await write({ postponeuntil: null }), 0)
  assert.equal(await write({ postponeuntil: later }), 10)
  assert.equal(await write({ statecode: 0, statuscode: 0 }), 0)
  await assert.rejects(write({ statecode: 1 }), (error) => isRefusal(error, 'job-cannot'))
  for (const wrong of [{ statecode: 3, statuscode: 30 }, { statecode: 2 }, {}]) {
    await assert.rejects(write(wrong), (error) => isRefusal(error, 'job-not-writable'))
  }
  assert.equal(await write({ statuscode: 32 }), 32)
})
