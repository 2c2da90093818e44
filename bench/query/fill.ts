import type { Database } from '#database'

/** 100,000 contacts, 100 events, 50,000 registrations. */
export async function fill({ pool }: Database): Promise<void> {
  await pool.query(`insert into contact
    (contactid, firstname, lastname, emailaddress1, jobtitle, createdon, modifiedon, statecode, statuscode)
    select gen_random_uuid(), 'First' || i, 'Last' || (i % 1000), 'person' || i || '@example.org',
      case when i % 3 = 0 then 'Engineer' end, timestamptz '2026-01-01' + i * interval '1 minute',
      timestamptz '2026-01-01', 0, 1
    from generate_series(1, 100000) i`)
  await pool.query(`insert into msevtmgt_event
    (msevtmgt_eventid, msevtmgt_name, msevtmgt_eventstartdate, msevtmgt_eventenddate, createdon, modifiedon, statecode, statuscode)
    select gen_random_uuid(), 'Event ' || i, timestamp '2026-10-01', timestamp '2026-10-02',
      timestamptz '2026-01-01', timestamptz '2026-01-01', 0, 1
    from generate_series(1, 100) i`)
  await pool.query(`insert into msevtmgt_eventregistration
    (msevtmgt_eventregistrationid, msevtmgt_name, msevtmgt_eventid, msevtmgt_contactid, createdon, modifiedon, statecode, statuscode)
    select gen_random_uuid(), 'R' || c.n, e.msevtmgt_eventid, c.contactid,
      timestamptz '2026-02-01' + c.n * interval '1 second', timestamptz '2026-02-01', 0, 1
    from (select contactid, row_number() over () as n from contact limit 50000) c
    join (select msevtmgt_eventid, row_number() over () as n from msevtmgt_event) e
      on e.n = c.n % 100 + 1`)
  await pool.query('analyze')
}
