/** Starts the hub and the hand-written server of `bench/registration` as processes of their own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { request } from 'undici'

export function startHub(databaseUrl: string, port: number, folder: string): ChildProcess {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
  return spawn(process.execPath, [main, 'serve', '--no-worker'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      GREENROOM_DATA_DIR: folder,
      GREENROOM_LOG_LEVEL: 'error',
    },
  })
}

export function startYardstick(databaseUrl: string, port: number): ChildProcess {
  const yardstick = fileURLToPath(new URL('./registration/hand-written-server.ts', import.meta.url))
  return spawn(process.execPath, [yardstick, databaseUrl, String(port)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  return typeof address === 'object' && address !== null ? address.port : 0
}

export async function untilListening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    try {
      const answer = await request(`http://127.0.0.1:${port}/readyz`)
      await answer.body.dump()
      if (answer.statusCode === 200) return
    } catch {
      // Not there yet: that is what is waited for.
    }
    await wait(100)
  }
  throw new Error(`Nothing listens on port ${port}.`)
}
