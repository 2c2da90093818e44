/** Reads of registrations as providers need them. Writing them goes through the pipeline. */
import { sql } from 'kysely'
import type { Db } from '#database'
import type { Occasion, OccasionTable } from '#events'
import type { RegistrantPlan } from '#providers'
import { publishingState } from '#registrations'

export type RegistrationTable = 'msevtmgt_eventregistration' | 'msevtmgt_sessionregistration'

export interface PushableRegistration extends RegistrantPlan {
  readonly table: RegistrationTable
  readonly id: string
  readonly occasionTable: OccasionTable
  readonly occasionId: string
  readonly active: boolean
}

interface Row {
  id: string
  occasionid: string
  active: boolean
  firstname: string | null
  lastname: string | null
  email: string | null
  company: string | null
  language: string | null
}

const sources = {
  msevtmgt_eventregistration: {
    occasionTable: 'msevtmgt_event',
    from: sql`select r.msevtmgt_eventregistrationid as id, r.msevtmgt_eventid as occasionid,
        (r.statecode = 0 and r.msevtmgt_iscanceled is not true) as active,
        c.firstname, c.lastname, c.emailaddress1 as email,
        coalesce(r.gr_company, a.name) as company, r.gr_language as language
      from msevtmgt_eventregistration r
      join contact c on c.contactid = r.msevtmgt_contactid
      left join account a on a.accountid = c.parentcustomerid`,
    key: sql.ref('r.msevtmgt_eventregistrationid'),
    occasion: sql.ref('r.msevtmgt_eventid'),
  },
  msevtmgt_sessionregistration: {
    occasionTable: 'msevtmgt_session',
    from: sql`select r.msevtmgt_sessionregistrationid as id, r.msevtmgt_sessionid as occasionid,
        (r.statecode = 0 and r.msevtmgt_iscanceled is not true) as active,
        c.firstname, c.lastname, c.emailaddress1 as email,
        coalesce(e.gr_company, a.name) as company, e.gr_language as language
      from msevtmgt_sessionregistration r
      left join msevtmgt_eventregistration e
        on e.msevtmgt_eventregistrationid = r.msevtmgt_registrationid
      join contact c on c.contactid = r.msevtmgt_contactid
      left join account a on a.accountid = c.parentcustomerid`,
    key: sql.ref('r.msevtmgt_sessionregistrationid'),
    occasion: sql.ref('r.msevtmgt_sessionid'),
  },
} as const

export async function readPushable(
  db: Db,
  table: RegistrationTable,
  id: string,
): Promise<PushableRegistration | undefined> {
  const source = sources[table]
  const { rows } = await sql<Row>`${source.from} where ${source.key} = ${id}`.execute(db)
  return rows[0] === undefined ? undefined : pushableOf(table, rows[0])
}

function pushableOf(table: RegistrationTable, row: Row): PushableRegistration {
  return {
    table,
    id: row.id,
    occasionTable: sources[table].occasionTable,
    occasionId: row.occasionid,
    active: row.active,
    idempotencyKey: row.id,
    firstName: row.firstname ?? '',
    lastName: row.lastname ?? '',
    email: row.email ?? '',
    company: row.company ?? undefined,
    language: row.language ?? undefined,
  }
}

export function registrationTableOf(occasion: Pick<Occasion, 'table'>): RegistrationTable {
  return occasion.table === 'msevtmgt_event'
    ? 'msevtmgt_eventregistration'
    : 'msevtmgt_sessionregistration'
}

/** Active registrations that the webinar does not know yet, oldest first. */
export async function unpublishedRegistrations(
  db: Db,
  occasion: Pick<Occasion, 'table' | 'id'>,
  webinar: string,
): Promise<string[]> {
  const source = sources[registrationTableOf(occasion)]
  const { rows } = await sql<Row>`${source.from}
    where ${source.occasion} = ${occasion.id} and r.statecode = 0 and r.msevtmgt_iscanceled is not true
      and not exists (select 1 from gr_registrant g
        where g.registrationid = ${source.key} and g.webinar = ${webinar} and g.cancelledon is null)
    order by r.createdon, 1`.execute(db)
  return rows.map((row) => row.id)
}

/** Active registrations that were not published yet. */
export async function waitingRegistrations(
  db: Db,
  occasion: Pick<Occasion, 'table' | 'id'>,
): Promise<string[]> {
  const source = sources[registrationTableOf(occasion)]
  const { rows } = await sql<Row>`${source.from}
    where ${source.occasion} = ${occasion.id} and r.statecode = 0
      and r.msevtmgt_publishingstate is distinct from ${publishingState.published.value}
    order by 1`.execute(db)
  return rows.map((row) => row.id)
}

/** The session registrations that belong to one event registration. */
export async function sessionRegistrationsOf(
  db: Db,
  eventRegistrationId: string,
): Promise<PushableRegistration[]> {
  const table = 'msevtmgt_sessionregistration'
  const { rows } = await sql<Row>`${sources[table].from}
    where r.msevtmgt_registrationid = ${eventRegistrationId}`.execute(db)
  return rows.map((row) => pushableOf(table, row))
}
