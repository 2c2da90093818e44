import { setTimeout as wait } from 'node:timers/promises'
import type { GreenroomSender } from './greenroom-sender.ts'
import type { Sender } from './sender.ts'
import type { SinkReport } from './sink.ts'
import type { Sink } from './sink-process.ts'

const drained = 6_000

/** Deliveries a second, from a full queue until the last one is recorded. */
export async function throughput(sender: Sender, sink: Sink): Promise<number> {
  await sender.empty()
  await sender.queue(drained)
  sink.reset()
  const began = performance.now()
  const worker = await sender.startWorker()
  await sink.waitFor(drained)
  while ((await sender.recorded()) < drained) await wait(5)
  const seconds = (performance.now() - began) / 1000
  await worker.stop()
  return drained / seconds
}

export interface Load {
  /** Changes a second. */
  readonly rate: number
  /** Of them in one transaction. */
  readonly together: number
  readonly seconds: number
}

export interface Latency {
  /** What was reached. */
  readonly rate: number
  readonly median: number
  readonly p99: number
}

const now = () => performance.timeOrigin + performance.now()

/**
 * Milliseconds from the acknowledged commit of a change to its request at the sink, while changes
 * are made at this rate. A request that overtakes the acknowledgement counts as 0.
 */
export async function latency(sender: Sender, sink: Sink, load: Load): Promise<Latency> {
  await sender.empty()
  const worker = await sender.startWorker()
  await changeAtRate(sender, { ...load, seconds: 1 })
  await wait(500)
  sink.reset()
  const began = performance.now()
  const committed = await changeAtRate(sender, load)
  const reached = committed.size / ((performance.now() - began) / 1000)
  const arrivals = await arrivalsOf(sink, [...committed.keys()])
  await worker.stop()
  const sorted = [...committed]
    .map(([id, at]) => Math.max(0, (arrivals[id] ?? Number.NaN) - at))
    .sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN
  return { rate: reached, median: at(0.5), p99: at(0.99) }
}

/** Requests of the warm-up may still come and count: what is waited for is each single one. */
async function arrivalsOf(sink: Sink, ids: readonly string[]): Promise<SinkReport['arrivals']> {
  for (let count = ids.length; ; count += 1) {
    const { arrivals } = await sink.waitFor(count)
    if (ids.every((id) => id in arrivals)) return arrivals
  }
}

/** By correlation id: when the commit was known. */
async function changeAtRate(
  sender: Sender,
  { rate, together, seconds }: Load,
): Promise<Map<string, number>> {
  const committed = new Map<string, number>()
  const changes: Promise<unknown>[] = []
  const transactions = (rate * seconds) / together
  const began = performance.now()
  const change = async () => {
    const ids = await sender.change(together)
    for (const id of ids) committed.set(id, now())
  }
  while (changes.length < transactions) {
    const due = ((performance.now() - began) / 1000 / seconds) * transactions
    while (changes.length < Math.min(due, transactions)) changes.push(change())
    await wait(1)
  }
  await Promise.all(changes)
  return committed
}

const healthyColumns = [
  ...['department', 'jobtitle', 'nickname', 'middlename', 'salutation', 'suffix', 'fax'],
  ...['managername', 'assistantname', 'spousesname'],
]
const deadColumn = 'governmentid'
const perEndpoint = 1_000

export async function registerEndpoints(sender: GreenroomSender, sink: Sink): Promise<void> {
  for (const column of healthyColumns) await sender.register(`${sink.url}/${column}`, column)
  await sender.register(`${sink.url}/dead`, deadColumn)
}

/** Deliveries a second to ten healthy endpoints, with or without a hanging one among them. */
export async function healthyThroughput(
  sender: GreenroomSender,
  sink: Sink,
  withDead: boolean,
): Promise<number> {
  await sender.empty()
  // In turns, so that the dead one's deliveries stand between the others.
  for (let done = 0; done < perEndpoint; done += 100) {
    if (withDead) await sender.queueFor(deadColumn, 100)
    for (const column of healthyColumns) await sender.queueFor(column, 100)
  }
  sink.reset()
  const count = healthyColumns.length * perEndpoint
  const began = performance.now()
  const worker = await sender.startWorker()
  await sink.waitFor(count)
  const seconds = (performance.now() - began) / 1000
  await worker.stop()
  return count / seconds
}
