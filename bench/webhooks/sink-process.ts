import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { SinkCommand, SinkReport } from './sink.ts'

export interface Sink {
  readonly url: string
  reset(): void
  /** Resolves with the report when so many requests were answered. */
  waitFor(count: number): Promise<SinkReport>
  stop(): void
}

export async function startSink(): Promise<Sink> {
  const child = fork(fileURLToPath(new URL('sink.ts', import.meta.url)))
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  const ask = async (command: SinkCommand): Promise<SinkReport> => {
    child.send(command)
    return ((await once(child, 'message')) as [SinkReport])[0]
  }
  return {
    url: `http://127.0.0.1:${port}`,
    reset: () => child.send('reset'),
    async waitFor(count) {
      const until = performance.now() + 120_000
      for (;;) {
        const { healthy } = await ask('count')
        if (healthy >= count) return await ask('report')
        if (performance.now() > until) throw new Error(`${healthy} of ${count} came.`)
        await wait(20)
      }
    },
    stop: () => child.disconnect(),
  }
}
