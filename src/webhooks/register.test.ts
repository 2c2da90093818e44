import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal, type Refusal } from '#errors'
import { systemCaller } from '#identity'
import type { Values } from '#pipeline'
import { webhookWorld } from '../../test/webhook-world.ts'
import { filterId, messageId } from './message-catalogue.ts'

const world = await webhookWorld()

const plainEndpoint: Values = {
  name: 'Receiver',
  url: 'https://receiver.example/hooks',
  contract: 8,
  authtype: 4,
  authvalue: 'secret-key',
}

const endpointId = await world.create('serviceendpoint', plainEndpoint)

const contactUpdate: Values = {
  eventhandler: { table: 'serviceendpoint', id: endpointId },
  sdkmessageid: messageId('Update'),
  sdkmessagefilterid: filterId('Update', 'contact'),
  stage: 40,
  mode: 1,
  filteringattributes: 'firstname,lastname',
}

async function read(table: string, id: string): Promise<Values> {
  const [row] = await world.query(`select * from ${table} where ${table}id = $1`, [id])
  return row ?? {}
}

const hexadecimal = (code: number | undefined) => `0x${(code ?? 0).toString(16).padStart(8, '0')}`

/** The code and Dataverse's number of the refusal. */
async function refusalOf(act: Promise<unknown>): Promise<string> {
  const error: unknown = await act.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  assert.ok(isRefusal(error), `refused: ${String(error)}`)
  return `${error.code} ${hexadecimal((error as Refusal).dataverse)}`
}

const createEndpoint = (values: Values) =>
  world.create('serviceendpoint', { ...plainEndpoint, ...values })
const createStep = (values: Values) =>
  world.create('sdkmessageprocessingstep', { ...contactUpdate, ...values })

test('an endpoint is stored as real clients send it, without its secret in any row', async () => {
  const row = await read('serviceendpoint', endpointId)
  assert.equal(row.isauthvalueset, true)
  assert.equal(row.issaskeyset, false)
  assert.equal(row.connectionmode, 1)
  assert.equal(row.userclaim, 1)
  assert.equal(row.serviceendpointidunique, endpointId)
  assert.deepEqual((row.iscustomizable as Values).Value, true)
  const { rows } = await world.pool.query(
    `select (select json_agg(e) from serviceendpoint e)::text
       || (select json_agg(s) from gr_secret s)::text as everything`,
  )
  assert.ok(!rows[0].everything.includes('secret-key'))
})

test('whether a secret is kept follows what is written', async () => {
  const id = await createEndpoint({ authtype: 5, authvalue: undefined })
  assert.equal((await read('serviceendpoint', id)).isauthvalueset, false)
  await world.update('serviceendpoint', id, { authvalue: '<settings/>' })
  assert.equal((await read('serviceendpoint', id)).isauthvalueset, true)
  await world.update('serviceendpoint', id, { authvalue: null })
  assert.equal((await read('serviceendpoint', id)).isauthvalueset, false)
})

const wrongEndpoints: readonly [string, Values, string][] = [
  ['another scheme', { url: 'ftp://receiver.example' }, 'webhook-url 0x80040203'],
  ['no URL', { url: null }, 'webhook-url 0x80040203'],
  ['half a URL', { url: 'receiver.example/hooks' }, 'webhook-url 0x80040203'],
  ['a password in the URL', { url: 'https://a:b@c.example' }, 'webhook-url 0x80040203'],
  ['a relay', { contract: 1 }, 'webhook-contract 0x80040203'],
  ['a queue without credentials', { contract: 6 }, 'queue-authentication 0x80040203'],
  ['a queue with ACS', { contract: 6, authtype: 1 }, 'queue-acs 0x80050209'],
  [
    'a hub without connection string',
    { contract: 7, authtype: 2 },
    'queue-authentication 0x80040203',
  ],
  [
    'a queue without a name',
    { contract: 6, authtype: 2, saskeyname: 'a', saskey: 'b', url: 'amqps://broker.example' },
    'queue-path 0x80081112',
  ],
  [
    'a queue at no broker',
    { contract: 5, authtype: 2, saskeyname: 'a', saskey: 'b', path: 'q' },
    'queue-address 0x80081112',
  ],
  [
    '.NET binary XML',
    {
      contract: 6,
      authtype: 3,
      sastoken: 'a',
      path: 'q',
      solutionnamespace: 'x',
      messageformat: 1,
    },
    'queue-format 0x80040203',
  ],
  [
    'half a connection string',
    { contract: 7, authtype: 7, authvalue: 'Endpoint=sb://x.example/', path: 'hub' },
    'queue-connection-string 0x80081112',
  ],
  ['no authentication', { authtype: null }, 'webhook-authentication 0x80040203'],
  ['the authentication of a bus', { authtype: 2 }, 'webhook-authentication 0x80040203'],
  ['a key that is missing', { authvalue: null }, 'webhook-key-missing 0x80050204'],
  ['headers as plain text', { authtype: 5 }, 'webhook-headers 0x80050203'],
  [
    'a header with a line break',
    {
      authtype: 5,
      authvalue: '<settings><setting name="a" value="b&#13;&#10;c: d"/></settings>',
    },
    'webhook-headers 0x80050203',
  ],
  [
    'a header of the connection',
    {
      authtype: 5,
      authvalue: '<settings><setting name="Transfer-Encoding" value="x"/></settings>',
    },
    'webhook-headers 0x80050203',
  ],
  [
    'a header of the hub',
    { authtype: 5, authvalue: '<settings><setting name="X-Request-Id" value="x"/></settings>' },
    'webhook-headers 0x80050203',
  ],
  [
    'a header twice',
    {
      authtype: 5,
      authvalue: '<settings><setting name="a" value="1"/><setting name="A" value="2"/></settings>',
    },
    'webhook-headers 0x80050203',
  ],
  ['query pairs as plain text', { authtype: 6 }, 'webhook-query 0x80050204'],
]

for (const [what, values, expected] of wrongEndpoints) {
  test(`an endpoint with ${what} is refused`, async () => {
    assert.equal(await refusalOf(createEndpoint(values)), expected)
  })
}

test('a change that breaks the authentication of an endpoint is refused', async () => {
  const id = await createEndpoint({})
  const change = world.update('serviceendpoint', id, { authtype: 5 })
  assert.equal(await refusalOf(change), 'webhook-headers 0x80050203')
  await world.update('serviceendpoint', id, { authtype: 5, authvalue: '<settings></settings>' })
})

test('refusals never repeat an authentication value', async () => {
  const value = '<settings><setting name="a" value="top&#10;secret"/></settings>'
  const thrown = await createEndpoint({ authtype: 5, authvalue: value }).catch(
    (error: unknown) => error,
  )
  assert.ok(!JSON.stringify({ ...(thrown as object), text: String(thrown) }).includes('secret'))
})

test('a step gets its name, description and handler type; defaults are those of the tables', async () => {
  const { rank, ...rest } = await read('sdkmessageprocessingstep', await createStep({}))
  assert.equal(rest.name, 'Receiver: Update of contact')
  assert.equal(rest.description, 'Receiver: Update of contact')
  assert.equal(rest.eventhandlertypecode, 'serviceendpoint')
  assert.equal(rest.asyncautodelete, false)
  assert.equal(rest.supporteddeployment, 0)
  assert.equal(rest.statecode, 0)
  assert.equal(rest.statuscode, 1)
  assert.equal(rank, 1)
})

test('a name that is given is kept, and the message follows from its filter', async () => {
  const id = await createStep({ name: 'Mine', sdkmessageid: undefined })
  const row = await read('sdkmessageprocessingstep', id)
  assert.equal(row.name, 'Mine')
  assert.equal(row.sdkmessageid, messageId('Update'))
})

test('a step without a filter is for every table', async () => {
  const id = await createStep({ sdkmessagefilterid: undefined, filteringattributes: undefined })
  const row = await read('sdkmessageprocessingstep', id)
  assert.equal(row.name, 'Receiver: Update of any Entity')
})

const wrongSteps: readonly [string, Values, string][] = [
  ['asynchronous before the operation', { stage: 20 }, 'step-asynchronous-stage 0x80044187'],
  ['at an internal stage', { stage: 30, mode: 0 }, 'step-stage 0x80044187'],
  ['with a configuration', { configuration: 'x' }, 'step-configuration 0x80044187'],
  [
    'with an unknown column',
    { filteringattributes: 'firstname, fistname' },
    'step-unknown-columns 0x80048d19',
  ],
  [
    'with columns and no table',
    { sdkmessagefilterid: null },
    'step-filter-columns-without-table 0x80040203',
  ],
  [
    'with the filter of another message',
    { sdkmessageid: messageId('Create') },
    'step-filter-of-other-message 0x80040203',
  ],
  [
    'for a forbidden message',
    { sdkmessageid: messageId('SetStateDynamicEntity'), sdkmessagefilterid: null },
    'step-message-closed 0x80044187',
  ],
  [
    'on the registrations themselves',
    {
      sdkmessagefilterid: filterId('Update', 'sdkmessageprocessingstep'),
      filteringattributes: 'name',
    },
    'step-message-closed 0x80044187',
  ],
  ['without a handler', { eventhandler: undefined }, 'required-column 0x80040203'],
  ['with a negative rank', { rank: -1 }, 'whole-number-out-of-range 0x8004432f'],
]

for (const [what, values, expected] of wrongSteps) {
  test(`a step ${what} is refused`, async () => {
    assert.equal(await refusalOf(createStep(values)), expected)
  })
}

test('an update step without filtering attributes is stored with a warning', async () => {
  const create = (values: Values) =>
    world.pipeline.execute(systemCaller, {
      message: 'Create',
      table: 'sdkmessageprocessingstep',
      target: { ...contactUpdate, ...values },
    })
  assert.equal((await create({})).output.warnings, undefined)
  const { output } = await create({ filteringattributes: '' })
  assert.match(String(output.warnings), /List filtering attributes/)
  const onCreate = await create({
    sdkmessageid: messageId('Create'),
    sdkmessagefilterid: filterId('Create', 'contact'),
  })
  assert.match(String(onCreate.output.warnings), /narrow updates only/)
})

const step = async (message: string, stage: number) =>
  await createStep({
    sdkmessageid: messageId(message),
    sdkmessagefilterid: filterId(message, 'contact'),
    filteringattributes: undefined,
    stage,
    mode: 0,
  })

const createImage = async (message: string, stage: number, values: Values) =>
  await world.create('sdkmessageprocessingstepimage', {
    sdkmessageprocessingstepid: await step(message, stage),
    entityalias: 'Before',
    imagetype: 0,
    ...values,
  })

test('an image gets the usual property and its alias as a name', async () => {
  const row = await read('sdkmessageprocessingstepimage', await createImage('Update', 20, {}))
  assert.equal(row.messagepropertyname, 'Target')
  assert.equal(row.name, 'Before')
  const moniker = await read('sdkmessageprocessingstepimage', await createImage('SetState', 40, {}))
  assert.equal(moniker.messagepropertyname, 'EntityMoniker')
})

const wrongImages: readonly [string, string, number, Values, string][] = [
  ['a pre-image of Create', 'Create', 40, { imagetype: 0 }, 'image-pre 0x8004416d'],
  ['both images of Create', 'Create', 40, { imagetype: 2 }, 'image-pre 0x8004416d'],
  ['a post-image of Delete', 'Delete', 40, { imagetype: 1 }, 'image-post 0x8004416e'],
  ['a post-image before the operation', 'Update', 20, { imagetype: 1 }, 'image-post 0x8004416e'],
  ['an image of Upsert', 'Upsert', 40, {}, 'image-message 0x80044189'],
  [
    'an image of another property',
    'Update',
    40,
    { messagepropertyname: 'EmailId' },
    'image-property 0x8004416b',
  ],
  [
    'an image of an unknown column',
    'Update',
    40,
    { attributes: 'firstname,nope' },
    'step-unknown-columns 0x80048d19',
  ],
]

for (const [what, message, stage, values, expected] of wrongImages) {
  test(`${what} is refused`, async () => {
    assert.equal(await refusalOf(createImage(message, stage, values)), expected)
  })
}

test('a step cannot move to a stage where its images do not exist', async () => {
  const stepId = await step('Update', 40)
  const values = { sdkmessageprocessingstepid: stepId, entityalias: 'After', imagetype: 1 }
  await world.create('sdkmessageprocessingstepimage', values)
  const move = world.update('sdkmessageprocessingstep', stepId, { stage: 20 })
  assert.equal(await refusalOf(move), 'image-post 0x8004416e')
})

test('deleting an endpoint deletes its steps, their images and its secret', async () => {
  const id = await createEndpoint({})
  const stepId = await createStep({ eventhandler: { table: 'serviceendpoint', id } })
  const image = { sdkmessageprocessingstepid: stepId, entityalias: 'A', imagetype: 0 }
  const imageId = await world.create('sdkmessageprocessingstepimage', image)
  await world.remove('serviceendpoint', id)
  assert.deepEqual(await read('sdkmessageprocessingstep', stepId), {})
  assert.deepEqual(await read('sdkmessageprocessingstepimage', imageId), {})
  assert.deepEqual(await world.query('select * from gr_secret where rowid = $1', [id]), [])
})

test('messages and filters are there with the same ids on every installation', async () => {
  const [update] = await world.query(`select * from sdkmessage where name = 'Update'`)
  assert.equal(update?.sdkmessageid, messageId('Update'))
  assert.equal(messageId('Update'), 'c54669ab-7597-5404-941b-2403b2d8e50a')
  const filters = await world.query(
    `select * from sdkmessagefilter where primaryobjecttypecode = 'contact' and sdkmessageid = $1`,
    [messageId('Update')],
  )
  assert.equal(filters[0]?.sdkmessagefilterid, filterId('Update', 'contact'))
  assert.equal(filters[0]?.iscustomprocessingstepallowed, true)
  assert.equal(filters[0]?.secondaryobjecttypecode, 'none')
})

test('seeding again changes no version; what is not declared any more is closed', async () => {
  const versions = () =>
    world.query(`select count(*)::integer as count, sum(versionnumber) as sum from
      (select versionnumber from sdkmessage union all select versionnumber from sdkmessagefilter) v`)
  const before = await versions()
  const stray = '00000000-0000-4000-8000-00000000abcd'
  await world.another()
  assert.deepEqual(await versions(), before)
  await world.query(
    `insert into sdkmessagefilter (sdkmessagefilterid, sdkmessageid, name, primaryobjecttypecode,
       iscustomprocessingstepallowed, isvisible, createdon, modifiedon, statecode, statuscode)
     values ($1, $2, 'gone', 'gr_gone', true, true, now(), now(), 0, 1)`,
    [stray, messageId('Update')],
  )
  await world.another()
  const [row] = await world.query('select * from sdkmessagefilter where sdkmessagefilterid = $1', [
    stray,
  ])
  assert.equal(row?.iscustomprocessingstepallowed, false)
  assert.equal(row?.isvisible, false)
})

test('callers cannot change what can be registered for', async () => {
  const change = world.update('sdkmessagefilter', filterId('Update', 'asyncoperation'), {
    iscustomprocessingstepallowed: true,
  })
  assert.equal(await refusalOf(change), 'messages-are-kept-by-the-hub 0x80040203')
  assert.equal(
    await refusalOf(world.remove('sdkmessage', messageId('Create'))),
    'messages-are-kept-by-the-hub 0x80040203',
  )
})

test('endpoint, steps and images in one call, all or nothing', async () => {
  const registration = {
    name: 'Whole',
    url: 'https://receiver.example/',
    authentication: { kind: 'HttpQueryString', pairs: { a: '1', 'b&': '<2>' } },
    steps: [
      {
        message: 'Update',
        table: 'contact',
        images: [{ alias: 'Before', kind: 'pre', attributes: ['firstname'] }],
      },
      { message: 'Associate' },
    ],
  } as const
  const registered = await world.webhooks.register(systemCaller, registration)
  assert.equal(registered.steps[0]?.warnings.length, 1)
  assert.equal(registered.steps[0]?.imageIds.length, 1)
  const stored = await world.vault.read(world.db, {
    table: 'serviceendpoint',
    row: registered.endpointId,
    column: 'authvalue',
  })
  assert.equal(
    stored,
    '<settings><setting name="a" value="1"/><setting name="b&#38;" value="&#60;2&#62;"/></settings>',
  )
  const count = () => world.query('select count(*)::integer as count from serviceendpoint')
  const before = await count()
  const wrong = { ...registration, steps: [...registration.steps, { message: 'Nothing' }] }
  assert.equal(
    await refusalOf(world.webhooks.register(systemCaller, wrong)),
    'step-message-closed 0x80044187',
  )
  assert.deepEqual(await count(), before)
})
