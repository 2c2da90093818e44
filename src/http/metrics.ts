import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { HttpServer } from './server.ts'

export interface Metrics {
  /** A number that is asked for when somebody reads /metrics. */
  gauge(name: string, help: string, read: () => Promise<number>): void
  /** Numbers with labels that are asked for together when somebody reads /metrics. */
  gauges(name: string, help: string, labels: readonly string[], read: Reading): void
  /** Counts what happens in this process, by labels. */
  counter(name: string, help: string, labels: readonly string[]): (of: Labels) => void
  /** Counts and times how long things of a kind take. */
  timer(name: string, help: string, label: string): (of: string, seconds: number) => void
  /** GET /metrics in the Prometheus text format; also times the requests of the server. */
  serve(server: HttpServer): void
}

export type Labels = Readonly<Record<string, string>>

type Reading = () => Promise<readonly { readonly labels: Labels; readonly value: number }[]>

/** Seconds; from a cached page to a provider that hangs. */
const buckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60]

/** One registry per hub, so that several hubs of one process (tests) do not mix. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const metrics: Metrics = {
    gauge(name, help, read) {
      new Gauge({
        name,
        help,
        registers: [registry],
        async collect() {
          this.set(await read())
        },
      })
    },
    gauges(name, help, labelNames, read) {
      new Gauge({
        name,
        help,
        labelNames: [...labelNames],
        registers: [registry],
        async collect() {
          const found = await read()
          this.reset()
          for (const { labels, value } of found) this.set(labels, value)
        },
      })
    },
    counter(name, help, labelNames) {
      const counter = new Counter({
        name,
        help,
        labelNames: [...labelNames],
        registers: [registry],
      })
      return (labels) => counter.inc(labels)
    },
    timer(name, help, label) {
      const histogram = new Histogram({
        name,
        help,
        labelNames: [label],
        buckets,
        registers: [registry],
      })
      return (of, seconds) => histogram.observe({ [label]: of }, seconds)
    },
    serve(server) {
      const observe = metrics.timer('greenroom_http_seconds', 'Time to answer, by route', 'route')
      server.addHook('onResponse', async (request, reply) => {
        observe(
          `${request.method} ${request.routeOptions.url ?? 'unknown'}`,
          reply.elapsedTime / 1000,
        )
      })
      server.get('/metrics', { schema: { hide: true } }, async (_, reply) =>
        reply.type(registry.contentType).send(await registry.metrics()),
      )
    },
  }
  return metrics
}
