import { setTimeout as wait } from 'node:timers/promises'
import type { Queue } from './queue.ts'

export interface Question {
  readonly name: string
  readonly unit: 'per second' | 'ms'
  measure(queue: Queue): Promise<number>
}

const measuredMs = 2000
const bulkJobs = 20_000
const processedJobs = 20_000

export const questions: readonly Question[] = [
  { name: 'enqueue, one after the other', unit: 'per second', measure: (q) => add(q, 1, 'addOne') },
  { name: 'enqueue, 16 at a time', unit: 'per second', measure: (q) => add(q, 16, 'addOne') },
  {
    name: 'enqueue with a row, one after the other',
    unit: 'per second',
    measure: (q) => add(q, 1, 'addWithRow'),
  },
  {
    name: 'enqueue with a row, 16 at a time',
    unit: 'per second',
    measure: (q) => add(q, 16, 'addWithRow'),
  },
  { name: 'enqueue in bulk, 1,000 a transaction', unit: 'per second', measure: bulk },
  { name: 'process 20,000 waiting empty jobs', unit: 'per second', measure: process },
  {
    name: 'enqueue to start, 20 a second, median',
    unit: 'ms',
    measure: (q) => latency(q, 50, 0.5),
  },
  { name: 'enqueue to start, 20 a second, p95', unit: 'ms', measure: (q) => latency(q, 50, 0.95) },
  {
    name: 'enqueue to start, 500 a second, median',
    unit: 'ms',
    measure: (q) => latency(q, 2, 0.5),
  },
  { name: 'enqueue to start, 500 a second, p95', unit: 'ms', measure: (q) => latency(q, 2, 0.95) },
]

async function add(queue: Queue, callers: number, act: 'addOne' | 'addWithRow'): Promise<number> {
  let added = 0
  const until = performance.now() + measuredMs
  const caller = async () => {
    while (performance.now() < until) {
      await queue[act]()
      added += 1
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
  return (added * 1000) / measuredMs
}

async function bulk(queue: Queue): Promise<number> {
  const began = performance.now()
  for (let added = 0; added < bulkJobs; added += 1000) await queue.addMany(1000)
  return (bulkJobs * 1000) / (performance.now() - began)
}

async function process(queue: Queue): Promise<number> {
  for (let added = 0; added < processedJobs; added += 1000) await queue.addMany(1000)
  const all = Promise.withResolvers<void>()
  let begun = 0
  const began = performance.now()
  const worker = await queue.startWorker(() => {
    begun += 1
    if (begun === processedJobs) all.resolve()
  })
  await all.promise
  // With what is still to be written: a job is not done before the database knows.
  await worker.stop()
  return (processedJobs * 1000) / (performance.now() - began)
}

async function latency(queue: Queue, everyMs: number, quantile: number): Promise<number> {
  const waits: number[] = []
  const worker = await queue.startWorker((sentAt) => waits.push(performance.now() - sentAt))
  await wait(300)
  const adding: Promise<void>[] = []
  for (const until = performance.now() + 3000; performance.now() < until; ) {
    adding.push(queue.addOne())
    await wait(everyMs)
  }
  await Promise.all(adding)
  await wait(700)
  await worker.stop()
  waits.sort((a, b) => a - b)
  return waits[Math.floor(waits.length * quantile)] ?? Number.NaN
}
