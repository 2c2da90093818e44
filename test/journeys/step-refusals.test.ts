/** Steps and images that cannot be registered are refused through the Data API. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { filterId, messageId } from '#webhooks'
import {
  type Body,
  proveRefusals,
  queue,
  type Refused,
  registrationHub,
  webhook,
} from '../registration-hub.ts'

const hub = await registrationHub()
const { call } = hub
const endpoint = await hub.create('serviceendpoints', webhook)
const broker = await hub.create('serviceendpoints', queue)
const endpointPath = `serviceendpoints(${endpoint.serviceendpointid})`

const nobody = '00000000-0000-4000-8000-0000000000aa'
const handledBy = (id: unknown) => ({
  'eventhandler_serviceendpoint@odata.bind': `/serviceendpoints(${id})`,
})
const forMessage = (message: string) => ({
  'sdkmessageid@odata.bind': `/sdkmessages(${messageId(message)})`,
})
const forTable = (message: string, table: string) => ({
  ...forMessage(message),
  'sdkmessagefilterid@odata.bind': `/sdkmessagefilters(${filterId(message, table)})`,
})
const contactUpdate = {
  ...{ stage: 40, mode: 1, filteringattributes: 'firstname,lastname' },
  ...handledBy(endpoint.serviceendpointid),
  ...forTable('Update', 'contact'),
}
const step = await hub.create('sdkmessageprocessingsteps', contactUpdate)
const stepPath = `sdkmessageprocessingsteps(${step.sdkmessageprocessingstepid})`

const stepFor = async (message: string, stage: number, table: string | undefined = 'contact') =>
  await hub.create('sdkmessageprocessingsteps', {
    ...{ stage, mode: 0, ...handledBy(endpoint.serviceendpointid) },
    ...(table === 'none' ? forMessage(message) : forTable(message, table)),
  })

async function imageOf(message: string, stage: number, values: object, table?: string) {
  const { sdkmessageprocessingstepid: id } = await stepFor(message, stage, table)
  return await call('POST', 'sdkmessageprocessingstepimages', {
    ...{ imagetype: 0, entityalias: 'Image', messagepropertyname: 'Target', ...values },
    'sdkmessageprocessingstepid@odata.bind': `/sdkmessageprocessingsteps(${id})`,
  })
}

const stepWith = (values: object) =>
  call('POST', 'sdkmessageprocessingsteps', { ...contactUpdate, ...values })

const steps: readonly Refused[] = [
  ...[10, 20].map(
    (stage): Refused => [
      `an asynchronous step at stage ${stage}`,
      () => stepWith({ stage }),
      '0x80044187',
      `An asynchronous step runs after the operation, not at stage ${stage}. Use stage 40 (post-operation), or make the step synchronous (mode 0).`,
    ],
  ),
  [
    'a step at an internal stage',
    () => stepWith({ stage: 30, mode: 0 }),
    '0x80044187',
    /^A step cannot be registered at stage 30\./,
  ],
  [
    'a step with a configuration',
    () => stepWith({ configuration: 'x' }),
    '0x80044187',
    /^A step of a service endpoint takes no configuration, but configuration has a value\./,
  ],
  [
    'a step that filters by an unknown column',
    () => stepWith({ filteringattributes: 'firstname,fistname' }),
    '0x80048d19',
    'The table contact has no column fistname for filteringattributes. List logical names of columns, separated by commas.',
  ],
  [
    'columns without a table',
    () => stepWith({ 'sdkmessagefilterid@odata.bind': null }),
    '0x80040203',
    /^Filtering attributes need a table/,
  ],
  [
    'a filter of another message',
    () => stepWith(forMessage('Create')),
    '0x80040203',
    /belongs to Update, not to Create\./,
  ],
  ...['SetStateDynamicEntity', 'RemoveRelated', 'SetRelated', 'Execute', 'RetrieveMultiple'].map(
    (message): Refused => [
      `a step for ${message}`,
      () => stepWith({ ...forMessage(message), 'sdkmessagefilterid@odata.bind': null }),
      '0x80044187',
      `No steps can be registered for ${message} of any table. Choose a message filter whose iscustomprocessingstepallowed is true.`,
    ],
  ),
  [
    'a step for a table of the hub itself',
    () => stepWith(forTable('Update', 'asyncoperation')),
    '0x80044187',
    /^No steps can be registered for Update of asyncoperation\./,
  ],
  [
    'a filter that is not there',
    () => stepWith({ 'sdkmessagefilterid@odata.bind': `/sdkmessagefilters(${nobody})` }),
    '0x80040217',
    /^The column sdkmessagefilterid .* does not exist\./,
  ],
  [
    'a message that is not there',
    () =>
      stepWith({
        'sdkmessagefilterid@odata.bind': null,
        'sdkmessageid@odata.bind': `/sdkmessages(${nobody})`,
      }),
    '0x80040217',
    /^The column sdkmessageid .* does not exist\./,
  ],
  [
    'an endpoint that is not there',
    () => stepWith(handledBy(nobody)),
    '0x80040217',
    /^The column eventhandler .* does not exist\./,
  ],
  [
    'a step without a message',
    () => stepWith({ 'sdkmessageid@odata.bind': null, 'sdkmessagefilterid@odata.bind': null }),
    '0x80040203',
    /^The column sdkmessageid .* must have a value\./,
  ],
  [
    'a user that is not there',
    () => stepWith({ 'impersonatinguserid@odata.bind': `/systemusers(${nobody})` }),
    '0x80040217',
    /^The column impersonatinguserid .* does not exist\./,
  ],
  [
    'a negative rank',
    () => stepWith({ rank: -1 }),
    '0x8004432f',
    /^The column rank .* from 0 to 2147483647/,
  ],
  [
    'a state and a status that do not go together',
    () => call('PATCH', stepPath, { statecode: 1, statuscode: 1 }),
    '0x80048408',
    /^Rows of sdkmessageprocessingstep cannot have the state 1 with the status reason 1\./,
  ],
  [
    'a synchronous step to a queue',
    () => stepWith({ ...handledBy(broker.serviceendpointid), mode: 0 }),
    '0x80044187',
    'A synchronous step cannot wait for the queue "Broker". Make the step asynchronous (mode 1, stage 40): what a broker has taken stays there when the operation is rolled back.',
  ],
]

const others: readonly Refused[] = [
  [
    'a pre-image of Create',
    () => imageOf('Create', 40, {}),
    '0x8004416d',
    /^Before Create there is no row for a pre-image\./,
  ],
  [
    'a post-image of Delete',
    () => imageOf('Delete', 40, { imagetype: 1 }),
    '0x8004416e',
    /^There is no post-image for Delete at stage 40\./,
  ],
  [
    'a post-image before the operation',
    () => imageOf('Update', 20, { imagetype: 1 }),
    '0x8004416e',
    /^There is no post-image for Update at stage 20\./,
  ],
  [
    'an image of Upsert',
    () => imageOf('Upsert', 40, {}),
    '0x80044189',
    /^The message Upsert has no images\./,
  ],
  [
    'an image of Associate',
    () => imageOf('Associate', 40, {}, 'none'),
    '0x80044189',
    /^The message Associate has no images\./,
  ],
  [
    'an image of another property',
    () => imageOf('Update', 40, { messagepropertyname: 'EmailId' }),
    '0x8004416b',
    'Update has no property EmailId that an image could describe. Set messagepropertyname to Target.',
  ],
  [
    'an image of an unknown column',
    () => imageOf('Update', 40, { attributes: 'firstname,nope' }),
    '0x80048d19',
    'The table contact has no column nope for attributes. List logical names of columns, separated by commas.',
  ],
  [
    'an image without an alias',
    () => imageOf('Update', 40, { entityalias: null }),
    '0x80040203',
    /^The column entityalias .* must have a value\./,
  ],
  [
    'a change of a message filter',
    () =>
      call('PATCH', `sdkmessagefilters(${filterId('Update', 'contact')})`, {
        iscustomprocessingstepallowed: false,
      }),
    '0x80040203',
    /^Rows of sdkmessagefilter are kept by the hub\./,
  ],
  [
    'a system job of the caller’s own',
    () => call('POST', 'asyncoperations', { name: 'mine', operationtype: 1 }),
    '0x80040800',
    /^System jobs are made by the hub itself\./,
  ],
]

proveRefusals([...steps, ...others])

test('an endpoint with synchronous steps cannot become a queue', async () => {
  await stepFor('Delete', 40)
  const { contract, authtype, path, namespaceaddress, saskeyname, saskey } = queue
  const change = { contract, authtype, path, namespaceaddress, saskeyname, saskey }
  const { status, body } = await call('PATCH', endpointPath, change)
  assert.equal(status, 400)
  assert.equal(body.error?.code, '0x80044187')
  assert.match(
    body.error?.message ?? '',
    /^The endpoint cannot become a queue while the synchronous step/,
  )
})

test('a step can be disabled and enabled by its state, by its status or by both', async () => {
  const states: [Body, number, number][] = [
    [{ statecode: 1 }, 1, 2],
    [{ statuscode: 1 }, 0, 1],
    [{ statecode: 1, statuscode: 2 }, 1, 2],
    [{ statecode: 0, statuscode: 1 }, 0, 1],
  ]
  for (const [change, statecode, statuscode] of states) {
    const { body } = await call('PATCH', stepPath, change)
    assert.deepEqual([body.statecode, body.statuscode], [statecode, statuscode])
  }
})
