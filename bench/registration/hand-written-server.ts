/**
 * The yardstick: what a good engineer writes in an afternoon. One transaction per request: lock
 * the event, check the capacity, match the contact by e-mail and name, insert what is missing, the
 * registration and two jobs, count. No framework layers, prepared statements, the same pool size.
 */
import { randomUUID } from 'node:crypto'
import fastify from 'fastify'
import pg from 'pg'

const [databaseUrl = '', port = '0'] = process.argv.slice(2)
const pool = new pg.Pool({ connectionString: databaseUrl, max: 20 })

interface Person {
  readonly firstName: string
  readonly lastName: string
  readonly email: string
}

const lockEvent = {
  name: 'lock',
  text: `select coalesce(msevtmgt_registrationcount, 0) as taken, msevtmgt_maximumeventcapacity as seats,
    msevtmgt_publishstatus as status from msevtmgt_event where msevtmgt_eventid = $1 for update`,
}
const findContact = {
  name: 'find',
  text: `select contactid from contact where lower(emailaddress1) = lower($1) and lower(firstname) = lower($2)
    and lower(lastname) = lower($3) and statecode = 0 order by createdon limit 1`,
}
const insertContact = {
  name: 'contact',
  text: `insert into contact (contactid, firstname, lastname, emailaddress1, createdon, modifiedon, statecode, statuscode)
    values ($1, $2, $3, $4, now(), now(), 0, 1)`,
}
const insertRegistration = {
  name: 'registration',
  text: `insert into msevtmgt_eventregistration (msevtmgt_eventregistrationid, msevtmgt_contactid, msevtmgt_eventid,
    msevtmgt_name, msevtmgt_publishingstate, msevtmgt_iscanceled, createdon, modifiedon, statecode, statuscode)
    values ($1, $2, $3, $4, 100000000, false, now(), now(), 0, 1)`,
}
const insertJobs = {
  name: 'jobs',
  text: `insert into asyncoperation (asyncoperationid, name, operationtype, gr_kind, gr_payload, regardingobjectid,
    createdon, modifiedon, statecode, statuscode)
    select gen_random_uuid(), kind, 54, kind, jsonb_build_object('id', $1::text), $1::uuid, now(), now(), 3, 30
    from unnest(array['yardstick.push', 'yardstick.mail']) as kind`,
}
const count = {
  name: 'count',
  text: 'update msevtmgt_event set msevtmgt_registrationcount = coalesce(msevtmgt_registrationcount, 0) + 1 where msevtmgt_eventid = $1',
}

async function register(eventId: string, person: Person): Promise<string> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const { rows } = await client.query({ ...lockEvent, values: [eventId] })
    const [event] = rows
    if (event?.status !== 100000003 || event.taken >= event.seats) throw new Error('full')
    const found = await client.query({
      ...findContact,
      values: [person.email, person.firstName, person.lastName],
    })
    const contactId = found.rows[0]?.contactid ?? randomUUID()
    if (found.rowCount === 0) {
      await client.query({
        ...insertContact,
        values: [contactId, person.firstName, person.lastName, person.email],
      })
    }
    const id = randomUUID()
    await client.query({
      ...insertRegistration,
      values: [id, contactId, eventId, `ER-${id.slice(0, 8)}`],
    })
    await client.query({ ...insertJobs, values: [id] })
    await client.query({ ...count, values: [eventId] })
    await client.query('commit')
    return id
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}

const server = fastify()
server.get('/readyz', async () => {
  await pool.query('select 1 from msevtmgt_event limit 1')
  return {}
})
server.post<{ Params: { id: string }; Body: Person }>(
  '/events/:id/registrations',
  async (request) => {
    await register(request.params.id, request.body)
    return { status: 'Success' }
  },
)
process.on('SIGTERM', () => process.exit(0))
await server.listen({ port: Number(port), host: '127.0.0.1' })
