/** The queries of the guide on webhooks that clients run as they stand there. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { isRefusal } from '#errors'
import { testDatabase } from '../../../test/database.ts'
import { fetchXmlWorld, idOf, insert } from './fetchxml-fixture.ts'

const world = fetchXmlWorld(await testDatabase())

const endpoint = idOf(31)
const other = idOf(32)
const message = idOf(41)
const messageFilter = idOf(51)
const step = idOf(61)

before(async () => {
  const contracts = [
    {
      serviceendpointid: endpoint,
      name: 'Hook',
      contract: 8,
      authtype: 5,
      url: 'https://a.example',
    },
    { serviceendpointid: other, name: 'Queue', contract: 2, authtype: 2 },
  ]
  await insert(world, 'serviceendpoint', contracts)
  await insert(world, 'sdkmessage', [{ sdkmessageid: message, name: 'Update' }])
  await insert(world, 'sdkmessagefilter', [
    { sdkmessagefilterid: messageFilter, sdkmessageid: message, primaryobjecttypecode: 'contact' },
  ])
  await insert(world, 'sdkmessageprocessingstep', [
    stepOf({ sdkmessageprocessingstepid: step, name: 'Contact changed', mode: 1 }),
    stepOf({ name: 'Of another endpoint', eventhandler: other }),
    stepOf({ name: 'Of every table', sdkmessagefilterid: null }),
  ])
  await insert(world, 'asyncoperation', [
    job({ name: 'First', completedon: '2026-09-01T10:00:00Z', errorcode: -2147155455 }),
    job({ name: 'Second', completedon: '2026-09-02T10:00:00Z' }),
    job({ name: 'Of another step', owningextensionid: idOf(62) }),
  ])
})

let next = 800

const stepOf = (values: object) => ({
  sdkmessageprocessingstepid: idOf(next++),
  eventhandler: endpoint,
  eventhandlertype: 'serviceendpoint',
  sdkmessageid: message,
  sdkmessagefilterid: messageFilter,
  asyncautodelete: true,
  stage: 40,
  mode: 0,
  rank: 1,
  supporteddeployment: 0,
  ...values,
})

const job = (values: object) => ({
  asyncoperationid: idOf(next++),
  operationtype: 1,
  statecode: 3,
  statuscode: 31,
  owningextensionid: step,
  friendlymessage: 'The endpoint did not answer.',
  message: 'connect ECONNREFUSED',
  gr_kind: 'webhook',
  gr_payload: '{}',
  ...values,
})

test('webhooks among the service endpoints', async () => {
  const { values } = await world.ask(`
<fetch>
  <entity name="serviceendpoint" >
    <attribute name="serviceendpointid" />
    <attribute name="name" />
    <attribute name="authtype" />
    <attribute name="url" />
    <filter>
      <condition attribute="contract" operator="eq" value="8" />
    </filter>
  </entity>
</fetch>`)
  assert.deepEqual(values, [
    { serviceendpointid: endpoint, name: 'Hook', authtype: 5, url: 'https://a.example' },
  ])
})

test('the steps of a webhook, with endpoint, table and message; not those for every table', async () => {
  const { values } = await world.ask(`
<fetch>
  <entity name="sdkmessageprocessingstep" >
    <attribute name="name" />
    <attribute name="filteringattributes" />
    <attribute name="stage" />
    <attribute name="asyncautodeletename" />
    <attribute name="description" />
    <attribute name="mode" />
    <link-entity name="serviceendpoint" from="serviceendpointid" to="eventhandler" link-type="inner" alias="endpnt" >
      <attribute name="name" />
      <filter>
        <condition attribute="serviceendpointid" operator="eq" value="${endpoint}" />
      </filter>
    </link-entity>
    <link-entity name="sdkmessagefilter" from="sdkmessagefilterid" to="sdkmessagefilterid" link-type="inner" alias="fltr" >
      <attribute name="primaryobjecttypecode" />
    </link-entity>
    <link-entity name="sdkmessage" from="sdkmessageid" to="sdkmessageid" link-type="inner" alias="msg" >
      <attribute name="name" />
    </link-entity>
  </entity>
</fetch>`)
  assert.deepEqual(values, [
    {
      sdkmessageprocessingstepid: step,
      name: 'Contact changed',
      filteringattributes: null,
      stage: 40,
      asyncautodelete: true,
      asyncautodeletename: 'Yes',
      description: null,
      mode: 1,
      'endpnt.name': 'Hook',
      'fltr.primaryobjecttypecode': 'contact',
      'msg.name': 'Update',
    },
  ])
})

test('the system jobs of a step, the last one first', async () => {
  const { values } = await world.ask(`
<fetch>
  <entity name="asyncoperation" >
    <attribute name="name" />
        <attribute name="friendlymessage" />
    <attribute name="errorcode" />
    <attribute name="message" />
    <attribute name="completedon" />
    <filter>
      <condition attribute="owningextensionid" operator="eq" value="${step}" />
    </filter>
    <order attribute="completedon" descending="true" />
  </entity>
</fetch>`)
  assert.deepEqual(
    values.map(({ name, errorcode, completedon }) => ({ name, errorcode, completedon })),
    [
      { name: 'Second', errorcode: null, completedon: '2026-09-02T10:00:00Z' },
      { name: 'First', errorcode: -2147155455, completedon: '2026-09-01T10:00:00Z' },
    ],
  )
})

test('the secret of an endpoint cannot be asked for, filtered or ordered by', async () => {
  const inside = [
    '<attribute name="authvalue" />',
    '<filter><condition attribute="authvalue" operator="not-null" /></filter>',
    '<order attribute="saskey" />',
  ]
  for (const part of inside) {
    await assert.rejects(
      world.ask(`<fetch><entity name="serviceendpoint">${part}</entity></fetch>`),
      (error: unknown) => isRefusal(error, 'write-only-attribute') && error.status === 400,
    )
  }
  const { values } = await world.ask('<fetch><entity name="serviceendpoint" /></fetch>')
  assert.ok(!('authvalue' in (values[0] ?? {})))
})
