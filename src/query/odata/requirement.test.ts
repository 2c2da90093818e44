/** The queries of the guide on webhooks, as clients send them: blanks, second question marks and all. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { isRefusal } from '#errors'
import { testDatabase } from '../../../test/database.ts'
import { fetchXmlWorld, idOf, insert, metadata } from '../fetchxml/fetchxml-fixture.ts'
import { allAnnotations } from '../plan/query-plan.ts'
import { parseOData } from './parse-odata.ts'

const world = fetchXmlWorld(await testDatabase())

const endpoint = idOf(31)
const message = idOf(41)
const filter = idOf(51)
const step = idOf(61)

before(async () => {
  await insert(world, 'serviceendpoint', [
    {
      serviceendpointid: endpoint,
      name: 'Hook',
      contract: 8,
      authtype: 4,
      url: 'https://a.example',
    },
    { serviceendpointid: idOf(32), name: 'Queue', contract: 2, authtype: 2 },
  ])
  await insert(world, 'sdkmessage', [
    { sdkmessageid: message, name: 'Update', isprivate: false },
    { sdkmessageid: idOf(42), name: 'Retrieve', isprivate: false },
  ])
  await insert(world, 'sdkmessagefilter', [
    {
      sdkmessagefilterid: filter,
      sdkmessageid: message,
      primaryobjecttypecode: 'contact',
      iscustomprocessingstepallowed: true,
      isvisible: true,
    },
  ])
  await insert(world, 'sdkmessageprocessingstep', [
    {
      sdkmessageprocessingstepid: step,
      name: 'Hook: Update of contact',
      eventhandler: endpoint,
      eventhandlertype: 'serviceendpoint',
      sdkmessageid: message,
      sdkmessagefilterid: filter,
      asyncautodelete: true,
      stage: 40,
      mode: 1,
      rank: 1,
      supporteddeployment: 0,
      iscustomizable: JSON.stringify({ Value: true, CanBeChanged: true }),
    },
  ])
  const job = { owningextensionid: step, operationtype: 1, statecode: 3 }
  await insert(world, 'asyncoperation', [
    {
      ...jobColumns,
      ...job,
      asyncoperationid: idOf(71),
      statuscode: 31,
      name: 'First',
      completedon: '2026-09-01T10:00:00Z',
    },
    {
      ...jobColumns,
      ...job,
      asyncoperationid: idOf(72),
      statuscode: 31,
      name: 'Second',
      completedon: '2026-09-02T10:00:00Z',
    },
    {
      ...jobColumns,
      ...job,
      asyncoperationid: idOf(73),
      statuscode: 30,
      name: 'Succeeded',
      completedon: '2026-09-03T10:00:00Z',
    },
  ])
})

const jobColumns = { gr_kind: 'webhook', gr_payload: '{}' }

async function ask(address: string, annotations = false) {
  const [path = '', ...query] = address.split('?')
  const { plan } = parseOData(
    { path, query: query.join('?'), ...(annotations && { annotations: allAnnotations }) },
    metadata,
  )
  return (await world.answer(plan)).values.map((row) =>
    Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith('@odata'))),
  )
}

test('webhooks among the service endpoints', async () => {
  const found = await ask(
    'serviceendpoints?$filter=contract eq 8&$select= serviceendpointid,name,authtype,url',
  )
  assert.deepEqual(found, [
    { serviceendpointid: endpoint, name: 'Hook', authtype: 4, url: 'https://a.example' },
  ])
})

test('steps of an endpoint that an alias names', async () => {
  const found = await ask(
    `serviceendpoints(@id)/serviceendpoint_sdkmessageprocessingstep?$select=sdkmessageprocessingstepid,name,description,asyncautodelete,filteringattributes,mode,stage?@id=${endpoint}`,
  )
  assert.deepEqual(found, [
    {
      sdkmessageprocessingstepid: step,
      name: 'Hook: Update of contact',
      description: null,
      asyncautodelete: true,
      filteringattributes: null,
      mode: 1,
      stage: 40,
    },
  ])
})

test('a step with what it belongs to; a webhook has no plug-in type', async () => {
  const found = await ask(
    `sdkmessageprocessingsteps(@id)?$select=name,description,filteringattributes,asyncautodelete,mode,stage&$expand=plugintypeid($select=friendlyname),eventhandler_serviceendpoint($select=name),sdkmessagefilterid($select=primaryobjecttypecode),sdkmessageid($select=name)?@id=${step}`,
  )
  const [row] = JSON.parse(
    JSON.stringify(found, (name, value) => (name.startsWith('@') ? undefined : value)),
  )
  assert.deepEqual(row.plugintypeid, null)
  assert.deepEqual(row.eventhandler_serviceendpoint, { serviceendpointid: endpoint, name: 'Hook' })
  assert.deepEqual(row.sdkmessagefilterid, {
    sdkmessagefilterid: filter,
    primaryobjecttypecode: 'contact',
  })
  assert.deepEqual(row.sdkmessageid, { sdkmessageid: message, name: 'Update' })
})

test('failed jobs of a step, the last first', async () => {
  const found = await ask(
    `asyncoperations?$orderby=completedon desc&$filter=statuscode eq 31 and _owningextensionid_value eq @stepid&$select=name,friendlymessage,errorcode,message,completedon?@stepid=${step}`,
  )
  assert.deepEqual(
    found.map(({ name }) => name),
    ['Second', 'First'],
  )
})

test('the search for an existing registration goes over several lookups', async () => {
  const found = await ask(
    `sdkmessageprocessingsteps?$select=name&$expand=eventhandler_serviceendpoint($select=serviceendpointid,name,url)&$filter=eventhandler_serviceendpoint ne null and eventhandler_serviceendpoint/serviceendpointid ne null and sdkmessagefilterid/primaryobjecttypecode eq 'contact' and sdkmessageid/name eq 'Update' and eventhandler_serviceendpoint/url eq 'https://a.example' and iscustomizable/Value eq true and stage eq 40 and contains(name,'Hook')`,
  )
  assert.deepEqual(
    found.map(({ name }) => name),
    ['Hook: Update of contact'],
  )
})

test('messages that are open to custom steps, with their tables', async () => {
  const open = (prefix: string) =>
    `${prefix}iscustomprocessingstepallowed eq true and ${prefix}isvisible eq true`
  const found = await ask(
    `sdkmessages?$select=name&$filter=isprivate eq false and name ne 'Execute' and sdkmessageid_sdkmessagefilter/any(s:${open('s/')})&$expand=sdkmessageid_sdkmessagefilter($select=primaryobjecttypecode;$filter=${open('')})&$orderby=name`,
  )
  assert.deepEqual(
    found.map(({ name }) => name),
    ['Update'],
  )
})

test('the authentication value cannot be asked for', async () => {
  await assert.rejects(ask('serviceendpoints?$select=name,authvalue'), (error) => {
    return isRefusal(error, 'write-only-property') && error.dataverse === 0x80060888
  })
  const [row] = await ask(`serviceendpoints(${endpoint})`)
  assert.ok(row && !('authvalue' in row) && 'isauthvalueset' in row)
})

test('annotations name the endpoint behind a handler', async () => {
  const [row] = await ask(`sdkmessageprocessingsteps(${step})?$select=_eventhandler_value`, true)
  assert.equal(
    row?.['_eventhandler_value@Microsoft.Dynamics.CRM.lookuplogicalname'],
    'serviceendpoint',
  )
  assert.equal(
    row?.['_eventhandler_value@Microsoft.Dynamics.CRM.associatednavigationproperty'],
    'eventhandler_serviceendpoint',
  )
  assert.equal(row?.['_eventhandler_value@OData.Community.Display.V1.FormattedValue'], 'Hook')
})
