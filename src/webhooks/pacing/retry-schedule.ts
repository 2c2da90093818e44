/** When a delivery is tried again, for endpoints that have a schedule of their own. */
import type { RetrySchedule } from '../endpoint-options.ts'

/** Planned waits double up to this, and no receiver can ask for more. */
export const longestWaitMs = 3_600_000

export interface FailedAttempt {
  /** 1 for the first attempt. */
  readonly attempt: number
  /** What the receiver asked for. */
  readonly retryAfterMs: number | undefined
}

/** Milliseconds until the next attempt, or undefined where there is none. */
export function nextAttempt(
  schedule: RetrySchedule,
  { attempt, retryAfterMs = 0 }: FailedAttempt,
  random: () => number = Math.random,
): number | undefined {
  const isOver = attempt >= schedule.attempts || plannedUntil(schedule, attempt) > schedule.totalMs
  if (isOver && !schedule.endless) return undefined
  const planned = plannedWait(schedule, attempt)
  // Half of the wait is spread, so that deliveries that failed together do not come back together.
  const spread = planned / 2 + (random() * planned) / 2
  const asked = Math.min(retryAfterMs, longestWaitMs) * (1 + random() / 20)
  return Math.round(Math.max(spread, asked))
}

const plannedWait = ({ firstDelayMs }: RetrySchedule, attempt: number): number =>
  Math.min(firstDelayMs * 2 ** Math.min(attempt - 1, 30), Math.max(longestWaitMs, firstDelayMs))

/** All planned waits up to and after this attempt. */
function plannedUntil(schedule: RetrySchedule, attempt: number): number {
  let waits = 0
  for (let each = 1; each <= attempt; each += 1) waits += plannedWait(schedule, each)
  return waits
}
