import type { Refusal } from '#errors'
import {
  publishStatus,
  type RegistrableEvent,
  type RegistrableSession,
  type SellablePass,
} from '#events'
import type { Invitations } from './invitations.ts'
import { refusalOfEvent, refusalsOfEvent } from './open-for-registration.ts'
import { firstStanding, nothingOverruled, type Overrules } from './overrule.ts'
import { refusals } from './refusals.ts'
import { refusalOfPasses, refusalsOfPassCounts } from './refuse-passes.ts'
import { refusalOfWaiting } from './refuse-waiting.ts'
import type { Attendee, RegisterRequest } from './registration.ts'

/** What a request asks about, as it is while its rows are held. */
export interface Held {
  readonly events: ReadonlyMap<string, RegistrableEvent>
  readonly sessions: ReadonlyMap<string, RegistrableSession>
  readonly passes: ReadonlyMap<string, SellablePass>
  /** Open invitations from waitlists; whoever has one takes the seat that is held for it. */
  readonly invitations: Invitations
}

export type Wanting = Pick<RegisterRequest, 'eventId'> & {
  readonly attendees: readonly Pick<
    Attendee,
    'email' | 'sessionIds' | 'waitedSessionIds' | 'passId' | 'waitlisted'
  >[]
  /** Sessions for people who have a seat of the event already. */
  readonly moreSessionIds?: readonly string[]
}

/** Seats still to be had while a batch is worked off; `Infinity` where nobody set a capacity. */
export interface SeatsLeft {
  /** Events that take registrations; asked once per batch, not per request. */
  readonly open: ReadonlySet<string>
  readonly events: Map<string, number>
  readonly sessions: Map<string, number>
  readonly passes: Map<string, number>
}

export function seatsLeft({ events, sessions, passes }: Held, now: Date): SeatsLeft {
  return {
    open: new Set([...events.keys()].filter((id) => !refusalOfEvent(events.get(id), id, now))),
    events: new Map(
      [...events].map(([id, event]) => [
        id,
        left(
          event.msevtmgt_maximumeventcapacity,
          event.msevtmgt_registrationcount,
          event.gr_seatsreserved,
        ),
      ]),
    ),
    sessions: new Map(
      [...sessions].map(([id, session]) => [
        id,
        left(
          session.msevtmgt_sessionmaxcapacity,
          session.msevtmgt_registrationcount,
          session.gr_seatsreserved,
        ),
      ]),
    ),
    passes: new Map(
      [...passes].map(([id, pass]) => [id, left(pass.allocated, pass.sold, pass.reserved)]),
    ),
  }
}

// Staff may book beyond the capacity, so that fewer than none can be left.
function left(capacity: number | null, taken: number | null, reserved: number | null): number {
  if (capacity === null) return Number.POSITIVE_INFINITY
  return Math.max(capacity - (taken ?? 0) - (reserved ?? 0), 0)
}

/**
 * Takes the seats of a request out of what is left, all of them or none. Gives the refusal when the
 * event or a session is not open or has too few, and nobody set that aside.
 */
export function allotSeats(
  request: Wanting,
  held: Held,
  seats: SeatsLeft,
  now: Date,
  overrules: Overrules = nothingOverruled,
): Refusal | undefined {
  const event = held.events.get(request.eventId)
  if (event === undefined || !seats.open.has(request.eventId)) {
    const closed = firstStanding(refusalsOfEvent(event, request.eventId, now), overrules)
    if (event === undefined || closed !== undefined) return closed
  }
  const seated = request.attendees.filter(({ waitlisted }) => !waitlisted)
  const invited = seated.filter(({ email }) => held.invitations.of(request.eventId, email))
  const seatsWanted = seated.length - invited.length
  const perSession = countSessions(seated, request.moreSessionIds)
  const perPass = countPasses(seated)
  const refusal =
    refusalOfWaiting(event, request, held) ??
    firstStanding(refusalsOfSeats(event, seatsWanted, seats), overrules) ??
    firstStanding(refusalsOfSessions(event, perSession, held, seats), overrules) ??
    refusalOfPasses(event, request, held) ??
    firstStanding(refusalsOfPassCounts(perPass, held, seats), overrules)
  if (refusal !== undefined) return refusal
  take(seats.events, request.eventId, seatsWanted)
  for (const [id, wanted] of perSession) take(seats.sessions, id, wanted)
  for (const [id, wanted] of perPass) take(seats.passes, id, wanted)
  return undefined
}

/** Why the event has no seats for them. */
export function* refusalsOfSeats(
  event: Pick<RegistrableEvent, 'msevtmgt_eventid' | 'msevtmgt_name'>,
  wanted: number,
  seats: Pick<SeatsLeft, 'events'>,
): Generator<Refusal> {
  const left = seats.events.get(event.msevtmgt_eventid) ?? 0
  if (wanted > left) yield refusals['event-full']({ name: event.msevtmgt_name, left, wanted })
}

/** Why sessions cannot be had; also asked when sessions are added later. */
export function* refusalsOfSessions(
  event: Pick<RegistrableEvent, 'msevtmgt_eventid' | 'msevtmgt_name'>,
  perSession: ReadonlyMap<string, number>,
  held: Pick<Held, 'sessions'>,
  seats: Pick<SeatsLeft, 'sessions'>,
): Generator<Refusal> {
  for (const [id, wanted] of perSession) {
    const session = held.sessions.get(id)
    if (session?.msevtmgt_event !== event.msevtmgt_eventid) {
      yield refusals['unknown-session']({ name: event.msevtmgt_name, id })
      continue
    }
    const live = session.msevtmgt_publishstatus === publishStatus.live.value
    if (!live || session.statecode !== 0) {
      yield refusals['session-not-live']({ session: session.msevtmgt_name })
    }
    const left = seats.sessions.get(id) ?? 0
    if (wanted > left) {
      yield refusals['session-full']({ session: session.msevtmgt_name, left, wanted })
    }
  }
}

function countSessions(
  attendees: Wanting['attendees'],
  more: readonly string[] = [],
): Map<string, number> {
  return tally([...attendees.flatMap(({ sessionIds }) => sessionIds), ...more])
}

function countPasses(attendees: Wanting['attendees']): Map<string, number> {
  return tally(attendees.flatMap(({ passId }) => (passId === undefined ? [] : [passId])))
}

export function tally(ids: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}

// What is overruled takes more than there is: then nothing is left for those who come after.
function take(left: Map<string, number>, id: string, wanted: number): void {
  left.set(id, Math.max((left.get(id) ?? 0) - wanted, 0))
}
