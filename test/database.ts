/**
 * A database of its own for each test file: cloned from a template (0.1 s) that holds all
 * migrations. The server is the one that `npm test` started (GREENROOM_TEST_SERVER); a file run
 * on its own starts an embedded one for itself.
 */
import { createHash, randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import {
  type ConnectionTarget,
  connect,
  type Database,
  migrate,
  migrationFiles,
  sqlState,
  startEmbedded,
} from '#database'
import { silentLog } from '#log'

export type TestServer = Extract<ConnectionTarget, { host: string }>

const environmentName = 'GREENROOM_TEST_SERVER'

/** Settings that trade durability for speed: test data need not survive a power cut. */
export const testServerSettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
}

export interface TestDatabase extends Database {
  /** The connection of this database, for processes that a test starts. */
  readonly target: TestServer
  readonly url: string
}

/** Call at the top of a test file; the database goes when the file's tests are over. */
export async function testDatabase(options: { poolSize?: number } = {}): Promise<TestDatabase> {
  const server = await testServer()
  const template = await templateDatabase(server)
  const name = `test_${randomUUID().replaceAll('-', '').slice(0, 16)}`
  await onServer(server, (client) => client.query(`create database ${name} template ${template}`))
  const target = { ...server, database: name }
  const database = connect(target, {
    applicationName: 'greenroom test',
    poolSize: options.poolSize ?? 10,
    statementTimeoutMs: 20_000,
    onIdleError: () => undefined,
  })
  cleanUpAfterwards(async () => {
    await database.close()
    await onServer(server, (client) => dropDatabase(client, name))
  })
  return { ...database, target, url: connectionUrl(target) }
}

export function connectionUrl(target: TestServer): string {
  const password = target.password === undefined ? '' : `:${encodeURIComponent(target.password)}`
  const host = encodeURIComponent(target.host)
  return `postgres://${target.user}${password}@${host}:${target.port}/${target.database}`
}

const cleanups: (() => Promise<void>)[] = []

/** The last thing set up goes first: databases before the server that holds them. */
export function cleanUpAfterwards(cleanup: () => Promise<void>): void {
  if (cleanups.length === 0) {
    after(async () => {
      for (const each of cleanups.toReversed()) await each()
    })
  }
  cleanups.push(cleanup)
}

async function testServer(): Promise<TestServer> {
  const given = process.env[environmentName]
  if (given !== undefined) return JSON.parse(given) as TestServer
  const folder = await mkdtemp(join(tmpdir(), 'greenroom-test-'))
  const server = await startEmbedded({
    dataDirectory: folder,
    log: silentLog,
    settings: testServerSettings,
  })
  cleanUpAfterwards(async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  })
  process.env[environmentName] = JSON.stringify(server.connection)
  return server.connection
}

/** One template per state of the migrations; racing files wait for whoever makes it. */
export async function templateDatabase(server: TestServer): Promise<string> {
  const name = `template_${await migrationsFingerprint()}`
  await onServer(server, async (client) => {
    await client.query('select pg_advisory_lock(4711)')
    const found = await client.query('select 1 from pg_database where datname = $1', [name])
    if (found.rowCount === 0) await makeTemplate(server, client, name)
    await client.query('select pg_advisory_unlock(4711)')
  })
  return name
}

async function makeTemplate(server: TestServer, client: pg.Client, name: string): Promise<void> {
  const unfinished = `${name}_unfinished`
  await client.query(`drop database if exists ${unfinished} with (force)`)
  await client.query(`create database ${unfinished}`)
  const database = connect(
    { ...server, database: unfinished },
    {
      applicationName: 'template',
      poolSize: 1,
      statementTimeoutMs: 60_000,
      onIdleError: () => undefined,
    },
  )
  await migrate(database.db)
  await database.close()
  await client.query(`alter database ${unfinished} rename to ${name}`)
}

async function migrationsFingerprint(): Promise<string> {
  const hash = createHash('sha256')
  for (const name of await migrationFiles()) {
    hash.update(name)
    hash.update(await readFile(new URL(`../migrations/${name}`, import.meta.url)))
  }
  return hash.digest('hex').slice(0, 12)
}

/** While autovacuum is at work in it, nobody but the superuser may end its processes: it is soon done. */
async function dropDatabase(client: pg.Client, name: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query(`drop database if exists ${name} with (force)`)
      return
    } catch (error) {
      if (sqlState(error) !== insufficientPrivilege || attempt === 50) throw error
      await wait(200)
    }
  }
}

const insufficientPrivilege = '42501'

async function onServer<T>(server: TestServer, act: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...server, database: 'postgres' })
  await client.connect()
  try {
    return await act(client)
  } finally {
    await client.end()
  }
}
