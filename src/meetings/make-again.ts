/** What a person decides about a meeting that somebody deleted or changed at the provider. */
import { type Tx, withTransaction } from '#database'
import { enqueue } from '#jobs'
import type { Caller, Values } from '#pipeline'
import { type Changed, lockOpen } from './change-meeting.ts'
import { noDifference } from './look-after-room.ts'
import type { Difference, WholeMeeting } from './meeting.ts'
import type { MeetingNeeds } from './needs.ts'
import { roomRequest } from './reconcile-room.ts'
import { currentRoom, forgetPlan, writeDates } from './room-rows.ts'
import { meetingStatus } from './tables.ts'
import { toldAsThere } from './tell-dates.ts'

/**
 * Makes a meeting again that is gone at the provider. Links and calendar entries stay, so nobody is
 * written to but of what was changed meanwhile.
 * @throws `not-found`, `meeting-cancelled`, `meeting-over`, `not-allowed`
 */
export async function makeAgain(needs: MeetingNeeds, caller: Caller, id: string): Promise<Changed> {
  return await withTransaction(needs.db, async (tx) => {
    const meeting = await lockOpen(needs, tx, caller, { id })
    if (meeting.status !== 'deleted') return { id, changed: false }
    await ask(needs, tx, caller, meeting, { gr_goneon: null })
    return { id, changed: true }
  })
}

/**
 * Tells the provider all again where somebody changed it there; what stands in the hub counts. A
 * single date that was deleted there stays so: no vendor brings one back.
 */
export async function setRight(needs: MeetingNeeds, caller: Caller, id: string): Promise<Changed> {
  return await withTransaction(needs.db, async (tx) => {
    const meeting = await lockOpen(needs, tx, caller, { id })
    const room = await currentRoom(tx, id)
    const { difference } = meeting
    if (difference === undefined || room === undefined || !isMendable(difference)) {
      return { id, changed: false }
    }
    const { dates } = difference
    if (dates !== undefined) await writeDates(tx, room.gr_meetingroomid, toldAsThere(room, dates))
    await forgetPlan(tx, room.gr_meetingroomid)
    // What became of single dates is looked for afterwards.
    await ask(needs, tx, caller, meeting, dates === undefined ? noDifference : {})
    return { id, changed: true }
  })
}

/** Dates that were deleted there, and those that the hub does not know, are left to a person. */
function isMendable({ title, start, end, dates = [] }: Difference): boolean {
  const isWhole = title !== undefined || start !== undefined || end !== undefined
  return (
    isWhole || dates.some((each) => each.originalStart !== undefined && each.start !== undefined)
  )
}

async function ask(
  { pipeline, clock }: MeetingNeeds,
  tx: Tx,
  caller: Caller,
  { id }: WholeMeeting,
  columns: Values,
): Promise<void> {
  await pipeline.executeIn(tx, caller, {
    message: 'Update',
    table: 'gr_meeting',
    id,
    internal: true,
    target: { gr_status: meetingStatus.waiting.value, gr_statusreason: null, ...columns },
  })
  await enqueue(tx, [roomRequest(id)], clock.now())
}
