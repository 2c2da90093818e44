import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { testHub } from '../hub.ts'
import { webhookSink } from '../webhook-sink.ts'

const apiKey = 'an-api-key-of-some-length-1'
const examples = fileURLToPath(new URL('../../examples/handlers', import.meta.url))
const hub = await testHub({
  environment: { GREENROOM_API_KEY: apiKey, GREENROOM_HANDLERS: examples },
})
await hub.identity.ensureFirstAdministrator({ email: undefined, password: undefined, apiKey })
const sink = await webhookSink()

async function call(method: string, path: string, body?: object) {
  const response = await fetch(`${hub.url}/api/data/v9.2/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${apiKey}`,
      'content-type': 'application/json',
      prefer: 'return=representation',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? {} : JSON.parse(text) }
}

async function first(path: string): Promise<Record<string, unknown>> {
  const { status, body } = await call('GET', path)
  assert.equal(status, 200, JSON.stringify(body))
  assert.ok(body.value[0], path)
  return body.value[0]
}

async function register(handler: string, message: string, table: string, more: object) {
  const type = await first(
    `plugintypes?$filter=typename eq '${handler}'&$expand=pluginassemblyid($select=name)`,
  )
  const filter = await first(
    `sdkmessagefilters?$filter=primaryobjecttypecode eq '${table}' and sdkmessageid/name eq '${message}'`,
  )
  const { status, body } = await call('POST', 'sdkmessageprocessingsteps', {
    'eventhandler_plugintype@odata.bind': `/plugintypes(${type.plugintypeid})`,
    'sdkmessageid@odata.bind': `/sdkmessages(${filter._sdkmessageid_value})`,
    'sdkmessagefilterid@odata.bind': `/sdkmessagefilters(${filter.sdkmessagefilterid})`,
    ...more,
  })
  assert.equal(status, 201, JSON.stringify(body))
  await hub.webhooks.refresh()
  return body as Record<string, unknown>
}

test('the example refuses a large event without a building until its step is disabled', async () => {
  const step = await register('limit-large-events', 'Create', 'msevtmgt_event', {
    stage: 20,
    mode: 0,
    configuration: '100',
  })
  const event = {
    msevtmgt_name: '  Gala ',
    msevtmgt_eventstartdate: '2027-05-01T18:00:00Z',
    msevtmgt_eventenddate: '2027-05-01T20:00:00Z',
    msevtmgt_maximumeventcapacity: 101,
  }
  const refused = await call('POST', 'msevtmgt_events', event)
  assert.equal(refused.status, 400)
  assert.equal(refused.body.error.code, '0x80040265')
  assert.match(refused.body.error.message, /Events for more than 100 people need a building/)
  const small = await call('POST', 'msevtmgt_events', {
    ...event,
    msevtmgt_maximumeventcapacity: 100,
  })
  assert.equal(small.status, 201, JSON.stringify(small.body))
  assert.equal(small.body.msevtmgt_name, 'Gala')
  const id = step.sdkmessageprocessingstepid
  const expanded = await call(
    'GET',
    `sdkmessageprocessingsteps(${id})?$select=name,iscustomizable&$expand=plugintypeid($select=friendlyname),eventhandler_plugintype($select=typename)`,
  )
  assert.equal(expanded.body.plugintypeid.friendlyname, 'Large events need a building')
  assert.equal(expanded.body.eventhandler_plugintype.typename, 'limit-large-events')
  await call('PATCH', `sdkmessageprocessingsteps(${id})`, { statecode: 1, statuscode: 2 })
  await hub.webhooks.refresh()
  assert.equal((await call('POST', 'msevtmgt_events', event)).status, 201)
})

test('the asynchronous example counts the contacts of an account as a system job', async () => {
  const step = await register('count-contacts', 'Create', 'contact', { stage: 40, mode: 1 })
  const account = await call('POST', 'accounts', { name: 'Beam & Sons' })
  const id = account.body.accountid
  for (const firstname of ['Jim', 'Jack']) {
    const contact = { firstname, 'parentcustomerid_account@odata.bind': `/accounts(${id})` }
    assert.equal((await call('POST', 'contacts', contact)).status, 201)
  }
  await hub.worker.runUntilIdle()
  assert.equal((await call('GET', `accounts(${id})`)).body.description, '2 contacts')
  const job = await first(
    `asyncoperations?$filter=_owningextensionid_value eq ${step.sdkmessageprocessingstepid}`,
  )
  assert.equal(job.statuscode, 30)
})

test('a managed property can be selected and filtered by its value', async () => {
  const row = await first(
    'sdkmessageprocessingsteps?$select=name,iscustomizable,ishidden&$filter=iscustomizable/Value eq true and ishidden/Value eq false',
  )
  assert.deepEqual(row.iscustomizable, {
    Value: true,
    CanBeChanged: true,
    ManagedPropertyLogicalName: 'iscustomizableanddeletable',
  })
})

test('a context of the caller’s own goes to an endpoint without a step', async () => {
  const endpoint = await call('POST', 'serviceendpoints', {
    name: 'Sink',
    contract: 8,
    url: sink.url,
    authtype: 4,
    authvalue: 'key',
  })
  const id = endpoint.body.serviceendpointid
  await hub.webhooks.refresh()
  const path = `serviceendpoints(${id})/Microsoft.Dynamics.CRM.gr_SendContext`
  const sent = await call('POST', path, {
    Context: { MessageName: 'Greeting', PrimaryEntityName: 'contact', Depth: 1 },
  })
  assert.equal(sent.status, 200, JSON.stringify(sent.body))
  assert.equal(sent.body.status, 200)
  const [told] = await sink.waitFor(1)
  assert.equal(told?.header('x-ms-dynamics-request-name'), 'Greeting')
  assert.equal((await call('POST', path, { Context: 'no JSON' })).status, 400)
})

test('the system job of a step shows its context in data, and the request that made it', async () => {
  const endpoint = await call('POST', 'serviceendpoints', {
    name: 'Second',
    contract: 8,
    url: sink.url,
    authtype: 4,
    authvalue: 'key',
  })
  const filter = await first(
    "sdkmessagefilters?$filter=primaryobjecttypecode eq 'contact' and sdkmessageid/name eq 'Create'",
  )
  const step = await call('POST', 'sdkmessageprocessingsteps', {
    'eventhandler_serviceendpoint@odata.bind': `/serviceendpoints(${endpoint.body.serviceendpointid})`,
    'sdkmessageid@odata.bind': `/sdkmessages(${filter._sdkmessageid_value})`,
    'sdkmessagefilterid@odata.bind': `/sdkmessagefilters(${filter.sdkmessagefilterid})`,
    stage: 40,
    mode: 1,
  })
  await hub.webhooks.refresh()
  await call('POST', 'contacts', { firstname: 'Jim', lastname: 'Beam' })
  await hub.worker.runUntilIdle()
  const job = await first(
    `asyncoperations?$select=data,requestid&$filter=_owningextensionid_value eq ${step.body.sdkmessageprocessingstepid}`,
  )
  assert.match(String(job.data), /^\{"BusinessUnitId":/)
  assert.match(String(job.requestid), /^[0-9a-f-]{36}$/)
})
