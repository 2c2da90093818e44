/** Reads that the pages show; they join what several modules keep. */
import { sql } from 'kysely'
import type { Db } from '#database'
import type { ForecastWish } from '#providers'

export interface EventLine {
  readonly id: string
  readonly name: string
  readonly readableEventId: string | null
  readonly start: string
  readonly timeZone: string | null
  readonly publishStatus: number | null
  readonly webinarStatus: string | null
  readonly webinarStatusReason: string | null
  readonly webinarUrl: string | null
  readonly presentationManagerUrl: string | null
  readonly registrations: number
  readonly capacity: number | null
  readonly outcome: number | null
}

const eventLine = sql`
  select e.msevtmgt_eventid as id, e.msevtmgt_name as name,
    e.msevtmgt_readableeventid as "readableEventId", e.msevtmgt_eventstartdate as start,
    e.gr_timezone as "timeZone", e.msevtmgt_publishstatus as "publishStatus",
    e.msevtmgt_webinarstatus as "webinarStatus",
    e.msevtmgt_webinarstatusreason as "webinarStatusReason", e.gr_webinarurl as "webinarUrl",
    e.msevtmgt_presentationmanagerurl as "presentationManagerUrl",
    coalesce(e.msevtmgt_registrationcount, 0) as registrations,
    e.msevtmgt_maximumeventcapacity as capacity, e.gr_ended as outcome
  from msevtmgt_event e`

export async function listEvents(db: Db): Promise<EventLine[]> {
  const { rows } = await sql<EventLine>`${eventLine}
    order by e.msevtmgt_eventstartdate desc limit 200`.execute(db)
  return rows
}

export async function findEvent(db: Db, id: string): Promise<EventLine | undefined> {
  const { rows } = await sql<EventLine>`${eventLine} where e.msevtmgt_eventid = ${id}`.execute(db)
  return rows[0]
}

interface AudienceRow {
  readonly configurationId: string | null
  readonly registrants: number
  readonly webinarType: string | null
  readonly webinarId: string | null
}

/** How many people the provider may have to know: the capacity, or who is registered already. */
export async function audienceOf(db: Db, eventId: string): Promise<ForecastWish | undefined> {
  const { rows } = await sql<AudienceRow>`
    select e.msevtmgt_webinarconfigurationid as "configurationId",
      greatest(coalesce(e.msevtmgt_maximumeventcapacity, 0), coalesce(e.msevtmgt_registrationcount, 0))
        as registrants,
      t.msevtmgt_value as "webinarType", nullif(e.msevtmgt_webinarid, '') as "webinarId"
    from msevtmgt_event e
    left join msevtmgt_webinartype t on t.msevtmgt_webinartypeid = e.msevtmgt_webinartype
    where e.msevtmgt_eventid = ${eventId}`.execute(db)
  const [row] = rows
  if (row === undefined || row.configurationId === null) return undefined
  const { configurationId, registrants, webinarType, webinarId } = row
  return {
    configurationId,
    registrants,
    webinarType: webinarType ?? undefined,
    webinarId: webinarId ?? undefined,
  }
}

export interface RecordingLine {
  readonly title: string
  readonly startedOn: Date | null
  readonly minutes: number | null
  readonly url: string | null
}

/** Of the event and of its sessions, newest first. */
export async function recordingsOf(db: Db, eventId: string): Promise<RecordingLine[]> {
  const { rows } = await sql<RecordingLine>`
    select r.gr_name as title, r.gr_startedon as "startedOn", r.gr_minutes as minutes,
      coalesce(r.gr_playurl, r.gr_downloadurl) as url
    from gr_webinarrecording r
    left join msevtmgt_session s on s.msevtmgt_sessionid = r.gr_session
    where r.gr_event = ${eventId} or s.msevtmgt_event = ${eventId}
    order by r.gr_startedon desc nulls last limit 200`.execute(db)
  return rows
}

export interface RegistrationFacts {
  readonly name: string
  readonly fullName: string | null
  readonly email: string | null
  readonly eventId: string
  readonly eventName: string
  readonly canceled: boolean
  readonly publishingState: number | null
  readonly publishMessage: string | null
  readonly verdict: number | null
}

export async function findRegistration(db: Db, id: string): Promise<RegistrationFacts | undefined> {
  const { rows } = await sql<RegistrationFacts>`
    select r.msevtmgt_name as name, c.fullname as "fullName", c.emailaddress1 as email,
      e.msevtmgt_eventid as "eventId", e.msevtmgt_name as "eventName",
      (r.statecode <> 0 or r.msevtmgt_iscanceled is true) as canceled,
      r.msevtmgt_publishingstate as "publishingState", r.gr_publishmessage as "publishMessage",
      r.gr_verdict as verdict
    from msevtmgt_eventregistration r
    join contact c on c.contactid = r.msevtmgt_contactid
    join msevtmgt_event e on e.msevtmgt_eventid = r.msevtmgt_eventid
    where r.msevtmgt_eventregistrationid = ${id}`.execute(db)
  return rows[0]
}

export interface JobLine {
  readonly id: string
  readonly name: string
  readonly statusCode: number
  readonly friendlyMessage: string | null
  readonly message: string | null
  readonly retryCount: number | null
  readonly createdOn: Date
  readonly completedOn: Date | null
  readonly postponeUntil: Date | null
}

export async function listJobs(db: Db): Promise<JobLine[]> {
  const { rows } = await sql<JobLine>`
    select asyncoperationid as id, name, statuscode as "statusCode",
      friendlymessage as "friendlyMessage", message, retrycount as "retryCount",
      createdon as "createdOn", completedon as "completedOn", postponeuntil as "postponeUntil"
    from asyncoperation order by createdon desc, sequence desc limit 200`.execute(db)
  return rows
}

/** Jobs behind registrations of an event that failed for good, to run them again. */
export async function failedJobsOfEvent(db: Db, eventId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select a.asyncoperationid as id from asyncoperation a
    where a.statuscode = 31 and (a.regardingobjectid = ${eventId} or a.regardingobjectid in (
      select msevtmgt_eventregistrationid from msevtmgt_eventregistration where msevtmgt_eventid = ${eventId}
      union select msevtmgt_sessionid from msevtmgt_session where msevtmgt_event = ${eventId}
      union select sr.msevtmgt_sessionregistrationid from msevtmgt_sessionregistration sr
        join msevtmgt_session s on s.msevtmgt_sessionid = sr.msevtmgt_sessionid
        where s.msevtmgt_event = ${eventId}))`.execute(db)
  return rows.map((row) => row.id)
}
