/**
 * Words of this module.
 * *job*: one background act, one row of `asyncoperation` ("System Job"): queue and ledger at once.
 * *kind*: what a job does; the code behind a kind is a `JobDefinition`. Stored in `gr_kind`.
 * *line*: the order in which jobs are taken. A job has its place (`sequence`) from when it is first
 * due; one for later, or one that runs again later, joins at the end when its time comes.
 * *key*: jobs of one key run one at a time, in the order of their places (`dependencytoken`). A job
 * that waits for a retry keeps its place, so it holds back the later ones of its key until it has
 * succeeded, failed or been cancelled. Jobs whose order matters must be enqueued in order: the
 * transactions that enqueue them have to lock something in common first, e.g. the row they change.
 * *unique key*: while a job with it waits for its first run, enqueueing another one does nothing.
 * Once that run has begun, the next enqueue counts again, so that a change during a run is not
 * lost. Without a `key`, the unique key is the key as well: two of them never run at once.
 * *lease*: a worker's claim on a job, for a time that the worker extends while it runs the job.
 * *worker*: claims due jobs in batches under a lease, runs them, completes them in batches.
 */
import type { Db, Tx } from '#database'
import type { Log } from '#log'

/** A row that a job is about; shown as "regarding". */
export interface Regarding {
  readonly table: string
  readonly id: string
}

export interface JobRequest<Payload = unknown> {
  readonly kind: string
  /** What people read in the list of system jobs. */
  readonly name: string
  readonly payload: Payload
  /** 1 System Event for steps, 54 Execute Async Request (default) for the hub's own acts. */
  readonly operationType?: number
  readonly key?: string
  readonly uniqueKey?: string
  /** Not before this instant; default: at once. */
  readonly runAt?: Date
  readonly regarding?: Regarding
  readonly ownerId?: string
  readonly correlationId?: string
  /** Of the request that made it, as the ledger shows it. */
  readonly requestId?: string
  readonly depth?: number
  /** Columns that a step firing shows: the step, the message and the table. */
  readonly owningExtensionId?: string
  readonly messageName?: string
  readonly primaryTable?: string
  /** Remove the row when the job succeeded. */
  readonly autoDelete?: boolean
  /** RFC 5545 rule, counted from `runAt`: when a run ends, the next one is enqueued. */
  readonly recurrence?: string
}

/** What a definition's `run` is given. */
export interface JobRun<Payload = unknown> {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly payload: Payload
  /** 1 on the first run; grows with every retry. */
  readonly attempt: number
  readonly ownerId: string | undefined
  readonly correlationId: string
  readonly depth: number
  readonly regarding: Regarding | undefined
  /** For reading and for own transactions; the run itself is in none. */
  readonly db: Db
  readonly log: Log
  /** Aborted when the worker must stop, the job was cancelled or paused, or its time is over. */
  readonly signal: AbortSignal
}

/** How a run ended well. A failed one throws. */
export interface JobResult {
  /** A sentence for people, e.g. "Pushed to the provider as registration 4711". */
  readonly friendlyMessage?: string
  /** Not finished: run the same job again then (polling), without counting a retry. */
  readonly runAgainAt?: Date
  /** Written in the transaction that completes the job: effect and completion are one. */
  readonly complete?: (tx: Tx) => Promise<void>
}

/** What happens after a failure. */
export type FailureVerdict =
  | { readonly next: 'retry'; readonly afterMs: number; readonly friendlyMessage?: string }
  | { readonly next: 'fail'; readonly friendlyMessage: string; readonly errorCode?: number }

export interface JobDefinition<Payload = unknown> {
  readonly kind: string
  /**
   * Reads what was stored. Where it throws, the job fails at once: a payload does not get better
   * by waiting. Without it `run` is given the stored value as it is.
   */
  parse?(payload: unknown): Payload
  run(job: JobRun<Payload>): Promise<JobResult | undefined>
  /**
   * Each module's table of failure kinds: retry when, or give up saying what. `attempt` is 1 at the
   * first failure; it counts from the start again after someone retried the job by hand.
   */
  onFailure(error: unknown, attempt: number): FailureVerdict
  /** Written in the transaction that marks the job as finally failed. */
  failed?(tx: Tx, job: JobRun<Payload>, friendlyMessage: string, error: unknown): Promise<void>
  /** Runs of this kind at the same time in one process; default 8. */
  readonly concurrency?: number
  /** Milliseconds after which a run is aborted and counts as failed; default 60 000. */
  readonly timeLimitMs?: number
}
