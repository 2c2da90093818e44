import { type RegistrableEvent, reserveEventSeats, reserveSessionSeats } from '#events'
import type { Execution, Group } from '#pipeline'
import { waitingAgain } from './accept-invitations.ts'
import { tally } from './allot-seats.ts'
import { overdueInvitations, type WaitlistRow } from './waitlist-rows.ts'

/**
 * Invitations that nobody took in time end, and their seats are free for the next in line. Whoever
 * let one pass has left the waitlist: the row stays, inactive, and they may ask again.
 */
export async function expireInvitations(
  execution: Execution,
  { tx }: Group,
  event: RegistrableEvent,
  now: Date,
): Promise<number> {
  const overdue = await overdueInvitations(tx, event.msevtmgt_eventid, now)
  if (overdue.length === 0) return 0
  await execution.executeAll(
    overdue.map((item) => ({
      message: 'Update',
      table: 'msevtmgt_waitlistitem',
      id: item.msevtmgt_waitlistitemid,
      internal: true,
      target: { ...waitingAgain, statecode: 1, statuscode: 2 },
    })),
  )
  const slots = oneOfEachSlot(overdue)
  const ofEvent = slots.filter(({ msevtmgt_session }) => msevtmgt_session === null)
  await reserveEventSeats(tx, new Map([[event.msevtmgt_eventid, -ofEvent.length]]))
  const ofSessions = tally(slots.flatMap(({ msevtmgt_session }) => msevtmgt_session ?? []))
  await reserveSessionSeats(tx, new Map([...ofSessions].map(([id, count]) => [id, -count])))
  return overdue.length
}

function oneOfEachSlot(items: readonly WaitlistRow[]): WaitlistRow[] {
  const bySlot = new Map(items.map((item) => [item.gr_invitationslot, item]))
  return [...bySlot.values()]
}
