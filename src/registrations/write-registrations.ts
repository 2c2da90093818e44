import { randomUUIDv7 } from 'node:crypto'
import {
  type Candidate,
  type MatchingStrategy,
  matchBy,
  matchContacts,
  type Person,
} from '#contacts'
import type { Tx } from '#database'
import { countEventRegistrations, countSessionRegistrations, type RegistrableEvent } from '#events'
import type { Execution, Group, Outcome, Request } from '#pipeline'
import type { Entry, Results } from './register.ts'
import {
  type Attendee,
  newRegistration,
  type RegisteredAttendee,
  registrationTable,
  sessionRegistrationTable,
} from './registration.ts'
import { freeNumbers, randomNumbers } from './registration-number.ts'

interface Surroundings {
  readonly strategy: MatchingStrategy
  readonly events: ReadonlyMap<string, RegistrableEvent>
}

/** An attendee on the way into the tables. */
interface Place {
  readonly entry: Entry
  readonly attendee: Attendee
  readonly contactId: string
  readonly registeredBy: string | null
  readonly registrationId: string
  readonly number: string
  readonly sessions: readonly { sessionId: string; sessionRegistrationId: string }[]
}

/** Writes what requests with seats need, and puts each outcome into `results`. */
export async function writeRegistrations(
  entries: readonly Entry[],
  group: Group,
  around: Surroundings,
  results: Results,
): Promise<void> {
  if (entries.length === 0) return
  const contacts = await contactsOf(entries, group, around, results)
  const going = (each: { entry: Entry }) => !results.has(each.entry.execution)
  const places = (await findPlaces(entries, group, contacts)).filter(going)
  await createAll(group, places, (place) => [registrationRequest(place)], results)
  await createAll(group, places.filter(going), sessionRequests, results)
  const done = places.filter(going)
  await countSeats(group, done)
  for (const [execution, mine] of Map.groupBy(done, ({ entry }) => entry.execution)) {
    results.set(execution, { registrations: mine.map(registered), repeated: false })
  }
}

/** Contact ids by person. A contact that is refused refuses everybody who would have been it. */
async function contactsOf(
  entries: readonly Entry[],
  group: Group,
  { strategy, events }: Surroundings,
  results: Results,
): Promise<Map<Person, string>> {
  const people = entries.flatMap((entry) => {
    const { attendees, purchaser } = entry.request
    const everyone: readonly Person[] =
      purchaser === undefined ? attendees : [purchaser, ...attendees]
    return everyone.map((person) => ({ entry, person }))
  })
  const candidates = people.map(({ entry, person }) => candidate(entry, person, strategy, events))
  const refused = new Map<string, Error>()
  const ids = await matchContacts(group.tx, strategy, candidates, async (contacts) => {
    const outcomes = await group.executeAll(
      contacts.map(({ id, values, place }) => ({
        execution: people[place]?.entry.execution as Execution,
        request: { message: 'Create', table: 'contact', id, target: values, internal: true },
      })),
    )
    for (const [at, outcome] of outcomes.entries()) {
      if (outcome instanceof Error) refused.set(contacts[at]?.id as string, outcome)
    }
  })
  for (const [at, { entry }] of people.entries()) {
    const error = refused.get(ids[at] as string)
    if (error !== undefined) results.set(entry.execution, error)
  }
  return new Map(people.map(({ person }, at) => [person, ids[at] as string]))
}

function candidate(
  { request }: Entry,
  person: Person,
  strategy: MatchingStrategy,
  events: Surroundings['events'],
): Candidate {
  // Only this strategy looks at owners; else new contacts belong to whoever registers them, which
  // saves the pipeline a look-up per row.
  const byOwner = strategy === matchBy.emailAndOwner
  const ownerId = byOwner ? (events.get(request.eventId)?.ownerid ?? undefined) : undefined
  return { ...person, ownerId, originatingEventId: request.eventId }
}

async function findPlaces(
  entries: readonly Entry[],
  { tx }: Group,
  contacts: ReadonlyMap<Person, string>,
): Promise<Place[]> {
  const count = entries.reduce((sum, { request }) => sum + request.attendees.length, 0)
  const numbers = await newNumbers(entries, tx, count)
  return entries.flatMap((entry) => {
    const { attendees, purchaser } = entry.request
    const registeredBy = purchaser === undefined ? null : (contacts.get(purchaser) ?? null)
    return attendees.map((attendee) => ({
      entry,
      attendee,
      contactId: contacts.get(attendee) as string,
      registeredBy,
      registrationId: randomUUIDv7(),
      number: numbers.pop() as string,
      sessions: attendee.sessionIds.map((sessionId) => ({
        sessionId,
        sessionRegistrationId: randomUUIDv7(),
      })),
    }))
  })
}

/**
 * With a million registrations one batch in ten thousand draws a number that is taken. The unique
 * index refuses it, the pipeline runs the batch again one by one, and those look before they take.
 */
async function newNumbers(entries: readonly Entry[], tx: Tx, count: number): Promise<string[]> {
  return entries.length > 1 ? randomNumbers(count) : await freeNumbers(tx, count)
}

/** The same columns for everybody, so that all of them go into one INSERT. */
function registrationRequest(place: Place): Request {
  const { attendee, entry } = place
  return {
    message: 'Create',
    table: registrationTable,
    id: place.registrationId,
    internal: true,
    target: {
      ...newRegistration,
      msevtmgt_createdfromapi: true,
      msevtmgt_name: place.number,
      msevtmgt_eventid: entry.request.eventId,
      msevtmgt_contactid: place.contactId,
      msevtmgt_registeredby: place.registeredBy,
      msevtmgt_correlationid: entry.execution.correlationId,
      gr_company: attendee.company ?? null,
      gr_language: attendee.language ?? null,
      gr_responses: attendee.responses ?? null,
    },
  }
}

function sessionRequests(place: Place): Request[] {
  return place.sessions.map((session, at) =>
    sessionRequest({
      ...session,
      name: `${place.number}/${at + 1}`,
      eventId: place.entry.request.eventId,
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

async function createAll(
  group: Group,
  places: readonly Place[],
  requestsOf: (place: Place) => readonly Request[],
  results: Results,
): Promise<void> {
  const items = places.flatMap((place) =>
    requestsOf(place).map((request) => ({ execution: place.entry.execution, request })),
  )
  if (items.length === 0) return
  const outcomes: readonly (Outcome | Error)[] = await group.executeAll(items)
  for (const [at, outcome] of outcomes.entries()) {
    const execution = items[at]?.execution as Execution
    if (outcome instanceof Error) results.set(execution, outcome)
  }
}

async function countSeats({ tx }: Group, places: readonly Place[]): Promise<void> {
  await countEventRegistrations(tx, tally(places.map(({ entry }) => entry.request.eventId)))
  const sessionIds = places.flatMap(({ sessions }) => sessions.map(({ sessionId }) => sessionId))
  await countSessionRegistrations(tx, tally(sessionIds))
}

function tally(ids: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}

function registered({ registrationId, number, contactId, sessions }: Place): RegisteredAttendee {
  return { registrationId, number, contactId, sessions }
}
