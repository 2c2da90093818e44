/** SQL on check-ins, verdicts and refused records, and the reads that verdicts are made from. */
import { sql } from 'kysely'
import type { Db, Tx } from '#database'
import type { Occasion } from '#events'
import { evidenceSource } from './choices.ts'
import type { Tables } from './tables.ts'

const on = (db: Db) => db.$extendTables<Tables>()

export type CheckinRow = Tables['msevtmgt_checkin']

/** One registration of an event or session, with what its verdict is now. */
export interface Attendee {
  /** The event registration. */
  readonly registrationId: string
  /** Set when this is about a session. */
  readonly sessionRegistrationId: string | undefined
  readonly contactId: string
  readonly eventId: string
  readonly email: string | undefined
  readonly active: boolean
  readonly verdict: number | undefined
  readonly attendedMinutes: number | undefined
}

interface AttendeeRow {
  registrationid: string
  sessionregistrationid: string | null
  contactid: string
  eventid: string
  email: string | null
  active: boolean
  verdict: number | null
  attendedminutes: number | null
}

const ofEvent = sql`
  select r.msevtmgt_eventregistrationid as registrationid, null::uuid as sessionregistrationid,
    r.msevtmgt_contactid as contactid, r.msevtmgt_eventid as eventid, c.emailaddress1 as email,
    (r.statecode = 0 and r.msevtmgt_iscanceled is not true) as active,
    r.gr_verdict as verdict, r.gr_attendedminutes as attendedminutes
  from msevtmgt_eventregistration r join contact c on c.contactid = r.msevtmgt_contactid`

const ofSession = sql`
  select s.msevtmgt_registrationid as registrationid,
    s.msevtmgt_sessionregistrationid as sessionregistrationid,
    s.msevtmgt_contactid as contactid, x.msevtmgt_event as eventid, c.emailaddress1 as email,
    (s.statecode = 0 and s.msevtmgt_iscanceled is not true) as active,
    s.gr_verdict as verdict, s.gr_attendedminutes as attendedminutes
  from msevtmgt_sessionregistration s
  join msevtmgt_session x on x.msevtmgt_sessionid = s.msevtmgt_sessionid
  join contact c on c.contactid = s.msevtmgt_contactid`

/** Everybody registered for the event or session, the cancelled too. */
export async function attendeesOf(
  db: Db,
  occasion: Pick<Occasion, 'table' | 'id'>,
): Promise<Attendee[]> {
  const query =
    occasion.table === 'msevtmgt_event'
      ? sql<AttendeeRow>`${ofEvent} where r.msevtmgt_eventid = ${occasion.id} order by r.createdon, 1`
      : sql<AttendeeRow>`${ofSession} where s.msevtmgt_sessionid = ${occasion.id}
          and s.msevtmgt_registrationid is not null order by s.createdon, 2`
  const { rows } = await query.execute(db)
  return rows.map(attendeeOf)
}

/** The event registration and the session registrations that belong to it. */
export async function attendeesOfRegistration(db: Db, registrationId: string): Promise<Attendee[]> {
  const { rows } = await sql<AttendeeRow>`
    ${ofEvent} where r.msevtmgt_eventregistrationid = ${registrationId}
    union all ${ofSession} where s.msevtmgt_registrationid = ${registrationId}`.execute(db)
  return rows.map(attendeeOf)
}

function attendeeOf(row: AttendeeRow): Attendee {
  return {
    registrationId: row.registrationid,
    sessionRegistrationId: row.sessionregistrationid ?? undefined,
    contactId: row.contactid,
    eventId: row.eventid,
    email: row.email ?? undefined,
    active: row.active,
    verdict: row.verdict ?? undefined,
    attendedMinutes: row.attendedminutes ?? undefined,
  }
}

/** Evidence that stands: what a later report corrected is left out. */
export async function standingCheckins(
  db: Db,
  registrationIds: readonly string[],
): Promise<CheckinRow[]> {
  if (registrationIds.length === 0) return []
  return await on(db)
    .selectFrom('msevtmgt_checkin')
    .selectAll()
    .where('msevtmgt_registrationid', '=', sql<string>`any(${registrationIds}::uuid[])`)
    .where('gr_supersededon', 'is', null)
    .where('statecode', '=', 0)
    .orderBy('msevtmgt_checkintime')
    .execute()
}

/** References that one webinar's reports gave so far and that still stand, with their rows. */
export async function reportedReferences(
  db: Db,
  webinar: string,
  eventId: string,
): Promise<Map<string, { id: string; registrationId: string }>> {
  const rows = await on(db)
    .selectFrom('msevtmgt_checkin')
    .select(['msevtmgt_checkinid', 'gr_reference', 'msevtmgt_registrationid'])
    .where('msevtmgt_event', '=', eventId)
    .where('gr_source', '=', evidenceSource.providerReport.value)
    .where('gr_reference', 'like', `report:${webinar}:%`)
    .where('gr_supersededon', 'is', null)
    .execute()
  return new Map(
    rows.map((row) => [
      row.gr_reference ?? '',
      { id: row.msevtmgt_checkinid, registrationId: row.msevtmgt_registrationid },
    ]),
  )
}

/** A record may come back after it was corrected away: its old row stands again. */
export async function supersededReferences(
  db: Db,
  webinar: string,
  eventId: string,
): Promise<Map<string, string>> {
  const rows = await on(db)
    .selectFrom('msevtmgt_checkin')
    .select(['msevtmgt_checkinid', 'gr_reference'])
    .where('msevtmgt_event', '=', eventId)
    .where('gr_reference', 'like', `report:${webinar}:%`)
    .where('gr_supersededon', 'is not', null)
    .execute()
  return new Map(rows.map((row) => [row.gr_reference ?? '', row.msevtmgt_checkinid]))
}

/** Standing check-ins whose reference begins so. */
export async function checkinsUnder(
  db: Db,
  prefix: string,
): Promise<{ id: string; reference: string }[]> {
  const found = await on(db)
    .selectFrom('msevtmgt_checkin')
    .select(['msevtmgt_checkinid', 'gr_reference'])
    .where('gr_reference', 'like', `${prefix}:%`)
    .where('gr_supersededon', 'is', null)
    .execute()
  return found.map((row) => ({ id: row.msevtmgt_checkinid, reference: row.gr_reference ?? '' }))
}

/** Stays told by callbacks whose end was not told yet. */
export async function openStays(db: Db, prefix: string): Promise<{ id: string; from: Date }[]> {
  const found = await on(db)
    .selectFrom('msevtmgt_checkin')
    .select(['msevtmgt_checkinid', 'msevtmgt_checkintime'])
    .where('gr_reference', 'like', `${prefix}:%`)
    .where('gr_source', '=', evidenceSource.providerCallback.value)
    .where('msevtmgt_checkouttime', 'is', null)
    .where('gr_supersededon', 'is', null)
    .execute()
  return found.flatMap(({ msevtmgt_checkinid: id, msevtmgt_checkintime: from }) =>
    from === null ? [] : [{ id, from }],
  )
}

/** The newest stay that was put together from samples. */
export async function latestSample(
  db: Db,
  prefix: string,
): Promise<{ id: string; from: Date; until: Date }[]> {
  const found = await on(db)
    .selectFrom('msevtmgt_checkin')
    .select(['msevtmgt_checkinid', 'msevtmgt_checkintime', 'msevtmgt_checkouttime'])
    .where('gr_reference', 'like', `${prefix}:%`)
    .where('gr_supersededon', 'is', null)
    .orderBy('msevtmgt_checkouttime', 'desc')
    .limit(1)
    .execute()
  return found.flatMap((row) => {
    const { msevtmgt_checkintime: from, msevtmgt_checkouttime: until } = row
    return from === null || until === null ? [] : [{ id: row.msevtmgt_checkinid, from, until }]
  })
}

export async function refusedReferences(
  db: Db,
  references: readonly string[],
): Promise<Set<string>> {
  if (references.length === 0) return new Set()
  const rows = await on(db)
    .selectFrom('gr_refusedattendance')
    .select('reference')
    .where('reference', 'in', [...references])
    .execute()
  return new Set(rows.map((row) => row.reference))
}

export async function lockCheckin(tx: Tx, id: string): Promise<CheckinRow | undefined> {
  return await on(tx)
    .selectFrom('msevtmgt_checkin')
    .selectAll()
    .where('msevtmgt_checkinid', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export async function findCheckin(
  db: Db,
  registrationId: string,
  reference: string,
): Promise<string | undefined> {
  const row = await on(db)
    .selectFrom('msevtmgt_checkin')
    .select('msevtmgt_checkinid')
    .where('msevtmgt_registrationid', '=', registrationId)
    .where('gr_reference', '=', reference)
    .executeTakeFirst()
  return row?.msevtmgt_checkinid
}

/** When evidence of presence last came or was corrected; undefined: there is none. */
export async function newestPresence(
  db: Db,
  occasion: Pick<Occasion, 'table' | 'id'>,
): Promise<Date | undefined> {
  const column =
    occasion.table === 'msevtmgt_event'
      ? sql.ref('msevtmgt_event')
      : sql.ref('msevtmgt_sessionattended')
  const { rows } = await sql<{ newest: Date | null; standing: number }>`
    select max(greatest(createdon, gr_supersededon)) as newest,
      count(*) filter (where gr_supersededon is null)::integer as standing
    from msevtmgt_checkin
    where ${column} = ${occasion.id}
      and gr_source is distinct from ${evidenceSource.joinLink.value}`.execute(db)
  const { newest = null, standing = 0 } = rows[0] ?? {}
  return standing === 0 || newest === null ? undefined : newest
}

export interface ThresholdRow {
  readonly minutes: number | undefined
  readonly share: number | undefined
}

export async function thresholdOf(db: Db, eventId: string): Promise<ThresholdRow> {
  const { rows } = await sql<{ minutes: number | null; share: number | null }>`
    select gr_attendanceminutes as minutes, gr_attendanceshare as share
    from msevtmgt_event where msevtmgt_eventid = ${eventId}`.execute(db)
  return { minutes: rows[0]?.minutes ?? undefined, share: rows[0]?.share ?? undefined }
}

/** Counters that lists show: how many registrations have evidence of presence. */
export async function refreshCheckinCount(
  tx: Tx,
  occasion: Pick<Occasion, 'table' | 'id'>,
): Promise<void> {
  const clicks = evidenceSource.joinLink.value
  if (occasion.table === 'msevtmgt_event') {
    await sql`update msevtmgt_event set msevtmgt_checkincount = (
        select count(distinct c.msevtmgt_registrationid) from msevtmgt_checkin c
        where c.msevtmgt_event = ${occasion.id} and c.gr_supersededon is null
          and c.gr_source is distinct from ${clicks})
      where msevtmgt_eventid = ${occasion.id}`.execute(tx)
    return
  }
  await sql`update msevtmgt_session set msevtmgt_checkincount = (
      select count(distinct c.msevtmgt_registrationid) from msevtmgt_checkin c
      where c.msevtmgt_sessionattended = ${occasion.id} and c.gr_supersededon is null
        and c.gr_source is distinct from ${clicks})
    where msevtmgt_sessionid = ${occasion.id}`.execute(tx)
}

export interface ReportLine {
  readonly registrationId: string
  readonly registrationName: string
  readonly fullName: string | null
  readonly email: string | null
  readonly canceled: boolean
  readonly publishingState: number | null
  readonly publishMessage: string | null
  readonly verdict: number | null
  readonly attendedMinutes: number | null
}

/** One line per registration of an event, for the attendance report. */
export async function reportLines(db: Db, eventId: string): Promise<ReportLine[]> {
  const { rows } = await sql<ReportLine>`
    select r.msevtmgt_eventregistrationid as "registrationId", r.msevtmgt_name as "registrationName",
      c.fullname as "fullName", c.emailaddress1 as email,
      (r.statecode <> 0 or r.msevtmgt_iscanceled is true) as canceled,
      r.msevtmgt_publishingstate as "publishingState", r.gr_publishmessage as "publishMessage",
      r.gr_verdict as verdict, r.gr_attendedminutes as "attendedMinutes"
    from msevtmgt_eventregistration r join contact c on c.contactid = r.msevtmgt_contactid
    where r.msevtmgt_eventid = ${eventId} order by r.createdon, r.msevtmgt_eventregistrationid`.execute(
    db,
  )
  return rows
}

export async function evidenceOf(db: Db, registrationId: string): Promise<CheckinRow[]> {
  return await on(db)
    .selectFrom('msevtmgt_checkin')
    .selectAll()
    .where('msevtmgt_registrationid', '=', registrationId)
    .orderBy('createdon')
    .execute()
}

export async function verdictHistory(
  db: Db,
  registrationId: string,
): Promise<Tables['gr_verdictchange'][]> {
  return await on(db)
    .selectFrom('gr_verdictchange')
    .selectAll()
    .where('registrationid', '=', registrationId)
    .orderBy('decidedon')
    .execute()
}

export async function refusedOf(
  db: Db,
  eventId: string,
): Promise<Tables['gr_refusedattendance'][]> {
  return await on(db)
    .selectFrom('gr_refusedattendance')
    .selectAll()
    .where('eventid', '=', eventId)
    .orderBy('receivedon')
    .execute()
}
