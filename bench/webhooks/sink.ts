/**
 * A receiver in a process of its own: answers 200 at once, counts, and notes when each row's first
 * request came. Paths that begin with /dead are never answered.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type SinkCommand = 'reset' | 'count' | 'report'

export interface SinkReport {
  readonly healthy: number
  /** By correlation id: milliseconds since 1970, with fractions. */
  readonly arrivals: Readonly<Record<string, number>>
}

let healthy = 0
let arrivals: Record<string, number> = {}

const now = () => performance.timeOrigin + performance.now()

const server = createServer((request, response) => {
  const at = now()
  request.resume()
  if (request.url?.startsWith('/dead')) return
  request.on('end', () => {
    healthy += 1
    arrivals[request.headers['x-ms-correlation-request-id'] as string] ??= at
    response.end()
  })
})
server.keepAliveTimeout = 60_000

server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port })
})

process.on('message', (command: SinkCommand) => {
  // The arrivals of thousands of requests take milliseconds to hand over: only when asked for.
  if (command === 'count') process.send?.({ healthy, arrivals: {} } satisfies SinkReport)
  if (command === 'report') process.send?.({ healthy, arrivals } satisfies SinkReport)
  if (command !== 'reset') return
  healthy = 0
  arrivals = {}
})

process.on('disconnect', () => process.exit())
