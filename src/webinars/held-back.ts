import type { Clock } from '#clock'
import type { JobDefinition } from '#jobs'
import { ProviderError } from '#providers'

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
      if (!(error instanceof ProviderError && error.heldBack)) throw error
      const seconds = error.retryAfterSeconds ?? 1
      const runAgainAt = new Date(clock.now().getTime() + seconds * 1000)
      const at = `${runAgainAt.toISOString().slice(0, 19)}Z`
      return { runAgainAt, friendlyMessage: `Waits for its turn, about ${at}: ${error.message}` }
    }
  }
}
