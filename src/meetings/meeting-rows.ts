/** Reading meetings with their guests and exceptions. */
import { type RawBuilder, sql } from 'kysely'
import { fromRRule, type Recurrence } from '#calendar'
import type { Db, Tx } from '#database'
import type { Caller } from '#pipeline'
import type { Exception, Guest, Meeting, Role, Status, Told, WholeMeeting } from './meeting.ts'
import { ownedBy, readableBy } from './policy.ts'
import { meetingRole, meetingStatus, type Tables } from './tables.ts'

const on = (db: Db) => db.$extendTables<Tables>()

type MeetingRow = Tables['gr_meeting']

export const statusOf = (value: number): Status =>
  (Object.keys(meetingStatus) as Status[]).find((name) => meetingStatus[name].value === value) ??
  'waiting'

const roleOf = (value: number): Role =>
  (Object.keys(meetingRole) as Role[]).find((name) => meetingRole[name].value === value) ??
  'attendee'

export async function readMeeting(db: Db, id: string): Promise<WholeMeeting | undefined> {
  const row = await on(db)
    .selectFrom('gr_meeting')
    .selectAll()
    .where('gr_meetingid', '=', id)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const [exceptions, guests] = [await exceptionsOf(db, [id]), await guestsOf(db, [id])]
  return {
    ...toMeeting(row),
    exceptions: exceptions.get(id) ?? [],
    guests: guests.get(id) ?? [],
  }
}

/** The same, and nobody else changes it until the transaction is over. */
export async function lockMeeting(tx: Tx, id: string): Promise<WholeMeeting | undefined> {
  await sql`select 1 from gr_meeting where gr_meetingid = ${id} for update`.execute(tx)
  return await readMeeting(tx, id)
}

export interface Listing {
  /** Those that are not over, soonest first; or those that are, or were cancelled, newest first. */
  readonly when: 'next' | 'past'
  readonly now: Date
  readonly limit: number
  readonly skip: number
  /** Only those that this user planned or owns, or that this address is invited to. */
  readonly mine: { readonly userId: string; readonly email: string | undefined } | undefined
}

/** Those among them that the caller may read. */
export async function listMeetings(db: Db, caller: Caller, wish: Listing): Promise<WholeMeeting[]> {
  const isOpen = sql`(m.gr_endson > ${wish.now} and m.gr_status <> ${meetingStatus.cancelled.value})`
  const { rows } = await sql<MeetingRow>`
    select m.* from gr_meeting m
    where ${wish.when === 'next' ? isOpen : sql`not ${isOpen}`} and ${mineOnly(wish.mine)}
      and ${readableBy(caller, 'gr_meeting', 'm')}
    order by ${wish.when === 'next' ? sql`m.gr_startson` : sql`m.gr_endson desc`}, m.gr_meetingid
    limit ${wish.limit} offset ${wish.skip}`.execute(db)
  const ids = rows.map(({ gr_meetingid }) => gr_meetingid)
  const [exceptions, guests] = [await exceptionsOf(db, ids), await guestsOf(db, ids)]
  return rows.map((row) => ({
    ...toMeeting(row),
    exceptions: exceptions.get(row.gr_meetingid) ?? [],
    guests: guests.get(row.gr_meetingid) ?? [],
  }))
}

function mineOnly(mine: Listing['mine']): RawBuilder<unknown> {
  if (mine === undefined) return sql`true`
  return sql`(m.gr_host = ${mine.userId} or ${ownedBy(mine.userId, 'm')} or exists (select 1 from gr_meetingattendee a
    where a.gr_meetingid = m.gr_meetingid and not a.gr_isremoved
      and lower(a.gr_email) = lower(${mine.email ?? ''})))`
}

/** The meeting of one guest. */
export async function meetingOfGuest(db: Db, guestId: string): Promise<string | undefined> {
  const row = await on(db)
    .selectFrom('gr_meetingattendee')
    .select('gr_meetingid as id')
    .where('gr_meetingattendeeid', '=', guestId)
    .executeTakeFirst()
  return row?.id
}

function toMeeting(row: MeetingRow): Meeting {
  const { gr_recurrencerule: rule, gr_timezone: zone } = row
  return {
    id: row.gr_meetingid,
    ownerId: row.ownerid,
    configurationId: row.gr_webinarconfigurationid,
    title: row.gr_name,
    description: row.gr_description ?? undefined,
    start: row.gr_start,
    end: row.gr_end,
    zone,
    recurrence: rule === null ? undefined : recurrenceIn(rule, zone),
    password: row.gr_password ?? undefined,
    language: row.gr_language,
    uid: row.gr_uid,
    sequence: row.gr_sequence,
    status: statusOf(row.gr_status),
    statusReason: row.gr_statusreason ?? undefined,
    host: {
      userId: row.gr_host ?? undefined,
      name: row.gr_hostname ?? undefined,
      email: row.gr_hostemail ?? undefined,
    },
    webLink: row.gr_weblink ?? undefined,
    goneOn: row.gr_goneon ?? undefined,
    difference: differenceIn(row),
    createdOn: row.createdon,
    version: Number(row.versionnumber),
  }
}

function differenceIn({ gr_difference, gr_differson }: MeetingRow): Meeting['difference'] {
  if (gr_difference === null || gr_differson === null) return undefined
  return { ...JSON.parse(gr_difference), noticedOn: gr_differson }
}

/** What stands in the row was written by the hub, so it is a series of days and not of minutes. */
function recurrenceIn(rule: string, zone: string): Recurrence {
  const read = fromRRule(rule, zone)
  if (read.frequency === 'minutely' || read.frequency === 'hourly') {
    throw new TypeError(`A meeting cannot repeat ${read.frequency}.`)
  }
  return read
}

async function exceptionsOf(
  db: Db,
  meetingIds: readonly string[],
): Promise<Map<string, Exception[]>> {
  if (meetingIds.length === 0) return new Map()
  const rows = await on(db)
    .selectFrom('gr_meetingexception')
    .selectAll()
    .where('gr_meetingid', 'in', [...meetingIds])
    .orderBy('gr_originalstart')
    .execute()
  const found = new Map<string, Exception[]>()
  for (const row of rows) {
    const { gr_start: start, gr_end: end } = row
    const isMoved = !row.gr_iscancelled && start !== null && end !== null
    append(found, row.gr_meetingid, {
      id: row.gr_meetingexceptionid,
      originalStart: row.gr_originalstart,
      moved: isMoved ? { start, end } : undefined,
    })
  }
  return found
}

async function guestsOf(db: Db, meetingIds: readonly string[]): Promise<Map<string, Guest[]>> {
  if (meetingIds.length === 0) return new Map()
  const rows = await on(db)
    .selectFrom('gr_meetingattendee as a')
    .leftJoin('gr_meetingguest as g', 'g.gr_meetingguestid', 'a.gr_meetingattendeeid')
    .selectAll('a')
    .select(['g.told', 'g.roomid', 'g.registrantid', 'g.joinurl'])
    .where('a.gr_meetingid', 'in', [...meetingIds])
    .orderBy('a.gr_role')
    .orderBy('a.gr_email')
    .execute()
  const found = new Map<string, Guest[]>()
  for (const row of rows) append(found, row.gr_meetingid, toGuest(row))
  return found
}

type GuestRow = Tables['gr_meetingattendee'] & {
  readonly told: unknown
  readonly roomid: string | null
  readonly registrantid: string | null
  readonly joinurl: string | null
}

function toGuest(row: GuestRow): Guest {
  const { roomid: roomId, registrantid: registrantId, joinurl } = row
  return {
    id: row.gr_meetingattendeeid,
    name: row.gr_name ?? undefined,
    email: row.gr_email,
    role: roleOf(row.gr_role),
    contactId: row.gr_contactid ?? undefined,
    accountPersonId: row.gr_accountpersonid ?? undefined,
    isRemoved: row.gr_isremoved,
    told: (row.told as Told | null) ?? undefined,
    registration:
      roomId === null || registrantId === null
        ? undefined
        : { roomId, registrantId, joinUrl: joinurl ?? undefined },
  }
}

function append<T>(map: Map<string, T[]>, key: string, item: T): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [item])
  else list.push(item)
}
