/** SQL on gr_mail, and who is to be written to. */
import { sql } from 'kysely'
import type { Db, Tx } from '#database'
import type { Tables } from './tables.ts'

const on = (db: Db) => db.$extendTables<Tables>()

export type MailRow = Tables['gr_mail']

export async function findMail(db: Db, reference: string): Promise<MailRow | undefined> {
  return await on(db)
    .selectFrom('gr_mail')
    .selectAll()
    .where('reference', '=', reference)
    .executeTakeFirst()
}

export async function readMail(db: Db, id: string): Promise<MailRow | undefined> {
  return await on(db)
    .selectFrom('gr_mail')
    .selectAll()
    .where('gr_mailid', '=', id)
    .executeTakeFirst()
}

export type MailListing = Pick<
  MailRow,
  'gr_mailid' | 'name' | 'kind' | 'recipient' | 'state' | 'createdon' | 'senton'
>

/** Newest first. */
export async function listMails(db: Db, limit: number): Promise<MailListing[]> {
  return await on(db)
    .selectFrom('gr_mail')
    .select(['gr_mailid', 'name', 'kind', 'recipient', 'state', 'createdon', 'senton'])
    .orderBy('createdon', 'desc')
    .limit(limit)
    .execute()
}

/** Whether a calendar entry was ever sent for it: a cancellation needs something to cancel. */
export async function wasConfirmed(db: Db, registrationId: string): Promise<boolean> {
  const row = await on(db)
    .selectFrom('gr_mail')
    .select('gr_mailid')
    .where('registrationid', '=', registrationId)
    .where('calendarmethod', '=', 'REQUEST')
    .executeTakeFirst()
  return row !== undefined
}

export interface Registered {
  readonly id: string
  readonly sequence: number
}

/** The active registrations of an event, page by page in order of id. */
export async function activeRegistrations(
  db: Db,
  eventId: string,
  page: { readonly afterId: string | null; readonly limit: number },
): Promise<Registered[]> {
  const { rows } = await sql<Registered>`
    select msevtmgt_eventregistrationid as id, coalesce(gr_calendarsequence, 0) as sequence
    from msevtmgt_eventregistration
    where msevtmgt_eventid = ${eventId} and statecode = 0 and msevtmgt_iscanceled is not true
      and (${page.afterId}::uuid is null or msevtmgt_eventregistrationid > ${page.afterId}::uuid)
    order by msevtmgt_eventregistrationid
    limit ${page.limit}`.execute(db)
  return rows
}

/** The same of those whom a change concerns that they have not been told of yet. */
export async function registrationsToTell(
  db: Db,
  eventId: string,
  page: { readonly afterId: string | null; readonly limit: number },
): Promise<Registered[]> {
  // Whoever registered or booked after the change knows it already.
  const { rows } = await sql<Registered>`
    select r.msevtmgt_eventregistrationid as id, coalesce(r.gr_calendarsequence, 0) as sequence
    from msevtmgt_eventregistration r
    where r.msevtmgt_eventid = ${eventId} and r.statecode = 0
      and r.msevtmgt_iscanceled is not true
      and (${page.afterId}::uuid is null or r.msevtmgt_eventregistrationid > ${page.afterId}::uuid)
      and exists (
        select 1 from gr_occasionchange o
        left join msevtmgt_sessionregistration b
          on b.msevtmgt_sessionid = o.gr_occasionchangeid and b.statecode = 0
            and b.msevtmgt_registrationid = r.msevtmgt_eventregistrationid
        where o.eventid = r.msevtmgt_eventid
          and (r.gr_toldon is null or o.changedon >= r.gr_toldon)
          and o.changedon >= case when o.gr_occasionchangeid = r.msevtmgt_eventid
            then r.createdon else b.createdon end)
    order by r.msevtmgt_eventregistrationid
    limit ${page.limit}`.execute(db)
  return rows
}

/** Notes that attendees must hear of a change. */
export async function noteChange(
  tx: Tx,
  o: { readonly occasionId: string; readonly eventId: string; readonly changedOn: Date },
): Promise<void> {
  await sql`
    insert into gr_occasionchange (gr_occasionchangeid, eventid, changedon)
    values (${o.occasionId}, ${o.eventId}, ${o.changedOn})
    on conflict (gr_occasionchangeid)
    do update set eventid = excluded.eventid, changedon = excluded.changedon`.execute(tx)
}
