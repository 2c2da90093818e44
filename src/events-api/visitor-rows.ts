/** SQL of what a signed-in visitor has: registrations, places in waitlists. */
import { sql } from 'kysely'
import type { Db } from '#database'

export interface OwnRegistration {
  readonly id: string
  readonly contact: string | null
  readonly email: string | null
  readonly event: string
  readonly pass: string | null
  readonly createdon: Date
}

/** What a contact is registered for, the newest first. */
export async function ownRegistrations(db: Db, contactId: string): Promise<OwnRegistration[]> {
  const { rows } = await sql<OwnRegistration>`
    select r.msevtmgt_eventregistrationid as id, c.fullname as contact, c.emailaddress1 as email,
      e.msevtmgt_name as event, r.createdon as createdon,
      (select string_agg(p.msevtmgt_name, ', ' order by p.msevtmgt_name)
       from msevtmgt_attendeepass a join msevtmgt_pass p on p.msevtmgt_passid = a.msevtmgt_pass
       where a.msevtmgt_eventregistrationid = r.msevtmgt_eventregistrationid
         and a.statecode = 0) as pass
    from msevtmgt_eventregistration r
    join msevtmgt_event e on e.msevtmgt_eventid = r.msevtmgt_eventid
    join contact c on c.contactid = r.msevtmgt_contactid
    where r.msevtmgt_contactid = ${contactId} and r.statecode = 0
    order by r.createdon desc, r.msevtmgt_eventregistrationid`.execute(db)
  return rows
}

export interface OwnSessionRegistration {
  readonly id: string
  readonly registrationId: string
  readonly sessionName: string
  readonly createdon: Date
}

export async function ownSessions(
  db: Db,
  registrationIds: readonly string[],
): Promise<OwnSessionRegistration[]> {
  if (registrationIds.length === 0) return []
  const { rows } = await sql<OwnSessionRegistration>`
    select r.msevtmgt_sessionregistrationid as id, r.msevtmgt_registrationid as "registrationId",
      s.msevtmgt_name as "sessionName", r.createdon as createdon
    from msevtmgt_sessionregistration r
    join msevtmgt_session s on s.msevtmgt_sessionid = r.msevtmgt_sessionid
    where r.msevtmgt_registrationid = any (${registrationIds}::uuid[]) and r.statecode = 0
    order by s.msevtmgt_starttime, r.msevtmgt_sessionregistrationid`.execute(db)
  return rows
}

export interface OwnResponse {
  readonly id: string
  readonly registrationId: string
  readonly question: string
  readonly response: string | null
}

/** The visitor's answers to questions, as rows. */
export async function ownResponses(
  db: Db,
  registrationIds: readonly string[],
): Promise<OwnResponse[]> {
  const { rows } = await sql<OwnResponse>`
    select a.msevtmgt_registrationresponseid as id, a.msevtmgt_eventregistration as "registrationId",
      f.msevtmgt_text as question, a.msevtmgt_response as response
    from msevtmgt_registrationresponse a
    join msevtmgt_customregistrationfield f
      on f.msevtmgt_customregistrationfieldid = a.msevtmgt_customregistrationfield
    where a.msevtmgt_eventregistration = any (${registrationIds}::uuid[]) and a.statecode = 0
    order by a.createdon, a.msevtmgt_registrationresponseid`.execute(db)
  return rows
}

export interface OwnWaitlistItem {
  readonly id: string
  readonly invited: boolean
  readonly autoRegister: boolean
  readonly contact: string | null
  readonly email: string | null
  readonly event: string | null
  readonly session: string | null
}

/** What a contact waits for, the newest first. */
export async function ownWaitlist(db: Db, contactId: string): Promise<OwnWaitlistItem[]> {
  const { rows } = await sql<OwnWaitlistItem>`
    select w.msevtmgt_waitlistitemid as id, coalesce(w.msevtmgt_invited, false) as invited,
      coalesce(w.msevtmgt_autoregister, false) as "autoRegister",
      c.fullname as contact, c.emailaddress1 as email,
      e.msevtmgt_name as event, s.msevtmgt_name as session
    from msevtmgt_waitlistitem w
    join contact c on c.contactid = w.msevtmgt_contact
    left join msevtmgt_session s on s.msevtmgt_sessionid = w.msevtmgt_session
    left join msevtmgt_event e on e.msevtmgt_eventid = coalesce(w.msevtmgt_event, s.msevtmgt_event)
    where w.msevtmgt_contact = ${contactId} and w.statecode = 0
    order by w.createdon desc, w.msevtmgt_waitlistitemid`.execute(db)
  return rows
}

export interface OwnPlace {
  readonly registrationId: string
  readonly sessionIds: readonly string[]
  /** Sessions that the passes open; null: all of them. */
  readonly openSessionIds: readonly string[] | null
}

/** The contact's registration for an event: the newest one, with its sessions. */
export async function ownPlaceAt(
  db: Db,
  contactId: string,
  eventId: string,
): Promise<OwnPlace | undefined> {
  const { rows } = await sql<OwnPlace>`
    select r.msevtmgt_eventregistrationid as "registrationId",
      array(
        select s.msevtmgt_sessionid::text from msevtmgt_sessionregistration s
        where s.msevtmgt_registrationid = r.msevtmgt_eventregistrationid and s.statecode = 0
      ) as "sessionIds",
      (select case when count(l.msevtmgt_passid) = count(*)
         then array_agg(distinct l.msevtmgt_sessionid::text) end
       from msevtmgt_attendeepass a
       left join msevtmgt_pass_session l on l.msevtmgt_passid = a.msevtmgt_pass
       where a.msevtmgt_eventregistrationid = r.msevtmgt_eventregistrationid and a.statecode = 0
      ) as "openSessionIds"
    from msevtmgt_eventregistration r
    where r.msevtmgt_contactid = ${contactId} and r.msevtmgt_eventid = ${eventId}
      and r.statecode = 0
    order by r.createdon desc, r.msevtmgt_eventregistrationid
    limit 1`.execute(db)
  return rows[0]
}
