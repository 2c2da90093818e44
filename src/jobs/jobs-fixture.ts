/** What the tests of this module share: a worker on a test database, kinds of jobs, a look at rows. */
import { after } from 'node:test'
import { sql } from 'kysely'
import { systemClock } from '#clock'
import { type Database, type Db, type Row, withTransaction } from '#database'
import { silentLog } from '#log'
import {
  createWorker,
  enqueue,
  type FailureVerdict,
  type JobDefinition,
  type JobRequest,
  type JobResult,
  type JobRun,
  type Worker,
  type WorkerOptions,
} from './index.ts'
import type { asyncoperationTable } from './tables.ts'

export type JobRow = Row<typeof asyncoperationTable>

type Run = (job: JobRun) => Promise<JobResult | undefined>

/** A kind of jobs that does what `run` does; a failure is final unless `more` says otherwise. */
export const kindOf = (
  kind: string,
  run: Run,
  more: Partial<JobDefinition> = {},
): JobDefinition => ({ kind, run, onFailure: failAtOnce, ...more })

export const failAtOnce = (error: unknown): FailureVerdict => ({
  next: 'fail',
  friendlyMessage: error instanceof Error ? error.message : String(error),
})

export const job = (kind: string, more: Partial<JobRequest> = {}): JobRequest => ({
  kind,
  name: `A job of the kind ${kind}`,
  payload: {},
  ...more,
})

/** Rules of tests are numbers of minutes. */
export const everyMinutes = (rule: string, start: Date, after: Date): Date => {
  const step = Number(rule) * 60_000
  const passed = Math.max(0, Math.floor((after.getTime() - start.getTime()) / step) + 1)
  return new Date(start.getTime() + passed * step)
}

const workers: Worker[] = []

/** Call before `testDatabase`, which waits for connections: a failed test leaves its worker behind. */
export function stopWorkersAfterwards(): void {
  after(() => Promise.all(workers.map((worker) => worker.stop())))
}

export function workerOn(
  database: Pick<Database, 'db' | 'pool'>,
  definitions: readonly JobDefinition[],
  more: Partial<WorkerOptions> = {},
): Worker {
  const worker = createWorker({
    db: database.db,
    pool: database.pool,
    definitions,
    clock: systemClock,
    log: silentLog,
    nextOccurrence: everyMinutes,
    ...more,
  })
  workers.push(worker)
  return worker
}

/** Enqueues in a transaction of its own; every job must be new. */
export async function add(db: Db, ...jobs: readonly JobRequest[]): Promise<string[]> {
  const ids = await withTransaction(db, (tx) => enqueue(tx, jobs))
  return ids.map((id) => {
    if (id === undefined) throw new Error('A job with this unique key is there already.')
    return id
  })
}

export async function rowOf(db: Db, id: string | undefined): Promise<JobRow> {
  const { rows } = await sql<JobRow>`
select * from asyncoperation where asyncoperationid = ${id}`.execute(db)
  const [row] = rows
  if (row === undefined) throw new Error(`There is no job ${id}.`)
  return row
}

export async function rowsOfKind(db: Db, kind: string): Promise<JobRow[]> {
  const { rows } = await sql<JobRow>`
select * from asyncoperation where gr_kind = ${kind} order by createdon, sequence`.execute(db)
  return rows
}

/** Waits until something is so; fails after twenty seconds, because test machines can be busy. */
export async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 20_000
  while (!(await what())) {
    if (performance.now() > end) throw new Error(`It did not become so within 20 s: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
