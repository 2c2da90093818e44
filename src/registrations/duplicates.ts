/**
 * People who are registered for the event already, or earlier in the same batch, where the event
 * administration wants such registrations merged. The event is held, so that nobody else registers
 * them meanwhile.
 */
import { sql } from 'kysely'
import { type MatchingStrategy, matchContacts } from '#contacts'
import type { Tx } from '#database'
import type { Execution } from '#pipeline'
import { candidate } from './contacts-of.ts'
import type { Entry, HeldAll } from './register.ts'
import type { Attendee, RegisteredAttendee } from './registration.ts'

/** A registration that a later one is merged into. */
export interface First {
  readonly eventId: string
  /** Undefined while it is still to be written, by this attendee of the batch. */
  readonly existing:
    | (RegisteredAttendee & { readonly answeredFieldIds: readonly string[] })
    | undefined
  readonly attendee: Attendee | undefined
  /** The request by which that is written. */
  readonly written: Execution | undefined
  /** Sessions that it has by now. */
  readonly sessionIds: Set<string>
  readonly answeredFieldIds: Set<string>
}

/** An attendee who adds to a first registration instead of making a second one. */
export interface Merged {
  readonly attendee: Attendee
  readonly first: First
  readonly newSessionIds: readonly string[]
}

export interface Duplicates {
  /** Tells people apart; undefined where nothing is merged. */
  keyOf(attendee: Attendee): string | undefined
  /** The first registration of this person for the event; undefined where this is it. */
  firstOf(attendee: Attendee): First | undefined
  /** From now on others of the same person are merged into this one. */
  remember(first: First): void
}

const noDuplicates: Duplicates = {
  keyOf: () => undefined,
  firstOf: () => undefined,
  remember: () => undefined,
}

export async function findDuplicates(
  tx: Tx,
  entries: readonly Entry[],
  rules: { readonly strategy: MatchingStrategy; readonly merges: boolean },
  held: Pick<HeldAll, 'events'>,
): Promise<Duplicates> {
  const asking = entries
    .filter(({ request }) => rules.merges || request.mergeDuplicates)
    .flatMap(({ request: { eventId, attendees } }) =>
      attendees.map((person) => ({ eventId, person })),
    )
  if (asking.length === 0) return noDuplicates
  const ids = await matchContacts(
    tx,
    rules.strategy,
    asking.map((each) => candidate(each, rules.strategy, held.events)),
    // Nobody is created here: who is new gets an id that only tells the same people apart.
    async () => undefined,
  )
  const places = asking.map(({ eventId, person }, at) => ({
    person,
    eventId,
    contactId: ids[at] as string,
  }))
  const keys = new Map(places.map((each) => [each.person, keyOf(each)]))
  const firsts = await registeredAlready(tx, places)
  return {
    keyOf: (attendee) => keys.get(attendee),
    firstOf: (attendee) => firsts.get(keys.get(attendee) ?? ''),
    remember(first) {
      const key = first.attendee === undefined ? undefined : keys.get(first.attendee)
      if (key !== undefined) firsts.set(key, first)
    },
  }
}

interface Place {
  readonly eventId: string
  readonly contactId: string
}

const keyOf = ({ eventId, contactId }: Place) => `${eventId} ${contactId}`

function firstBy({ execution, request }: Entry, attendee: Attendee): First {
  return {
    eventId: request.eventId,
    written: execution,
    existing: undefined,
    attendee,
    sessionIds: new Set(attendee.sessionIds),
    answeredFieldIds: new Set(attendee.answers.map(({ id }) => id.toLowerCase())),
  }
}

/** The oldest active registration of each contact for each event, with its sessions and answers. */
async function registeredAlready(tx: Tx, places: readonly Place[]): Promise<Map<string, First>> {
  const { rows } = await sql<NonNullable<First['existing']> & { readonly eventId: string }>`
    select distinct on (r.msevtmgt_eventid, r.msevtmgt_contactid)
      r.msevtmgt_eventid as "eventId", r.msevtmgt_eventregistrationid as "registrationId",
      r.msevtmgt_name as number, r.msevtmgt_contactid as "contactId",
      coalesce((select json_agg(json_build_object('sessionId', s.msevtmgt_sessionid,
          'sessionRegistrationId', s.msevtmgt_sessionregistrationid) order by s.msevtmgt_sessionid)
        from msevtmgt_sessionregistration s
        where s.msevtmgt_registrationid = r.msevtmgt_eventregistrationid and s.statecode = 0), '[]') as sessions,
      array(select a.msevtmgt_customregistrationfield::text from msevtmgt_registrationresponse a
        where a.msevtmgt_eventregistration = r.msevtmgt_eventregistrationid) as "answeredFieldIds"
    from unnest(${places.map(({ eventId }) => eventId)}::uuid[],
      ${places.map(({ contactId }) => contactId)}::uuid[]) as x (eventid, contactid)
    join msevtmgt_eventregistration r
      on r.msevtmgt_eventid = x.eventid and r.msevtmgt_contactid = x.contactid
    where r.statecode = 0 and r.msevtmgt_iscanceled is not true
    order by r.msevtmgt_eventid, r.msevtmgt_contactid, r.createdon, r.msevtmgt_eventregistrationid`.execute(
    tx,
  )
  return new Map(
    rows.map(({ eventId, ...existing }) => [
      keyOf({ eventId, ...existing }),
      firstFrom(eventId, existing),
    ]),
  )
}

function firstFrom(eventId: string, existing: NonNullable<First['existing']>): First {
  return {
    eventId,
    existing,
    attendee: undefined,
    written: undefined,
    sessionIds: new Set(existing.sessions.map(({ sessionId }) => sessionId)),
    answeredFieldIds: new Set(existing.answeredFieldIds),
  }
}

/** A request in the part that makes registrations and the part that adds to some. */
export interface Parted {
  readonly attendees: readonly Attendee[]
  readonly merged: readonly Merged[]
  /** To be remembered when the request is admitted. */
  readonly firsts: readonly First[]
}

/** `costs`: something is to be paid; then each attendee is bought for, and only who is registered is merged. */
export function partDuplicates(entry: Entry, duplicates: Duplicates, costs: boolean): Parted {
  const { request } = entry
  const attendees: Attendee[] = []
  const merged: Merged[] = []
  const own = new Map<string, First>()
  const had = new Map<First, Set<string>>()
  for (const attendee of request.attendees) {
    const key = duplicates.keyOf(attendee)
    const first = duplicates.firstOf(attendee) ?? own.get(key ?? '')
    if (first === undefined) {
      attendees.push(attendee)
      const isFirst = key !== undefined && !attendee.waitlisted && !costs
      if (isFirst) own.set(key, firstBy(entry, attendee))
    } else {
      merged.push({ attendee, first, newSessionIds: newSessions(attendee, first, had) })
    }
  }
  return { attendees, merged, firsts: [...own.values()] }
}

function newSessions(attendee: Attendee, first: First, had: Map<First, Set<string>>): string[] {
  const sessions = had.get(first) ?? new Set(first.sessionIds)
  const added = attendee.sessionIds.filter((id) => !sessions.has(id))
  for (const id of added) sessions.add(id)
  had.set(first, sessions)
  return added
}
