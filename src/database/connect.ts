import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Db, NoTables } from './handles.ts'
import { PreparingClient } from './prepared-statements.ts'

/** Where the database is: a URL from the settings, or the embedded server's socket. */
export type ConnectionTarget =
  | { readonly url: string }
  | {
      readonly host: string
      readonly port: number
      readonly user: string
      readonly password?: string
      readonly database: string
    }

export interface ConnectOptions {
  readonly applicationName: string
  /** Connections at most; the pool is shared by HTTP and worker of one process. */
  readonly poolSize: number
  /** Milliseconds after which PostgreSQL ends a statement. */
  readonly statementTimeoutMs: number
  /** Told of connections that break while idle; the pool replaces them. */
  readonly onIdleError: (error: Error) => void
  /** Sessions that refuse to write, whatever statement reaches them. */
  readonly readOnly?: boolean
  /** How long somebody waits for a connection before that fails; default 10 seconds. */
  readonly waitMs?: number
  /** Seconds after which a connection is replaced; default never. */
  readonly lifetimeSeconds?: number
}

export interface Database {
  readonly db: Db
  readonly pool: pg.Pool
  /** How many connections the pool may open; synchronous webhooks may hold half. */
  readonly poolSize: number
  /** Ends all connections; calling it again does nothing. */
  close(): Promise<void>
}

/** Rows carry numbers as numbers, local times as text and exact decimals as text. */
const typeParsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === pg.types.builtins.INT8) return toSafeInteger
    if (oid === pg.types.builtins.TIMESTAMP) return toLocalTime
    if (oid === pg.types.builtins.DATE) return (value: string) => value
    return pg.types.getTypeParser(oid, format)
  }) as pg.CustomTypesConfig['getTypeParser'],
}

export function connect(target: ConnectionTarget, options: ConnectOptions): Database {
  const pool = new pg.Pool({
    ...('url' in target ? { connectionString: target.url } : target),
    Client: PreparingClient,
    max: options.poolSize,
    application_name: options.applicationName,
    statement_timeout: options.statementTimeoutMs,
    idle_in_transaction_session_timeout: 2 * options.statementTimeoutMs,
    connectionTimeoutMillis: options.waitMs ?? 10_000,
    maxLifetimeSeconds: options.lifetimeSeconds ?? 0,
    ...(options.readOnly === true ? { options: '-c default_transaction_read_only=on' } : {}),
    idleTimeoutMillis: 60_000,
    types: typeParsers,
  })
  pool.on('error', options.onIdleError)
  // A connection that breaks while it is lent out must not end the process either: whoever uses it
  // gets the error from the statement.
  pool.on('connect', (client) => client.on('error', options.onIdleError))
  const db = new Kysely<NoTables>({ dialect: new PostgresDialect({ pool }) })
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= end()
    return closed
  }
  // Kysely ends the pool only where it has used it itself.
  const end = async () => {
    await db.destroy()
    if (!pool.ending) await pool.end()
  }
  return { db, pool, poolSize: options.poolSize, close }
}

function toSafeInteger(value: string): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw new RangeError(`${value} does not fit a safe integer.`)
  return number
}

/** `2026-11-21 10:00:00` from PostgreSQL becomes `2026-11-21T10:00:00`. */
function toLocalTime(value: string): string {
  return value.replace(' ', 'T')
}
