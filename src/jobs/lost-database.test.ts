import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { connect, migrate, startEmbedded } from '#database'
import { createLog, silentLog } from '#log'
import { type TestServer, testDatabase } from '../../test/database.ts'
import {
  add,
  job,
  kindOf,
  rowsOfKind,
  stopWorkersAfterwards,
  until,
  workerOn,
} from './jobs-fixture.ts'

const folder = await mkdtemp(join(tmpdir(), 'greenroom-lost-'))
after(() => rm(folder, { recursive: true, force: true }))

stopWorkersAfterwards()
const database = await testDatabase()
const quick = { applicationName: 'test', poolSize: 8, statementTimeoutMs: 20_000 }

test('a worker goes on after PostgreSQL was restarted, and says so once each way', async (t) => {
  const start = () => startEmbedded({ dataDirectory: folder, log: silentLog })
  let server = await start()
  t.after(() => server.stop())
  const lines: string[] = []
  const log = createLog({ level: 'info', destination: { write: (line) => void lines.push(line) } })
  const { db, pool, close } = connect(server.connection, { ...quick, onIdleError: () => undefined })
  await migrate(db)
  await sql`create table effect (job uuid)`.execute(db)
  let runs = 0
  const kind = kindOf('restarted', async ({ id, payload }) => {
    runs += 1
    await new Promise((resolve) => setTimeout(resolve, Number(payload)))
    if (payload === 400) return undefined
    return {
      complete: async (tx) => {
        await sql`insert into effect values (${id})`.execute(tx)
      },
    }
  })
  const worker = workerOn({ db, pool }, [kind], { log, pollMs: 100 })
  t.after(() => worker.stop().then(close))
  worker.start()
  // Endings of both sorts (in a batch, with effects) come while there is no database.
  await add(db, job('restarted', { payload: 400 }), job('restarted', { payload: 401 }))
  await until(() => runs === 2)
  await server.stop()
  await until(() => !worker.state().reachable)
  await new Promise((resolve) => setTimeout(resolve, 600))
  server = await start()
  await until(async () => (await rowsOfKind(db, 'restarted')).every((row) => row.statuscode === 30))
  await add(db, job('restarted', { payload: 1 }))
  await until(async () => (await rowsOfKind(db, 'restarted')).every((row) => row.statuscode === 30))
  assert.ok(worker.state().reachable)
  const { rows } = await sql`select from effect`.execute(db)
  assert.deepEqual([rows.length, runs], [2, 3])
  const said = (what: string) => lines.filter((line) => line.includes(what)).length
  assert.deepEqual([said('no jobs can be taken'), said('jobs go on')], [1, 1])
})

test('PostgreSQL killed in the middle loses no job and doubles no effect', async (t) => {
  const server = await startEmbedded({ dataDirectory: folder, log: silentLog })
  t.after(() => server.stop())
  const { db, pool, close } = connect(server.connection, { ...quick, onIdleError: () => undefined })
  await sql`truncate effect`.execute(db)
  const kind = kindOf('killed server', async ({ id }) => {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 20))
    return {
      complete: async (tx) => {
        await sql`insert into effect values (${id})`.execute(tx)
      },
    }
  })
  const pidFile = join(folder, 'postgresql', 'data', 'postmaster.pid')
  const ids = await add(db, ...Array.from({ length: 300 }, () => job('killed server')))
  const worker = workerOn({ db, pool }, [kind], { pollMs: 50, leaseMs: 1_000 })
  t.after(() => worker.stop().then(close))
  worker.start()
  for (let kills = 0; kills < 2; kills += 1) {
    await new Promise((resolve) => setTimeout(resolve, 150))
    const [pid] = (await readFile(pidFile, 'utf8')).split('\n')
    process.kill(Number(pid), 'SIGKILL')
    await until(() =>
      sql`select 1`.execute(db).then(
        () => true,
        () => false,
      ),
    )
  }
  const allSucceeded = async () =>
    (await rowsOfKind(db, 'killed server')).every((row) => row.statuscode === 30)
  await until(() => allSucceeded().catch(() => false))
  const { rows } = await sql<{ job: string }>`select job from effect order by job`.execute(db)
  assert.deepEqual(
    rows.map((row) => row.job),
    ids.toSorted(),
  )
})

test('a worker that is cut off again and again loses nothing and doubles nothing', async () => {
  const { db, pool, target } = database
  await sql`create table effect (job uuid)`.execute(db)
  const kind = kindOf('cut off', async ({ id }) => ({
    complete: async (tx) => {
      await sql`insert into effect values (${id})`.execute(tx)
    },
  }))
  const ids = await add(db, ...Array.from({ length: 300 }, () => job('cut off')))
  const worker = workerOn({ db, pool }, [kind], { pollMs: 50, leaseMs: 1_000 })
  worker.start()
  for (let cut = 0; cut < 5; cut += 1) {
    await new Promise((resolve) => setTimeout(resolve, 60))
    await cutAllConnections(target)
  }
  const allSucceeded = async () =>
    (await rowsOfKind(db, 'cut off')).every((row) => row.statuscode === 30)
  // The test's own connections are cut, too.
  await until(() => allSucceeded().catch(() => false))
  const { rows } = await sql<{ job: string }>`select job from effect order by job`.execute(db)
  assert.deepEqual(
    rows.map((row) => row.job),
    ids.toSorted(),
  )
})

async function cutAllConnections(target: TestServer): Promise<void> {
  const client = new pg.Client({ ...target })
  await client.connect()
  await client.query(`
select pg_terminate_backend(pid) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid()`)
  await client.end()
}
