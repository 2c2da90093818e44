import type { Step } from '#pipeline'
import { refusals } from '../replay/refusals.ts'

/** The log and the replays tell what was done: nobody writes into them by hand. */
export function logSteps(): Step[] {
  return ['gr_deliveryattempt', 'gr_replay'].flatMap((table) =>
    ['Create', 'Update', 'SetState', 'Upsert'].map((message) => ({
      name: `Webhooks: ${table} is written by the hub`,
      message,
      table,
      stage: 10 as const,
      run: async () => {
        throw refusals['kept-by-delivery']({ table })
      },
    })),
  )
}
