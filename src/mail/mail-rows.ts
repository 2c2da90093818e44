/** SQL on gr_mail, and the read of everything that a letter is made from. */
import { sql } from 'kysely'
import type { Db } from '#database'
import type { Tables } from './tables.ts'

const on = (db: Db) => db.$extendTables<Tables>()

export type MailRow = Tables['gr_mail']

export interface LetterSubject {
  readonly registrationId: string
  readonly registrationName: string
  readonly canceled: boolean
  readonly sequence: number
  readonly firstName: string | null
  readonly fullName: string | null
  readonly email: string | null
  readonly eventId: string
  readonly eventName: string
  readonly readableEventId: string | null
  readonly description: string | null
  readonly start: string
  readonly end: string
  readonly timeZone: string | null
  readonly timeZoneName: string | null
  readonly format: number | null
  readonly publishStatus: number | null
  readonly address: string | null
  readonly sessions: readonly {
    readonly name: string
    readonly start: string
    readonly end: string
  }[]
}

export async function readSubject(
  db: Db,
  registrationId: string,
): Promise<LetterSubject | undefined> {
  const { rows } = await sql<LetterSubject>`
    select r.msevtmgt_eventregistrationid as "registrationId", r.msevtmgt_name as "registrationName",
      (r.statecode <> 0 or r.msevtmgt_iscanceled is true) as canceled,
      coalesce(r.gr_calendarsequence, 0) as sequence,
      c.firstname as "firstName", c.fullname as "fullName", c.emailaddress1 as email,
      e.msevtmgt_eventid as "eventId", e.msevtmgt_name as "eventName",
      e.msevtmgt_readableeventid as "readableEventId", e.msevtmgt_description as description,
      e.msevtmgt_eventstartdate as start, e.msevtmgt_eventenddate as "end",
      e.gr_timezone as "timeZone", e.msevtmgt_eventtimezonename as "timeZoneName",
      e.msevtmgt_eventformat as format, e.msevtmgt_publishstatus as "publishStatus",
      coalesce(b.msevtmgt_addresscomposite, v.msevtmgt_addresscomposite, b.msevtmgt_name, v.msevtmgt_name) as address,
      coalesce((select json_agg(json_build_object('name', s.msevtmgt_name,
          'start', to_char(s.msevtmgt_starttime, 'YYYY-MM-DD"T"HH24:MI:SS'),
          'end', to_char(s.msevtmgt_endtime, 'YYYY-MM-DD"T"HH24:MI:SS')) order by s.msevtmgt_starttime)
        from msevtmgt_sessionregistration sr
        join msevtmgt_session s on s.msevtmgt_sessionid = sr.msevtmgt_sessionid
        where sr.msevtmgt_registrationid = r.msevtmgt_eventregistrationid and sr.statecode = 0), '[]') as sessions
    from msevtmgt_eventregistration r
    join contact c on c.contactid = r.msevtmgt_contactid
    join msevtmgt_event e on e.msevtmgt_eventid = r.msevtmgt_eventid
    left join msevtmgt_building b on b.msevtmgt_buildingid = e.msevtmgt_building
    left join msevtmgt_venue v on v.msevtmgt_venueid = e.msevtmgt_primaryvenue
    where r.msevtmgt_eventregistrationid = ${registrationId}`.execute(db)
  return rows[0]
}

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
    .where('kind', '!=', 'cancellation')
    .executeTakeFirst()
  return row !== undefined
}

export async function activeRegistrations(
  db: Db,
  eventId: string,
): Promise<{ id: string; sequence: number }[]> {
  const { rows } = await sql<{ id: string; sequence: number }>`
    select msevtmgt_eventregistrationid as id, coalesce(gr_calendarsequence, 0) as sequence
    from msevtmgt_eventregistration
    where msevtmgt_eventid = ${eventId} and statecode = 0 and msevtmgt_iscanceled is not true
    order by createdon, 1`.execute(db)
  return rows
}
