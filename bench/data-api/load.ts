/** Clients that ask one after the other, as fast as they are answered. */
import { Pool } from 'undici'

export const concurrency = 32

export interface Load {
  readonly port: number
  readonly headers: Readonly<Record<string, string>>
  path(number: number): string
}

export interface Measured {
  readonly requests: number
  readonly perSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
}

export async function load({ port, headers, path }: Load, seconds: number): Promise<Measured> {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: concurrency, pipelining: 1 })
  const times: number[] = []
  const end = performance.now() + seconds * 1000
  let next = 0
  const client = async () => {
    while (performance.now() < end) {
      const began = performance.now()
      const asked = path(next++)
      const answer = await pool.request({ method: 'GET', path: asked, headers })
      if (answer.statusCode !== 200) throw new Error(`${asked} ${await answer.body.text()}`)
      await answer.body.dump({ limit: 10_000_000 })
      times.push(performance.now() - began)
    }
  }
  const began = performance.now()
  await Promise.all(Array.from({ length: concurrency }, client))
  const took = (performance.now() - began) / 1000
  await pool.close()
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0
  return { requests: times.length, perSecond: times.length / took, p50: at(0.5), p99: at(0.99) }
}
