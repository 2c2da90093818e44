/** SQL of what staff at a door need. */
import { sql } from 'kysely'
import { evidenceSource } from '#attendance'
import type { Db, Tx } from '#database'
import { publishStatus } from '#events'
import type { Code, Door } from './door.ts'

/** A click on a link or a provider's report says nothing about the door. */
const atDoor = sql`(${evidenceSource.qrScan.value}, ${evidenceSource.manual.value})`

const standing = ({ sessionId }: Door) => sql`
  c.gr_supersededon is null and c.statecode = 0 and c.gr_source in ${atDoor}
  and c.msevtmgt_sessionattended is not distinct from ${sessionId ?? null}::uuid`

/** Somebody with a registration, as they stand at a door. */
export interface Guest {
  readonly registrationId: string
  readonly eventId: string
  readonly event: string
  readonly number: string
  readonly name: string | null
  readonly company: string | null
  readonly active: boolean
  readonly pass: string | null
  /** Whether the door of the session is theirs; true at the event's own door. */
  readonly mayEnter: boolean
  readonly checkinId: string | null
  /** Null also where somebody was marked present without a time. */
  readonly since: Date | null
}

/**
 * A session is open to whoever booked it, to whoever's pass opens it (one without sessions opens
 * all), and to everybody where nobody chooses sessions and no passes are sold.
 */
function mayEnter({ sessionId }: Door) {
  return sessionId === undefined
    ? sql`true`
    : sql`(exists (
          select 1 from msevtmgt_sessionregistration s
          where s.msevtmgt_registrationid = r.msevtmgt_eventregistrationid
            and s.msevtmgt_sessionid = ${sessionId} and s.statecode = 0
        ) or exists (
          select 1 from msevtmgt_attendeepass a
          where a.msevtmgt_eventregistrationid = r.msevtmgt_eventregistrationid
            and a.statecode = 0
            and (not exists (select 1 from msevtmgt_pass_session l
                where l.msevtmgt_passid = a.msevtmgt_pass)
              or exists (select 1 from msevtmgt_pass_session l
                where l.msevtmgt_passid = a.msevtmgt_pass
                  and l.msevtmgt_sessionid = ${sessionId}))
        ) or (e.msevtmgt_allowcustomagenda is not true and not exists (
          select 1 from msevtmgt_attendeepass a
          where a.msevtmgt_eventregistrationid = r.msevtmgt_eventregistrationid
            and a.statecode = 0)))`
}

function guestColumns(door: Door) {
  return sql`
    r.msevtmgt_eventregistrationid as "registrationId", r.msevtmgt_eventid as "eventId",
    e.msevtmgt_name as event, r.msevtmgt_name as number, p.fullname as name,
    r.gr_company as company,
    (r.statecode = 0 and r.msevtmgt_iscanceled is not true) as active,
    (select string_agg(q.msevtmgt_name, ', ' order by q.msevtmgt_name)
     from msevtmgt_attendeepass a join msevtmgt_pass q on q.msevtmgt_passid = a.msevtmgt_pass
     where a.msevtmgt_eventregistrationid = r.msevtmgt_eventregistrationid and a.statecode = 0
    ) as pass,
    ${mayEnter(door)} as "mayEnter", c.msevtmgt_checkinid as "checkinId", c.msevtmgt_checkintime as since`
}

const guests = (door: Door) => sql`
  from msevtmgt_eventregistration r
  join msevtmgt_event e on e.msevtmgt_eventid = r.msevtmgt_eventid
  join contact p on p.contactid = r.msevtmgt_contactid
  left join lateral (
    select c.msevtmgt_checkinid, c.msevtmgt_checkintime from msevtmgt_checkin c
    where c.msevtmgt_registrationid = r.msevtmgt_eventregistrationid and ${standing(door)}
    order by c.createdon limit 1) c on true`

/** Whose code it is, at whichever event. */
export async function registrationOfCode(
  db: Db,
  { kind, number }: Code,
): Promise<Pick<Guest, 'registrationId' | 'eventId' | 'event'> | undefined> {
  const wanted =
    kind === 'registration' ? sql`r.msevtmgt_name = ${number}` : sql`a.msevtmgt_name = ${number}`
  const { rows } = await sql<Pick<Guest, 'registrationId' | 'eventId' | 'event'>>`
    select r.msevtmgt_eventregistrationid as "registrationId", r.msevtmgt_eventid as "eventId",
      e.msevtmgt_name as event
    from msevtmgt_eventregistration r
    join msevtmgt_event e on e.msevtmgt_eventid = r.msevtmgt_eventid
    left join msevtmgt_attendeepass a
      on a.msevtmgt_eventregistrationid = r.msevtmgt_eventregistrationid
    where ${wanted}
    order by r.statecode
    limit 1`.execute(db)
  return rows[0]
}

/** The same as they stand at a door; the one that counts, where a number was given twice. */
export async function findGuest(db: Db, door: Door, code: Code): Promise<Guest | undefined> {
  const wanted =
    code.kind === 'registration'
      ? sql`r.msevtmgt_name = ${code.number}`
      : sql`r.msevtmgt_eventregistrationid in (
          select a.msevtmgt_eventregistrationid from msevtmgt_attendeepass a
          where a.msevtmgt_name = ${code.number})`
  const { rows } = await sql<Guest>`
    select ${guestColumns(door)} ${guests(door)}
    where ${wanted}
    order by r.msevtmgt_eventid <> ${door.eventId}, r.statecode
    limit 1`.execute(db)
  return rows[0]
}

export async function readGuest(
  db: Db,
  door: Door,
  registrationId: string,
): Promise<Guest | undefined> {
  const { rows } = await sql<Guest>`
    select ${guestColumns(door)} ${guests(door)}
    where r.msevtmgt_eventregistrationid = ${registrationId}`.execute(db)
  return rows[0]
}

/** Two doors that scan the same person at once come one after the other. */
export async function lockRegistration(tx: Tx, registrationId: string): Promise<void> {
  await sql`select 1 from msevtmgt_eventregistration r
    where r.msevtmgt_eventregistrationid = ${registrationId} for update`.execute(tx)
}

/** Guests by name, with what a part of name, e-mail address, company or number finds. */
export async function findGuests(
  db: Db,
  door: Door,
  { search, limit }: { readonly search: string; readonly limit: number },
): Promise<Guest[]> {
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`
  const matching =
    search === ''
      ? sql`true`
      : sql`(p.fullname ilike ${pattern} or p.emailaddress1 ilike ${pattern}
          or r.msevtmgt_name ilike ${pattern} or r.gr_company ilike ${pattern})`
  const { rows } = await sql<Guest>`
    select ${guestColumns(door)} ${guests(door)}
    where r.msevtmgt_eventid = ${door.eventId} and ${matching}
    order by lower(p.lastname), lower(p.firstname), r.msevtmgt_name
    limit ${limit}`.execute(db)
  return rows
}

export interface Count {
  readonly registered: number
  readonly present: number
}

/** How many may come through a door, and how many did. */
export async function countAt(db: Db, door: Door): Promise<Count> {
  const { eventId } = door
  const { rows } = await sql<Count>`
    select (
        select count(*)::integer from msevtmgt_eventregistration r
        join msevtmgt_event e on e.msevtmgt_eventid = r.msevtmgt_eventid
        where r.msevtmgt_eventid = ${eventId} and r.statecode = 0 and ${mayEnter(door)}
      ) as registered,
      (select count(distinct c.msevtmgt_registrationid)::integer from msevtmgt_checkin c
       join msevtmgt_eventregistration r
         on r.msevtmgt_eventregistrationid = c.msevtmgt_registrationid and r.statecode = 0
       where c.msevtmgt_event = ${eventId} and ${standing(door)}) as present`.execute(db)
  return rows[0] as Count
}

export interface EventOfDoor {
  readonly id: string
  readonly readableId: string | null
  readonly name: string
  readonly starts: string
}

/** Live events that are not long over, the next one first. */
export async function eventsToCheckIn(db: Db, now: Date): Promise<EventOfDoor[]> {
  const yesterday = new Date(now.getTime() - 24 * 3_600_000)
  const { rows } = await sql<EventOfDoor>`
    select e.msevtmgt_eventid as id, e.msevtmgt_readableeventid as "readableId",
      e.msevtmgt_name as name, e.msevtmgt_eventstartdate as starts
    from msevtmgt_event e
    where e.statecode = 0 and e.msevtmgt_publishstatus = ${publishStatus.live.value}
      and e.msevtmgt_eventenddate at time zone coalesce(e.gr_timezone, 'UTC') > ${yesterday}
    order by e.msevtmgt_eventstartdate, e.msevtmgt_eventid
    limit 100`.execute(db)
  return rows
}

/** BCP 47; null where the user chose none. */
export async function languageOfUser(db: Db, userId: string): Promise<string | null> {
  const { rows } = await sql<{ language: string | null }>`
    select u.gr_language as language from systemuser u where u.systemuserid = ${userId}`.execute(db)
  return rows[0]?.language ?? null
}
