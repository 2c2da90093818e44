import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type ConnectionTarget, connect, type Database, migrate, startEmbedded } from '#database'
import { silentLog } from '#log'

type Server = Extract<ConnectionTarget, { host: string }>

interface BenchDatabase {
  /** Of the database, behind `greenroom_bench_`. */
  readonly name: string
  readonly poolSize: number
}

/** A new database on the given server, or on an embedded one with its usual durable settings. */
export async function withBenchDatabase(
  wanted: BenchDatabase,
  act: (database: Database) => Promise<void>,
): Promise<void> {
  const given = process.env.GREENROOM_TEST_SERVER
  if (given !== undefined) return await onServer(JSON.parse(given) as Server, wanted, act)
  const folder = await mkdtemp(join(tmpdir(), 'greenroom-bench-'))
  const server = await startEmbedded({ dataDirectory: folder, log: silentLog })
  try {
    await onServer(server.connection as Server, wanted, act)
  } finally {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function onServer(
  server: Server,
  { name: question, poolSize }: BenchDatabase,
  act: (database: Database) => Promise<void>,
): Promise<void> {
  const name = `greenroom_bench_${question}`
  const admin = new pg.Client({ ...server, database: 'postgres' })
  await admin.connect()
  await admin.query(`drop database if exists ${name} with (force)`)
  await admin.query(`create database ${name}`)
  const database = connect(
    { ...server, database: name },
    {
      applicationName: 'bench',
      poolSize,
      statementTimeoutMs: 60_000,
      onIdleError: () => undefined,
    },
  )
  await migrate(database.db)
  try {
    await act(database)
  } finally {
    await database.close()
    await admin.query(`drop database if exists ${name} with (force)`)
    await admin.end()
  }
}
