/** SQL of the pages that belong to somebody: registrations, purchases, places in waitlists. */
import { sql } from 'kysely'
import type { Db } from '#database'
import { type EventInShort, eventInShort, placeOfEvent } from './event-rows.ts'

export interface BookedSession {
  readonly id: string
  /** Of the session registration. */
  readonly bookingId: string
  readonly name: string
  readonly start: string
  readonly end: string
  readonly format: number | null
}

/** A session that somebody waits for. */
export interface AwaitedSession {
  readonly id: string
  readonly waitlistItemId: string
  readonly name: string
  /** ISO 8601: a seat is held until then; null while there is none. */
  readonly invitedUntil: string | null
}

export interface AnswerOnPage {
  readonly questionId: string
  readonly question: string
  readonly text: string
}

export interface HeldPass {
  readonly name: string
  readonly number: string
  /** Sessions it opens; none: all. */
  readonly sessionIds: readonly string[]
}

export interface RegistrationOnPage {
  readonly id: string
  readonly number: string
  readonly canceled: boolean
  readonly contactId: string
  readonly name: string | null
  readonly email: string | null
  readonly event: EventInShort
  readonly sessions: readonly BookedSession[]
  readonly awaited: readonly AwaitedSession[]
  readonly passes: readonly HeldPass[]
  readonly answers: readonly AnswerOnPage[]
}

type RegistrationColumns = Omit<RegistrationOnPage, 'event' | 'id'> & {
  readonly registrationId: string
}

const bookedSessions = sql`(
  select coalesce(json_agg(json_build_object(
      'id', s.msevtmgt_sessionid, 'bookingId', b.msevtmgt_sessionregistrationid,
      'name', s.msevtmgt_name,
      'start', to_char(s.msevtmgt_starttime, 'YYYY-MM-DD"T"HH24:MI:SS'),
      'end', to_char(s.msevtmgt_endtime, 'YYYY-MM-DD"T"HH24:MI:SS'),
      'format', s.msevtmgt_sessionformat) order by s.msevtmgt_starttime, s.msevtmgt_sessionid), '[]')
  from msevtmgt_sessionregistration b
  join msevtmgt_session s on s.msevtmgt_sessionid = b.msevtmgt_sessionid
  where b.msevtmgt_registrationid = g.msevtmgt_eventregistrationid and b.statecode = 0)`

const awaitedSessions = sql`(
  select coalesce(json_agg(json_build_object(
      'id', s.msevtmgt_sessionid, 'waitlistItemId', w.msevtmgt_waitlistitemid,
      'name', s.msevtmgt_name,
      'invitedUntil', to_char(w.gr_invitationends at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
      order by s.msevtmgt_starttime, s.msevtmgt_sessionid), '[]')
  from msevtmgt_waitlistitem w
  join msevtmgt_session s on s.msevtmgt_sessionid = w.msevtmgt_session
  where w.gr_eventregistration = g.msevtmgt_eventregistrationid and w.statecode = 0)`

const attendeePasses = sql`(
  select coalesce(json_agg(json_build_object('name', p.msevtmgt_name, 'number', a.msevtmgt_name,
      'sessionIds', array(select l.msevtmgt_sessionid from msevtmgt_pass_session l
        where l.msevtmgt_passid = p.msevtmgt_passid))
      order by a.msevtmgt_name), '[]')
  from msevtmgt_attendeepass a
  join msevtmgt_pass p on p.msevtmgt_passid = a.msevtmgt_pass
  where a.msevtmgt_eventregistrationid = g.msevtmgt_eventregistrationid and a.statecode = 0)`

const givenAnswers = sql`(
  select coalesce(json_agg(json_build_object(
      'questionId', f.msevtmgt_customregistrationfieldid, 'question', f.msevtmgt_text,
      'text', a.msevtmgt_response) order by x.msevtmgt_order nulls last, f.msevtmgt_text), '[]')
  from msevtmgt_registrationresponse a
  join msevtmgt_customregistrationfield f
    on f.msevtmgt_customregistrationfieldid = a.msevtmgt_customregistrationfield
  left join msevtmgt_eventcustomregistrationfield x
    on x.msevtmgt_event = g.msevtmgt_eventid
    and x.msevtmgt_customregistrationfield = f.msevtmgt_customregistrationfieldid
  where a.msevtmgt_eventregistration = g.msevtmgt_eventregistrationid)`

/** Registrations with their events and the sessions that they hold seats in, in the order given. */
export async function readRegistrationsOnPage(
  db: Db,
  ids: readonly string[],
): Promise<RegistrationOnPage[]> {
  const { rows } = await sql<RegistrationColumns & EventInShort>`
    select g.msevtmgt_eventregistrationid as "registrationId", g.msevtmgt_name as number,
      (g.statecode <> 0 or g.msevtmgt_iscanceled is true) as canceled,
      g.msevtmgt_contactid as "contactId", c.emailaddress1 as email, c.fullname as "personName",
      ${bookedSessions} as sessions, ${awaitedSessions} as awaited, ${attendeePasses} as passes,
      ${givenAnswers} as answers, ${eventInShort}
    from msevtmgt_eventregistration g
    join msevtmgt_event e on e.msevtmgt_eventid = g.msevtmgt_eventid
    join contact c on c.contactid = g.msevtmgt_contactid
    ${placeOfEvent}
    where g.msevtmgt_eventregistrationid = any (${ids}::uuid[])
    order by array_position(${ids}::uuid[], g.msevtmgt_eventregistrationid)`.execute(db)
  return rows.map((row) => registrationOf(row as RegistrationColumns & EventInShort & Named))
}

interface Named {
  readonly personName: string | null
}

function registrationOf(row: RegistrationColumns & EventInShort & Named): RegistrationOnPage {
  const { registrationId, personName, number, canceled, contactId, email, ...others } = row
  const { sessions, awaited, passes, answers, ...event } = others
  return {
    id: registrationId,
    name: personName,
    ...{ number, canceled, contactId, email, sessions, awaited, passes, answers, event },
  }
}

export async function readRegistrationOnPage(
  db: Db,
  id: string,
): Promise<RegistrationOnPage | undefined> {
  return (await readRegistrationsOnPage(db, [id]))[0]
}

export interface PurchaseOnPage {
  readonly purchaseId: string
  readonly number: string
  /** A number of `gr_state`. */
  readonly state: number | null
  /** Exact amount with four decimals. */
  readonly total: string
  readonly currencyCode: string | null
  readonly expiresOn: Date | null
  /** Where the event's payment provider takes the money. */
  readonly paymentPage: string | null
  readonly attendees: readonly {
    readonly name: string
    readonly pass: string | null
    readonly registrationId: string | null
  }[]
  readonly event: EventInShort
}

export async function readPurchaseOnPage(db: Db, id: string): Promise<PurchaseOnPage | undefined> {
  const { rows } = await sql<Omit<PurchaseOnPage, 'event'> & EventInShort>`
    select q.msevtmgt_eventpurchaseid as "purchaseId", q.msevtmgt_name as number,
      q.gr_state as state, coalesce(q.msevtmgt_totalprice, 0)::text as total,
      k.isocurrencycode as "currencyCode", q.gr_expireson as "expiresOn",
      y.msevtmgt_paymentpageurl as "paymentPage",
      (select coalesce(json_agg(json_build_object(
          'name', btrim(concat(n.msevtmgt_firstname, ' ', n.msevtmgt_lastname)),
          'pass', p.msevtmgt_name, 'registrationId', a.msevtmgt_eventregistrationid)
          order by a.msevtmgt_name), '[]')
        from msevtmgt_eventpurchaseattendee a
        join msevtmgt_eventpurchasecontact n
          on n.msevtmgt_eventpurchasecontactid = a.msevtmgt_eventpurchasecontactid
        left join msevtmgt_eventpurchasepass x
          on x.msevtmgt_attendeeid = a.msevtmgt_eventpurchaseattendeeid
        left join msevtmgt_pass p on p.msevtmgt_passid = x.msevtmgt_passid
        where a.msevtmgt_purchaseid = q.msevtmgt_eventpurchaseid) as attendees,
      ${eventInShort}
    from msevtmgt_eventpurchase q
    join msevtmgt_event e on e.msevtmgt_eventid = q.msevtmgt_eventid
    left join transactioncurrency k on k.transactioncurrencyid = q.transactioncurrencyid
    left join msevtmgt_paymentprovider y
      on y.msevtmgt_paymentproviderid = e.gr_paymentprovider and y.statecode = 0
    ${placeOfEvent}
    where q.msevtmgt_eventpurchaseid = ${id}`.execute(db)
  const row = rows[0]
  if (row === undefined) return undefined
  const { purchaseId, number, state, total, currencyCode, expiresOn, ...others } = row
  const { paymentPage, attendees, ...event } = others
  return {
    purchaseId,
    number,
    state,
    total,
    currencyCode,
    expiresOn,
    paymentPage,
    attendees,
    event,
  }
}

/** A place in the waitlist of an event or, with `session`, of one of its sessions. */
export interface PlaceInLine {
  readonly waitlistItemId: string
  readonly active: boolean
  readonly contactId: string
  readonly firstName: string | null
  readonly lastName: string | null
  readonly email: string | null
  readonly company: string | null
  readonly registrationId: string | null
  readonly invitedUntil: Date | null
  readonly session: string | null
  readonly sessionId: string | null
  /** Local to the event; null where the place is in the line of the event. */
  readonly sessionStart: string | null
  readonly sessionEnd: string | null
  readonly sessionsOnHold: string | null
  readonly responses: string | null
  readonly event: EventInShort
}

const placesInLine = sql`
  select w.msevtmgt_waitlistitemid as "waitlistItemId", w.statecode = 0 as "inLine",
    w.msevtmgt_contact as "contactId", c.firstname as "firstName", c.lastname as "lastName",
    c.emailaddress1 as email, w.gr_company as company, w.gr_eventregistration as "registrationId",
    w.gr_invitationends as "invitedUntil", s.msevtmgt_name as session,
    w.msevtmgt_session as "sessionId",
    to_char(s.msevtmgt_starttime, 'YYYY-MM-DD"T"HH24:MI:SS') as "sessionStart",
    to_char(s.msevtmgt_endtime, 'YYYY-MM-DD"T"HH24:MI:SS') as "sessionEnd",
    w.gr_sessions as "sessionsOnHold", w.gr_responses as responses, ${eventInShort}
  from msevtmgt_waitlistitem w
  join msevtmgt_event e on e.msevtmgt_eventid = w.msevtmgt_event
  join contact c on c.contactid = w.msevtmgt_contact
  left join msevtmgt_session s on s.msevtmgt_sessionid = w.msevtmgt_session
  ${placeOfEvent}`

type PlaceRow = Omit<PlaceInLine, 'event' | 'active'> & { readonly inLine: boolean } & EventInShort

function placeOf(row: PlaceRow): PlaceInLine {
  const { waitlistItemId, inLine, contactId, firstName, lastName, email, ...others } = row
  const { company, registrationId, invitedUntil, session, sessionId, sessionsOnHold, ...more } =
    others
  const { sessionStart, sessionEnd, responses, ...event } = more
  return {
    ...{ waitlistItemId, active: inLine, contactId, firstName, lastName, email, company },
    ...{ registrationId, invitedUntil, session, sessionId, sessionStart, sessionEnd },
    ...{ sessionsOnHold, responses, event },
  }
}

/** Places by their ids; those that were left or turned into registrations are gone. */
export async function readPlacesInLine(db: Db, ids: readonly string[]): Promise<PlaceInLine[]> {
  const { rows } = await sql<PlaceRow>`
    ${placesInLine}
    where w.msevtmgt_waitlistitemid = any (${ids}::uuid[])
    order by array_position(${ids}::uuid[], w.msevtmgt_waitlistitemid)`.execute(db)
  return rows.map(placeOf)
}

/** What a contact waits for, the next event first. */
export async function placesOfContact(db: Db, contactId: string): Promise<PlaceInLine[]> {
  const { rows } = await sql<PlaceRow>`
    ${placesInLine}
    where w.msevtmgt_contact = ${contactId} and w.statecode = 0
    order by e.msevtmgt_eventstartdate, w.createdon`.execute(db)
  return rows.map(placeOf)
}

/** Registrations of a contact, the latest event first. */
export async function registrationIdsOfContact(db: Db, contactId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select g.msevtmgt_eventregistrationid as id
    from msevtmgt_eventregistration g
    join msevtmgt_event e on e.msevtmgt_eventid = g.msevtmgt_eventid
    where g.msevtmgt_contactid = ${contactId}
    order by e.msevtmgt_eventstartdate desc, g.createdon desc
    limit 100`.execute(db)
  return rows.map(({ id }) => id)
}
