import type { MessageDefinition, MessageOutput } from '#pipeline'
import { leaveRequest } from './invite.ts'
import { refusals } from './refusals.ts'
import { readWaitlistItem } from './waitlist-rows.ts'

/** gr_LeaveWaitlist: somebody no longer wants a seat; `giveBackSeat` frees the one held for them. */
export const leaveWaitlistMessage: MessageDefinition = {
  name: 'gr_LeaveWaitlist',
  table: 'msevtmgt_waitlistitem',
  privilege: 'Delete',
  offer: { on: 'row', takes: {}, gives: {} },
  async run(executions) {
    const results: (MessageOutput | Error)[] = []
    for (const execution of executions) {
      const { id } = execution
      const item = await readWaitlistItem(execution.db, id)
      if (item === undefined) results.push(refusals['unknown-waitlist-item']({ id }))
      else {
        await execution.execute(leaveRequest(item))
        results.push({ id, output: {} })
      }
    }
    return results
  },
}
