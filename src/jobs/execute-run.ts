import type { Db } from '#database'
import type { Log } from '#log'
import { describeError } from './describe-error.ts'
import type { JobResult, JobRun } from './job.ts'
import { refusals } from './refusals.ts'
import { type Run, RunStopped } from './runs.ts'

const defaultTimeLimitMs = 60_000

/** A run that was told to stop is given up after so many milliseconds, though its code goes on. */
export const graceMs = 5_000

/** After so many workers disappeared over it, a job is not tried again: it may be what kills them. */
const lossLimit = 5

export type Outcome =
  | { readonly how: 'done'; readonly result: JobResult }
  /** The definition's `onFailure` decides what follows. */
  | { readonly how: 'threw'; readonly error: unknown }
  /** There is nothing to decide: it would fail again. */
  | { readonly how: 'hopeless'; readonly error: Error }
  | { readonly how: 'stopped' }

export interface ExecuteOptions {
  readonly db: Db
  readonly log: Log
}

/** Runs a job's code, within its time limit; never throws. */
export async function executeRun(run: Run, options: ExecuteOptions): Promise<Outcome> {
  const { losses } = run.job
  if (losses >= lossLimit)
    return { how: 'hopeless', error: refusals['job-lost']({ times: losses }) }
  let given: JobRun
  try {
    given = toJobRun(run, options)
  } catch (cause) {
    const problem = describeError(cause)
    return { how: 'hopeless', error: refusals['job-payload-unreadable']({ problem }, { cause }) }
  }
  return await underTimeLimit(run, given)
}

export function toJobRun({ job, definition, controller }: Run, options: ExecuteOptions): JobRun {
  return {
    id: job.id,
    kind: job.kind,
    name: job.name,
    payload: definition.parse === undefined ? job.payload : definition.parse(job.payload),
    attempt: job.attempt,
    ownerId: job.ownerId,
    correlationId: job.correlationId,
    depth: job.depth,
    regarding: job.regarding,
    db: options.db,
    log: options.log.child({ job: job.id, kind: job.kind }),
    signal: controller.signal,
  }
}

async function underTimeLimit(run: Run, given: JobRun): Promise<Outcome> {
  const { controller, definition } = run
  const limitMs = definition.timeLimitMs ?? defaultTimeLimitMs
  const limit = setTimeout(
    () => controller.abort(refusals['job-time-limit']({ seconds: limitMs / 1000 })),
    limitMs,
  )
  const abandoned = abandonedAfter(controller.signal)
  try {
    controller.signal.throwIfAborted()
    const result = await Promise.race([definition.run(given), abandoned.promise])
    return { how: 'done', result: result ?? {} }
  } catch (error) {
    return outcomeOf(error, controller.signal)
  } finally {
    clearTimeout(limit)
    abandoned.forget()
  }
}

/** Rejects some time after the signal, for code that does not listen to it. */
function abandonedAfter(signal: AbortSignal): { promise: Promise<never>; forget: () => void } {
  const { promise, reject } = Promise.withResolvers<never>()
  let timer: NodeJS.Timeout | undefined
  const onAbort = () => {
    timer = setTimeout(() => reject(signal.reason), graceMs)
  }
  signal.addEventListener('abort', onAbort, { once: true })
  const forget = () => {
    signal.removeEventListener('abort', onAbort)
    clearTimeout(timer)
  }
  return { promise, forget }
}

function outcomeOf(error: unknown, signal: AbortSignal): Outcome {
  if (!signal.aborted) return { how: 'threw', error }
  if (signal.reason instanceof RunStopped) return { how: 'stopped' }
  return { how: 'threw', error: signal.reason }
}
