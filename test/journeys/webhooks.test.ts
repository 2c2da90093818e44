import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { cleanUpAfterwards } from '../database.ts'
import { testHub } from '../hub.ts'

/** The receiver of another system: keeps what it got. */
const received: { headers: string[]; url: string; body: string }[] = []
let answer = 200
const sink = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    received.push({
      headers: request.rawHeaders,
      url: request.url ?? '',
      body: Buffer.concat(chunks).toString(),
    })
    response.writeHead(answer).end()
  })
})
sink.listen(0, '127.0.0.1')
await once(sink, 'listening')
const sinkAddress = sink.address()
const sinkUrl = `http://127.0.0.1:${typeof sinkAddress === 'object' && sinkAddress !== null ? sinkAddress.port : 0}/hook`
cleanUpAfterwards(async () => {
  sink.close()
})

const apiKey = 'an-api-key-of-some-length-1'
const hub = await testHub({ environment: { GREENROOM_API_KEY: apiKey } })
await hub.identity.ensureFirstAdministrator({ email: undefined, password: undefined, apiKey })
const base = `${hub.url}/api/data/v9.1`

async function call(method: string, path: string, body?: object): Promise<Response> {
  return await fetch(path.startsWith('http') ? path : `${base}/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${apiKey}`,
      'content-type': 'application/json',
      prefer: 'return=representation',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

async function read(path: string): Promise<Record<string, unknown>[]> {
  const response = await call('GET', path)
  const text = await response.text()
  assert.equal(response.status, 200, text)
  return (JSON.parse(text) as { value: Record<string, unknown>[] }).value
}

async function create(set: string, body: object): Promise<Record<string, unknown>> {
  const response = await call('POST', set, body)
  const text = await response.text()
  assert.equal(response.status, 201, text)
  return JSON.parse(text) as Record<string, unknown>
}

async function registerAsClientsDo(
  stage: number,
  mode: number,
): Promise<{ endpointId: string; stepId: string }> {
  const endpoint = await create('serviceendpoints', {
    name: `Sink ${stage} ${mode}`,
    url: sinkUrl,
    contract: 8,
    authtype: 5,
    authvalue: '<settings><setting name="X-Secret" value="planted-secret"/></settings>',
  })
  const [message] = await read("sdkmessages?$select=sdkmessageid,name&$filter=name eq 'Update'")
  const [filter] = await read(
    "sdkmessagefilters?$select=sdkmessagefilterid&$filter=primaryobjecttypecode eq 'contact' and sdkmessageid/name eq 'Update'",
  )
  const step = await create('sdkmessageprocessingsteps', {
    name: 'Contact changed',
    stage,
    mode,
    rank: 1,
    supporteddeployment: 0,
    filteringattributes: 'firstname,lastname',
    'eventhandler_serviceendpoint@odata.bind': `/serviceendpoints(${endpoint.serviceendpointid})`,
    'sdkmessageid@odata.bind': `/sdkmessages(${message?.sdkmessageid})`,
    'sdkmessagefilterid@odata.bind': `/sdkmessagefilters(${filter?.sdkmessagefilterid})`,
  })
  await hub.webhooks.refresh()
  return {
    endpointId: String(endpoint.serviceendpointid),
    stepId: String(step.sdkmessageprocessingstepid),
  }
}

test('a webhook that is registered through the Data API hears that Jim is now James', async () => {
  const contact = await create('contacts', {
    firstname: 'Jim',
    lastname: 'Beam',
    jobtitle: 'Driver',
  })
  const { endpointId, stepId } = await registerAsClientsDo(40, 1)
  received.length = 0
  await call('PATCH', `contacts(${contact.contactid})`, { jobtitle: 'Pilot' })
  await hub.worker.runUntilIdle()
  assert.equal(received.length, 0, 'a column that is not filtered for fires nothing')
  await call('PATCH', `contacts(${contact.contactid})`, { firstname: 'James' })
  await hub.worker.runUntilIdle()
  assert.equal(received.length, 1)
  const [hit] = received
  assert.ok(hit !== undefined)
  assert.ok(hit.headers.includes('x-ms-dynamics-request-name'), 'names are lower case on the wire')
  const names = hit.headers.map((header) => header.toLowerCase())
  assert.equal(hit.headers[names.indexOf('x-secret') + 1], 'planted-secret')
  const context = JSON.parse(hit.body) as Record<string, unknown>
  assert.equal(context.MessageName, 'Update')
  assert.equal(context.PrimaryEntityName, 'contact')
  assert.equal(context.PrimaryEntityId, contact.contactid)
  assert.match(hit.body, /James/)

  const readable = await read(
    `serviceendpoints?$filter=contract eq 8&$select= serviceendpointid,name,authtype,url`,
  )
  assert.ok(readable.some((row) => row.serviceendpointid === endpointId))
  const steps = await call(
    'GET',
    `serviceendpoints(@id)/serviceendpoint_sdkmessageprocessingstep?$select=sdkmessageprocessingstepid,name,description,asyncautodelete,filteringattributes,mode,stage?@id=${endpointId}`,
  )
  assert.equal(steps.status, 200)
  assert.ok((await steps.text()).includes(stepId))
  const secret = await call('GET', `serviceendpoints(${endpointId})?$select=authvalue`)
  assert.ok(secret.status >= 400)
  assert.ok(
    !(await (await call('GET', `serviceendpoints(${endpointId})`)).text()).includes(
      'planted-secret',
    ),
  )
})

test('a failed delivery is a failed system job that the documented query finds', async () => {
  const contact = await create('contacts', { firstname: 'Ann', lastname: 'Failing' })
  const { stepId } = await registerAsClientsDo(40, 1)
  answer = 500
  await call('PATCH', `contacts(${contact.contactid})`, { firstname: 'Anna' })
  await hub.worker.runUntilIdle()
  answer = 200
  const failed = await read(
    `asyncoperations?$orderby=completedon desc&$filter=statuscode eq 31 and _owningextensionid_value eq @stepid&$select=name,friendlymessage,errorcode,message,completedon?@stepid=${stepId}`,
  )
  assert.equal(failed.length, 1)
  assert.equal(failed[0]?.errorcode, -2147155455)
})

test('a synchronous webhook that fails undoes the write and tells the caller', async () => {
  const contact = await create('contacts', { firstname: 'Sync', lastname: 'Person' })
  const { stepId } = await registerAsClientsDo(40, 0)
  answer = 500
  const refused = await call('PATCH', `contacts(${contact.contactid})`, { firstname: 'Never' })
  answer = 200
  assert.ok(refused.status >= 400)
  assert.match(await refused.text(), /[Ee]ndpoint unavailable/)
  const row = (await (
    await call('GET', `contacts(${contact.contactid})?$select=firstname`)
  ).json()) as { firstname: string }
  assert.equal(row.firstname, 'Sync')
  await call('DELETE', `sdkmessageprocessingsteps(${stepId})`)
})
