import type { Clock } from '#clock'
import type { Db } from '#database'
import type { Caller, MessageDefinition, Outcome, Pipeline } from '#pipeline'
import { discardMessage } from './discard-item.ts'
import {
  failedAgain,
  type KeepNeeds,
  keepForRecovery,
  problemText,
  type Unprocessed,
} from './keep-for-recovery.ts'
import { readRecoveryItem } from './recovery-rows.ts'
import { type ReplayRequests, replayMessage } from './replay-item.ts'

export interface RecoveryNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly pipeline: Pick<Pipeline, 'execute'>
  /** In whose name the hub itself acts. */
  readonly system: Caller
  /** How items of kinds that this module does not know are replayed, by the value of the kind. */
  readonly requests?: ReplayRequests
}

/** What could not be processed: kept, shown, repaired, tried again or given up. */
export interface Recovery {
  readonly messages: readonly MessageDefinition[]
  /** Keeps something; gives the item's id. The same `reference` is one open item. */
  keep(unprocessed: Unprocessed): Promise<string>
  /**
   * Tries again, with another payload where one is given. Gives what the message gave; the same
   * for who asks again.
   * @throws the refusal of the message, which then also stands in the item
   */
  replay(
    caller: Caller,
    id: string,
    payload?: Readonly<Record<string, unknown>>,
  ): Promise<Outcome['output']>
  /** Gives it up. @throws `recovery-item-replayed` */
  discard(caller: Caller, id: string, reason: string): Promise<void>
}

const table = 'gr_recoveryitem'

export function createRecovery(needs: RecoveryNeeds): Recovery {
  const { pipeline, clock } = needs
  return {
    messages: [replayMessage(clock, needs.requests ?? {}), discardMessage(clock)],
    keep: (unprocessed) => keepForRecovery(needs, unprocessed),
    async replay(caller, id, payload) {
      if (payload !== undefined) await repair(needs, caller, id, payload)
      try {
        const request = { message: 'gr_ReplayRecoveryItem', table, id }
        return (await pipeline.execute(caller, request)).output
      } catch (problem) {
        await noteFailure(needs, id, problem)
        throw problem
      }
    },
    async discard(caller, id, reason) {
      const request = { message: 'gr_DiscardRecoveryItem', table, id, input: { reason } }
      await pipeline.execute(caller, request)
    },
  }
}

async function repair(
  { pipeline }: RecoveryNeeds,
  caller: Caller,
  id: string,
  payload: Readonly<Record<string, unknown>>,
): Promise<void> {
  const target = { gr_payload: JSON.stringify(payload) }
  await pipeline.execute(caller, { message: 'Update', table, id, target })
}

/** The transaction of the replay is gone with its failure; the books are kept in another. */
async function noteFailure(needs: KeepNeeds, id: string, problem: unknown): Promise<void> {
  const item = await readRecoveryItem(needs.db, id)
  if (item === undefined || item.gr_settledon !== null) return
  await needs.pipeline.execute(
    needs.system,
    failedAgain(id, item.gr_attempts, problemText(problem)),
  )
}
