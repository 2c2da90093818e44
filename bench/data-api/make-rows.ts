/** 100,000 contacts in 1,000 cities and 50,000 registrations for 100 events; and an API key. */
import { createHash, randomUUID } from 'node:crypto'
import { type ConnectionTarget, connect, migrate } from '#database'
import { systemUserId } from '#identity'

export interface MadeRows {
  readonly contacts: readonly string[]
  readonly events: readonly string[]
  readonly key: string
}

export async function makeRows(target: ConnectionTarget): Promise<MadeRows> {
  const database = connect(target, {
    applicationName: 'bench',
    poolSize: 1,
    statementTimeoutMs: 300_000,
    onIdleError: () => undefined,
  })
  await migrate(database.db)
  const query = async (text: string, values: unknown[] = []) =>
    (await database.pool.query<{ id: string }>(text, values)).rows.map(({ id }) => id)
  const stamp = { columns: 'createdon, modifiedon, statecode, statuscode, ownerid, owneridtype' }
  const stamps = `now() - n * interval '1 second', now(), 0, 1, '${systemUserId}', 'systemuser'`
  const contacts = await query(`
    insert into contact (contactid, firstname, lastname, emailaddress1, address1_city, jobtitle,
      telephone1, ${stamp.columns})
    select gen_random_uuid(), 'First' || n, 'Last' || n, 'p' || n || '@bench.example',
      'City ' || n % 1000, 'Engineer', '+49 30 ' || n, ${stamps}
    from generate_series(1, 100000) n returning contactid as id`)
  const events = await query(`
    insert into msevtmgt_event (msevtmgt_eventid, msevtmgt_name, msevtmgt_eventstartdate,
      msevtmgt_eventenddate, ${stamp.columns})
    select gen_random_uuid(), 'Event ' || n, '2099-06-01 10:00', '2099-06-01 11:00', ${stamps}
    from generate_series(1, 100) n returning msevtmgt_eventid as id`)
  await query(
    `insert into msevtmgt_eventregistration (msevtmgt_eventregistrationid, msevtmgt_contactid,
       msevtmgt_eventid, msevtmgt_name, ${stamp.columns})
     select gen_random_uuid(), ($1::uuid[])[n], ($2::uuid[])[1 + n % 100], 'Registration ' || n,
       ${stamps}
     from generate_series(1, 50000) n returning msevtmgt_eventregistrationid as id`,
    [contacts, events],
  )
  const key = randomUUID()
  await query(
    `insert into gr_apikey (gr_apikeyid, name, userid, keyhash, createdon)
     values (gen_random_uuid(), 'bench', $1, $2, now()) returning gr_apikeyid as id`,
    [systemUserId, createHash('sha256').update(key).digest('hex')],
  )
  await database.pool.query('analyze')
  await database.close()
  return { contacts, events, key }
}
