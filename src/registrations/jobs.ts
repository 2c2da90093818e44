import { isRefusal } from '#errors'
import type { JobDefinition } from '#jobs'
import type { Caller, Pipeline } from '#pipeline'
import { promotionKind } from './promotion.ts'
import { expiryKind } from './write-purchases.ts'

export interface RegistrationJobsNeeds {
  readonly pipeline: Pick<Pipeline, 'execute'>
  /** In whose name the hub acts. */
  readonly system: Caller
}

/** What happens to waitlists and purchases while nobody looks. */
export function registrationJobs(needs: RegistrationJobsNeeds): readonly JobDefinition[] {
  return [
    acting<{ eventId: string }>(promotionKind, async ({ eventId }) => {
      const { output } = await needs.pipeline.execute(needs.system, {
        message: 'gr_PromoteWaitlist',
        table: 'msevtmgt_event',
        id: eventId,
        internal: true,
      })
      return `${output.registered} registered, ${output.invited} invited`
    }),
    acting<{ purchaseId: string }>(expiryKind, async ({ purchaseId }) => {
      const { output } = await needs.pipeline.execute(needs.system, {
        message: 'gr_SettlePurchase',
        table: 'msevtmgt_eventpurchase',
        id: purchaseId,
        input: { settlement: 'expired', by: 'greenroom' },
        internal: true,
      })
      return `The purchase is ${output.state}`
    }),
  ] as readonly JobDefinition[]
}

function acting<Payload>(
  kind: string,
  act: (payload: Payload) => Promise<string>,
): JobDefinition<Payload> {
  return {
    kind,
    async run({ payload }) {
      return { friendlyMessage: await act(payload) }
    },
    onFailure(error, attempt) {
      // Deleted meanwhile: there is nothing left to do, and nothing to repeat.
      if (isRefusal(error)) return { next: 'fail', friendlyMessage: error.sentence }
      if (attempt < 10) return { next: 'retry', afterMs: Math.min(attempt, 6) * 5000 }
      return { next: 'fail', friendlyMessage: 'It failed ten times; see the error.' }
    },
  }
}
