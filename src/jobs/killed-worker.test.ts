import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { withTransaction } from '#database'
import { testDatabase } from '../../test/database.ts'
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

stopWorkersAfterwards()
const { db, pool, target } = await testDatabase()
await sql`create table effect (job uuid)`.execute(db)

const program = fileURLToPath(new URL('./fixtures/doomed-worker.ts', import.meta.url))

/** Starts the process and waits until it has begun so many runs. */
async function doomedWorker(runMs: number, runs: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, [program, JSON.stringify({ target, runMs })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let begun = 0
  child.stdout.setEncoding('utf8')
  child.stdout.on('data', (text: string) => {
    begun += text.split('\n').length - 1
  })
  await until(() => begun >= runs)
  return child
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

const completing = kindOf('killed', async ({ id }) => ({
  complete: async (tx) => {
    await sql`insert into effect (job) values (${id})`.execute(tx)
  },
}))

test('jobs of a worker that was killed are finished by another one: none lost, none doubled', async () => {
  const ids = await add(db, ...Array.from({ length: 60 }, () => job('killed')))
  for (const runs of [9, 12]) await kill(await doomedWorker(60, runs))
  const survivor = workerOn({ db, pool }, [completing], { pollMs: 50, leaseMs: 1_000 })
  survivor.start()
  await until(async () => (await rowsOfKind(db, 'killed')).every((row) => row.statuscode === 30))
  await survivor.stop()
  const { rows } = await sql<{ job: string }>`select job from effect order by job`.execute(db)
  assert.deepEqual(
    rows.map((row) => row.job),
    ids.toSorted(),
  )
  const interrupted = (await rowsOfKind(db, 'killed')).filter((row) => row.retrycount > 0)
  assert.ok(interrupted.length > 0, 'the kills did strike running jobs')
  assert.match(interrupted[0]?.gr_breadcrumbs ?? '', /the worker .* disappeared/)
})

test('a worker that comes back after its lease was taken writes nothing', async () => {
  await sql`delete from effect`.execute(db)
  const [id = ''] = await add(db, job('late return'))
  const began = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  const effect = (who: string) =>
    kindOf(
      'late return',
      async () => {
        if (who === 'slow') {
          began.resolve()
          await release.promise
        }
        return {
          friendlyMessage: who,
          complete: async (tx) => {
            await sql`insert into effect (job) values (${id})`.execute(tx)
          },
        }
      },
      { concurrency: 1 },
    )
  const slow = workerOn({ db, pool }, [effect('slow')], { leaseMs: 600_000 }).runUntilIdle()
  await began.promise
  // As if the process had been stopped for longer than its lease.
  await sql`update asyncoperation set gr_leaseduntil = now() - interval '1 s' where asyncoperationid = ${id}`.execute(
    db,
  )
  await workerOn({ db, pool }, [effect('quick')]).runUntilIdle()
  release.resolve()
  await slow
  const { rows } = await sql`select from effect`.execute(db)
  assert.equal(rows.length, 1)
  assert.equal((await rowOf(db, id)).friendlymessage, 'quick')
})

test('a job that seems to kill its workers is given up after five of them', async () => {
  const [id = ''] = await add(db, job('killer'))
  let runs = 0
  const kind = kindOf('killer', async () => {
    runs += 1
    return undefined
  })
  const worker = workerOn({ db, pool }, [kind])
  for (let loss = 0; loss < 5; loss += 1) {
    await sql`
update asyncoperation set statecode = 2, statuscode = 20, gr_lease = gen_random_uuid(),
  gr_leaseduntil = now() - interval '1 s', hostid = 'victim'
where asyncoperationid = ${id}`.execute(db)
    const other = workerOn({ db, pool }, [])
    await other.runUntilIdle()
  }
  await worker.runUntilIdle()
  const row = await rowOf(db, id)
  assert.deepEqual([row.statuscode, row.retrycount, runs], [31, 5, 0])
  assert.match(row.friendlymessage ?? '', /The worker disappeared 5 times/)
})

test('a long run keeps its lease', async () => {
  const [id = ''] = await add(db, job('long'))
  let runs = 0
  const kind = kindOf('long', async () => {
    runs += 1
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    return undefined
  })
  const options = { leaseMs: 500, pollMs: 50 }
  const [one, other] = [1, 2].map(() => workerOn({ db, pool }, [kind], options))
  one?.start()
  other?.start()
  await until(async () => (await rowOf(db, id)).statuscode === 30)
  await Promise.all([one?.stop(), other?.stop()])
  assert.equal(runs, 1)
  assert.equal((await rowOf(db, id)).retrycount, 0)
})

test('a job whose row somebody holds does not keep the others from being completed', async () => {
  const [held = '', ...others] = await add(db, ...Array.from({ length: 20 }, () => job('held up')))
  const begun = new Set<string>()
  const release = Promise.withResolvers<void>()
  const kind = kindOf(
    'held up',
    async ({ id }) => {
      begun.add(id)
      await release.promise
      return undefined
    },
    { concurrency: 20 },
  )
  const idle = workerOn({ db, pool }, [kind]).runUntilIdle()
  await until(() => begun.size === 20)
  await withTransaction(db, async (tx) => {
    await sql`select from asyncoperation where asyncoperationid = ${held} for update`.execute(tx)
    release.resolve()
    const statuses = async () => await Promise.all(others.map((id) => rowOf(db, id)))
    await until(async () => (await statuses()).every((row) => row.statuscode === 30))
    assert.equal((await rowOf(db, held)).statuscode, 20)
  })
  await idle
  assert.equal((await rowOf(db, held)).statuscode, 30)
})
