/** Items are repaired by changing what they send again; what is settled stays as it was. */
import type { Execution, Step } from '#pipeline'
import { recoveryOutcome } from './choices.ts'
import { refusals } from './refusals.ts'
import { readPayload } from './replay-item.ts'

const table = 'gr_recoveryitem'

export const recoverySteps: readonly Step[] = [
  {
    name: 'Recovery items: check the payload',
    message: 'Create',
    table,
    stage: 20,
    rank: 100,
    run: checkPayload,
  },
  {
    name: 'Recovery items: check the repaired payload',
    message: 'Update',
    table,
    stage: 20,
    rank: 100,
    filteringColumns: ['gr_payload', 'gr_kind', 'gr_outcome'],
    needsPreImage: true,
    run: checkRepair,
  },
]

async function checkPayload({ target }: Execution): Promise<void> {
  if (typeof target.gr_payload === 'string') readPayload(target.gr_payload)
}

async function checkRepair(execution: Execution): Promise<void> {
  const { pre, target, internal } = execution
  await checkPayload(execution)
  if (internal) return
  if (pre?.gr_outcome !== recoveryOutcome.open.value) {
    throw refusals['recovery-item-settled']({ name: String(pre?.gr_name) })
  }
  // Saying that something was done does not do it.
  if ('gr_outcome' in target && target.gr_outcome !== pre.gr_outcome) {
    throw refusals['recovery-outcome-by-message']({ name: String(pre.gr_name) })
  }
}
