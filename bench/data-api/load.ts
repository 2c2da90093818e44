/** Clients that ask one after the other, as fast as they are answered. */
import { PlainClient } from './plain-client.ts'

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
  const opened = Array.from({ length: concurrency }, () => PlainClient.open(port, headers))
  const clients = await Promise.all(opened)
  const times: number[] = []
  const end = performance.now() + seconds * 1000
  let next = 0
  const askOn = async (client: PlainClient) => {
    while (performance.now() < end) {
      const began = performance.now()
      const asked = path(next++)
      const status = await client.ask(asked)
      if (status !== 200) throw new Error(`${asked} was answered with ${status}`)
      times.push(performance.now() - began)
    }
  }
  const began = performance.now()
  await Promise.all(clients.map(askOn))
  const took = (performance.now() - began) / 1000
  for (const client of clients) client.close()
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0
  return { requests: times.length, perSecond: times.length / took, p50: at(0.5), p99: at(0.99) }
}
