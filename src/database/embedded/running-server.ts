import { execFile } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import type { Log } from '#log'
import { type Connection, connectionTo } from './endpoint.ts'
import { readPostmasterFile } from './postmaster-file.ts'
import { isRunning, sendSignal } from './processes.ts'
import { databaseName, type Endpoint, executable, type ServerPlan } from './server-plan.ts'

/** A server process, a child of this one or a leftover. */
export interface RunningServer {
  readonly pid: number
  /** How it ended, in words. Never rejects. */
  readonly ended: Promise<string>
}

/** A process that is not a child can only be asked again and again. */
export function watchProcess(pid: number): RunningServer {
  const watch = async () => {
    while (await isRunning(pid)) await sleep(100)
    return 'gone'
  }
  return { pid, ended: watch() }
}

/**
 * Waits until the server takes connections; recovery after a crash may take minutes.
 * @returns false when it ended instead
 */
export async function becomesReady(
  { cluster }: ServerPlan,
  server: RunningServer,
  log: Log,
): Promise<boolean> {
  const life = { isOver: false }
  void server.ended.then(() => {
    life.isOver = true
  })
  for (let waits = 1; !life.isOver; waits += 1) {
    const file = await readPostmasterFile(cluster)
    if (file?.pid === server.pid && file.status === 'ready') return true
    if (waits % 1000 === 0) log.warn({ server: server.pid }, 'PostgreSQL is still starting')
    await sleep(10)
  }
  return false
}

/** Why the server does not let the hub in; undefined when it does. */
export async function refusedBy(endpoint: Endpoint): Promise<Error | undefined> {
  const connection: Connection = connectionTo(endpoint, databaseName)
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 5000 })
  // Without a listener, a connection that breaks later would end the hub.
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('select 1')
    return undefined
  } catch (error) {
    return error as Error
  } finally {
    await client.end()
  }
}

/** Signals of postmaster: SIGINT rolls back and writes everything ("fast"), SIGQUIT leaves it to recovery. */
const endings = [
  { signal: 'SIGINT', patience: 60_000 },
  { signal: 'SIGQUIT', patience: 10_000 },
  { signal: 'SIGKILL', patience: 10_000 },
] as const

/** Ends a server as cleanly as it lets itself be ended. Nothing acknowledged is lost by any of the ways. */
export async function endServer(plan: ServerPlan, server: RunningServer, log: Log): Promise<void> {
  if (process.platform === 'win32') {
    // Windows has no signals; pg_ctl asks the server through its pipe.
    const pgCtl = executable(plan.binaries, 'pg_ctl')
    await promisify(execFile)(pgCtl, ['stop', '-m', 'fast', '-w', '-D', plan.cluster])
    return
  }
  for (const { signal, patience } of endings) {
    if (!(await isRunning(server.pid))) break
    sendSignal(server.pid, signal)
    if (await endsWithin(server, patience)) return
    log.warn({ server: server.pid, signal, patience }, 'PostgreSQL did not end')
  }
  await server.ended
}

async function endsWithin(server: RunningServer, milliseconds: number): Promise<boolean> {
  const patience = new AbortController()
  const timeout = sleep(milliseconds, false, { signal: patience.signal }).catch(() => false)
  const hasEnded = await Promise.race([server.ended.then(() => true), timeout])
  patience.abort()
  return hasEnded
}
