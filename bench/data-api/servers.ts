/** The servers that are compared, each in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export interface Server {
  readonly name: string
  readonly port: number
  readonly processId: number
  readonly speaks: 'our addresses' | 'those of CAP'
  stop(): Promise<void>
}

export interface Command {
  readonly name: string
  readonly speaks: Server['speaks']
  readonly folder?: string
  readonly environment?: Readonly<Record<string, string>>
  /** What Node runs, given the port. */
  arguments(port: string): readonly string[]
  /** An address that answers as soon as the server does. */
  readonly ready: string
}

export async function startServer(command: Command): Promise<Server> {
  const port = await freePort()
  const child = spawn(process.execPath, command.arguments(String(port)), {
    stdio: ['ignore', 'ignore', 'inherit'],
    cwd: command.folder,
    env: { ...process.env, NODE_ENV: 'production', PORT: String(port), ...command.environment },
  })
  await untilReady(child, `http://127.0.0.1:${port}${command.ready}`)
  return {
    name: command.name,
    port,
    processId: child.pid ?? 0,
    speaks: command.speaks,
    stop: async () => {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}

/** One of the two servers beside this file. */
export const ownServer = (name: string, file: string, databaseUrl: string): Command => ({
  name,
  speaks: 'our addresses',
  arguments: (port) => [
    '--expose-gc',
    fileURLToPath(new URL(`./${file}`, import.meta.url)),
    databaseUrl,
    port,
  ],
  ready: '/readyz',
})

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  return typeof address === 'object' && address !== null ? address.port : 0
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  for (let attempt = 0; attempt < 300 && child.exitCode === null; attempt += 1) {
    try {
      if ((await fetch(url)).ok) return
    } catch {
      // Not there yet: that is what is waited for.
    }
    await wait(100)
  }
  child.kill('SIGTERM')
  throw new Error(`Nothing answers at ${url}.`)
}
