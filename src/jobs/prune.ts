import { sql } from 'kysely'
import type { Clock } from '#clock'
import { type Db, type Tx, withTransaction } from '#database'
import type { JobDefinition } from './job.ts'
import { kindsWithStatus } from './kinds.ts'
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

const statuses: readonly (readonly [JobStatus, keyof JobRetention])[] = [
  [30, 'succeededDays'],
  [31, 'failedDays'],
  [32, 'canceledDays'],
]

/**
 * Removes finished jobs that are older than their retention, in batches; gives how many. What the
 * rows of `gr_jobretention` say comes before the retention given. Jobs marked "retain job history"
 * stay. Each kind by itself, along an index: kinds that are kept longer are not stepped over.
 */
export async function prune(
  db: Db,
  retention: JobRetention,
  now: Date,
  signal?: AbortSignal,
): Promise<number> {
  const rules = await readRules(db)
  let removed = 0
  for (const [status, ending] of statuses) {
    for (const { kind } of (await kindsWithStatus(status).execute(db)).rows) {
      const days = rules.get(kind)?.[ending] ?? rules.get(otherKinds)?.[ending] ?? retention[ending]
      const before = new Date(now.getTime() - days * dayMs)
      removed += await pruneKind(db, { status, kind, before }, signal)
    }
  }
  return removed
}

/** The row of `gr_jobretention` for kinds that have none of their own. */
const otherKinds = '*'

type Rule = { readonly [Ending in keyof JobRetention]: number | null }

async function readRules(db: Db): Promise<ReadonlyMap<string, Rule>> {
  const { rows } = await sql<Rule & { readonly kind: string }>`
select r.kind, r.succeededdays as "succeededDays", r.faileddays as "failedDays",
  r.canceleddays as "canceledDays"
from gr_jobretention r where r.statecode = 0`.execute(db)
  return new Map(rows.map((row) => [row.kind, row]))
}

interface Old {
  readonly status: JobStatus
  readonly kind: string
  readonly before: Date
}

async function pruneKind(db: Db, old: Old, signal: AbortSignal | undefined): Promise<number> {
  let removed = 0
  for (;;) {
    signal?.throwIfAborted()
    const count = await withTransaction(db, (tx) => removeBatch(tx, old))
    removed += count
    if (count < jobsPerBatch) return removed
  }
}

async function removeBatch(tx: Tx, { status, kind, before }: Old): Promise<number> {
  const { numAffectedRows } = await sql`
delete from asyncoperation a
where a.asyncoperationid in (
  select f.asyncoperationid from asyncoperation f
  where f.statuscode = ${sql.lit(status)} and f.gr_kind = ${kind} and f.completedon < ${before}
    and f.retainjobhistory is not true
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
