import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type ConnectionTarget, connect, type Database, migrate, startEmbedded } from '#database'
import { silentLog } from '#log'

const name = 'greenroom_bench_webhooks'

type Server = Extract<ConnectionTarget, { host: string }>

/** A new database on the given server, or on an embedded one with its usual durable settings. */
export async function withBenchDatabase(act: (database: Database) => Promise<void>): Promise<void> {
  const given = process.env.GREENROOM_TEST_SERVER
  if (given !== undefined) return await onServer(JSON.parse(given) as Server, act)
  const folder = await mkdtemp(join(tmpdir(), 'greenroom-bench-'))
  const server = await startEmbedded({ dataDirectory: folder, log: silentLog })
  try {
    await onServer(server.connection as Server, act)
  } finally {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function onServer(server: Server, act: (database: Database) => Promise<void>): Promise<void> {
  const admin = new pg.Client({ ...server, database: 'postgres' })
  await admin.connect()
  await admin.query(`drop database if exists ${name} with (force)`)
  await admin.query(`create database ${name}`)
  const target = { ...server, database: name }
  const database = connect(target, {
    applicationName: 'bench',
    poolSize: 20,
    statementTimeoutMs: 60_000,
    onIdleError: () => undefined,
  })
  await migrate(database.db)
  try {
    await act(database)
  } finally {
    await database.close()
    await admin.query(`drop database if exists ${name} with (force)`)
    await admin.end()
  }
}
