import type { Refusal } from '#errors'
import { publishStatus, type RegistrableEvent, type RegistrableSession } from '#events'
import type { Held, Wanting } from './allot-seats.ts'
import { noYes } from './choices.ts'
import { refusals } from './refusals.ts'

/** Whether people may wait for a seat; two columns say so, and organisers set either. */
export function hasWaitlist(
  event: Pick<RegistrableEvent, 'msevtmgt_showwaitlist' | 'msevtmgt_waitlistthisevent'>,
): boolean {
  return (
    event.msevtmgt_showwaitlist === true || event.msevtmgt_waitlistthisevent === noYes.yes.value
  )
}

export function hasSessionWaitlist(
  session: Pick<RegistrableSession, 'msevtmgt_showwaitlist' | 'msevtmgt_waitlistthissession'>,
): boolean {
  return (
    session.msevtmgt_showwaitlist === true ||
    session.msevtmgt_waitlistthissession === noYes.yes.value
  )
}

/** Why somebody cannot wait for a seat, or for what they want to wait for. */
export function refusalOfWaiting(
  event: RegistrableEvent,
  { attendees }: Wanting,
  held: Held,
): Refusal | undefined {
  if (attendees.some(({ waitlisted }) => waitlisted) && !hasWaitlist(event)) {
    return refusals['no-waitlist']({ name: event.msevtmgt_name })
  }
  for (const id of attendees.flatMap(({ waitedSessionIds }) => waitedSessionIds)) {
    const session = held.sessions.get(id)
    if (session?.msevtmgt_event !== event.msevtmgt_eventid) {
      return refusals['unknown-session']({ name: event.msevtmgt_name, id })
    }
    const name = session.msevtmgt_name
    const live = session.msevtmgt_publishstatus === publishStatus.live.value
    if (!live || session.statecode !== 0) return refusals['session-not-live']({ session: name })
    if (!hasSessionWaitlist(session)) return refusals['no-waitlist']({ name })
  }
  return undefined
}
