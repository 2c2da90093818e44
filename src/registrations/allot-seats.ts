import type { Refusal } from '#errors'
import { publishStatus, type RegistrableEvent, type RegistrableSession } from '#events'
import { refusalOfEvent } from './open-for-registration.ts'
import { refusals } from './refusals.ts'
import type { RegisterRequest } from './registration.ts'

/** Events and sessions as they are while their rows are held. */
export interface Held {
  readonly events: ReadonlyMap<string, RegistrableEvent>
  readonly sessions: ReadonlyMap<string, RegistrableSession>
}

export type Wanting = Pick<RegisterRequest, 'eventId'> & {
  readonly attendees: readonly { readonly sessionIds: readonly string[] }[]
}

/** Seats still to be had while a batch is worked off; `Infinity` where nobody set a capacity. */
export interface SeatsLeft {
  /** Events that take registrations; asked once per batch, not per request. */
  readonly open: ReadonlySet<string>
  readonly events: Map<string, number>
  readonly sessions: Map<string, number>
}

export function seatsLeft({ events, sessions }: Held, now: Date): SeatsLeft {
  return {
    open: new Set([...events.keys()].filter((id) => !refusalOfEvent(events.get(id), id, now))),
    events: new Map(
      [...events].map(([id, event]) => [
        id,
        left(event.msevtmgt_maximumeventcapacity, event.msevtmgt_registrationcount),
      ]),
    ),
    sessions: new Map(
      [...sessions].map(([id, session]) => [
        id,
        left(session.msevtmgt_sessionmaxcapacity, session.msevtmgt_registrationcount),
      ]),
    ),
  }
}

// Staff may book beyond the capacity, so that fewer than none can be left.
function left(capacity: number | null, taken: number | null): number {
  return capacity === null ? Number.POSITIVE_INFINITY : Math.max(capacity - (taken ?? 0), 0)
}

/**
 * Takes the seats of a request out of what is left, all of them or none. Gives the refusal when the
 * event or a session is not open or has too few.
 */
export function allotSeats(
  request: Wanting,
  held: Held,
  seats: SeatsLeft,
  now: Date,
): Refusal | undefined {
  const event = held.events.get(request.eventId)
  if (event === undefined || !seats.open.has(request.eventId)) {
    return refusalOfEvent(event, request.eventId, now)
  }
  const perSession = countSessions(request)
  const refusal =
    refusalOfSeats(event, request.attendees.length, seats) ??
    refusalOfSessions(event, perSession, held, seats)
  if (refusal !== undefined) return refusal
  take(seats.events, request.eventId, request.attendees.length)
  for (const [id, wanted] of perSession) take(seats.sessions, id, wanted)
  return undefined
}

function refusalOfSeats(
  event: RegistrableEvent,
  wanted: number,
  seats: SeatsLeft,
): Refusal | undefined {
  const left = seats.events.get(event.msevtmgt_eventid) ?? 0
  if (wanted <= left) return undefined
  return refusals['event-full']({ name: event.msevtmgt_name, left, wanted })
}

/** Why one of the sessions cannot be had; also asked when sessions are added later. */
export function refusalOfSessions(
  event: Pick<RegistrableEvent, 'msevtmgt_eventid' | 'msevtmgt_name'>,
  perSession: ReadonlyMap<string, number>,
  held: Pick<Held, 'sessions'>,
  seats: Pick<SeatsLeft, 'sessions'>,
): Refusal | undefined {
  for (const [id, wanted] of perSession) {
    const session = held.sessions.get(id)
    if (session?.msevtmgt_event !== event.msevtmgt_eventid) {
      return refusals['unknown-session']({ name: event.msevtmgt_name, id })
    }
    const live = session.msevtmgt_publishstatus === publishStatus.live.value
    if (!live || session.statecode !== 0) {
      return refusals['session-not-live']({ session: session.msevtmgt_name })
    }
    const left = seats.sessions.get(id) ?? 0
    if (wanted > left) {
      return refusals['session-full']({ session: session.msevtmgt_name, left, wanted })
    }
  }
  return undefined
}

function countSessions(request: Wanting): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { sessionIds } of request.attendees) {
    for (const id of sessionIds) counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return counts
}

function take(left: Map<string, number>, id: string, wanted: number): void {
  left.set(id, (left.get(id) ?? 0) - wanted)
}
