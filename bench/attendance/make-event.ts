/**
 * One event of an hour that is over, with so many registrations: a third was not there (some of them
 * opened their link), the others came one to four times, a few by phone with minutes only.
 */
import { sql } from 'kysely'
import type { Db } from '#database'
import { format, outcome, publishStatus } from '#events'
import { systemCaller } from '#identity'
import type { Pipeline } from '#pipeline'

export const start = new Date('2026-03-02T10:00:00Z')
export const end = new Date('2026-03-02T11:00:00Z')

export async function makeEvent(db: Db, pipeline: Pipeline, people: number): Promise<string> {
  const { id } = await pipeline.execute(systemCaller, {
    message: 'Create',
    table: 'msevtmgt_event',
    internal: true,
    target: {
      msevtmgt_name: 'An event that is over',
      msevtmgt_eventstartdate: '2026-03-02T10:00:00',
      msevtmgt_eventenddate: '2026-03-02T11:00:00',
      gr_timezone: 'UTC',
      msevtmgt_eventformat: format.onSite.value,
      msevtmgt_publishstatus: publishStatus.live.value,
      gr_ended: outcome.held.value,
    },
  })
  await makePeople(db, id, people)
  await makeEvidence(db, id)
  await sql`analyze contact, msevtmgt_eventregistration, msevtmgt_checkin`.execute(db)
  return id
}

async function makePeople(db: Db, event: string, people: number): Promise<void> {
  const { userId, businessUnitId } = systemCaller
  const stamps = sql`${start}::timestamptz, ${userId}::uuid, ${start}::timestamptz, ${userId}::uuid,
    0, 1, ${userId}::uuid, 'systemuser', ${businessUnitId}::uuid`
  await sql`
    with people as (
      select n, gen_random_uuid() as contact, gen_random_uuid() as registration
      from generate_series(1, ${people}::integer) n
    ), contacts as (
      insert into contact (contactid, firstname, lastname, emailaddress1, createdon, createdby,
        modifiedon, modifiedby, statecode, statuscode, ownerid, owneridtype, owningbusinessunit)
      select contact, 'Guest', n::text, 'guest' || n || '@bench.example', ${stamps}
      from people returning contactid
    )
    insert into msevtmgt_eventregistration (msevtmgt_eventregistrationid, msevtmgt_name,
      msevtmgt_contactid, msevtmgt_eventid, gr_verdict, createdon, createdby, modifiedon, modifiedby,
      statecode, statuscode, ownerid, owneridtype, owningbusinessunit)
    select p.registration, 'R-' || p.n, p.contact, ${event}::uuid, 100000000, ${stamps}
    from people p join contacts c on c.contactid = p.contact`.execute(db)
}

/** Always the same: the n-th person's stays come from n alone. */
async function makeEvidence(db: Db, event: string): Promise<void> {
  const { userId, businessUnitId } = systemCaller
  await sql`
    with r as (
      select msevtmgt_eventregistrationid as id, msevtmgt_contactid as contact,
        substring(msevtmgt_name from 3)::integer as n
      from msevtmgt_eventregistration where msevtmgt_eventid = ${event}
    ), stays as (
      select r.*, s.k, (r.n * 37 + s.k * 911) % 4200 - 600 as joined, (r.n * 53 + s.k * 677) % 2700 as length
      from r cross join lateral generate_series(1, r.n % 4 + 1) s (k) where r.n % 3 <> 0
    ), told as (
      select n, id, contact, k, 100000001 as source,
        ${start}::timestamptz + joined * interval '1 second' as arrived,
        ${start}::timestamptz + (joined + length) * interval '1 second' as gone,
        null::integer as minutes from stays where n % 50 <> 1
      union all
      select n, id, contact, k, 100000001, null, null, n % 61 from stays where n % 50 = 1 and k = 1
      union all
      select n, id, contact, 9, 100000000, ${start}::timestamptz, null, null from r where n % 2 = 0
    )
    insert into msevtmgt_checkin (msevtmgt_checkinid, msevtmgt_name, msevtmgt_checkintype,
      msevtmgt_registrationid, msevtmgt_event, msevtmgt_contact, msevtmgt_checkintime,
      msevtmgt_checkouttime, msevtmgt_viewingdurationinmins, gr_source, gr_reference, gr_record,
      createdon, createdby, modifiedon, modifiedby, statecode, statuscode,
      ownerid, owneridtype, owningbusinessunit)
    select gen_random_uuid(), 'Stay', 100000001, id, ${event}::uuid, contact, arrived, gone, minutes,
      source, 'report:bench:' || n || ':' || k, repeat('x', 300),
      ${end}::timestamptz, ${userId}::uuid, ${end}::timestamptz, ${userId}::uuid, 0, 1,
      ${userId}::uuid, 'systemuser', ${businessUnitId}::uuid
    from told`.execute(db)
}
