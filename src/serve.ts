/** `serve`, `worker` and `migrate`: from settings to a running hub and a clean end. */
import { type Clock, systemClock } from '#clock'
import type { Settings } from '#config'
import {
  type ConnectionTarget,
  type ConnectOptions,
  connect,
  type Database,
  migrate,
  startEmbedded,
} from '#database'
import { createLog, type Log } from '#log'
import { queryLimits } from '#query'
import { buildConsole } from './build-console.ts'
import { compose, type Hub } from './compose.ts'

export interface ServeOptions {
  readonly http: boolean
  readonly worker: boolean
}

export interface RunningHub extends Hub {
  /** Where the server listens, e.g. http://127.0.0.1:3000. */
  readonly address: string | undefined
  /** Ends everything, the embedded database last. */
  stop(): Promise<void>
}

export async function serve(settings: Settings, options: ServeOptions): Promise<void> {
  const log = createLog({ level: settings.logLevel })
  const hub = await startHub(settings, options, { clock: systemClock, log })
  stopOnSignals(hub, log)
  if (hub.address !== undefined) await welcome(hub, settings)
}

export async function startHub(
  settings: Settings,
  options: ServeOptions,
  { clock, log }: { clock: Clock; log: Log },
): Promise<RunningHub> {
  const pages = options.http ? buildConsole() : undefined
  pages?.catch(() => undefined)
  const { database, reading, stopServer } = await openDatabase(settings, log)
  try {
    const applied = await migrate(database.db)
    if (applied.length > 0) log.info({ applied }, 'database migrated')
    if ((await pages) === 'built') log.info('console built')
    const hub = await compose({ settings, database, reading, clock, log })
    await hub.prepare()
    if (options.worker) hub.worker.start()
    const address = options.http
      ? await hub.server.listen({ port: settings.port, host: settings.host })
      : undefined
    const stop = async () => {
      await hub.close()
      await stopServer()
    }
    return { ...hub, address, stop }
  } catch (error) {
    await database.close()
    await stopServer()
    throw error
  }
}

export async function migrateOnly(settings: Settings): Promise<void> {
  const log = createLog({ level: settings.logLevel })
  const { database, stopServer } = await openDatabase(settings, log)
  try {
    const applied = await migrate(database.db)
    console.log(
      applied.length === 0 ? 'The database is up to date.' : `Applied ${applied.join(', ')}.`,
    )
  } finally {
    await database.close()
    await stopServer()
  }
}

interface OpenDatabase {
  readonly database: Database
  /** For queries of the Data API; connects when the first one comes. */
  readonly reading: Database
  stopServer(): Promise<void>
}

/** The server of DATABASE_URL, or the embedded one in the data directory. */
export async function openDatabase(settings: Settings, log: Log): Promise<OpenDatabase> {
  const open = (target: ConnectionTarget) => {
    const database = connect(target, writing(settings, log))
    return { database, reading: connect(target, readingOnly(settings, log)) }
  }
  if (settings.databaseUrl !== undefined) {
    return { ...open({ url: settings.databaseUrl }), stopServer: async () => {} }
  }
  const embedded = await startEmbedded({ dataDirectory: settings.dataDirectory, log })
  return { ...open(embedded.connection), stopServer: () => embedded.stop() }
}

const writing = (settings: Settings, log: Log): ConnectOptions => ({
  applicationName: `greenroom ${process.pid}`,
  poolSize: settings.databasePoolSize,
  statementTimeoutMs: settings.statementTimeoutMs,
  onIdleError: (error) => log.warn({ err: error }, 'a database connection broke'),
})

/** Half an hour: what many prepared queries leave in a session's memory goes with it. */
const readingLifetimeSeconds = 1800

/** With the 20 for everything else, three processes fit into PostgreSQL's usual 100 connections. */
const readingOnly = (settings: Settings, log: Log): ConnectOptions => ({
  ...writing(settings, log),
  applicationName: `greenroom ${process.pid} reading`,
  poolSize: settings.readPoolSize,
  statementTimeoutMs: Math.min(settings.statementTimeoutMs, queryLimits.statementMilliseconds),
  readOnly: true,
  waitMs: 5000,
  lifetimeSeconds: readingLifetimeSeconds,
})

/** SIGTERM and SIGINT end cleanly; a second one ends at once. */
export function stopOnSignals(hub: Pick<RunningHub, 'stop'>, log: Log): void {
  let stopping = false
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) process.exit(1)
    stopping = true
    log.info({ signal }, 'stopping')
    hub.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'did not stop cleanly')
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

async function welcome(hub: RunningHub, settings: Settings): Promise<void> {
  const token = await hub.identity.ensureFirstAdministrator({
    email: settings.adminEmail,
    password: settings.adminPassword,
    apiKey: settings.apiKey,
  })
  console.log(`Greenroom listens on ${hub.address}; people reach it at ${settings.publicUrl}`)
  if (token !== undefined) {
    console.log(`Sign in once with ${settings.publicUrl}/admin/sign-in?token=${token}`)
  }
}
