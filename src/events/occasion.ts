/**
 * An *occasion* is what a webinar belongs to: an event, or a session of one. Both have a format,
 * a schedule in the event's zone, a publish status and a configuration; here they look alike.
 */
import { sql } from 'kysely'
import { instantOf } from '#calendar'
import type { Db } from '#database'
import { publishStatus } from './choices.ts'
import { isOnline, type OccasionTable } from './event.ts'

export interface Occasion {
  readonly table: OccasionTable
  readonly id: string
  readonly eventId: string
  readonly title: string
  readonly description: string | undefined
  readonly format: number | undefined
  readonly publishStatus: number | undefined
  /** Publish status of the event around a session; the same for an event. */
  readonly eventPublishStatus: number | undefined
  readonly active: boolean
  readonly start: Date
  readonly end: Date
  readonly timeZone: string
  readonly language: number | undefined
  readonly capacity: number | undefined
  readonly joinEarlyMinutes: number
  readonly configurationId: string | undefined
  readonly webinarType: string | undefined
  readonly producer: { readonly name: string; readonly email: string } | undefined
  /** The link as stored on the row: pasted by a person, or written by us. */
  readonly webinarUrl: string | undefined
  readonly webinarId: string | undefined
}

interface OccasionRow {
  id: string
  eventid: string
  title: string
  description: string | null
  format: number | null
  publishstatus: number | null
  eventpublishstatus: number | null
  statecode: number
  starttime: string
  endtime: string
  timezone: string | null
  language: number | null
  capacity: number | null
  joinearly: number | null
  configurationid: string | null
  webinartype: string | null
  producername: string | null
  produceremail: string | null
  webinarurl: string | null
  webinarid: string | null
}

const ofEvent = sql`
  select e.msevtmgt_eventid as id, e.msevtmgt_eventid as eventid, e.msevtmgt_name as title,
    e.msevtmgt_description as description, e.msevtmgt_eventformat as format,
    e.msevtmgt_publishstatus as publishstatus, e.msevtmgt_publishstatus as eventpublishstatus,
    e.statecode, e.msevtmgt_eventstartdate as starttime, e.msevtmgt_eventenddate as endtime,
    e.gr_timezone as timezone, e.msevtmgt_language as language,
    e.msevtmgt_maximumeventcapacity as capacity, e.gr_joinearlyminutes as joinearly,
    e.msevtmgt_webinarconfigurationid as configurationid, y.msevtmgt_value as webinartype,
    p.msevtmgt_name as producername, p.msevtmgt_email as produceremail,
    e.gr_webinarurl as webinarurl, e.msevtmgt_webinarid as webinarid
  from msevtmgt_event e
  left join msevtmgt_webinartype y on y.msevtmgt_webinartypeid = e.msevtmgt_webinartype
  left join msevtmgt_eventteammember p on p.msevtmgt_eventteammemberid = e.msevtmgt_producer`

const ofSession = sql`
  select s.msevtmgt_sessionid as id, s.msevtmgt_event as eventid, s.msevtmgt_name as title,
    coalesce(s.msevtmgt_sessionsummary, s.msevtmgt_detaileddescription) as description,
    s.msevtmgt_sessionformat as format, s.msevtmgt_publishstatus as publishstatus,
    e.msevtmgt_publishstatus as eventpublishstatus, s.statecode,
    s.msevtmgt_starttime as starttime, s.msevtmgt_endtime as endtime, e.gr_timezone as timezone,
    coalesce(s.msevtmgt_language, e.msevtmgt_language) as language,
    s.msevtmgt_sessionmaxcapacity as capacity, e.gr_joinearlyminutes as joinearly,
    s.msevtmgt_webinarconfigurationid as configurationid, y.msevtmgt_value as webinartype,
    p.msevtmgt_name as producername, p.msevtmgt_email as produceremail,
    s.gr_webinarurl as webinarurl, s.msevtmgt_webinarid as webinarid
  from msevtmgt_session s
  join msevtmgt_event e on e.msevtmgt_eventid = s.msevtmgt_event
  left join msevtmgt_webinartype y on y.msevtmgt_webinartypeid = s.msevtmgt_webinartype
  left join msevtmgt_eventteammember p on p.msevtmgt_eventteammemberid = s.msevtmgt_producer`

export async function readOccasion(
  db: Db,
  table: OccasionTable,
  id: string,
): Promise<Occasion | undefined> {
  const query =
    table === 'msevtmgt_event'
      ? sql<OccasionRow>`${ofEvent} where e.msevtmgt_eventid = ${id}`
      : sql<OccasionRow>`${ofSession} where s.msevtmgt_sessionid = ${id}`
  const { rows } = await query.execute(db)
  return rows[0] === undefined ? undefined : occasionOf(table, rows[0])
}

/** As `isStreamed`, where nothing else of the row is needed: one probe of its key. */
export async function isOccasionStreamed(
  db: Db,
  table: OccasionTable,
  id: string,
): Promise<boolean> {
  const query =
    table === 'msevtmgt_event'
      ? sql<{
          format: number | null
        }>`select msevtmgt_eventformat as format from msevtmgt_event where msevtmgt_eventid = ${id}`
      : sql<{
          format: number | null
        }>`select msevtmgt_sessionformat as format from msevtmgt_session where msevtmgt_sessionid = ${id}`
  const { rows } = await query.execute(db)
  return rows[0] !== undefined && isOnline(rows[0].format)
}

/** The sessions of an event, in order of time. */
export async function readSessions(db: Db, eventId: string): Promise<Occasion[]> {
  const { rows } = await sql<OccasionRow>`${ofSession} where s.msevtmgt_event = ${eventId}
    order by s.msevtmgt_starttime, s.msevtmgt_sessionid`.execute(db)
  return rows.map((row) => occasionOf('msevtmgt_session', row))
}

function occasionOf(table: OccasionTable, row: OccasionRow): Occasion {
  const timeZone = row.timezone ?? 'UTC'
  return {
    table,
    id: row.id,
    eventId: row.eventid,
    title: row.title,
    description: row.description ?? undefined,
    format: row.format ?? undefined,
    publishStatus: row.publishstatus ?? undefined,
    eventPublishStatus: row.eventpublishstatus ?? undefined,
    active: row.statecode === 0,
    start: instantOf(row.starttime, timeZone),
    end: instantOf(row.endtime, timeZone),
    timeZone,
    language: row.language ?? undefined,
    capacity: row.capacity ?? undefined,
    joinEarlyMinutes: row.joinearly ?? 30,
    configurationId: row.configurationid ?? undefined,
    webinarType: row.webinartype ?? undefined,
    producer: producerOf(row),
    webinarUrl: row.webinarurl ?? undefined,
    webinarId: row.webinarid ?? undefined,
  }
}

function producerOf(row: OccasionRow): Occasion['producer'] {
  if (row.producername === null || row.produceremail === null) return undefined
  return { name: row.producername, email: row.produceremail }
}

/** Webinar or hybrid: there is something to join from afar. */
export function isStreamed(occasion: Occasion): boolean {
  return isOnline(occasion.format)
}

export function isCancelled(occasion: Occasion): boolean {
  return (
    !occasion.active ||
    occasion.publishStatus === publishStatus.cancelled.value ||
    occasion.eventPublishStatus === publishStatus.cancelled.value
  )
}

/** A session goes to the provider when it and its event are live. */
export function isLive(occasion: Occasion): boolean {
  return (
    !isCancelled(occasion) &&
    occasion.publishStatus === publishStatus.live.value &&
    occasion.eventPublishStatus === publishStatus.live.value
  )
}

/** Whether the provider should have a webinar for it now. */
export function wantsWebinar(occasion: Occasion): boolean {
  return isLive(occasion) && isStreamed(occasion) && occasion.configurationId !== undefined
}
