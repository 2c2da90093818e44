/** SQL for what the Events API shows of places and counters. */
import { sql } from 'kysely'
import type { Db } from '#database'
import { publishStatus } from '#events'

type PlaceColumns = Readonly<Record<string, string | number | null>>

/** Where an event or a session takes place; columns of buildings and venues have the same names. */
export interface Place {
  readonly building: PlaceColumns | null
  readonly room: PlaceColumns | null
}

interface PlaceRow extends Place {
  readonly id: string
}

/** A venue stands in where no building is named: it has the same address and facilities. */
const placeColumns = sql`
  coalesce(
    to_jsonb(b) || jsonb_build_object('id', b.msevtmgt_buildingid),
    to_jsonb(v) || jsonb_build_object('id', v.msevtmgt_venueid)
  ) as building,
  to_jsonb(r) || jsonb_build_object('id', r.msevtmgt_roomid) as room`

export async function placesOfEvents(
  db: Db,
  eventIds: readonly string[],
): Promise<Map<string, Place>> {
  const { rows } = await sql<PlaceRow>`
    select e.msevtmgt_eventid as id, ${placeColumns}
    from msevtmgt_event e
    left join msevtmgt_building b on b.msevtmgt_buildingid = e.msevtmgt_building
    left join msevtmgt_venue v on v.msevtmgt_venueid = e.msevtmgt_primaryvenue
    left join msevtmgt_room r on r.msevtmgt_roomid = e.msevtmgt_room
    where e.msevtmgt_eventid = any (${eventIds}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}

export async function placesOfSessions(
  db: Db,
  sessionIds: readonly string[],
): Promise<Map<string, Place>> {
  const { rows } = await sql<PlaceRow>`
    select s.msevtmgt_sessionid as id, ${placeColumns}
    from msevtmgt_session s
    left join msevtmgt_building b on b.msevtmgt_buildingid = s.msevtmgt_building
    left join msevtmgt_venue v on v.msevtmgt_venueid = s.msevtmgt_venue
    left join msevtmgt_room r on r.msevtmgt_roomid = s.msevtmgt_room
    where s.msevtmgt_sessionid = any (${sessionIds}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}

const live = publishStatus.live.value

const uuidShape = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** Registrations of a published event by its id or readable id; undefined when there is none. */
export async function countOfEvent(db: Db, id: string): Promise<number | undefined> {
  const wanted = uuidShape.test(id)
    ? sql`e.msevtmgt_eventid = ${id}`
    : sql`lower(e.msevtmgt_readableeventid) = lower(${id})`
  const { rows } = await sql<{ count: number }>`
    select coalesce(e.msevtmgt_registrationcount, 0) as count
    from msevtmgt_event e
    where ${wanted} and e.statecode = 0 and e.msevtmgt_publishstatus = ${live}`.execute(db)
  return rows[0]?.count
}

/** Registrations of a published session of a published event. */
export async function countOfSession(db: Db, sessionId: string): Promise<number | undefined> {
  const { rows } = await sql<{ count: number }>`
    select coalesce(s.msevtmgt_registrationcount, 0) as count
    from msevtmgt_session s
    join msevtmgt_event e on e.msevtmgt_eventid = s.msevtmgt_event
    where s.msevtmgt_sessionid = ${sessionId}
      and s.statecode = 0 and s.msevtmgt_publishstatus = ${live}
      and e.statecode = 0 and e.msevtmgt_publishstatus = ${live}`.execute(db)
  return rows[0]?.count
}
