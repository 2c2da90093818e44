/** gr_DiscardRecoveryItem: nothing is to be done, and why stays in the books. */

import type { Clock } from '#clock'
import { readText } from '#contacts'
import type { Execution, MessageDefinition, MessageOutput } from '#pipeline'
import { recoveryOutcome } from './choices.ts'
import { invalid } from './read-request.ts'
import { lockRecoveryItem } from './recovery-rows.ts'
import { refusals } from './refusals.ts'
import { settle } from './replay-item.ts'

const longestReason = 2000

export function discardMessage(clock: Clock): MessageDefinition {
  return {
    name: 'gr_DiscardRecoveryItem',
    table: 'gr_recoveryitem',
    offer: { on: 'row', takes: { reason: 'String' }, gives: { discarded: 'Boolean' } },
    async run(executions) {
      const results: (MessageOutput | Error)[] = []
      for (const each of executions) results.push(await discard(each, clock.now()))
      return results
    },
  }
}

async function discard(execution: Execution, now: Date): Promise<MessageOutput | Error> {
  const { id, input } = execution
  const reason = readText(input.reason, longestReason, 'reason')
  if (reason === undefined) throw invalid('reason', 'is missing', 'why it is given up')
  const item = await lockRecoveryItem(execution.tx, id)
  if (item === undefined) return refusals['unknown-recovery-item']({ id })
  if (item.gr_outcome === recoveryOutcome.replayed.value) {
    return refusals['recovery-item-replayed']({ name: item.gr_name })
  }
  if (item.gr_outcome === recoveryOutcome.open.value) {
    await settle(execution, now, { gr_outcome: recoveryOutcome.discarded.value, gr_reason: reason })
  }
  return { id, output: { discarded: true } }
}
