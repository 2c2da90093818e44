import type { Clock } from '#clock'
import type { MatchingStrategy } from '#contacts'
import type { Tx } from '#database'
import { isRefusal, type Refusal } from '#errors'
import {
  fieldsOf,
  lockEvents,
  lockPasses,
  lockSessions,
  type RegistrationField,
  registrationRules,
} from '#events'
import type { Audit } from '#identity'
import type { Execution, Group, MessageDefinition, MessageOutput } from '#pipeline'
import { acceptInvitations } from './accept-invitations.ts'
import { allotSeats, type Held, seatsLeft } from './allot-seats.ts'
import { answerFollowers, answerRepeated, leadersOf, rememberAnswers } from './answer-repeated.ts'
import { refusalOfAnswers } from './check-answers.ts'
import { contactsOf } from './contacts-of.ts'
import { type Duplicates, findDuplicates, type Merged, partDuplicates } from './duplicates.ts'
import { findInvitations, type Invitations } from './invitations.ts'
import { leaveLines } from './leave-lines.ts'
import { mergeDuplicates } from './merge-duplicates.ts'
import { noteOverruled } from './note-overruled.ts'
import { overruling } from './overrule.ts'
import { readRequest } from './read-request.ts'
import { refusalOfOverruling } from './refuse-overruling.ts'
import { refusalOfSelling } from './refuse-selling.ts'
import {
  type Attendee,
  type Registered,
  type RegisteredAttendee,
  type RegisterRequest,
  registrationTable,
} from './registration.ts'
import { writePurchases } from './write-purchases.ts'
import { writeRegistrations } from './write-registrations.ts'
import { writeWaiting } from './write-waiting.ts'

/** What is held for a batch, with the questions of its events. */
export interface HeldAll extends Held {
  readonly fields: ReadonlyMap<string, readonly RegistrationField[]>
}

/** What writing needs to know beside the requests. */
export interface Surroundings extends HeldAll {
  readonly strategy: MatchingStrategy
  readonly now: Date
}

export interface RegisterNeeds {
  readonly clock: Clock
  readonly audit: Pick<Audit, 'note'>
  /** Address at which a registration's contact takes part. */
  readonly joinLink: (registrationId: string) => string
}

/** One request of a batch on its way. */
export interface Entry {
  readonly execution: Execution
  readonly request: RegisterRequest
}

/** A request that has what it needs: some attendees take seats, others buy or wait. */
export interface Admitted extends Entry {
  readonly seated: readonly Attendee[]
  readonly buying: readonly Attendee[]
  readonly waiting: readonly Attendee[]
  /** Who is registered already, where duplicates are merged. */
  readonly merged: readonly Merged[]
  /** What stood against the request and was set aside. */
  readonly overruled: readonly Refusal[]
}

/** An answer, with whether it was given before. */
export interface Answered extends Registered {
  readonly repeated: boolean
}

/** What each execution of the batch comes to. */
export type Results = Map<Execution, Answered | Error>

/**
 * Registers attendees for an event: all attendees of a request or none. A whole batch of requests
 * is worked off by about ten statements, none of them per attendee. The event's row is held from
 * the start to the commit, so that nobody else hands out its seats meanwhile.
 */
export function registerMessage(needs: RegisterNeeds): MessageDefinition {
  return {
    name: 'gr_Register',
    table: registrationTable,
    privilege: 'Create',
    offer: {
      on: 'nothing',
      takes: {
        eventId: 'Guid',
        attendees: 'Collection(Object)',
        purchaser: 'Object?',
        returnUrl: 'String?',
        overrule: 'Collection(String)?',
        mergeDuplicates: 'Boolean?',
        idempotencyKey: 'String?',
      },
      gives: {
        registrations: 'Collection(Object)',
        waiting: 'Collection(Object)',
        purchase: 'Object',
        repeated: 'Boolean',
      },
    },
    async run(executions, group) {
      const results = await registerBatch(executions, group, needs)
      return executions.map((execution) => {
        const result = results.get(execution) as Answered | Error
        return result instanceof Error ? result : answer(result, needs)
      })
    },
  }
}

async function registerBatch(
  executions: readonly Execution[],
  group: Group,
  { clock, audit }: RegisterNeeds,
): Promise<Results> {
  const now = clock.now()
  const results: Results = new Map()
  const rules = await registrationRules(group.tx)
  const { strategy } = rules
  const { leaders, followers } = leadersOf(readEntries(executions, strategy, results))
  const held = await hold(group, leaders, now)
  await answerRepeated(group.tx, leaders, now, results)
  const open = leaders.filter(({ execution }) => !results.has(execution))
  const duplicates = await findDuplicates(group.tx, open, rules, held)
  const admitted = admit(open, held, { duplicates, now }, results)
  await write(admitted, group, { strategy, now, ...held }, results)
  await rememberAnswers(group.tx, admitted, now, results)
  for (const { execution, overruled } of admitted) {
    const made = results.get(execution) as Answered | Error
    if (made instanceof Error) continue
    await noteOverruled(group.tx, audit, execution, { overruled, made })
  }
  answerFollowers(followers, results)
  return results
}

async function write(
  entries: readonly Admitted[],
  group: Group,
  around: Surroundings,
  results: Results,
): Promise<void> {
  if (entries.length === 0) return
  const refused = new Map<Execution, Error>()
  const contacts = await contactsOf(entries, group, around, refused)
  const going = <E extends Entry>(each: E) => !refused.has(each.execution)
  const seated = await writeRegistrations(entries.filter(going), group, around, contacts, refused)
  await acceptInvitations(entries.filter(going), group, around, refused)
  await leaveLines(entries.filter(going), group, contacts, refused)
  const bought = await writePurchases(entries.filter(going), group, around, contacts, refused)
  const waiting = await writeWaiting(entries.filter(going), group, { contacts, seated }, refused)
  const places = placesOf(entries.filter(going), seated)
  const merged = await mergeDuplicates(entries.filter(going), group, around, places, refused)
  for (const { execution, request } of entries) {
    const lines = [waiting.get(execution) ?? [], merged.waiting.get(execution) ?? []]
    results.set(
      execution,
      refused.get(execution) ?? {
        registrations: request.attendees.flatMap(
          (attendee) => places.get(attendee) ?? merged.registered.get(attendee) ?? [],
        ),
        waiting: lines.flat(),
        purchase: bought.get(execution) ?? null,
        repeated: false,
      },
    )
  }
}

/** What each attendee who took a seat got. */
function placesOf(
  entries: readonly Admitted[],
  registered: ReadonlyMap<Execution, readonly RegisteredAttendee[]>,
): Map<Attendee, RegisteredAttendee> {
  return new Map(
    entries.flatMap(({ execution, seated }) =>
      (registered.get(execution) ?? []).map((place, at): [Attendee, RegisteredAttendee] => [
        seated[at] as Attendee,
        place,
      ]),
    ),
  )
}

function readEntries(
  executions: readonly Execution[],
  strategy: MatchingStrategy,
  results: Results,
): Entry[] {
  return executions.flatMap((execution) => {
    try {
      const request = readRequest(execution.input, strategy)
      const refusal = refusalOfOverruling(execution, request.overrule)
      if (refusal !== undefined) throw refusal
      return [{ execution, request }]
    } catch (error) {
      if (!isRefusal(error)) throw error
      results.set(execution, error)
      return []
    }
  })
}

/** Events first, then sessions, then passes, each in order of ids: nobody waits in a circle. */
async function hold({ tx }: Group, entries: readonly Entry[], now: Date): Promise<HeldAll> {
  const requests = entries.map(({ request }) => request)
  const attendees = requests.flatMap((request) => request.attendees)
  const events = await lockEvents(
    tx,
    requests.map(({ eventId }) => eventId),
  )
  const sessions = await lockSessions(
    tx,
    attendees.flatMap(({ sessionIds, waitedSessionIds }) => [...sessionIds, ...waitedSessionIds]),
  )
  const passes = await lockPasses(
    tx,
    attendees.flatMap(({ passId }) => passId ?? []),
  )
  const invitations = await invitationsOf(tx, requests, events, now)
  const asking = [...events.values()].filter(({ asksQuestions }) => asksQuestions)
  const fields = await fieldsOf(
    tx,
    asking.map((event) => event.msevtmgt_eventid),
  )
  return {
    events,
    sessions,
    passes,
    invitations,
    fields: Map.groupBy(fields, ({ eventId }) => eventId),
  }
}

/** Only events that hold seats can have open invitations, so that hardly any batch asks. */
async function invitationsOf(
  tx: Tx,
  requests: readonly RegisterRequest[],
  events: Held['events'],
  now: Date,
): Promise<Invitations> {
  const asking = requests.flatMap(({ eventId, attendees }) =>
    (events.get(eventId)?.gr_seatsreserved ?? 0) > 0
      ? attendees.map(({ email }) => ({ eventId, email }))
      : [],
  )
  return await findInvitations(tx, asking, now)
}

/** First come, first served: the requests that get their seats. */
function admit(
  entries: readonly Entry[],
  held: HeldAll,
  { duplicates, now }: { readonly duplicates: Duplicates; readonly now: Date },
  results: Results,
): Admitted[] {
  const seats = seatsLeft(held, now)
  return entries.flatMap((entry) => {
    const { execution, request } = entry
    const costs = costsAnything(request, held)
    const { attendees, merged, firsts } = partDuplicates(entry, duplicates, costs)
    const moreSessionIds = merged.flatMap(({ newSessionIds }) => newSessionIds)
    const wanting = { eventId: request.eventId, attendees, moreSessionIds }
    const { overrules, overruled } = overruling(request.overrule)
    const refusal =
      refusalOfAllAnswers(request, held) ??
      (costs ? refusalOfSelling(request, held.events, now) : undefined) ??
      allotSeats(wanting, held, seats, now, overrules)
    if (refusal !== undefined) {
      results.set(execution, refusal)
      return []
    }
    for (const first of firsts) duplicates.remember(first)
    for (const { first, newSessionIds } of merged) {
      for (const id of newSessionIds) first.sessionIds.add(id)
    }
    return [{ ...admitted(entry, attendees, held), merged, overruled }]
  })
}

function costsAnything({ attendees }: RegisterRequest, { passes }: HeldAll): boolean {
  return attendees.some(
    ({ waitlisted, passId }) => !waitlisted && Number(passes.get(passId ?? '')?.price ?? 0) > 0,
  )
}

function refusalOfAllAnswers({ eventId, attendees }: RegisterRequest, { fields }: HeldAll) {
  const asked = fields.get(eventId)
  if (asked === undefined) return undefined
  for (const [at, { answers }] of attendees.entries()) {
    const refusal = refusalOfAnswers(asked, answers, `attendees[${at}]`)
    if (refusal !== undefined) return refusal
  }
  return undefined
}

/** A request with something to pay is a purchase as a whole; who waits, waits either way. */
function admitted(
  entry: Entry,
  attendees: readonly Attendee[],
  held: HeldAll,
): Omit<Admitted, 'merged' | 'overruled'> {
  const waiting = attendees.filter(({ waitlisted }) => waitlisted)
  const others = attendees.filter(({ waitlisted }) => !waitlisted)
  const costs = costsAnything({ ...entry.request, attendees: others }, held)
  return { ...entry, waiting, seated: costs ? [] : others, buying: costs ? others : [] }
}

function answer(answered: Answered, { joinLink }: RegisterNeeds): MessageOutput {
  const registrations = answered.registrations.map((each) => ({
    ...each,
    joinLink: joinLink(each.registrationId),
  }))
  const id =
    registrations[0]?.registrationId ??
    answered.purchase?.purchaseId ??
    (answered.waiting[0]?.waitlistItemId as string)
  return { id, output: { ...answered, registrations } }
}
