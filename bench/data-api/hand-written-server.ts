/**
 * The yardstick: the same answers from statements written by hand, prepared, one for each question,
 * on the same HTTP server library and driver. Arguments: database URL, port.
 */
import { fastify } from 'fastify'
import pg from 'pg'

const [url = '', port = '0'] = process.argv.slice(2)
const pool = new pg.Pool({ connectionString: url, max: 10 })
const server = fastify()

server.get('/readyz', () => ({ status: 'ready' }))
server.get('/api/data/v9.2/*', async (request, reply) => {
  const found = ask(request.url)
  const { rows } = await pool.query<{ row: string }>(found)
  const context = '"@odata.context":"x"'
  void reply.type('application/json')
  return found.name === 'row'
    ? `{${context},${rows[0]?.row.slice(1)}`
    : `{${context},"value":[${rows.map(({ row }) => row).join(',')}]}`
})
await server.listen({ port: Number(port), host: '127.0.0.1' })
process.on('SIGTERM', () => process.exit(0))

const rowStatement = `select row_to_json(r)::text as row from (
  select 'W/"' || versionnumber || '"' as "@odata.etag", contactid, firstname, lastname,
    emailaddress1, jobtitle, to_char(createdon at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as createdon
  from contact where contactid = $1) r`

const registration = `'W/"' || t.versionnumber || '"' as "@odata.etag",
  t.msevtmgt_eventregistrationid, t.msevtmgt_name,
  to_char(t.createdon at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as createdon, t.statuscode,
  t.msevtmgt_contactid as _msevtmgt_contactid_value`

const contact = `(select row_to_json(c) from (
  select 'W/"' || versionnumber || '"' as "@odata.etag", contactid, firstname, lastname, emailaddress1
  from contact where contactid = t.msevtmgt_contactid) c) as msevtmgt_contactid`

const page = (columns: string) => `select row_to_json(r)::text as row from (
  select ${columns} from msevtmgt_eventregistration t where t.msevtmgt_eventid = $1
  order by t.createdon desc, t.msevtmgt_eventregistrationid limit 51) r`

function ask(address: string) {
  const [id = ''] = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(address) ?? []
  if (address.includes('/contacts(')) return { name: 'row', text: rowStatement, values: [id] }
  return address.includes('$expand')
    ? { name: 'expand', text: page(`${registration}, ${contact}`), values: [id] }
    : { name: 'page', text: page(registration), values: [id] }
}
