import type { Clock } from '#clock'
import type { JobDefinition } from '#jobs'
import { heldBackUntil } from '#providers'

/** A job rather comes back than hold one of the few places of its kind while it waits for a call. */
export const patienceMs = 3_000

/**
 * A call that the hub itself held back is no failure: the job shows when its turn is likely to come
 * and runs again then, without counting an attempt.
 */
export function comingBack<Payload>(
  clock: Clock,
  run: JobDefinition<Payload>['run'],
): JobDefinition<Payload>['run'] {
  return async (job) => {
    try {
      return await run(job)
    } catch (error) {
      const runAgainAt = heldBackUntil(error, clock.now())
      if (runAgainAt === undefined || !(error instanceof Error)) throw error
      const at = `${runAgainAt.toISOString().slice(0, 19)}Z`
      return { runAgainAt, friendlyMessage: `Waits for its turn, about ${at}: ${error.message}` }
    }
  }
}
