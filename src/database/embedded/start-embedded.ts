import type { Log } from '#log'
import { type Connection, chooseEndpoint, connectionTo, discardEndpoint } from './endpoint.ts'
import { findHome, type Home } from './find-home.ts'
import { launchServer } from './launch-server.ts'
import { type LocatedBinaries, locateBinaries } from './locate-binaries.ts'
import { makeCluster } from './make-cluster.ts'
import { prepareBinaries, removeOldCopies } from './prepare-binaries.ts'
import { endServer } from './running-server.ts'
import { writeAccessRules } from './server-arguments.ts'
import { clusterIn, databaseName, type ServerPlan } from './server-plan.ts'
import { settleLeftover } from './settle-leftover.ts'
import { superviseServer } from './supervise-server.ts'
import { takeHubLock } from './take-hub-lock.ts'

export interface EmbeddedServer {
  /** For `pg.Pool` and `pg.Client`: a socket directory as host, or 127.0.0.1 with port and password. */
  readonly connection: Connection
  /** Ends PostgreSQL ("fast": open transactions roll back) and lets another hub have the data. */
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  /** Made when it is missing. The database is in its folder `postgresql`, or where the log says. */
  readonly dataDirectory: string
  readonly log: Log
  /** PostgreSQL settings that win over the hub's own, e.g. `{ fsync: 'off' }` for tests. */
  readonly settings?: Record<string, string>
}

/**
 * Starts the PostgreSQL that comes with the hub: makes the database at the first start, adopts the
 * server of a hub that was killed, and keeps it running until `stop`.
 * While it runs it keeps the process alive, as a listening server does.
 * Measured on 2 cores: first start 1.1 s, start with existing data 0.06 s, stop 0.02 s; below a
 * directory that PostgreSQL's user cannot enter the first start copies the binaries, 0.7 s more.
 * @throws Refusal `embedded-database-…` when it cannot start; the sentence says why and what to do
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  return startFrom(await locateBinaries(), options)
}

/** `startEmbedded` with given binaries, so that a test can put them where PostgreSQL's user cannot go. */
export async function startFrom(
  located: LocatedBinaries,
  options: EmbeddedOptions,
): Promise<EmbeddedServer> {
  const home = await findHome(options.dataDirectory, options.log)
  const lock = await takeHubLock(home.directory)
  try {
    const { connection, stop } = await startLocked(located, home, options)
    const stopAndRelease = () => stop().finally(() => lock.release())
    let stopped: Promise<void> | undefined
    return {
      connection,
      stop() {
        stopped ??= stopAndRelease()
        return stopped
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

async function startLocked(
  located: LocatedBinaries,
  { directory: home, account }: Home,
  { log, settings = {} }: EmbeddedOptions,
): Promise<EmbeddedServer> {
  const binaries = await prepareBinaries(located, home, account, log)
  const cluster = clusterIn(home)
  const plan: ServerPlan = { binaries: binaries.directory, home, cluster, account, settings }
  await writeAccessRules(home)
  await makeCluster(plan, binaries.majorVersion, log)
  const { server, endpoint } = (await settleLeftover(plan, log)) ?? (await launchNew(plan, log))
  const stopServer = superviseServer(server, {
    launch: () => launchServer(plan, endpoint, log),
    end: (running) => endServer(plan, running, log),
    log,
  })
  await removeOldCopies(home, plan.binaries, log)
  return {
    connection: connectionTo(endpoint, databaseName),
    async stop() {
      await stopServer()
      if (endpoint.kind === 'socket') await discardEndpoint(endpoint.directory, account, log)
    },
  }
}

async function launchNew(plan: ServerPlan, log: Log) {
  const endpoint = await chooseEndpoint(plan, log)
  return { endpoint, server: await launchServer(plan, endpoint, log) }
}
