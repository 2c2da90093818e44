import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { systemCaller } from '#identity'
import { dataWorld } from '../../../test/data-world.ts'
import { webhookSink } from '../../../test/webhook-sink.ts'

const world = await dataWorld({ world: { zone: 'America/Los_Angeles' } })
const sink = await webhookSink()
const documented = await readFile(new URL('fixtures/contact-update.json', import.meta.url), 'utf8')

test('the documented update of a contact gives the documented JSON, apart from ids, times and names', async () => {
  const contact = { firstname: 'Jim', lastname: 'Glynn (sample)' }
  const id = await world.create('contact', contact)
  await world.webhooks.register(systemCaller, {
    name: 'Receiver',
    url: sink.url,
    authentication: { kind: 'HttpHeader', pairs: {} },
    steps: [
      {
        message: 'Update',
        table: 'contact',
        filteringAttributes: ['firstname', 'lastname'],
        stage: 40,
        mode: 'asynchronous',
        rank: 1,
      },
    ],
  })
  await world.update('contact', id, { firstname: 'James' })
  await world.worker.runUntilIdle()
  const [received] = await sink.waitFor(1)
  const body = received?.body ?? ''
  assert.equal(comparable(body), comparable(documented))
  const [job] = await world.query('select * from asyncoperation where operationtype = 1')
  assert.equal(JSON.parse(body).OperationId, job?.asyncoperationid)
})

test('a client of the Data API that registers and writes as in the requirement gets it too', async () => {
  for (const { id } of await world.query('select serviceendpointid as id from serviceendpoint')) {
    await world.remove('serviceendpoint', String(id))
  }
  sink.clear()
  const id = await made('contacts', { firstname: 'Jim', lastname: 'Glynn (sample)' })
  const endpoint = await made('serviceendpoints', {
    ...{ name: 'Receiver', url: sink.url, contract: 8, authtype: 5 },
    authvalue: '<settings><setting name="X-Test1" value="test1"/></settings>',
  })
  const filters =
    "sdkmessagefilters?$filter=primaryobjecttypecode eq 'contact' and sdkmessageid/name eq 'Update'"
  const [filter] = (await world.send(filters)).json.value
  await made('sdkmessageprocessingsteps', {
    ...{ stage: 40, mode: 1, rank: 1, filteringattributes: 'firstname,lastname' },
    'eventhandler_serviceendpoint@odata.bind': `/serviceendpoints(${endpoint})`,
    'sdkmessageid@odata.bind': `/sdkmessages(${filter._sdkmessageid_value})`,
    'sdkmessagefilterid@odata.bind': `/sdkmessagefilters(${filter.sdkmessagefilterid})`,
  })
  await world.webhooks.refresh()
  const change = { method: 'PATCH', body: { firstname: 'James' } }
  assert.equal((await world.send(`contacts(${id})`, change)).status, 204)
  await world.worker.runUntilIdle()
  const [received] = await sink.waitFor(1)
  assert.equal(comparable(received?.body ?? ''), comparable(documented))
  assert.equal(received?.header('x-test1'), 'test1')
})

async function made(set: string, body: object): Promise<string> {
  const { status, headers, text } = await world.send(set, { method: 'POST', body })
  assert.equal(status, 204, text)
  return /\(([^)]+)\)$/.exec(headers.get('odata-entityid') ?? '')?.[1] ?? ''
}

test('slashes, dates and types are written as the .NET serialiser writes them', async () => {
  const [received] = await sink.waitFor(1)
  const body = received?.body ?? ''
  assert.match(body, /^\{"BusinessUnitId":"[0-9a-f-]{36}","CorrelationId":"/)
  assert.match(
    body,
    /"__type":"Entity:http:\\\/\\\/schemas\.microsoft\.com\\\/xrm\\\/2011\\\/Contracts"/,
  )
  assert.match(body, /\{"key":"modifiedon","value":"\\\/Date\(\d{13}\)\\\/"\}/)
  assert.match(body, /"OperationCreatedOn":"\\\/Date\(\d{13}-0700\)\\\/"/)
})

/**
 * Text with ids replaced by the number of their first appearance, so that equal ids must be equal
 * in both; digits of times by zeros; names of the organisation and of tables by one word.
 */
function comparable(json: string): string {
  const ids = new Map<string, string>()
  const numbered = JSON.stringify(JSON.parse(json))
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
      if (!ids.has(id)) ids.set(id, `id ${ids.size + 1}`)
      return ids.get(id) as string
    })
    .replace(/\/Date\(\d+/g, '/Date(0')
    .replace(/"OrganizationName":"[^"]*"/g, '"OrganizationName":"name"')
  return JSON.stringify(JSON.parse(numbered, oneChangedTable), null, 1)
}

/** Which tables look different after a change depends on what tables there are. */
function oneChangedTable(_: string, value: unknown): unknown {
  if (!isEntry(value) || value.key !== 'ChangedEntityTypes') return value
  const entries = (value.value as object[]).map((each) => JSON.stringify({ ...each, key: 'table' }))
  return { ...value, value: [...new Set(entries)].map((each) => JSON.parse(each)) }
}

function isEntry(value: unknown): value is { key: string; value: unknown } {
  return typeof value === 'object' && value !== null && 'key' in value && 'value' in value
}
