import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '#log'
import { sendSignal } from './processes.ts'
import type { RunningServer } from './running-server.ts'

/** Waits before each try to bring the server back, in milliseconds; two minutes in all. */
const usualPauses = [0, 200, 1000, 2000, 5000, 10_000, 20_000, 40_000, 40_000]

/** A server that ran so long, in milliseconds, gets all the tries again. */
const healthyAfter = 60_000

export interface Supervised {
  readonly launch: () => Promise<RunningServer>
  readonly end: (server: RunningServer) => Promise<void>
  readonly log: Log
  readonly pauses?: readonly number[]
}

/**
 * Keeps a server running: when it ends by itself it is started again, on the same endpoint, so that
 * pools reconnect. PostgreSQL mends crashed backends itself; this is for a lost postmaster.
 * @returns stop, which ends the server and resolves when it is gone
 */
export function superviseServer(first: RunningServer, supervised: Supervised) {
  const { launch, end, log, pauses = usualPauses } = supervised
  const stopping = new AbortController()
  const { signal } = stopping
  let current: RunningServer | undefined = first
  let triesLeft = [...pauses]

  // For a hub that ends without stop(), e.g. by an uncaught error: PostgreSQL shall not stay behind.
  // Not on Windows, where this would kill it; the next hub adopts it there.
  const endWithHub = () => {
    if (current !== undefined && process.platform !== 'win32') sendSignal(current.pid, 'SIGINT')
  }

  async function keepRunning(): Promise<void> {
    while (current !== undefined) {
      const { pid } = current
      const started = performance.now()
      const how = await current.ended
      current = undefined
      if (signal.aborted) return
      log.error({ server: pid, how }, 'PostgreSQL ended by itself')
      if (performance.now() - started > healthyAfter) triesLeft = [...pauses]
      current = await relaunch()
      if (signal.aborted && current !== undefined) await end(current)
    }
  }

  async function relaunch(): Promise<RunningServer | undefined> {
    for (let pause = triesLeft.shift(); pause !== undefined; pause = triesLeft.shift()) {
      // stop() ends the pause by an abort.
      await sleep(pause, undefined, { signal }).catch(() => undefined)
      if (signal.aborted) return undefined
      try {
        const server = await launch()
        log.info({ server: server.pid }, 'PostgreSQL runs again')
        return server
      } catch (error) {
        log.error({ err: error }, 'PostgreSQL could not be started again')
      }
    }
    log.fatal('PostgreSQL did not come back; repair what the log says and start the hub again')
    return undefined
  }

  process.on('exit', endWithHub)
  const kept = keepRunning()

  return async function stop(): Promise<void> {
    stopping.abort()
    if (current !== undefined) await end(current)
    await kept
    process.off('exit', endWithHub)
  }
}
