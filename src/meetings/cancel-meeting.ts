/**
 * gr_CancelMeeting: nobody is expected any more. Whoever was told is told so in the same transaction;
 * the provider hears it from a job, also where it may never have heard of the meeting.
 */
import { general } from '#errors'
import { enqueue } from '#jobs'
import type { Caller, Execution, MessageDefinition, MessageOutput, Request } from '#pipeline'
import type { WholeMeeting } from './meeting.ts'
import { lockMeeting } from './meeting-rows.ts'
import type { MeetingNeeds } from './needs.ts'
import { roomRequest } from './reconcile-room.ts'
import { meetingStatus } from './tables.ts'
import { tellGuests } from './tell-guests.ts'

const cancelMessage = 'gr_CancelMeeting'

export const cancelRequest = (id: string): Request => ({
  message: cancelMessage,
  table: 'gr_meeting',
  id,
})

export function cancelDefinition(needs: MeetingNeeds): MessageDefinition {
  return {
    name: cancelMessage,
    table: 'gr_meeting',
    privilege: 'Update',
    offer: { on: 'row', takes: {}, gives: { cancelled: 'Boolean' } },
    async run(executions) {
      const results: MessageOutput[] = []
      for (const execution of executions) results.push(await cancel(needs, execution))
      return results
    },
  }
}

/** Cancelling what is cancelled changes nothing. */
export async function cancelMeeting(
  { pipeline }: MeetingNeeds,
  caller: Caller,
  id: string,
): Promise<{ readonly id: string; readonly changed: boolean }> {
  const { output } = await pipeline.execute(caller, cancelRequest(id))
  return { id, changed: output.cancelled === true }
}

async function cancel(needs: MeetingNeeds, execution: Execution): Promise<MessageOutput> {
  const { id, tx } = execution
  const before = await lockMeeting(tx, id)
  if (before === undefined) throw general['not-found']({ what: 'meeting', id })
  if (before.status === 'cancelled') return { id, output: { cancelled: false } }
  await execution.execute({
    message: 'Update',
    table: 'gr_meeting',
    id,
    internal: true,
    target: {
      gr_status: meetingStatus.cancelled.value,
      gr_statusreason: null,
      gr_sequence: before.sequence + 1,
    },
  })
  await enqueue(tx, [roomRequest(id)], needs.clock.now())
  await tellGuests(needs, tx, (await lockMeeting(tx, id)) as WholeMeeting)
  return { id, output: { cancelled: true } }
}
