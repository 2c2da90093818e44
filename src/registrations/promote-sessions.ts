import { randomUUIDv7 } from 'node:crypto'
import {
  countSessionRegistrations,
  lockSessions,
  type RegistrableEvent,
  reserveSessionSeats,
} from '#events'
import type { Execution, Group } from '#pipeline'
import { seatsLeft } from './allot-seats.ts'
import { noInvitations } from './invitations.ts'
import { inviteAll, leaveRequest } from './invite.ts'
import { takesSeat } from './registration.ts'
import { readRegistration } from './registration-rows.ts'
import { shareOut } from './share-out.ts'
import { type WaitlistRow, waitingForSessions } from './waitlist-rows.ts'
import { sessionRequest } from './write-registrations.ts'

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
    total.registered += await addAll(execution, group, sessionId, turn.registering)
    await inviteAll(execution, turn.slots, now)
    await reserveSessionSeats(group.tx, new Map([[sessionId, turn.slots.length]]))
    total.invited += turn.slots.flat().length
  }
  return total
}

async function addAll(
  execution: Execution,
  group: Group,
  sessionId: string,
  items: readonly WaitlistRow[],
): Promise<number> {
  let added = 0
  for (const item of items) {
    const found = await readRegistration(group.tx, item.gr_eventregistration ?? execution.id)
    if (found !== undefined && takesSeat(found.registration)) {
      const { registration } = found
      await execution.execute(
        sessionRequest({
          sessionRegistrationId: randomUUIDv7(),
          sessionId,
          name: registration.msevtmgt_name,
          eventId: execution.id,
          contactId: registration.msevtmgt_contactid,
          registrationId: registration.msevtmgt_eventregistrationid,
        }),
      )
      added += 1
    }
    await execution.execute(leaveRequest(item))
  }
  await countSessionRegistrations(group.tx, new Map([[sessionId, added]]))
  return added
}
