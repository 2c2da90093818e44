/**
 * How many durable deliveries a second, each with its system job, and how soon after the commit?
 * Beside it a minimal sender on graphile-worker that keeps one attempt row per delivery, on the
 * same server, to the same receiver, with the same context; they take turns (A/B/A/B …) and
 * medians are compared. Then: what does one endpoint that hangs cost ten healthy ones?
 * Hub, receiver and PostgreSQL share the machine; commits are flushed, as in production.
 *
 * Needs a server: GREENROOM_TEST_SERVER='{"host":…,"port":…,"user":…,"database":"postgres"}', or
 * starts an embedded one. ROUNDS=5 for more than the default 3 rounds.
 */
import { withBenchDatabase } from '../bench-database.ts'
import { graphileSender } from './graphile-sender.ts'
import { greenroomSender } from './greenroom-sender.ts'
import {
  healthyThroughput,
  type Latency,
  latency,
  registerEndpoints,
  throughput,
} from './questions.ts'
import type { Sender } from './sender.ts'
import { startSink } from './sink-process.ts'

const rounds = Number(process.env.ROUNDS ?? 3)

/** Half of 3,000 a second, written so that the writing does not need the whole machine; then few. */
const loads = [
  { rate: Number(process.env.RATE ?? 1_500), together: 10, seconds: 4 },
  { rate: 500, together: 5, seconds: 4 },
  { rate: 200, together: 1, seconds: 4 },
]

await withBenchDatabase({ name: 'webhooks', poolSize: 20 }, async (database) => {
  const sink = await startSink()
  const greenroom = await greenroomSender(database)
  await greenroom.register(`${sink.url}/hook`, 'firstname')
  await greenroom.queue(1)
  const sample = await greenroom.sample()
  console.log(`context of ${Buffer.byteLength(sample.body)} bytes`)
  const yardstick = await graphileSender(database, `${sink.url}/hook?code=bench`, sample)
  const senders = [greenroom, yardstick]

  const rates = await inTurns(senders, (each) => throughput(each, sink))
  report('deliveries from a full queue', rates, 'per second', (of) => of)

  for (const load of loads) {
    const late = await inTurns(senders, (each) => latency(each, sink, load))
    const what = `at ${load.rate} changes/s, ${load.together} together`
    report(`${what}: reached`, late, 'per second', (of) => of.rate)
    report(`${what}: to request, p50`, late, 'ms', (of: Latency) => of.median)
    report(`${what}: to request, p99`, late, 'ms', (of: Latency) => of.p99)
  }

  await registerEndpoints(greenroom, sink)
  const [alone, together] = await healthyInTurns()
  const cost = (100 * (alone - together)) / alone
  console.log(
    `ten healthy endpoints ${alone.toFixed(0)} per second; with a hanging one among them ${together.toFixed(0)}: ${cost.toFixed(1)} % less`,
  )
  for (const each of senders) await each.close()
  sink.stop()

  async function healthyInTurns(): Promise<readonly [number, number]> {
    const results: [number[], number[]] = [[], []]
    for (let round = 0; round < rounds; round += 1) {
      results[0].push(await healthyThroughput(greenroom, sink, false))
      results[1].push(await healthyThroughput(greenroom, sink, true))
    }
    return [median(results[0]), median(results[1])]
  }
})

async function inTurns<T>(
  senders: readonly Sender[],
  measure: (sender: Sender) => Promise<T>,
): Promise<readonly (readonly T[])[]> {
  const results: T[][] = senders.map(() => [])
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, sender] of senders.entries()) results[index]?.push(await measure(sender))
  }
  return results
}

function report<T>(
  what: string,
  results: readonly (readonly T[])[],
  unit: 'per second' | 'ms',
  of: (result: T) => number,
): void {
  const [own = Number.NaN, other = Number.NaN] = results.map((each) => median(each.map(of)))
  const ratio = unit === 'ms' ? other / own : own / other
  const digits = unit === 'ms' ? 1 : 0
  const numbers = `${own.toFixed(digits).padStart(8)} to ${other.toFixed(digits).padStart(8)} ${unit}`
  console.log(`${what.padEnd(46)} ${numbers.padEnd(34)} ${ratio.toFixed(2)} x`)
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
