import type { JobRequest } from '#jobs'
import type { RoomRow } from './room-rows.ts'

export const lookJobKind = 'meetings.look-after-room'

export interface LookPayload {
  readonly roomId: string
  /** When the provider says that it happened; undefined: the hub noticed by itself. */
  readonly toldAt?: string
}

/** After whatever the hub itself is doing with the meeting: the key keeps the order. */
export function lookRequest(
  { gr_meetingroomid: roomId, meetingid }: Pick<RoomRow, 'gr_meetingroomid' | 'meetingid'>,
  toldAt?: Date,
): JobRequest<LookPayload> {
  return {
    kind: lookJobKind,
    name: 'Look whether the meeting is still there',
    payload: toldAt === undefined ? { roomId } : { roomId, toldAt: toldAt.toISOString() },
    key: `meeting:${meetingid}`,
    uniqueKey: `meeting-look:${roomId}`,
    regarding: { table: 'gr_meeting', id: meetingid },
  }
}
