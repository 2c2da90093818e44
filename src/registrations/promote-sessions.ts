import { lockSessions, type RegistrableEvent, reserveSessionSeats } from '#events'
import type { Execution, Group } from '#pipeline'
import { seatsLeft } from './allot-seats.ts'
import { noInvitations } from './invitations.ts'
import { inviteAll, leaveRequest } from './invite.ts'
import { seatWaitingInSession } from './seat-waiting.ts'
import { shareOut } from './share-out.ts'
import { waitingForSessions } from './waitlist-rows.ts'

/** The same for the lines of the event's sessions; only who is registered for the event counts. */
export async function promoteSessions(
  execution: Execution,
  group: Group,
  event: RegistrableEvent,
  now: Date,
): Promise<{ registered: number; invited: number }> {
  const lines = Map.groupBy(
    await waitingForSessions(group.tx, execution.id),
    ({ msevtmgt_session }) => String(msevtmgt_session),
  )
  const sessions = await lockSessions(group.tx, [...lines.keys()])
  const free = seatsLeft(
    { events: new Map(), sessions, passes: new Map(), invitations: noInvitations },
    now,
  ).sessions
  const total = { registered: 0, invited: 0 }
  for (const [sessionId, line] of lines) {
    const turn = shareOut(line, Math.min(free.get(sessionId) ?? 0, line.length), {
      registers: (item) =>
        event.msevtmgt_autoregisterwaitlistitems === true || item.msevtmgt_autoregister === true,
      perSeat: Math.max(1, event.msevtmgt_numberofinvitations ?? 1),
    })
    const place = { eventId: execution.id, sessionId }
    const made = await seatWaitingInSession(execution, group, place, turn.registering)
    total.registered += made.length
    await execution.executeAll(turn.registering.map(leaveRequest))
    await inviteAll(execution, execution.id, turn.slots, now)
    await reserveSessionSeats(group.tx, new Map([[sessionId, turn.slots.length]]))
    total.invited += turn.slots.flat().length
  }
  return total
}
