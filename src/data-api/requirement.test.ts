/** The queries that the requirement gives, character by character, over HTTP. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { dataWorld } from '../../test/data-world.ts'

const world = await dataWorld()
const settings = '<settings><setting name="x-api-key" value="s3cret"/></settings>'

async function created(set: string, body: object): Promise<{ id: string; json: Row }> {
  const { status, json, text } = await world.send(set, {
    method: 'POST',
    body,
    headers: { prefer: 'odata.include-annotations="*",return=representation' },
  })
  assert.equal(status, 201, text)
  return { id: json[`${set.slice(0, -1)}id`], json }
}

type Row = Readonly<Record<string, unknown>>

async function idOf(path: string): Promise<string> {
  const { json, text } = await world.send(path)
  const [row] = json?.value ?? []
  assert.ok(row, text)
  return row[`${path.split('?')[0]?.slice(0, -1)}id`]
}

const url = 'https://receiver.example/hook'
const endpoint = await created('serviceendpoints', {
  name: 'Receiver',
  url,
  contract: 8,
  authtype: 5,
  authvalue: settings,
})
const message = await idOf("sdkmessages?$select=sdkmessageid,name&$filter=name eq 'Update'")
const filter = await idOf(
  "sdkmessagefilters?$select=sdkmessagefilterid&$filter=primaryobjecttypecode eq 'contact' and sdkmessageid/name eq 'Update'",
)
const step = await created('sdkmessageprocessingsteps', {
  name: 'Receiver: Update of contact',
  description: 'Tells the receiver',
  stage: 40,
  rank: 1,
  mode: 1,
  supporteddeployment: 0,
  asyncautodelete: true,
  filteringattributes: 'firstname',
  'eventhandler_serviceendpoint@odata.bind': `/serviceendpoints(${endpoint.id})`,
  'sdkmessageid@odata.bind': `/sdkmessages(${message})`,
  'sdkmessagefilterid@odata.bind': `/sdkmessagefilters(${filter})`,
})
const job = randomUUID()
await world.query(
  `insert into asyncoperation (asyncoperationid, name, operationtype, statecode, statuscode,
     owningextensionid, completedon, friendlymessage, errorcode, message, createdon, modifiedon,
     gr_kind, gr_payload)
   values ($1, 'failed', 1, 3, 31, $2, $3, 'It failed', -2147155455, 'Details', $3, $3,
     'webhook', '{}')`,
  [job, step.id, world.clock.now()],
)

const get = (path: string) => world.send(`${world.root.replace('v9.2', 'v9.1')}${path}`)

test('1: endpoints, with the blank behind $select=', async () => {
  const { json } = await get(
    'serviceendpoints?$filter=contract eq 8&$select= serviceendpointid,name,authtype,url',
  )
  assert.deepEqual(json.value.map(withoutVersion), [
    { serviceendpointid: endpoint.id, name: 'Receiver', authtype: 5, url },
  ])
})

test('2: steps of an endpoint, its id given behind a second question mark', async () => {
  const { json } = await get(
    `serviceendpoints(@id)/serviceendpoint_sdkmessageprocessingstep?$select=sdkmessageprocessingstepid,name,description,asyncautodelete,filteringattributes,mode,stage?@id=${endpoint.id}`,
  )
  assert.deepEqual(json.value.map(withoutVersion), [
    {
      sdkmessageprocessingstepid: step.id,
      name: 'Receiver: Update of contact',
      description: 'Tells the receiver',
      asyncautodelete: true,
      filteringattributes: 'firstname',
      mode: 1,
      stage: 40,
    },
  ])
})

test('3: a step with what it belongs to', async () => {
  const { json } = await get(
    `sdkmessageprocessingsteps(@id)?$select=name,description,asyncautodelete,filteringattributes,mode,stage&$expand=plugintypeid($select=friendlyname),eventhandler_serviceendpoint($select=name),sdkmessagefilterid($select=primaryobjecttypecode),sdkmessageid($select=name)?@id=${step.id}`,
  )
  assert.equal(json.plugintypeid, null)
  assert.equal(json.eventhandler_serviceendpoint.name, 'Receiver')
  assert.equal(json.sdkmessagefilterid.primaryobjecttypecode, 'contact')
  assert.equal(json.sdkmessageid.name, 'Update')
})

test('4: failed jobs of a step, the latest first', async () => {
  const { json } = await get(
    `asyncoperations?$orderby=completedon desc&$filter=statuscode eq 31 and _owningextensionid_value eq @stepid&$select=name,friendlymessage,errorcode,message,completedon?@stepid=${step.id}`,
  )
  assert.deepEqual(
    json.value.map(({ errorcode, message: text }: Row) => [errorcode, text]),
    [[-2147155455, 'Details']],
  )
})

const fetchXml = (set: string, text: string) => get(`${set}?fetchXml=${encodeURIComponent(text)}`)

test('5 to 7: the same in FetchXML, with the virtual column', async () => {
  const endpoints = await fetchXml(
    'serviceendpoints',
    `<fetch><entity name="serviceendpoint"><attribute name="name"/>
     <filter><condition attribute="contract" operator="eq" value="8"/></filter></entity></fetch>`,
  )
  assert.equal(endpoints.json.value[0].name, 'Receiver')
  const steps = await fetchXml(
    'sdkmessageprocessingsteps',
    `<fetch><entity name="sdkmessageprocessingstep">
       <attribute name="name"/><attribute name="asyncautodeletename"/>
       <link-entity name="serviceendpoint" from="serviceendpointid" to="eventhandler" alias="endpoint">
         <attribute name="name"/></link-entity>
       <link-entity name="sdkmessagefilter" from="sdkmessagefilterid" to="sdkmessagefilterid">
         <attribute name="primaryobjecttypecode"/></link-entity>
       <link-entity name="sdkmessage" from="sdkmessageid" to="sdkmessageid" alias="message">
         <attribute name="name"/></link-entity>
     </entity></fetch>`,
  )
  const [row] = steps.json.value
  assert.equal(row.asyncautodeletename, 'Yes')
  assert.equal(row['endpoint.name'], 'Receiver')
  assert.equal(row['message.name'], 'Update')
  const jobs = await fetchXml(
    'asyncoperations',
    `<fetch><entity name="asyncoperation"><attribute name="name"/><attribute name="message"/>
     <order attribute="completedon" descending="true"/>
     <filter><condition attribute="owningextensionid" operator="eq" value="${step.id}"/></filter>
     </entity></fetch>`,
  )
  assert.equal(jobs.json.value[0].message, 'Details')
})

test('the duplicate check of a registration tool finds the step', async () => {
  const { json } = await get(
    `sdkmessageprocessingsteps?$expand=eventhandler_serviceendpoint($select=serviceendpointid,name,url)&$filter=eventhandler_serviceendpoint ne null and eventhandler_serviceendpoint/serviceendpointid ne null and sdkmessagefilterid/primaryobjecttypecode eq 'contact' and sdkmessageid/name eq 'Update' and eventhandler_serviceendpoint/url eq '${url}'`,
  )
  assert.equal(json.value.length, 1)
})

test('the secret never comes back, by whatever way it is asked for', async () => {
  assert.ok(!JSON.stringify(endpoint.json).includes('s3cret'))
  const whole = await get(`serviceendpoints(${endpoint.id})`)
  assert.equal(whole.json.isauthvalueset, true)
  assert.ok(!whole.text.includes('s3cret') && !('authvalue' in whole.json))
  for (const path of [
    `serviceendpoints(${endpoint.id})?$select=authvalue`,
    `serviceendpoints(${endpoint.id})/authvalue`,
    `serviceendpoints(${endpoint.id})/authvalue/$value`,
    "serviceendpoints?$filter=contains(authvalue,'s3cret')",
    'serviceendpoints?$orderby=authvalue',
    'sdkmessageprocessingsteps?$expand=eventhandler_serviceendpoint($select=authvalue)',
    'serviceendpoints?$apply=groupby((authvalue))',
  ]) {
    const { status, json } = await get(path)
    assert.equal(status, 400, path)
    assert.match(json.error.message, /authvalue.* not valid for read/, path)
  }
  const rotated = await world.send(`serviceendpoints(${endpoint.id})`, {
    method: 'PATCH',
    body: { authvalue: '<settings></settings>' },
    headers: { prefer: 'return=representation' },
  })
  assert.equal(rotated.status, 200)
  assert.ok(!('authvalue' in rotated.json))
})

test('deleting the endpoint takes its steps with it', async () => {
  assert.equal(
    (await world.send(`serviceendpoints(${endpoint.id})`, { method: 'DELETE' })).status,
    204,
  )
  assert.equal((await get(`sdkmessageprocessingsteps(${step.id})`)).status, 404)
})

function withoutVersion({ '@odata.etag': _version, ...row }: Row): Row {
  return row
}
