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
  adding('enqueue, one after the other', 1, 'addOne', 'idle'),
  adding('enqueue, 16 at a time, no worker awake', 16, 'addOne', 'idle'),
  adding('enqueue, 16 at a time, a worker awake', 16, 'addOne', 'busy'),
  adding('with a row, one after the other', 1, 'addWithRow', 'idle'),
  adding('with a row, 16 at a time, no worker awake', 16, 'addWithRow', 'idle'),
  adding('with a row, 16 at a time, a worker awake', 16, 'addWithRow', 'busy'),
  { name: 'enqueue in bulk, 1,000 a transaction', unit: 'per second', measure: bulk },
  { name: 'process 20,000 waiting empty jobs', unit: 'per second', measure: process },
  starting('enqueue to start, 20 a second, median', 50, 0.5),
  starting('enqueue to start, 20 a second, p95', 50, 0.95),
  starting('enqueue to start, 400 a second, median', 2, 0.5),
  starting('enqueue to start, 400 a second, p95', 2, 0.95),
]

function adding(
  name: string,
  callers: number,
  act: 'addOne' | 'addWithRow',
  worker: 'idle' | 'busy',
): Question {
  const measure = async (queue: Queue) => {
    if (worker === 'busy') await queue.pretendBusy()
    return await add(queue, callers, act)
  }
  return { name, unit: 'per second', measure }
}

function starting(name: string, everyMs: number, quantile: number): Question {
  return { name, unit: 'ms', measure: (queue) => latency(queue, everyMs, quantile) }
}

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
