/** SQL on check-ins, verdicts and refused records, and the reads that verdicts are made from. */
import { sql } from 'kysely'
import type { Interval } from '#calendar'
import type { Db, Tx } from '#database'
import type { Occasion } from '#events'
import { evidenceSource } from './choices.ts'
import { speaksOfPresence } from './speaks-of-presence.ts'
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
  /** Of the newest decision. */
  readonly reason: string | undefined
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
  reason: string | null
}

const ofEvent = sql`
  select r.msevtmgt_eventregistrationid as registrationid, null::uuid as sessionregistrationid,
    r.msevtmgt_contactid as contactid, r.msevtmgt_eventid as eventid, c.emailaddress1 as email,
    (r.statecode = 0 and r.msevtmgt_iscanceled is not true) as active,
    r.gr_verdict as verdict, r.gr_attendedminutes as attendedminutes,
    (select h.reason from gr_verdictchange h
      where h.registrationid = r.msevtmgt_eventregistrationid and h.sessionregistrationid is null
      order by h.decidedon desc, h.versionnumber desc limit 1) as reason
  from msevtmgt_eventregistration r join contact c on c.contactid = r.msevtmgt_contactid`

const ofSession = sql`
  select s.msevtmgt_registrationid as registrationid,
    s.msevtmgt_sessionregistrationid as sessionregistrationid,
    s.msevtmgt_contactid as contactid, x.msevtmgt_event as eventid, c.emailaddress1 as email,
    (s.statecode = 0 and s.msevtmgt_iscanceled is not true) as active,
    s.gr_verdict as verdict, s.gr_attendedminutes as attendedminutes,
    (select h.reason from gr_verdictchange h
      where h.registrationid = s.msevtmgt_registrationid
        and h.sessionregistrationid = s.msevtmgt_sessionregistrationid
      order by h.decidedon desc, h.versionnumber desc limit 1) as reason
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
    reason: row.reason ?? undefined,
  }
}

export interface StandingEvidence {
  readonly registrationId: string
  readonly sessionId: string | undefined
  readonly source: number
  readonly from: Date | undefined
  readonly to: Date | undefined
  readonly minutes: number | undefined
  readonly inWaitingRoom: boolean
}

/** Evidence that stands: what a later report corrected is left out. Only what verdicts need. */
export async function standingEvidence(
  db: Db,
  registrationIds: readonly string[],
): Promise<StandingEvidence[]> {
  if (registrationIds.length === 0) return []
  const found = await on(db)
    .selectFrom('msevtmgt_checkin')
    .select(['msevtmgt_registrationid', 'msevtmgt_sessionattended', 'gr_source'])
    .select(['msevtmgt_checkintime', 'msevtmgt_checkouttime', 'msevtmgt_viewingdurationinmins'])
    .select('gr_isinwaitingroom')
    .where('msevtmgt_registrationid', '=', sql<string>`any(${registrationIds}::uuid[])`)
    .where('gr_supersededon', 'is', null)
    .where('statecode', '=', 0)
    .execute()
  return found.map((row) => ({
    registrationId: row.msevtmgt_registrationid,
    sessionId: row.msevtmgt_sessionattended ?? undefined,
    source: row.gr_source ?? 0,
    from: row.msevtmgt_checkintime ?? undefined,
    to: row.msevtmgt_checkouttime ?? undefined,
    minutes: row.msevtmgt_viewingdurationinmins ?? undefined,
    inWaitingRoom: row.gr_isinwaitingroom === true,
  }))
}

export interface ReportedEvidence {
  readonly id: string
  readonly registrationId: string
  readonly reference: string
  readonly from: Date | undefined
  /** Not superseded by a later report or a person. */
  readonly stands: boolean
}

/** All that one webinar's reports told so far, also what was corrected away. */
export async function reportedEvidence(
  db: Db,
  webinar: string,
  eventId: string,
): Promise<ReportedEvidence[]> {
  const found = await on(db)
    .selectFrom('msevtmgt_checkin')
    .select(['msevtmgt_checkinid', 'gr_reference', 'msevtmgt_registrationid'])
    .select(['msevtmgt_checkintime', 'gr_supersededon'])
    .where('msevtmgt_event', '=', eventId)
    .where('gr_source', '=', evidenceSource.providerReport.value)
    .where('gr_reference', 'like', `report:${webinar}:%`)
    .execute()
  return found.map((row) => ({
    id: row.msevtmgt_checkinid,
    registrationId: row.msevtmgt_registrationid,
    reference: row.gr_reference ?? '',
    from: row.msevtmgt_checkintime ?? undefined,
    stands: row.gr_supersededon === null,
  }))
}

/** Whether this piece of evidence was written before, also if it stands no more. */
export async function isKnown(db: Db, registrationId: string, reference: string): Promise<boolean> {
  return (await findCheckin(db, registrationId, reference)) !== undefined
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
export async function openStays(
  db: Db,
  prefix: string,
): Promise<{ id: string; from: Date; record: string | null; inWaitingRoom: boolean }[]> {
  const found = await on(db)
    .selectFrom('msevtmgt_checkin')
    .select(['msevtmgt_checkinid', 'msevtmgt_checkintime', 'gr_record', 'gr_isinwaitingroom'])
    .where('gr_reference', 'like', `${prefix}:%`)
    .where('gr_source', '=', evidenceSource.providerCallback.value)
    .where('msevtmgt_checkouttime', 'is', null)
    .where('gr_supersededon', 'is', null)
    .execute()
  return found.flatMap((row) => {
    const { msevtmgt_checkinid: id, msevtmgt_checkintime: from, gr_record: record } = row
    return from === null
      ? []
      : [{ id, from, record, inWaitingRoom: row.gr_isinwaitingroom === true }]
  })
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

/** The references of all evidence of one registration, also of what was superseded. */
export async function referencesOf(db: Db, registrationId: string): Promise<string[]> {
  const found = await on(db)
    .selectFrom('msevtmgt_checkin')
    .select('gr_reference')
    .where('msevtmgt_registrationid', '=', registrationId)
    .execute()
  return found.flatMap(({ gr_reference: reference }) => reference ?? [])
}

/**
 * When evidence that it was held last came or was corrected; undefined: there is none. Who was in the
 * room only at another time (a test the day before) does not show that it was held.
 */
export async function newestPresence(
  db: Db,
  occasion: Pick<Occasion, 'table' | 'id'>,
  occurrences: readonly Interval[],
): Promise<Date | undefined> {
  const column =
    occasion.table === 'msevtmgt_event'
      ? sql.ref('msevtmgt_event')
      : sql.ref('msevtmgt_sessionattended')
  const { rows } = await sql<{ newest: Date | null; standing: number }>`
    select max(greatest(c.createdon, c.gr_supersededon)) as newest,
      count(*) filter (where c.gr_supersededon is null)::integer as standing
    from msevtmgt_checkin c
    where c.${column} = ${occasion.id}
      and ${speaksOfPresence('c')}
      and (c.msevtmgt_checkintime is null
        or c.gr_source in (${evidenceSource.qrScan.value}, ${evidenceSource.manual.value})
        or exists (
          select 1 from unnest(${occurrences.map(({ from }) => from)}::timestamptz[],
            ${occurrences.map(({ to }) => to)}::timestamptz[]) as w (beginning, ending)
          where c.msevtmgt_checkintime < w.ending
            and coalesce(c.msevtmgt_checkouttime, c.msevtmgt_checkintime) >= w.beginning))`.execute(
    db,
  )
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
  if (occasion.table === 'msevtmgt_event') {
    await sql`update msevtmgt_event set msevtmgt_checkincount = (
        select count(distinct c.msevtmgt_registrationid) from msevtmgt_checkin c
        where c.msevtmgt_event = ${occasion.id} and c.gr_supersededon is null
          and ${speaksOfPresence('c')})
      where msevtmgt_eventid = ${occasion.id}`.execute(tx)
    return
  }
  await sql`update msevtmgt_session set msevtmgt_checkincount = (
      select count(distinct c.msevtmgt_registrationid) from msevtmgt_checkin c
      where c.msevtmgt_sessionattended = ${occasion.id} and c.gr_supersededon is null
        and ${speaksOfPresence('c')})
    where msevtmgt_sessionid = ${occasion.id}`.execute(tx)
}
