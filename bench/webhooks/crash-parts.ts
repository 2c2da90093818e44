/** What the crash table kills and starts again: database, hub, worker, receiver. */
import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, connect as openSocket, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { unusedPort } from '../../test/hub.ts'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

export interface Part {
  kill(): Promise<void>
  start(): Promise<void>
}

/** One command of the hub. `readyAt`: the address that answers when it is up. */
export function hubProcess(
  command: readonly string[],
  environment: Readonly<Record<string, string>>,
  readyAt: string | undefined,
): Part {
  let child: ChildProcess | undefined
  return {
    async start() {
      child = spawn(process.execPath, [main, ...command], {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { PATH: process.env.PATH ?? '', GREENROOM_LOG_LEVEL: 'fatal', ...environment },
      })
      if (readyAt !== undefined) await untilAnswering(readyAt)
    },
    async kill() {
      const ended = child === undefined ? undefined : once(child, 'exit')
      child?.kill('SIGKILL')
      await ended
    },
  }
}

async function untilAnswering(url: string): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if ((await fetch(url).catch(() => undefined))?.ok) return
    await wait(100)
  }
  throw new Error(`${url} did not answer within a minute.`)
}

export interface CrashSink extends Part {
  readonly url: string
  /** How often each contact was told of. */
  readonly received: Map<string, number>
}

export async function crashSink(): Promise<CrashSink> {
  const port = await unusedPort()
  const received = new Map<string, number>()
  let child: ChildProcess | undefined
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    async start() {
      child = fork(fileURLToPath(new URL('crash-sink.ts', import.meta.url)), [String(port)])
      await once(child, 'message')
      child.on('message', (id: string) => received.set(id, (received.get(id) ?? 0) + 1))
    },
    async kill() {
      const ended = child === undefined ? undefined : once(child, 'exit')
      child?.kill('SIGKILL')
      await ended
    },
  }
}

export interface DatabaseLine {
  readonly port: number
  /** Ends every connection and takes no more until `mend`. */
  cut(): void
  mend(): void
  close(): void
}

/** The hub's only way to the database: a relay that can be cut. */
export async function databaseLine(socketPath: string): Promise<DatabaseLine> {
  const sockets = new Set<Socket>()
  let isCut = false
  const relay = createServer((near) => {
    if (isCut) {
      near.destroy()
      return
    }
    const far = openSocket(socketPath)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.on('error', () => one.destroy())
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
      one.pipe(other)
    }
  })
  relay.listen(0, '127.0.0.1')
  await once(relay, 'listening')
  const address = relay.address()
  const cutAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    cut() {
      isCut = true
      cutAll()
    },
    mend() {
      isCut = false
    },
    close() {
      relay.close()
      cutAll()
    },
  }
}
