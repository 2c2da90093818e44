import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Clock } from '#clock'
import { type Db, type Tx, withTransaction } from '#database'
import type { Log } from '#log'
import type { CompletionBatch } from './completion-batch.ts'
import { isConnectionLoss } from './connection-loss.ts'
import { describeError, errorCodeOf } from './describe-error.ts'
import { type Outcome, toJobRun } from './execute-run.ts'
import type { FailureVerdict, JobResult } from './job.ts'
import type { Run } from './runs.ts'
import { enqueueNextOccurrence, type NextOccurrence } from './schedule.ts'
import { type Ending, type Settled, settleJobs } from './settle-jobs.ts'
import { unparkHeads } from './unpark.ts'

const awayMs = 250
/** Statement timeouts and the like; a database that is away is waited for without counting. */
const writeAttempts = 5

export interface FinishOptions {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly batch: CompletionBatch
  readonly nextOccurrence: NextOccurrence
  /** Aborted when there is no more time to wait for a database that is away. */
  readonly giveUp: AbortSignal
}

/**
 * Writes what became of a run: in a batch with others, or, where the definition has effects of its
 * own to write or the job recurs, in a transaction of its own. Gives undefined where this worker
 * does not hold the job any more; then nothing was written.
 */
export async function finishRun(
  run: Run,
  outcome: Outcome,
  seconds: number,
  options: FinishOptions,
): Promise<Settled | undefined> {
  switch (outcome.how) {
    case 'done':
      return await finishDone(run, outcome.result, seconds, options)
    case 'threw':
      return await finishThrew(run, outcome.error, seconds, options)
    case 'hopeless':
      return await finishFailed(run, outcome.error, hopeless(outcome.error), seconds, options)
    case 'stopped':
      return await options.batch.settle({ ...holding(run), move: 'giveBack', seconds })
  }
}

const holding = ({ job }: Run) => ({ id: job.id, lease: job.lease })

async function finishDone(
  run: Run,
  result: JobResult,
  seconds: number,
  options: FinishOptions,
): Promise<Settled | undefined> {
  const { friendlyMessage, runAgainAt: due, complete } = result
  const ending: Ending = {
    ...holding(run),
    seconds,
    move: due === undefined ? 'succeed' : 'suspend',
    ...(due === undefined ? {} : { due }),
    ...(friendlyMessage === undefined ? {} : { friendlyMessage }),
  }
  const isTaken = due !== undefined && run.job.uniqueKey !== undefined
  const isPlain = complete === undefined && !isTaken && !(run.job.recurring && due === undefined)
  if (isPlain) return await options.batch.settle(ending)
  const written = await inTransaction(run, options, {
    ending: async (tx) => (isTaken ? await unlessTakenOver(tx, run, ending) : ending),
    effects: async (tx) => await complete?.(tx),
  })
  if (written.failure === undefined) return written.settled
  return await finishThrew(run, written.failure.error, seconds, options)
}

/**
 * A job with a unique key that is to run again ends where another one with that key waits: that
 * one does the same later. So repeated requests for a polling job do not pile up.
 */
async function unlessTakenOver(tx: Tx, { job }: Run, ending: Ending): Promise<Ending> {
  const { rows } = await sql`
select from asyncoperation a
where a.gr_uniquekey = ${job.uniqueKey} and a.statecode < 2 and a.asyncoperationid <> ${job.id}
limit 1`.execute(tx)
  if (rows.length === 0) return ending
  const { due: _due, ...rest } = ending
  return { ...rest, move: 'succeed' }
}

async function finishThrew(
  run: Run,
  error: unknown,
  seconds: number,
  options: FinishOptions,
): Promise<Settled | undefined> {
  const verdict = judge(run, error, options.log)
  if (verdict.next === 'fail') return await finishFailed(run, error, verdict, seconds, options)
  const now = options.clock.now()
  const due = new Date(now.getTime() + Math.max(0, verdict.afterMs))
  const message = describeError(error)
  return await options.batch.settle({
    ...holding(run),
    move: 'suspend',
    retried: true,
    due,
    seconds,
    message,
    friendlyMessage:
      verdict.friendlyMessage ??
      `Attempt ${run.job.attempt} failed; the next one is at ${due.toISOString()}.`,
    breadcrumb: crumb(run, now, `failed, again at ${due.toISOString()}: ${message}`),
  })
}

/** A table of failure kinds that fails itself must not leave the job without an ending. */
function judge(run: Run, error: unknown, log: Log): FailureVerdict {
  try {
    return run.definition.onFailure(error, run.job.tries)
  } catch (unjudged) {
    log.error(
      { job: run.job.id, problem: describeError(unjudged) },
      'onFailure of a job kind threw',
    )
    return { next: 'fail', friendlyMessage: 'The job failed, and so did judging its failure.' }
  }
}

type FailVerdict = Extract<FailureVerdict, { next: 'fail' }>

const hopeless = (error: Error): FailVerdict => ({ next: 'fail', friendlyMessage: error.message })

async function finishFailed(
  run: Run,
  error: unknown,
  verdict: FailVerdict,
  seconds: number,
  options: FinishOptions,
): Promise<Settled | undefined> {
  const message = describeError(error)
  const ending: Ending = {
    ...holding(run),
    move: 'fail',
    seconds,
    message,
    friendlyMessage: verdict.friendlyMessage,
    errorCode: verdict.errorCode ?? errorCodeOf(error),
    breadcrumb: crumb(run, options.clock.now(), `failed: ${message}`),
  }
  if (run.definition.failed === undefined && !run.job.recurring) {
    return await options.batch.settle(ending)
  }
  const written = await inTransaction(run, options, {
    ending: async () => ending,
    effects: async (tx, settled) => {
      if (settled.status === 31) await tellFailed(tx, run, verdict.friendlyMessage, error, options)
    },
  })
  if (written.failure === undefined) return written.settled
  return await failWithoutEffects(run, ending, written.failure.error, options)
}

/** A payload that cannot be read cannot be given to `failed` either. */
async function tellFailed(
  tx: Tx,
  run: Run,
  friendlyMessage: string,
  error: unknown,
  options: FinishOptions,
): Promise<void> {
  const { failed } = run.definition
  if (failed === undefined) return
  let given: ReturnType<typeof toJobRun>
  try {
    given = toJobRun(run, options)
  } catch {
    return
  }
  await failed.call(run.definition, tx, given, friendlyMessage, error)
}

/** The ledger must say that the job failed, also where telling others about it did not work. */
async function failWithoutEffects(
  run: Run,
  ending: Ending,
  error: unknown,
  options: FinishOptions,
): Promise<Settled | undefined> {
  const problem = describeError(error)
  options.log.error({ job: run.job.id, problem }, 'what follows a failed job could not be written')
  const message = `${ending.message}; what follows the failure could not be written: ${problem}`
  return await options.batch.settle({ ...ending, message })
}

interface Writes {
  ending(tx: Tx): Promise<Ending>
  effects(tx: Tx, settled: Settled): Promise<void>
}

interface Written {
  readonly settled: Settled | undefined
  /** The effects threw; nothing was written. */
  readonly failure?: { readonly error: unknown }
}

/**
 * Ending and effects in one transaction. A lost connection is waited out, because the commit may
 * or may not have happened, and the lease tells which.
 */
async function inTransaction(run: Run, options: FinishOptions, writes: Writes): Promise<Written> {
  for (let attempt = 1; ; attempt += 1) {
    const attempted: Attempt = {}
    try {
      const settled = await withTransaction(options.db, (tx) =>
        writeTogether(tx, run, writes, options, attempted),
      )
      return { settled }
    } catch (error) {
      if (error instanceof NotHeld) return { settled: undefined }
      const isAway = isConnectionLoss(error)
      const { failure } = attempted
      if (failure !== undefined && !isAway) return { settled: undefined, failure }
      if (options.giveUp.aborted || (!isAway && attempt === writeAttempts)) throw error
      await wait(awayMs)
    }
  }
}

interface Attempt {
  failure?: { readonly error: unknown }
}

/**
 * Writing the ending locks the job's row by its lease and comes before the effects: who holds the
 * job writes, everybody else finds nothing to write.
 */
async function writeTogether(
  tx: Tx,
  run: Run,
  writes: Writes,
  { clock, nextOccurrence }: FinishOptions,
  attempted: Attempt,
): Promise<Settled> {
  delete attempted.failure
  const now = clock.now()
  const ending = await writes.ending(tx)
  if (run.job.recurring && ending.move !== 'suspend') {
    await enqueueNextOccurrence(tx, run.job.id, now, nextOccurrence)
  }
  const [settled] = await settleJobs(tx, [ending], now, { skipLocked: false })
  if (settled === undefined) throw new NotHeld()
  try {
    await writes.effects(tx, settled)
  } catch (error) {
    attempted.failure = { error }
    throw error
  }
  await unparkHeads(tx, [settled.key])
  return settled
}

/** Rolls back: the job is not this worker's any more. */
class NotHeld extends Error {
  override readonly name = 'NotHeld'
}

const crumb = ({ job }: Run, now: Date, what: string) =>
  `${now.toISOString()} attempt ${job.attempt} ${what}`
