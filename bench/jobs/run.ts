/**
 * How fast is the job queue beside graphile-worker's on the same server and in the same run? Both
 * enqueue and process the same jobs (300 bytes, an empty task); they take turns (A/B/A/B …) and the
 * medians are compared. Commits are flushed, as in production.
 *
 * Needs a server: GREENROOM_TEST_SERVER='{"host":…,"port":…,"user":…,"database":"postgres"}', or
 * starts an embedded one. ROUNDS=5 for more than the default 3 rounds.
 */
import { withBenchDatabase } from './bench-database.ts'
import { graphileQueue } from './graphile-queue.ts'
import { greenroomQueue } from './greenroom-queue.ts'
import { questions } from './questions.ts'
import type { Queue } from './queue.ts'

const rounds = Number(process.env.ROUNDS ?? 3)
const only = process.argv.slice(2)

await withBenchDatabase(async (pool) => {
  const queues = [await greenroomQueue(pool), await graphileQueue(pool)] as const
  for (const question of questions) {
    if (only.length > 0 && !only.some((word) => question.name.includes(word))) continue
    const [own, other] = await takeTurns(queues, question.measure)
    report(question.name, question.unit, own, other)
  }
  for (const queue of queues) await queue.close()
})

async function takeTurns(
  queues: readonly [Queue, Queue],
  measure: (queue: Queue) => Promise<number>,
): Promise<[number, number]> {
  const results: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, queue] of queues.entries()) {
      await queue.empty()
      results[index as 0 | 1].push(await measure(queue))
    }
  }
  return [median(results[0]), median(results[1])]
}

function report(name: string, unit: 'per second' | 'ms', own: number, other: number): void {
  const ratio = unit === 'ms' ? other / own : own / other
  const digits = unit === 'ms' ? 1 : 0
  const numbers = `${own.toFixed(digits).padStart(8)} to ${other.toFixed(digits).padStart(8)} ${unit}`
  console.log(`${name.padEnd(44)} ${numbers.padEnd(34)} ${ratio.toFixed(2)} x`)
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
