import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbedded } from '#database'
import { silentLog } from '#log'

const name = 'greenroom_bench_jobs'

/** A new database on the given server, or on an embedded one with its usual durable settings. */
export async function withBenchDatabase(act: (pool: pg.Pool) => Promise<void>): Promise<void> {
  const given = process.env.GREENROOM_TEST_SERVER
  if (given !== undefined) return await onServer(JSON.parse(given), act)
  const folder = await mkdtemp(join(tmpdir(), 'greenroom-bench-'))
  const server = await startEmbedded({ dataDirectory: folder, log: silentLog })
  try {
    await onServer(server.connection, act)
  } finally {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function onServer(
  server: pg.ClientConfig,
  act: (pool: pg.Pool) => Promise<void>,
): Promise<void> {
  const admin = new pg.Client({ ...server, database: 'postgres' })
  await admin.connect()
  await admin.query(`drop database if exists ${name} with (force)`)
  await admin.query(`create database ${name}`)
  const pool = new pg.Pool({ ...server, database: name, max: 20 })
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  try {
    await act(pool)
  } finally {
    await pool.end()
    await admin.query(`drop database if exists ${name} with (force)`)
    await admin.end()
  }
}
