import type { Clock } from '#clock'
import { withTransaction } from '#database'
import type { JobDefinition, Schedule } from '#jobs'
import { deleteExpired } from './bin-rows.ts'

const kind = 'request-bin.expire'

export const expireBinsSchedule: Schedule = {
  kind,
  name: 'Request bins: remove those that expired',
  rule: 'FREQ=HOURLY',
  payload: null,
  uniqueKey: kind,
}

/** An expired bin is not to be seen from its first moment on; this makes room. */
export function expireBinsJob({ clock }: { readonly clock: Clock }): JobDefinition {
  return {
    kind,
    async run({ db }) {
      const removed = await withTransaction(db, (tx) => deleteExpired(tx, clock.now()))
      return { friendlyMessage: `Removed ${removed} expired request bins.` }
    },
    onFailure: () => ({ next: 'fail', friendlyMessage: 'The next run removes them.' }),
  }
}
