import { sql } from 'kysely'
import type { Clock } from '#clock'
import { type Db, type Tx, withTransaction } from '#database'
import type { JobDefinition } from './job.ts'
import type { Schedule } from './schedule.ts'
import type { JobStatus } from './status.ts'

/** Days that finished jobs are kept, by how they ended. */
export interface JobRetention {
  readonly succeededDays: number
  readonly failedDays: number
  readonly canceledDays: number
}

export const defaultRetention: JobRetention = {
  succeededDays: 7,
  failedDays: 90,
  canceledDays: 30,
}

/** Jobs removed by one transaction: short enough that nobody waits for it. */
const jobsPerBatch = 1000
const dayMs = 86_400_000

/**
 * Removes finished jobs that are older than their retention, in batches; gives how many. Jobs
 * marked "retain job history" stay.
 */
export async function prune(
  db: Db,
  retention: JobRetention,
  now: Date,
  signal?: AbortSignal,
): Promise<number> {
  const { succeededDays, failedDays, canceledDays } = retention
  let removed = 0
  for (const [status, days] of [
    [30, succeededDays],
    [31, failedDays],
    [32, canceledDays],
  ] as const) {
    removed += await pruneStatus(db, status, new Date(now.getTime() - days * dayMs), signal)
  }
  return removed
}

async function pruneStatus(
  db: Db,
  status: JobStatus,
  before: Date,
  signal: AbortSignal | undefined,
): Promise<number> {
  let removed = 0
  for (;;) {
    signal?.throwIfAborted()
    const count = await withTransaction(db, (tx) => removeBatch(tx, status, before))
    removed += count
    if (count < jobsPerBatch) return removed
  }
}

async function removeBatch(tx: Tx, status: JobStatus, before: Date): Promise<number> {
  const { numAffectedRows } = await sql`
delete from asyncoperation a
where a.asyncoperationid in (
  select f.asyncoperationid from asyncoperation f
  where f.statuscode = ${status} and f.completedon < ${before} and f.retainjobhistory is not true
  order by f.completedon
  limit ${jobsPerBatch}
  for update skip locked)`.execute(tx)
  return Number(numAffectedRows ?? 0)
}

/** Every night; give it to `ensureSchedule` at the start of the hub. */
export const pruneSchedule: Schedule = {
  kind: 'jobs.prune',
  name: 'Remove old system jobs',
  rule: 'FREQ=DAILY',
  payload: {},
  uniqueKey: 'jobs.prune',
}

export function createPruneJob(clock: Clock, retention = defaultRetention): JobDefinition {
  return {
    kind: pruneSchedule.kind,
    concurrency: 1,
    timeLimitMs: 600_000,
    run: async ({ db, signal }) => {
      const removed = await prune(db, retention, clock.now(), signal)
      return { friendlyMessage: `Removed ${removed} finished system jobs.` }
    },
    onFailure: (_, attempt) =>
      attempt < 5
        ? { next: 'retry', afterMs: attempt * 60_000 }
        : { next: 'fail', friendlyMessage: 'Old system jobs could not be removed.' },
  }
}
