import { randomUUIDv7 } from 'node:crypto'
import type { Person } from '#contacts'
import type { Tx } from '#database'
import {
  countEventRegistrations,
  countPasses,
  countSessionRegistrations,
  type RegistrationField,
  type SellablePass,
} from '#events'
import type { Execution, Group, Request } from '#pipeline'
import { tally } from './allot-seats.ts'
import { checkedAnswers } from './check-answers.ts'
import { createAll } from './create-all.ts'
import type { Admitted, Surroundings } from './register.ts'
import {
  type Attendee,
  newRegistration,
  type RegisteredAttendee,
  registrationTable,
  sessionRegistrationTable,
} from './registration.ts'
import { freeNumbers, randomNumber, randomNumbers } from './registration-number.ts'

/** An attendee who has a seat, on the way into the tables. */
export interface Seating {
  readonly execution: Execution
  readonly eventId: string
  readonly attendee: Pick<Attendee, 'company' | 'language' | 'sessionIds' | 'passId' | 'answers'>
  readonly contactId: string
  readonly registeredBy: string | null
}

/** The same with everything that the rows get. */
export interface Place extends Seating {
  readonly registrationId: string
  readonly number: string
  readonly attendeePassId: string
  readonly sessions: RegisteredAttendee['sessions']
}

/** What seating needs to know about passes and questions. */
export interface SeatingNeeds {
  readonly passes: ReadonlyMap<string, SellablePass>
  readonly fields: ReadonlyMap<string, readonly RegistrationField[]>
}

/** Registers those who take seats; gives them by execution, in the order of their request. */
export async function writeRegistrations(
  entries: readonly Admitted[],
  group: Group,
  around: Surroundings,
  contacts: ReadonlyMap<Person, string>,
  refused: Map<Execution, Error>,
): Promise<Map<Execution, RegisteredAttendee[]>> {
  const seatings = entries.flatMap(({ execution, request, seated }) =>
    seated.map((attendee) => ({
      execution,
      eventId: request.eventId,
      attendee,
      contactId: contacts.get(attendee) as string,
      registeredBy:
        request.purchaser === undefined ? null : (contacts.get(request.purchaser) ?? null),
    })),
  )
  const places = await seatAll(seatings, group, around, refused)
  const byExecution = Map.groupBy(places, ({ execution }) => execution)
  return new Map([...byExecution].map(([execution, mine]) => [execution, mine.map(registered)]))
}

/** Creates registrations with sessions, passes and answers, and counts their seats. */
export async function seatAll(
  seatings: readonly Seating[],
  group: Group,
  needs: SeatingNeeds,
  refused: Map<Execution, Error>,
): Promise<Place[]> {
  if (seatings.length === 0) return []
  const places = await findPlaces(seatings, group.tx)
  const going = (each: Seating) => !refused.has(each.execution)
  const create = (requestsOf: (place: Place) => readonly Request[]) =>
    createAll(group, places.filter(going), requestsOf, refused)
  await create((place) => [registrationRequest(place)])
  await create(sessionRequests)
  await create((place) => passRequests(place, needs.passes))
  await create((place) => answerRequests(place, needs.fields))
  const done = places.filter(going)
  await countSeats(group, done)
  return done
}

async function findPlaces(seatings: readonly Seating[], tx: Tx): Promise<Place[]> {
  const numbers = await newNumbers(seatings, tx)
  return seatings.map((seating) => ({
    ...seating,
    registrationId: randomUUIDv7(),
    number: numbers.pop() as string,
    attendeePassId: randomUUIDv7(),
    sessions: seating.attendee.sessionIds.map((sessionId) => ({
      sessionId,
      sessionRegistrationId: randomUUIDv7(),
    })),
  }))
}

/**
 * With a million registrations one batch in ten thousand draws a number that is taken. The unique
 * index refuses it, the pipeline runs the batch again one by one, and those look before they take.
 */
async function newNumbers(seatings: readonly Seating[], tx: Tx): Promise<string[]> {
  const alone = new Set(seatings.map(({ execution }) => execution)).size === 1
  return alone ? await freeNumbers(tx, seatings.length) : randomNumbers(seatings.length)
}

/** The same columns for everybody, so that all of them go into one INSERT. */
function registrationRequest(place: Place): Request {
  const { attendee, execution } = place
  return {
    message: 'Create',
    table: registrationTable,
    id: place.registrationId,
    internal: true,
    target: {
      ...newRegistration,
      msevtmgt_createdfromapi: true,
      msevtmgt_name: place.number,
      msevtmgt_eventid: place.eventId,
      msevtmgt_contactid: place.contactId,
      msevtmgt_registeredby: place.registeredBy,
      msevtmgt_correlationid: execution.correlationId,
      gr_company: attendee.company ?? null,
      gr_language: attendee.language ?? null,
      gr_responses: attendee.answers.length === 0 ? null : JSON.stringify(attendee.answers),
    },
  }
}

function sessionRequests(place: Place): Request[] {
  return place.sessions.map((session, at) =>
    sessionRequest({
      ...session,
      name: `${place.number}/${at + 1}`,
      eventId: place.eventId,
      contactId: place.contactId,
      registrationId: place.registrationId,
    }),
  )
}

/** A session registration to create; also used when sessions are added later. */
export function sessionRequest(o: {
  readonly sessionRegistrationId: string
  readonly sessionId: string
  readonly name: string
  readonly eventId: string
  readonly contactId: string
  readonly registrationId: string
}): Request {
  return {
    message: 'Create',
    table: sessionRegistrationTable,
    id: o.sessionRegistrationId,
    internal: true,
    target: {
      msevtmgt_createdfromapi: true,
      msevtmgt_name: o.name,
      msevtmgt_event: o.eventId,
      msevtmgt_contactid: o.contactId,
      msevtmgt_registrationid: o.registrationId,
      msevtmgt_sessionid: o.sessionId,
    },
  }
}

/** The pass of an attendee: its name is what a scanner reads. */
function passRequests(place: Place, passes: SeatingNeeds['passes']): Request[] {
  const pass = passes.get(place.attendee.passId ?? '')
  if (pass === undefined) return []
  const id = place.attendeePassId
  const create: Request = {
    message: 'Create',
    table: 'msevtmgt_attendeepass',
    id,
    internal: true,
    target: {
      msevtmgt_name: randomNumber().replace('ER', 'AP'),
      msevtmgt_contact: place.contactId,
      msevtmgt_eventid: place.eventId,
      msevtmgt_eventregistrationid: place.registrationId,
      msevtmgt_pass: pass.id,
      msevtmgt_passprice: pass.price,
      transactioncurrencyid: pass.currencyId,
    },
  }
  if (pass.sessionIds.length === 0) return [create]
  const open: Request = {
    message: 'Associate',
    table: 'msevtmgt_attendeepass',
    id,
    internal: true,
    input: {
      Relationship: 'msevtmgt_msevtmgt_session_msevtmgt_attendeepass',
      RelatedEntities: pass.sessionIds.map((session) => ({
        table: 'msevtmgt_session',
        id: session,
      })),
    },
  }
  return [create, open]
}

function answerRequests(place: Place, fields: SeatingNeeds['fields']): Request[] {
  const asked = fields.get(place.eventId) ?? []
  return checkedAnswers(asked, place.attendee.answers).map(({ fieldId, text }) => ({
    message: 'Create',
    table: 'msevtmgt_registrationresponse',
    internal: true,
    target: {
      msevtmgt_createdfromapi: true,
      msevtmgt_customregistrationfield: fieldId,
      msevtmgt_eventregistration: place.registrationId,
      msevtmgt_response: text,
    },
  }))
}

async function countSeats({ tx }: Group, places: readonly Place[]): Promise<void> {
  await countEventRegistrations(tx, tally(places.map(({ eventId }) => eventId)))
  const sessionIds = places.flatMap(({ sessions }) => sessions.map(({ sessionId }) => sessionId))
  await countSessionRegistrations(tx, tally(sessionIds))
  const sold = tally(places.flatMap(({ attendee }) => attendee.passId ?? []))
  await countPasses(tx, new Map([...sold].map(([id, count]) => [id, { sold: count }])))
}

function registered({ registrationId, number, contactId, sessions }: Place): RegisteredAttendee {
  return { registrationId, number, contactId, sessions }
}
