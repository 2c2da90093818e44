import type { Clock } from '#clock'
import { withTransaction } from '#database'
import type { JobDefinition, Schedule } from '#jobs'
import { deleteFirings } from './chain-rows.ts'
import { chainWindowMs } from './limits.ts'

const kind = 'webhook.prune-chains'

/** Depths older than the time in which they are counted. */
export const pruneChainsSchedule: Schedule = {
  kind,
  name: 'Webhooks: forget chains that have ended',
  rule: 'FREQ=HOURLY',
  payload: null,
  uniqueKey: kind,
}

export function pruneChainsJob({ clock }: { readonly clock: Clock }): JobDefinition {
  return {
    kind,
    async run({ db }) {
      const before = new Date(clock.now().getTime() - chainWindowMs)
      await withTransaction(db, (tx) => deleteFirings(tx, before))
      return undefined
    },
    onFailure: () => ({ next: 'fail', friendlyMessage: 'The next run forgets them.' }),
  }
}
