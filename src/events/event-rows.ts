import { sql } from 'kysely'
import type { Db, Row, Tx } from '#database'
import { publishStatus } from './choices.ts'
import type { eventTable } from './event-table.ts'
import type { speakerTable } from './people-tables.ts'
import type { sessionTable } from './session-table.ts'
import type { Tables } from './tables.ts'

export type EventRow = Row<typeof eventTable>
export type SessionRow = Row<typeof sessionTable>
export type SpeakerRow = Row<typeof speakerTable>

/** What is needed to know when an event is. */
export type ZonedEvent = Pick<
  EventRow,
  | 'msevtmgt_eventid'
  | 'msevtmgt_eventstartdate'
  | 'msevtmgt_eventenddate'
  | 'msevtmgt_eventtimezone'
  | 'gr_timezone'
  | 'msevtmgt_publishstatus'
>

const uuidShape = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** Live events, the next one first; with `endingAfter`, only those that are not over by then. */
export async function publishedEvents(
  db: Db,
  options: { readonly endingAfter?: Date } = {},
): Promise<EventRow[]> {
  const { endingAfter } = options
  return await db
    .withTables<Tables>()
    .selectFrom('msevtmgt_event as e')
    .selectAll('e')
    .where('e.statecode', '=', 0)
    .where('e.msevtmgt_publishstatus', '=', publishStatus.live.value)
    .$if(endingAfter !== undefined, (query) =>
      query.where(
        sql<boolean>`e.msevtmgt_eventenddate at time zone coalesce(e.gr_timezone, 'UTC') > ${endingAfter}`,
      ),
    )
    .orderBy('e.msevtmgt_eventstartdate')
    .orderBy('e.msevtmgt_eventid')
    .execute()
}

/** One event by its id or its readable id (capitals do not matter), in any state. */
export async function readEvent(db: Db, idOrReadableId: string): Promise<EventRow | undefined> {
  const events = db.withTables<Tables>().selectFrom('msevtmgt_event as e').selectAll('e')
  const wanted = uuidShape.test(idOrReadableId)
    ? events.where('e.msevtmgt_eventid', '=', idOrReadableId)
    : events.where(sql<boolean>`lower(e.msevtmgt_readableeventid) = lower(${idOrReadableId})`)
  return await wanted.executeTakeFirst()
}

export interface SessionWithSpeakers {
  readonly session: SessionRow
  readonly speakers: readonly SpeakerRow[]
}

/** The live sessions of an event in order of time, each with its speakers by name. */
export async function sessionsOf(db: Db, eventId: string): Promise<SessionWithSpeakers[]> {
  const sessions = await db
    .withTables<Tables>()
    .selectFrom('msevtmgt_session as s')
    .selectAll('s')
    .where('s.msevtmgt_event', '=', eventId)
    .where('s.statecode', '=', 0)
    .where('s.msevtmgt_publishstatus', '=', publishStatus.live.value)
    .orderBy('s.msevtmgt_starttime')
    .orderBy('s.msevtmgt_sessionid')
    .execute()
  const speakers = await speakersOfSessions(db, sessions)
  return sessions.map((session) => ({
    session,
    speakers: speakers
      .filter(({ spokenSessionId }) => spokenSessionId === session.msevtmgt_sessionid)
      .map(({ spokenSessionId: _, ...speaker }) => speaker as SpeakerRow),
  }))
}

/** Speakers are linked by an engagement (with a time), by the many-to-many link, or as the one. */
async function speakersOfSessions(
  db: Db,
  sessions: readonly SessionRow[],
): Promise<(SpeakerRow & { spokenSessionId: string })[]> {
  if (sessions.length === 0) return []
  const { rows } = await sql<SpeakerRow & { spokenSessionId: string }>`
    select p.*, linked.sessionid as "spokenSessionId"
    from (
      select g.msevtmgt_session, g.msevtmgt_speaker
      from msevtmgt_speakerengagement g
      where g.statecode = 0 and g.msevtmgt_session = any (${sessions.map((s) => s.msevtmgt_sessionid)}::uuid[])
      union
      select l.msevtmgt_sessionid, l.msevtmgt_speakerid
      from msevtmgt_session_speaker l
      where l.msevtmgt_sessionid = any (${sessions.map((s) => s.msevtmgt_sessionid)}::uuid[])
      union
      select s.msevtmgt_sessionid, s.msevtmgt_eventspeakerid
      from msevtmgt_session s
      where s.msevtmgt_sessionid = any (${sessions.map((s) => s.msevtmgt_sessionid)}::uuid[])
    ) as linked (sessionid, speakerid)
    join msevtmgt_speaker p on p.msevtmgt_speakerid = linked.speakerid and p.statecode = 0
    order by p.msevtmgt_name, p.msevtmgt_speakerid`.execute(db)
  return rows
}

/** One session in any state. */
export async function readSession(db: Db, id: string): Promise<SessionRow | undefined> {
  if (!uuidShape.test(id)) return undefined
  return await db
    .withTables<Tables>()
    .selectFrom('msevtmgt_session as s')
    .selectAll('s')
    .where('s.msevtmgt_sessionid', '=', id)
    .executeTakeFirst()
}

export async function readZonedEvent(db: Db, id: string): Promise<ZonedEvent | undefined> {
  return await db
    .withTables<Tables>()
    .selectFrom('msevtmgt_event as e')
    .select([
      'e.msevtmgt_eventid',
      'e.msevtmgt_eventstartdate',
      'e.msevtmgt_eventenddate',
      'e.msevtmgt_eventtimezone',
      'e.gr_timezone',
      'e.msevtmgt_publishstatus',
    ])
    .where('e.msevtmgt_eventid', '=', id)
    .executeTakeFirst()
}

/** Wall-clock times of all active sessions of an event. */
export async function sessionTimes(
  db: Db,
  eventId: string,
): Promise<Pick<SessionRow, 'msevtmgt_name' | 'msevtmgt_starttime' | 'msevtmgt_endtime'>[]> {
  return await db
    .withTables<Tables>()
    .selectFrom('msevtmgt_session as s')
    .select(['s.msevtmgt_name', 's.msevtmgt_starttime', 's.msevtmgt_endtime'])
    .where('s.msevtmgt_event', '=', eventId)
    .where('s.statecode', '=', 0)
    .execute()
}

/** Ids of an event's active sessions that are not cancelled yet. */
export async function sessionsNotCancelled(tx: Tx, eventId: string): Promise<string[]> {
  const rows = await tx
    .withTables<Tables>()
    .selectFrom('msevtmgt_session as s')
    .select('s.msevtmgt_sessionid')
    .where('s.msevtmgt_event', '=', eventId)
    .where('s.statecode', '=', 0)
    .where(sql<boolean>`s.msevtmgt_publishstatus is distinct from ${publishStatus.cancelled.value}`)
    .orderBy('s.msevtmgt_starttime')
    .execute()
  return rows.map((row) => row.msevtmgt_sessionid)
}

/** Any constant will do: events are named one at a time, so that two never choose the same id. */
const readableIdLock = 7_461_211

export async function lockReadableIds(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${readableIdLock})`.execute(tx)
}

/** Readable ids that are the base, alone or with a number behind it. */
export async function readableIdsLike(tx: Tx, base: string, exceptId?: string): Promise<string[]> {
  const { rows } = await sql<{ readableId: string }>`
    select e.msevtmgt_readableeventid as "readableId"
    from msevtmgt_event e
    where starts_with(lower(e.msevtmgt_readableeventid), lower(${base}))
      and e.msevtmgt_eventid is distinct from ${exceptId ?? null}::uuid`.execute(tx)
  return rows.map((row) => row.readableId)
}
