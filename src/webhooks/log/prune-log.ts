import type { Clock } from '#clock'
import { withTransaction } from '#database'
import type { JobDefinition, Schedule } from '#jobs'
import { deleteOldAttempts } from './attempt-rows.ts'

const kind = 'webhook.prune-log'

/** Where the endpoint does not say how long its attempts are kept. */
const defaultDays = 7
const attemptsPerBatch = 2000

export const pruneLogSchedule: Schedule = {
  kind,
  name: 'Webhooks: remove old delivery attempts',
  rule: 'FREQ=HOURLY',
  payload: null,
  uniqueKey: kind,
}

export function pruneLogJob({ clock }: { readonly clock: Clock }): JobDefinition {
  return {
    kind,
    concurrency: 1,
    timeLimitMs: 600_000,
    async run({ db, signal }) {
      let removed = 0
      for (;;) {
        signal.throwIfAborted()
        const count = await withTransaction(db, (tx) =>
          deleteOldAttempts(tx, clock.now(), defaultDays, attemptsPerBatch),
        )
        removed += count
        if (count < attemptsPerBatch) break
      }
      return { friendlyMessage: `Removed ${removed} delivery attempts.` }
    },
    onFailure: () => ({ next: 'fail', friendlyMessage: 'The next run removes them.' }),
  }
}
