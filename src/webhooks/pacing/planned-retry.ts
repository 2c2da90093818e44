/** What the judge of a failed delivery must know beside the error; the job engine hands it only that. */
import type { FailureVerdict } from '#jobs'
import type { RetrySchedule } from '../endpoint-options.ts'
import { nextAttempt } from './retry-schedule.ts'

const asked = new WeakMap<object, number>()
const schedules = new WeakMap<object, RetrySchedule>()

/** The receiver's `Retry-After`, in milliseconds. */
export function noteRetryAfter(error: object, milliseconds: number | undefined): void {
  if (milliseconds !== undefined) asked.set(error, milliseconds)
}

export function noteSchedule(error: unknown, schedule: RetrySchedule): void {
  if (typeof error === 'object' && error !== null) schedules.set(error, schedule)
}

/**
 * Undefined where the endpoint has no schedule of its own; `over` where it has one and there is no
 * further attempt.
 */
export function plannedRetry(error: unknown, attempt: number): FailureVerdict | 'over' | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  const schedule = schedules.get(error)
  if (schedule === undefined) return undefined
  const afterMs = nextAttempt(schedule, { attempt, retryAfterMs: asked.get(error) })
  return afterMs === undefined ? 'over' : { next: 'retry', afterMs }
}
