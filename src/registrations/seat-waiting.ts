/** People of a waitlist become registrants: of the event, or of a session for those who are already. */
import { randomUUIDv7 } from 'node:crypto'
import { countSessionRegistrations, fieldsOf, lockSessions } from '#events'
import type { Execution, Group } from '#pipeline'
import { seatsLeft } from './allot-seats.ts'
import { noInvitations } from './invitations.ts'
import { type Answer, takesSeat } from './registration.ts'
import { activeSessionRegistrations, readRegistration } from './registration-rows.ts'
import type { WaitlistRow } from './waitlist-rows.ts'
import { type Place, seatAll, sessionRequest } from './write-registrations.ts'

/** Registers people of the event's line, with those of their sessions on hold that have room. */
export async function seatWaiting(
  execution: Execution,
  group: Group,
  { eventId, now }: { readonly eventId: string; readonly now: Date },
  items: readonly WaitlistRow[],
): Promise<Place[]> {
  const sessions = await lockSessions(group.tx, items.flatMap(sessionsOnHold))
  const free = seatsLeft(
    { events: new Map(), sessions, passes: new Map(), invitations: noInvitations },
    now,
  ).sessions
  const fields = Map.groupBy(await fieldsOf(group.tx, [eventId]), (field) => field.eventId)
  const seatings = items.map((item) => ({
    execution,
    eventId,
    contactId: item.msevtmgt_contact,
    registeredBy: item.msevtmgt_addedby,
    attendee: {
      company: item.gr_company ?? undefined,
      language: item.gr_language ?? undefined,
      sessionIds: sessionsOnHold(item).filter((id) => takeOne(free, id)),
      passId: undefined,
      answers: answersOf(item),
    },
  }))
  const refused = new Map<Execution, Error>()
  const places = await seatAll(seatings, group, { passes: new Map(), fields }, refused)
  const problem = refused.get(execution)
  if (problem !== undefined) throw problem
  return places
}

function takeOne(free: Map<string, number>, id: string): boolean {
  const left = free.get(id) ?? 0
  if (left <= 0) return false
  free.set(id, left - 1)
  return true
}

function sessionsOnHold({ gr_sessions }: WaitlistRow): string[] {
  return gr_sessions === null ? [] : (JSON.parse(gr_sessions) as string[])
}

function answersOf({ gr_responses }: WaitlistRow): Answer[] {
  return gr_responses === null ? [] : (JSON.parse(gr_responses) as Answer[])
}

/** Gives session registrations to people of a session's line whose registration still stands. */
export async function seatWaitingInSession(
  execution: Execution,
  { tx }: Group,
  { eventId, sessionId }: { readonly eventId: string; readonly sessionId: string },
  items: readonly WaitlistRow[],
): Promise<string[]> {
  const made: string[] = []
  for (const { gr_eventregistration: registrationId } of items) {
    if (registrationId === null) continue
    const registration = (await readRegistration(tx, registrationId))?.registration
    if (registration === undefined || !takesSeat(registration)) continue
    const had = await activeSessionRegistrations(tx, registrationId)
    if (had.some((each) => each.sessionId === sessionId)) continue
    const sessionRegistrationId = randomUUIDv7()
    await execution.execute(
      sessionRequest({
        ...{ sessionRegistrationId, sessionId, eventId, registrationId },
        name: registration.msevtmgt_name,
        contactId: registration.msevtmgt_contactid,
      }),
    )
    made.push(sessionRegistrationId)
  }
  await countSessionRegistrations(tx, new Map([[sessionId, made.length]]))
  return made
}
