/** SQL of the attendance report: one line per registration, the stays of a page, evidence, history. */
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#database'
import type { Occasion } from '#events'
import { verdict } from '#registrations'
import { evidenceSource } from './choices.ts'
import { speaksOfPresence } from './speaks-of-presence.ts'
import type { Tables } from './tables.ts'

const on = (db: Db) => db.$extendTables<Tables>()

type Scope = Pick<Occasion, 'table' | 'id' | 'eventId'>

export interface ReportLine {
  /** The event registration. */
  readonly registrationId: string
  readonly sessionRegistrationId: string | null
  readonly registrationName: string
  readonly fullName: string | null
  readonly email: string | null
  readonly canceled: boolean
  readonly publishingState: number | null
  readonly publishMessage: string | null
  readonly verdict: number
  readonly attendedMinutes: number | null
  readonly requiredMinutes: number | null
  /** Of the newest decision, in words; null: nothing was decided yet. */
  readonly reason: string | null
  readonly decidedOn: Date | null
  /** Whether anything but clicks on the join link and waits at the door speaks of the person. */
  readonly wasSeen: boolean
}

export interface ReportFilter {
  readonly verdict?: number
  /** Those of whom no stay, scan or mark is known; cancelled registrations are none. */
  readonly absent?: boolean
  /** Part of a name, an e-mail or a registration's number. */
  readonly text?: string
}

/** In one shape for events and sessions. */
function linesOf({ table, id }: Scope): RawBuilder<unknown> {
  const isEvent = table === 'msevtmgt_event'
  const row = isEvent ? sql`r` : sql`s`
  const sessionRegistration = isEvent ? sql`null::uuid` : sql`s.msevtmgt_sessionregistrationid`
  const from = isEvent
    ? sql`msevtmgt_eventregistration r`
    : sql`msevtmgt_sessionregistration s
        join msevtmgt_eventregistration r
          on r.msevtmgt_eventregistrationid = s.msevtmgt_registrationid`
  const where = isEvent ? sql`r.msevtmgt_eventid = ${id}` : sql`s.msevtmgt_sessionid = ${id}`
  const ofSession = isEvent ? sql`` : sql`and k.msevtmgt_sessionattended = ${id}`
  return sql`
    select r.msevtmgt_eventregistrationid as "registrationId",
      ${sessionRegistration} as "sessionRegistrationId", r.msevtmgt_name as "registrationName",
      c.fullname as "fullName", c.emailaddress1 as email,
      (${row}.statecode <> 0 or ${row}.msevtmgt_iscanceled is true) as canceled,
      ${row}.msevtmgt_publishingstate as "publishingState",
      ${row}.gr_publishmessage as "publishMessage",
      coalesce(${row}.gr_verdict, ${verdict.pending.value}) as verdict,
      ${row}.gr_attendedminutes as "attendedMinutes",
      exists (select 1 from msevtmgt_checkin k
        where k.msevtmgt_registrationid = r.msevtmgt_eventregistrationid
          and k.gr_supersededon is null and k.statecode = 0
          and ${speaksOfPresence('k')} ${ofSession}) as "wasSeen"
    from ${from} join contact c on c.contactid = r.msevtmgt_contactid
    where ${where}`
}

function matching({ verdict: wanted, absent, text }: ReportFilter): RawBuilder<unknown> {
  const conditions = [sql`true`]
  if (wanted !== undefined) conditions.push(sql`l.verdict = ${wanted} and not l.canceled`)
  if (absent === true) conditions.push(sql`not l."wasSeen" and not l.canceled`)
  if (absent === false) conditions.push(sql`l."wasSeen"`)
  if (text !== undefined && text.trim() !== '') {
    const pattern = `%${text.trim().replaceAll(/[\\%_]/g, '\\$&')}%`
    conditions.push(sql`(l."fullName" ilike ${pattern} or l.email ilike ${pattern}
      or l."registrationName" ilike ${pattern})`)
  }
  return sql.join(conditions, sql` and `)
}

const byName = sql`lower(l."fullName") nulls last, lower(l.email), l."registrationId"`

/** With the newest decision of each line. */
function withDecisions(lines: RawBuilder<unknown>): RawBuilder<ReportLine> {
  return sql<ReportLine>`
    select l.*, h.reason, h.requiredminutes as "requiredMinutes", h.decidedon as "decidedOn"
    from (${lines}) l
    left join lateral (
      select v.reason, v.requiredminutes, v.decidedon from gr_verdictchange v
      where v.registrationid = l."registrationId"
        and v.sessionregistrationid is not distinct from l."sessionRegistrationId"
      order by v.decidedon desc, v.versionnumber desc limit 1) h on true
    order by ${byName}`
}

export async function reportPage(
  db: Db,
  scope: Scope,
  filter: ReportFilter,
  { skip, take }: { readonly skip: number; readonly take: number },
): Promise<ReportLine[]> {
  const page = sql`select l.* from (${linesOf(scope)}) l where ${matching(filter)}
    order by ${byName} limit ${take} offset ${skip}`
  return (await withDecisions(page).execute(db)).rows
}

/** The registrations of the report in its order, to be read in pieces by `linesById`. */
export async function reportOrder(db: Db, scope: Scope, filter: ReportFilter): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select l."registrationId" as id from (${linesOf(scope)}) l where ${matching(filter)}
    order by ${byName}`.execute(db)
  return rows.map(({ id }) => id)
}

export async function linesById(
  db: Db,
  scope: Scope,
  ids: readonly string[],
): Promise<ReportLine[]> {
  const some = sql`select l.* from (${linesOf(scope)}) l
    where l."registrationId" = any(${ids}::uuid[])`
  return (await withDecisions(some).execute(db)).rows
}

export interface ReportCounts {
  /** Lines that the filter lets through. */
  readonly matching: number
  readonly registered: number
  readonly canceled: number
  readonly completed: number
  readonly failed: number
  readonly pending: number
  readonly absent: number
}

export async function reportCounts(
  db: Db,
  scope: Scope,
  filter: ReportFilter,
): Promise<ReportCounts> {
  const of = (value: number) => sql`count(*) filter (where not canceled and verdict = ${value})`
  const { rows } = await sql<ReportCounts>`
    select count(*) filter (where ${matching(filter)})::integer as matching,
      count(*) filter (where not canceled)::integer as registered,
      count(*) filter (where canceled)::integer as canceled,
      ${of(verdict.completed.value)}::integer as completed,
      ${of(verdict.failed.value)}::integer as failed,
      ${of(verdict.pending.value)}::integer as pending,
      count(*) filter (where not canceled and not "wasSeen")::integer as absent
    from (${linesOf(scope)}) l`.execute(db)
  return rows[0] as ReportCounts
}

export interface StayRow {
  readonly evidenceId: string
  readonly registrationId: string
  readonly source: number
  readonly from: Date | null
  readonly to: Date | null
  readonly minutes: number | null
  readonly inWaitingRoom: boolean
}

/** Standing evidence of these registrations, in order of time; clicks too. */
export async function staysOf(
  db: Db,
  scope: Scope,
  registrationIds: readonly string[],
): Promise<StayRow[]> {
  const ofSession =
    scope.table === 'msevtmgt_event' ? sql`` : sql`and k.msevtmgt_sessionattended = ${scope.id}`
  const { rows } = await sql<StayRow>`
    select k.msevtmgt_checkinid as "evidenceId", k.msevtmgt_registrationid as "registrationId",
      coalesce(k.gr_source, 0) as source, k.msevtmgt_checkintime as "from",
      k.msevtmgt_checkouttime as "to", k.msevtmgt_viewingdurationinmins as minutes,
      k.gr_isinwaitingroom is true as "inWaitingRoom"
    from msevtmgt_checkin k
    where k.msevtmgt_registrationid = any(${registrationIds}::uuid[])
      and k.gr_supersededon is null and k.statecode = 0 ${ofSession}
    order by k.msevtmgt_checkintime nulls last, k.msevtmgt_checkinid`.execute(db)
  return rows
}

/** From the first join to the last leave that a provider told; null: it told none. */
export async function realTimes(
  db: Db,
  { table, id }: Scope,
): Promise<{ from: Date | null; to: Date | null }> {
  const column = table === 'msevtmgt_event' ? 'k.msevtmgt_event' : 'k.msevtmgt_sessionattended'
  const { providerReport, providerCallback } = evidenceSource
  const { rows } = await sql<{ from: Date | null; to: Date | null }>`
    select min(k.msevtmgt_checkintime) as "from", max(k.msevtmgt_checkouttime) as "to"
    from msevtmgt_checkin k
    where ${sql.ref(column)} = ${id} and k.gr_supersededon is null
      and k.gr_isinwaitingroom is not true
      and k.gr_source in (${providerReport.value}, ${providerCallback.value})`.execute(db)
  return rows[0] ?? { from: null, to: null }
}

export type CheckinRow = Tables['msevtmgt_checkin']

export async function evidenceOf(
  db: Db,
  registrationId: string,
): Promise<(CheckinRow & { readonly writtenby: string | null })[]> {
  const { rows } = await sql<CheckinRow & { writtenby: string | null }>`
    select k.*, u.fullname as writtenby from msevtmgt_checkin k
    left join systemuser u on u.systemuserid = k.createdby
    where k.msevtmgt_registrationid = ${registrationId}
    order by k.createdon, k.versionnumber`.execute(db)
  return rows
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
    .orderBy('versionnumber')
    .execute()
}
