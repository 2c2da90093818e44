import { sql } from 'kysely'
import type { tables as contactTables } from '#contacts'
import type { Db, Row, TablesOf } from '#database'
import { type EventRow, readEvent } from '#events'
import type { eventregistrationTable, sessionregistrationTable } from './registration-tables.ts'
import type { Tables } from './tables.ts'

export type RegistrationRow = Row<typeof eventregistrationTable>
export type SessionRegistrationRow = Row<typeof sessionregistrationTable>
export type ContactRow = Row<typeof contactTables.contactTable>

type AllTables = Tables & TablesOf<typeof contactTables>

/** What mails and doors need of the contact. */
export type RegisteredContact = Pick<
  ContactRow,
  'contactid' | 'firstname' | 'lastname' | 'fullname' | 'emailaddress1' | 'donotemail'
>

export interface RegistrationWithContact {
  readonly registration: RegistrationRow
  readonly contact: RegisteredContact
}

export interface RegistrationDetails extends RegistrationWithContact {
  readonly event: EventRow
}

/** Those of the numbers that a registration has already. */
export async function takenNumbers(db: Db, numbers: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ number: string }>`
    select r.msevtmgt_name as number
    from msevtmgt_eventregistration r
    where r.msevtmgt_name = any (${numbers}::text[])`.execute(db)
  return rows.map((row) => row.number)
}

export async function activeSessionRegistrations(
  db: Db,
  registrationId: string,
): Promise<{ sessionRegistrationId: string; sessionId: string }[]> {
  return await db
    .withTables<Tables>()
    .selectFrom('msevtmgt_sessionregistration as s')
    .select([
      's.msevtmgt_sessionregistrationid as sessionRegistrationId',
      's.msevtmgt_sessionid as sessionId',
    ])
    .where('s.msevtmgt_registrationid', '=', registrationId)
    .where('s.statecode', '=', 0)
    .orderBy('s.msevtmgt_sessionid')
    .execute()
}

export async function activePasses(
  db: Db,
  registrationId: string,
): Promise<{ attendeePassId: string; passId: string }[]> {
  return await db
    .withTables<Tables>()
    .selectFrom('msevtmgt_attendeepass as a')
    .select(['a.msevtmgt_attendeepassid as attendeePassId', 'a.msevtmgt_pass as passId'])
    .where('a.msevtmgt_eventregistrationid', '=', registrationId)
    .where('a.statecode', '=', 0)
    .orderBy('a.msevtmgt_attendeepassid')
    .execute()
}

const contactColumns = [
  'c.contactid',
  'c.firstname',
  'c.lastname',
  'c.fullname',
  'c.emailaddress1',
  'c.donotemail',
] as const

function withContacts(db: Db) {
  return db
    .withTables<AllTables>()
    .selectFrom('msevtmgt_eventregistration as r')
    .innerJoin('contact as c', 'c.contactid', 'r.msevtmgt_contactid')
    .selectAll('r')
    .select(contactColumns)
}

function parted(row: RegistrationRow & RegisteredContact): RegistrationWithContact {
  const { contactid, firstname, lastname, fullname, emailaddress1, donotemail, ...registration } =
    row
  return {
    registration,
    contact: { contactid, firstname, lastname, fullname, emailaddress1, donotemail },
  }
}

/** A registration with its event and contact, cancelled or not; for mails, links and doors. */
export async function readRegistration(
  db: Db,
  id: string,
): Promise<RegistrationDetails | undefined> {
  const row = await withContacts(db)
    .where('r.msevtmgt_eventregistrationid', '=', id)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const event = await readEvent(db, row.msevtmgt_eventid)
  return event === undefined ? undefined : { ...parted(row), event }
}

/** The number of a contact's oldest active registration for an event; undefined without one. */
export async function activeRegistrationNumber(
  db: Db,
  { eventId, contactId }: { readonly eventId: string; readonly contactId: string },
): Promise<string | undefined> {
  const row = await db
    .withTables<Tables>()
    .selectFrom('msevtmgt_eventregistration as r')
    .select('r.msevtmgt_name as number')
    .where('r.msevtmgt_eventid', '=', eventId)
    .where('r.msevtmgt_contactid', '=', contactId)
    .where('r.statecode', '=', 0)
    .where(sql<boolean>`r.msevtmgt_iscanceled is not true`)
    .orderBy('r.createdon')
    .orderBy('r.msevtmgt_eventregistrationid')
    .executeTakeFirst()
  return row?.number
}

/** The registration with this number, exactly as it is written (see `readNumber`). */
export async function findRegistrationByNumber(
  db: Db,
  number: string,
): Promise<RegistrationDetails | undefined> {
  const row = await db
    .withTables<Tables>()
    .selectFrom('msevtmgt_eventregistration as r')
    .select('r.msevtmgt_eventregistrationid as id')
    .where('r.msevtmgt_name', '=', number)
    .orderBy('r.statecode')
    .executeTakeFirst()
  return row === undefined ? undefined : await readRegistration(db, row.id)
}

export interface RegistrationPage {
  /** The last id of the page before. */
  readonly afterId?: string
  /** Rows at most; default 500. */
  readonly limit?: number
  readonly includeCancelled?: boolean
}

/** The registrations of an event, page by page in order of id. */
export async function registrationsOf(
  db: Db,
  eventId: string,
  { afterId, limit = 500, includeCancelled = false }: RegistrationPage = {},
): Promise<RegistrationWithContact[]> {
  const rows = await withContacts(db)
    .where('r.msevtmgt_eventid', '=', eventId)
    .$if(!includeCancelled, (query) => query.where('r.statecode', '=', 0))
    .$if(afterId !== undefined, (query) =>
      query.where('r.msevtmgt_eventregistrationid', '>', afterId as string),
    )
    .orderBy('r.msevtmgt_eventregistrationid')
    .limit(limit)
    .execute()
  return rows.map(parted)
}

/** The registrations of a contact for all events, the newest first. */
export async function registrationsOfContact(
  db: Db,
  contactId: string,
): Promise<RegistrationRow[]> {
  return await db
    .withTables<Tables>()
    .selectFrom('msevtmgt_eventregistration as r')
    .selectAll('r')
    .where('r.msevtmgt_contactid', '=', contactId)
    .orderBy('r.createdon', 'desc')
    .orderBy('r.msevtmgt_eventregistrationid')
    .execute()
}

/** The session registrations that belong to a registration, cancelled ones included. */
export async function sessionRegistrationsOf(
  db: Db,
  registrationId: string,
): Promise<SessionRegistrationRow[]> {
  return await db
    .withTables<Tables>()
    .selectFrom('msevtmgt_sessionregistration as s')
    .selectAll('s')
    .where('s.msevtmgt_registrationid', '=', registrationId)
    .orderBy('s.createdon')
    .orderBy('s.msevtmgt_sessionregistrationid')
    .execute()
}

export async function readSessionRegistration(
  db: Db,
  id: string,
): Promise<SessionRegistrationRow | undefined> {
  return await db
    .withTables<Tables>()
    .selectFrom('msevtmgt_sessionregistration as s')
    .selectAll('s')
    .where('s.msevtmgt_sessionregistrationid', '=', id)
    .executeTakeFirst()
}

/** Active registrations of an event, counted one by one; the event's own counter says the same. */
export async function countRegistrations(db: Db, eventId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count
    from msevtmgt_eventregistration r
    where r.msevtmgt_eventid = ${eventId} and r.statecode = 0`.execute(db)
  return rows[0]?.count ?? 0
}

/** Active registrations of a session. */
export async function countSessionSeats(db: Db, sessionId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count
    from msevtmgt_sessionregistration s
    where s.msevtmgt_sessionid = ${sessionId} and s.statecode = 0`.execute(db)
  return rows[0]?.count ?? 0
}
