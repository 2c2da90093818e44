/**
 * How long does it take to make the verdicts of an event with 10,000 registrations anew? The hub runs
 * its job as a worker does, with all its steps; the yardstick (`yardstick.ts`) is one statement
 * written by hand for the same rule, on the same rows, by turns. Afterwards every stored verdict of
 * the hub is compared with the yardstick's. `nothing changes`: the threshold is
 * written as it was. `somebody listens`: a step on changed verdicts, as a webhook makes it; another
 * threshold changes some of them. `first time`: nobody has a verdict yet, and nothing is warm.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '#clock'
import { readSettings } from '#config'
import { type Db, withTransaction } from '#database'
import { systemCaller } from '#identity'
import { silentLog } from '#log'
import type { Step } from '#pipeline'
import { compose, type Hub } from '../../src/compose.ts'
import { withBenchDatabase } from '../bench-database.ts'
import { makeEvent } from './make-event.ts'
import { decideByHand, differences } from './yardstick.ts'

const people = Number(process.env.PEOPLE ?? 10_000)
const rounds = Number(process.env.ROUNDS ?? 5)
const goalMs = 2000

interface Measured {
  readonly ms: number
  readonly memoryMb: number
}

await withBenchDatabase({ name: 'attendance', poolSize: 10 }, async (database) => {
  const folder = await mkdtemp(join(tmpdir(), 'greenroom-bench-'))
  const settings = readSettings({ GREENROOM_DATA_DIR: folder })
  const hub = await compose({ settings, database, clock: systemClock, log: silentLog })
  const event = await makeEvent(database.db, hub.pipeline, people)
  try {
    await compare(hub, database.db, event)
  } finally {
    await hub.close()
    await rm(folder, { recursive: true, force: true })
  }
})

async function compare(hub: Hub, db: Db, event: string): Promise<void> {
  const first: Measured[] = []
  const changed: Measured[] = []
  const same: Measured[] = []
  const byHand: Measured[] = []
  let needed = 10
  for (let round = 0; round <= rounds; round += 1) {
    needed += 3
    const hubs = await decideByHub(hub, event, needed)
    const wrong = await differences(db, event, needed)
    if (wrong !== 0) throw new Error(`${wrong} verdicts differ from the yardstick's.`)
    const again = await decideByHub(hub, event, needed)
    needed += 3
    const hands = await measure(() => withTransaction(db, (tx) => decideByHand(tx, event, needed)))
    if (round === 0) {
      first.push(hubs)
      continue
    }
    changed.push(hubs)
    same.push(again)
    byHand.push(hands)
  }
  const listened = await withListener(hub, () => decideByHub(hub, event, needed + 3))
  report({ first, changed, same, byHand, listened })
}

/** A changed threshold makes the job; what is measured is the job. */
async function decideByHub(hub: Hub, event: string, needed: number): Promise<Measured> {
  await hub.worker.runUntilIdle()
  await hub.pipeline.execute(systemCaller, {
    message: 'Update',
    table: 'msevtmgt_event',
    id: event,
    target: { gr_attendanceminutes: needed },
  })
  return await measure(() => hub.worker.runUntilIdle())
}

async function withListener<T>(hub: Hub, act: () => Promise<T>): Promise<T> {
  const step: Step = {
    name: 'Bench: listens to verdicts',
    message: 'Update',
    table: 'msevtmgt_eventregistration',
    stage: 40,
    filteringColumns: ['gr_verdict'],
    run: async () => undefined,
  }
  hub.pipeline.addStep(step)
  const result = await act()
  hub.pipeline.removeStep(step)
  return result
}

async function measure(act: () => Promise<unknown>): Promise<Measured> {
  globalThis.gc?.()
  const before = process.memoryUsage().rss
  let most = before
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss)
  }, 5)
  const begun = performance.now()
  await act()
  const ms = performance.now() - begun
  clearInterval(watch)
  return { ms, memoryMb: (Math.max(most, process.memoryUsage().rss) - before) / 1024 ** 2 }
}

function report(found: {
  readonly first: readonly Measured[]
  readonly changed: readonly Measured[]
  readonly same: readonly Measured[]
  readonly byHand: readonly Measured[]
  readonly listened: Measured
}): void {
  const hubMs = median(found.changed)
  const handMs = median(found.byHand)
  console.log(`${people} registrations, medians of ${rounds}, load ${loadavg()[0]?.toFixed(1)}`)
  console.log(`first time, hub             ${line(found.first)}`)
  console.log(`all decided anew, hub       ${line(found.changed)}`)
  console.log(`all decided anew, by hand   ${line(found.byHand)}`)
  console.log(`nothing changes, hub        ${line(found.same)}`)
  console.log(`somebody listens, hub       ${line([found.listened])}`)
  console.log(`hub / by hand               ${(hubMs / handMs).toFixed(2)}`)
  const isReached = hubMs < goalMs && median(found.first) < goalMs
  console.log(`goal of less than ${goalMs} ms: ${isReached ? 'reached' : 'MISSED'}`)
  if (!isReached) process.exitCode = 1
}

function line(found: readonly Measured[]): string {
  const memory = Math.max(...found.map(({ memoryMb }) => memoryMb))
  return `${median(found).toFixed(0).padStart(6)} ms   + ${memory.toFixed(0)} MB at most`
}

function median(found: readonly Measured[]): number {
  const sorted = found.map(({ ms }) => ms).sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
