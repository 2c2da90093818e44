/**
 * Writes what is due to guests, in the transaction of the change or of the provider's answer: the
 * letters and the note of what was told exist if and only if it commits, so nobody is written to
 * twice. The meeting is locked by whoever calls.
 */
import type { Tx } from '#database'
import { accountFacts } from './account-facts.ts'
import { dueLetters } from './due-letters.ts'
import { guestLink } from './guest-link.ts'
import type { WholeMeeting } from './meeting.ts'
import type { MeetingNeeds } from './needs.ts'
import { fingerprintOf, planOf } from './plan-room.ts'
import { currentRoom, type RoomRow, writeTold } from './room-rows.ts'
import { datesDue } from './tell-dates.ts'
import { writeLetter } from './write-letter.ts'

/** Gives how many letters were written. */
export async function tellGuests(
  needs: MeetingNeeds,
  tx: Tx,
  meeting: WholeMeeting,
): Promise<number> {
  const facts = await accountFacts({ ...needs, db: tx }, meeting.configurationId)
  const room = await currentRoom(tx, meeting.id)
  const due = dueLetters(meeting, {
    isReady: room !== undefined && isCurrent(room, meeting),
    mailsCohosts: facts?.mailsCohosts ?? false,
  })
  const stamp = needs.clock.now()
  for (const each of due) {
    const joinLink = guestLink(needs, each.guest.id)
    await needs.post(tx, writeLetter(meeting, each, { mailbox: needs.mailbox, joinLink, stamp }))
    await writeTold(tx, each.guest.id, each.told)
  }
  return due.length
}

/** The provider has the meeting as it is now. */
export function isCurrent(room: RoomRow, meeting: WholeMeeting): boolean {
  if (room.state !== 'created') return false
  return isPlanTold(room, meeting) && datesDue(room, meeting).length === 0
}

export const isPlanTold = (room: RoomRow, meeting: WholeMeeting) =>
  room.planfingerprint === fingerprintOf(roomPlan(room, meeting))

export const roomPlan = (
  room: Pick<RoomRow, 'creationkey' | 'actinguserid'>,
  meeting: WholeMeeting,
) => planOf(meeting, { creationKey: room.creationkey, hostActs: room.actinguserid !== null })
