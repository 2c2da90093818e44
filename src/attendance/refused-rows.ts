/** SQL on records that could not count: kept with their reason, superseded by later reports. */
import { sql } from 'kysely'
import type { Db } from '#database'
import type { Occasion } from '#events'
import type { Tables } from './tables.ts'

const on = (db: Db) => db.$extendTables<Tables>()

export type RefusedRow = Tables['gr_refusedattendance']

type Scope = Pick<Occasion, 'table' | 'id' | 'eventId'>

export interface KnownRefusal {
  readonly id: string
  readonly reference: string
  readonly stands: boolean
}

/** What one webinar's records were refused so far, from one source. */
export async function refusalsOf(db: Db, webinar: string, source: number): Promise<KnownRefusal[]> {
  const found = await on(db)
    .selectFrom('gr_refusedattendance')
    .select(['gr_refusedattendanceid', 'reference', 'supersededon'])
    .where('webinar', '=', webinar)
    .where(sql<boolean>`source = ${source}`)
    .execute()
  return found.map((row) => ({
    id: row.gr_refusedattendanceid,
    reference: row.reference,
    stands: row.supersededon === null,
  }))
}

/** Records of people whom nobody could match, that stand; of one person or of all. */
export async function unmatchedRecords(
  db: Db,
  { table, id, eventId }: Scope,
  personKey?: string,
): Promise<RefusedRow[]> {
  const session = table === 'msevtmgt_session' ? id : null
  return await on(db)
    .selectFrom('gr_refusedattendance')
    .selectAll()
    .where('eventid', '=', eventId)
    .where(sql<boolean>`sessionid is not distinct from ${session}::uuid`)
    .where('personkey', 'is not', null)
    .where('supersededon', 'is', null)
    .$if(personKey !== undefined, (query) => query.where('personkey', '=', personKey as string))
    .orderBy('receivedon')
    .orderBy('gr_refusedattendanceid')
    .execute()
}

/** Joins told by callbacks of unmatched people whose leave was not told yet. */
export async function openPieces(
  db: Db,
  webinar: string,
): Promise<{ id: string; stay: string; record: string }[]> {
  const found = await on(db)
    .selectFrom('gr_refusedattendance')
    .select(['gr_refusedattendanceid', 'stay', 'record'])
    .where('webinar', '=', webinar)
    .where('personkey', 'is not', null)
    .where('supersededon', 'is', null)
    .where(sql<boolean>`stay::jsonb ? 'stayId' and not stay::jsonb ? 'leftAt'`)
    .execute()
  return found.map((row) => ({
    id: row.gr_refusedattendanceid,
    stay: row.stay ?? '{}',
    record: row.record,
  }))
}

/** Standing check-ins that rest on the decision about this person. */
export async function checkinsOfPerson(
  db: Db,
  { table, id, eventId }: Scope,
  personKey: string,
): Promise<{ id: string; registrationId: string }[]> {
  const session = table === 'msevtmgt_session' ? id : null
  const found = await on(db)
    .selectFrom('msevtmgt_checkin')
    .select(['msevtmgt_checkinid', 'msevtmgt_registrationid'])
    .where('msevtmgt_event', '=', eventId)
    .where(sql<boolean>`msevtmgt_sessionattended is not distinct from ${session}::uuid`)
    .where('gr_personkey', '=', personKey)
    .where('gr_supersededon', 'is', null)
    .execute()
  return found.map((row) => ({
    id: row.msevtmgt_checkinid,
    registrationId: row.msevtmgt_registrationid,
  }))
}

/** Records of an event, or of one of its sessions, that could not count, whoever they are about. */
export async function refusedOf(db: Db, { table, id, eventId }: Scope): Promise<RefusedRow[]> {
  const session = table === 'msevtmgt_session' ? id : null
  return await on(db)
    .selectFrom('gr_refusedattendance')
    .selectAll()
    .where('eventid', '=', eventId)
    .where(sql<boolean>`sessionid is not distinct from ${session}::uuid`)
    .where('personkey', 'is', null)
    .where('supersededon', 'is', null)
    .orderBy('receivedon', 'desc')
    .limit(500)
    .execute()
}
