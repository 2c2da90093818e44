import type { Tx } from '#database'
import { systemCaller } from '#identity'
import type { Status, WholeMeeting } from './meeting.ts'
import type { MeetingNeeds } from './needs.ts'
import { meetingStatus } from './tables.ts'

/** How a meeting stands at the provider, told as the hub's own change; nothing where it is so already. */
export async function writeStatus(
  { pipeline }: Pick<MeetingNeeds, 'pipeline'>,
  tx: Tx,
  meeting: WholeMeeting,
  status: Status,
  reason: string | undefined,
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const isSame =
    meeting.status === status && meeting.statusReason === reason && Object.keys(more).length === 0
  if (isSame) return
  await pipeline.executeIn(tx, systemCaller, {
    message: 'Update',
    table: 'gr_meeting',
    id: meeting.id,
    internal: true,
    target: {
      gr_status: meetingStatus[status].value,
      gr_statusreason: reason?.slice(0, 5000) ?? null,
      ...more,
    },
  })
}
