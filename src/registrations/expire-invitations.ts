import { reserveEventSeats, reserveSessionSeats } from '#events'
import type { Execution, Group } from '#pipeline'
import { waitingAgain } from './accept-invitations.ts'
import { tally } from './allot-seats.ts'
import { overdueInvitations, type WaitlistRow } from './waitlist-rows.ts'

export interface Expired {
  readonly people: number
  /** Seats of the event itself that are free again. */
  readonly seats: number
}

/**
 * Invitations that nobody took in time end, and their seats are free for the next in line. Whoever
 * let one pass has left the waitlist: the row stays, inactive, and they may ask again.
 */
export async function expireInvitations(
  execution: Execution,
  { tx }: Group,
  now: Date,
): Promise<Expired> {
  const eventId = execution.id
  const overdue = await overdueInvitations(tx, eventId, now)
  if (overdue.length === 0) return { people: 0, seats: 0 }
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
  const seats = slots.filter(({ msevtmgt_session }) => msevtmgt_session === null).length
  await reserveEventSeats(tx, new Map([[eventId, -seats]]))
  const ofSessions = tally(slots.flatMap(({ msevtmgt_session }) => msevtmgt_session ?? []))
  await reserveSessionSeats(tx, new Map([...ofSessions].map(([id, count]) => [id, -count])))
  return { people: overdue.length, seats }
}

function oneOfEachSlot(items: readonly WaitlistRow[]): WaitlistRow[] {
  const bySlot = new Map(items.map((item) => [item.gr_invitationslot, item]))
  return [...bySlot.values()]
}
