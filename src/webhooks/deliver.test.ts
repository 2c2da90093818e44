import assert from 'node:assert/strict'
import { createServer as createTcpServer } from 'node:net'
import { test } from 'node:test'
import { organizationId, rootBusinessUnitId, systemCaller, systemUserId } from '#identity'
import type { Values } from '#pipeline'
import { webhookSink, withStatus } from '../../test/webhook-sink.ts'
import { webhookWorld } from '../../test/webhook-world.ts'
import type { StepRegistration, WebhookAuthentication } from './register.ts'

const world = await webhookWorld({ answerTimeMs: 300 })
const sink = await webhookSink()

const noPairs: WebhookAuthentication = { kind: 'HttpHeader', pairs: {} }

interface Registering {
  readonly url?: string
  readonly authentication?: WebhookAuthentication
  readonly step?: Partial<StepRegistration>
}

/** One asynchronous step on contact, the only one there is; gives its id. */
async function registerOnly(o: Registering = {}): Promise<string> {
  for (const { id } of await world.query('select serviceendpointid as id from serviceendpoint')) {
    await world.remove('serviceendpoint', String(id))
  }
  await world.query('delete from asyncoperation')
  sink.clear()
  const { steps } = await world.webhooks.register(systemCaller, {
    name: 'Receiver',
    url: o.url ?? `${sink.url}/hook`,
    authentication: o.authentication ?? noPairs,
    steps: [{ message: 'Update', table: 'contact', ...o.step }],
  })
  return steps[0]?.id ?? ''
}

const contactId = await world.create('contact', { firstname: 'Jim', lastname: 'Glynn' })
const changeContact = () => world.update('contact', contactId, { firstname: 'James' })

/** The only system job of a step, after the worker has done all there is to do. */
async function onlyJob(): Promise<Values> {
  await world.worker.runUntilIdle()
  const jobs = await world.query('select * from asyncoperation where operationtype = 1')
  assert.equal(jobs.length, 1)
  return jobs[0] as Values
}

test('the request has exactly the documented headers, all in lower case', async () => {
  await registerOnly({
    authentication: { kind: 'HttpHeader', pairs: { 'X-Test1': 'test1', 'X-Test2': 'Test 2' } },
  })
  await changeContact()
  const job = await onlyJob()
  const [request] = await sink.waitFor(1)
  assert.equal(request?.method, 'POST')
  assert.equal(request?.url, '/hook')
  const names = request?.headers.map(([name]) => name).sort()
  assert.deepEqual(names, [
    'connection',
    'content-length',
    'content-type',
    'host',
    'x-ms-correlation-request-id',
    'x-ms-dynamics-entity-name',
    'x-ms-dynamics-organization',
    'x-ms-dynamics-request-name',
    'x-request-id',
    'x-test1',
    'x-test2',
  ])
  assert.equal(request?.header('content-type'), 'application/json')
  assert.equal(request?.header('x-ms-dynamics-organization'), 'events.example')
  assert.equal(request?.header('x-ms-dynamics-entity-name'), 'contact')
  assert.equal(request?.header('x-ms-dynamics-request-name'), 'Update')
  assert.equal(request?.header('x-ms-correlation-request-id'), job.correlationid)
  assert.match(request?.header('x-request-id') ?? '', /^[0-9a-f-]{36}$/)
  assert.equal(request?.header('x-test2'), 'Test 2')
})

test('a webhook key and query pairs go into the URL, behind what is there', async () => {
  const key = { kind: 'WebhookKey', key: 'a b/c=' } as const
  await registerOnly({ url: `${sink.url}/hook?api=1&x=%2f#part`, authentication: key })
  await changeContact()
  await onlyJob()
  const pairs = { kind: 'HttpQueryString', pairs: { Key1: 'ä&b', Key2: '' } } as const
  assert.equal((await sink.waitFor(1))[0]?.url, '/hook?api=1&x=%2f&code=a%20b%2Fc%3D')
  await registerOnly({ authentication: pairs })
  await changeContact()
  await onlyJob()
  assert.equal((await sink.waitFor(1))[0]?.url, '/hook?Key1=%C3%A4%26b&Key2=')
})

test('a firing is one system job with everything that clients query', async () => {
  const stepId = await registerOnly()
  await changeContact()
  const { data: _, ...job } = await onlyJob()
  const expected: Values = {
    name: 'Receiver: Update of contact',
    operationtype: 1,
    owningextensionid: stepId,
    messagename: 'Update',
    primaryentitytype: 'contact',
    regardingobjectid: contactId,
    regardingobjectidtype: 'contact',
    ownerid: systemUserId,
    depth: 1,
    statecode: 3,
    statuscode: 30,
    errorcode: null,
    retrycount: 0,
  }
  assert.deepEqual(
    Object.fromEntries(Object.keys(expected).map((name) => [name, job[name]])),
    expected,
  )
  assert.ok(job.completedon instanceof Date && job.startedon instanceof Date)
})

test('a job that succeeded can delete itself, one that failed stays', async () => {
  await registerOnly({ step: { deleteSucceeded: true } })
  await changeContact()
  await world.worker.runUntilIdle()
  assert.deepEqual(await world.query('select * from asyncoperation'), [])
  sink.answer(withStatus(400))
  await changeContact()
  assert.equal((await onlyJob()).statuscode, 31)
})

test('only the status code counts, and every 2xx is a success', async () => {
  await registerOnly()
  sink.answer((response) => response.writeHead(226).end('{"error": "no"}'))
  await changeContact()
  assert.equal((await onlyJob()).statuscode, 30)
})

const nonSuccess = -2147155455

for (const status of [502, 503, 504]) {
  test(`${status} gets exactly one more attempt`, async () => {
    await registerOnly()
    sink.answer(withStatus(status))
    await changeContact()
    const job = await onlyJob()
    assert.equal(sink.received.length, 2)
    assert.deepEqual([job.statuscode, job.errorcode, job.retrycount], [31, nonSuccess, 1])
    assert.equal(
      job.friendlymessage,
      `Endpoint unavailable: the webhook "Receiver" answered with the status ${status}.`,
    )
  })
}

test('a second attempt that succeeds makes the job succeed', async () => {
  await registerOnly()
  sink.answer((response) => response.writeHead(sink.received.length === 1 ? 503 : 200).end())
  await changeContact()
  const job = await onlyJob()
  assert.equal(sink.received.length, 2)
  assert.deepEqual([job.statuscode, job.errorcode, job.retrycount], [30, null, 1])
  const [first, second] = sink.received
  assert.equal(first?.body, second?.body)
  assert.notEqual(first?.header('x-request-id'), second?.header('x-request-id'))
})

for (const status of [301, 400, 401, 408, 410, 429, 500, 501]) {
  test(`${status} is a failure without another attempt`, async () => {
    await registerOnly()
    sink.answer((response) => response.writeHead(status, { location: '/elsewhere' }).end())
    await changeContact()
    const job = await onlyJob()
    assert.equal(sink.received.length, 1)
    assert.deepEqual([job.statecode, job.statuscode, job.errorcode], [3, 31, nonSuccess])
    assert.match(String(job.message), new RegExp(String(status)))
  })
}

test('a receiver that never answers fails after the time limit, once', async () => {
  await registerOnly()
  sink.answer(() => undefined)
  await changeContact()
  const job = await onlyJob()
  assert.equal(sink.received.length, 1)
  assert.deepEqual([job.statuscode, job.errorcode], [31, -2147155454])
})

test('a receiver that drips bytes fails after the time limit too', async () => {
  await registerOnly()
  sink.answer((response) => {
    response.writeHead(200)
    const drip = setInterval(() => response.write('.'), 20)
    response.on('close', () => clearInterval(drip))
  })
  await changeContact()
  assert.equal((await onlyJob()).errorcode, -2147155454)
})

const unreachable = -2147155451

test('receivers that close, send nonsense or answer without end fail as not reached', async () => {
  await registerOnly()
  sink.answer((_, __, socket) => socket.destroy())
  await changeContact()
  assert.equal((await onlyJob()).errorcode, unreachable)
  await registerOnly()
  sink.answer((_, __, socket) => socket.end('this is not HTTP\r\n\r\n'))
  await changeContact()
  assert.equal((await onlyJob()).errorcode, unreachable)
  await registerOnly()
  sink.answer((response) => response.end(Buffer.alloc(3_000_000)))
  await changeContact()
  assert.equal((await onlyJob()).errorcode, unreachable)
})

test('a receiver that is not there, and one that may not be called, fail as not reached', async () => {
  const probe = createTcpServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => probe.once('listening', resolve))
  const { port } = probe.address() as { port: number }
  await new Promise((resolve) => probe.close(resolve))
  await registerOnly({ url: `http://127.0.0.1:${port}/` })
  await changeContact()
  assert.equal((await onlyJob()).errorcode, unreachable)
  await registerOnly({ url: 'http://169.254.169.254/latest' })
  await changeContact()
  const job = await onlyJob()
  assert.equal(job.errorcode, unreachable)
  assert.match(String(job.friendlymessage), /may not call 169\.254\.169\.254:80/)
})

test('a context above 256 KB loses four properties and says so', async () => {
  await registerOnly()
  const description = 'é'.repeat(2000)
  await world.update('contact', contactId, { description })
  await onlyJob()
  assert.equal(sink.received[0]?.header('x-ms-dynamics-msg-size-exceeded'), undefined)
  await registerOnly({ step: { message: 'Associate', table: undefined } })
  const role = { table: 'role', id: '00000000-0000-4000-8000-000000000011' }
  await world.pipeline.execute(systemCaller, {
    message: 'Associate',
    table: 'systemuser',
    id: systemUserId,
    input: {
      Relationship: 'systemuserroles_association',
      RelatedEntities: Array.from({ length: 1500 }, () => role),
    },
  })
  const job = await onlyJob()
  const [request] = await sink.waitFor(1)
  assert.equal(job.statuscode, 30)
  assert.equal(request?.header('x-ms-dynamics-msg-size-exceeded'), 'true')
  const context = JSON.parse(request?.body ?? '') as Values
  const removed = ['ParentContext', 'InputParameters', 'PreEntityImages', 'PostEntityImages']
  assert.deepEqual(
    removed.filter((name) => name in context),
    [],
  )
  assert.equal(context.PrimaryEntityId, systemUserId)
  assert.equal(context.OperationId, job.asyncoperationid)
  assert.equal(context.OrganizationId, organizationId)
  assert.deepEqual(context.SharedVariables, [])
})

test('a context that stays too large is not sent, and the job says why', async () => {
  await registerOnly()
  await world.pipeline.execute(systemCaller, {
    message: 'Update',
    table: 'contact',
    id: contactId,
    target: { firstname: 'James' },
    shared: { tag: 'x'.repeat(300_000) },
  })
  const job = await onlyJob()
  assert.equal(sink.received.length, 0)
  assert.deepEqual([job.statuscode, job.errorcode], [31, -2147155449])
})

test('the step runs only for its columns, even when the value stays the same', async () => {
  await registerOnly({ step: { filteringAttributes: ['firstname', 'lastname'] } })
  await world.update('contact', contactId, { jobtitle: 'Clerk' })
  await world.worker.runUntilIdle()
  assert.equal(sink.received.length, 0)
  await changeContact()
  await changeContact()
  await world.worker.runUntilIdle()
  assert.equal(sink.received.length, 2)
})

test('images show the row of the moment, also when it changes before the delivery', async () => {
  const id = await world.create('contact', { firstname: 'Ann', lastname: 'One' })
  await registerOnly({
    step: {
      images: [
        { alias: 'Before', kind: 'pre', attributes: ['firstname'] },
        { alias: 'Whole', kind: 'both' },
      ],
    },
  })
  await world.update('contact', id, { firstname: 'Bea' })
  await world.update('contact', id, { firstname: 'Cleo' })
  await world.worker.runUntilIdle()
  const [first] = await sink.waitFor(2)
  const context = JSON.parse(first?.body ?? '')
  assert.deepEqual(context.PreEntityImages[0].value.Attributes, [
    { key: 'firstname', value: 'Ann' },
    { key: 'contactid', value: id },
  ])
  const names = (images: { key: string }[]) => images.map(({ key }) => key)
  assert.deepEqual(names(context.PreEntityImages), ['Before', 'Whole'])
  assert.deepEqual(names(context.PostEntityImages), ['Whole', 'AsynchronousStepPrimaryName'])
  const after = context.PostEntityImages[0].value.Attributes as { key: string; value: unknown }[]
  assert.equal(after.find(({ key }) => key === 'firstname')?.value, 'Bea')
})

test('a step may run in the name of another user', async () => {
  const userId = await world.create('systemuser', {
    lastname: 'Delegate',
    businessunitid: rootBusinessUnitId,
  })
  const stepId = await registerOnly()
  await world.update('sdkmessageprocessingstep', stepId, { impersonatinguserid: userId })
  await world.webhooks.refresh()
  await changeContact()
  const job = await onlyJob()
  assert.equal(job.ownerid, userId)
  const context = JSON.parse(sink.received[0]?.body ?? '')
  assert.deepEqual([context.UserId, context.InitiatingUserId], [userId, systemUserId])
})

test('a disabled step does not fire; what waits for a step that is gone is not sent', async () => {
  const stepId = await registerOnly()
  await changeContact()
  await world.pipeline.execute(systemCaller, {
    message: 'SetState',
    table: 'sdkmessageprocessingstep',
    id: stepId,
    input: { State: 1, Status: 2 },
  })
  await world.webhooks.refresh()
  await changeContact()
  const job = await onlyJob()
  assert.deepEqual([job.statuscode, job.errorcode], [31, -2147155450])
  assert.equal(sink.received.length, 0)
})

test('an operation that fails leaves neither a job nor a delivery', async () => {
  await registerOnly()
  const failing = {
    name: 'Fails',
    message: 'Update',
    table: 'contact',
    stage: 40,
    rank: 9,
    run: async () => {
      throw new Error('no')
    },
  } as const
  world.pipeline.addStep(failing)
  await assert.rejects(changeContact(), /no/)
  world.pipeline.removeStep(failing)
  await world.worker.runUntilIdle()
  assert.deepEqual(await world.query('select * from asyncoperation'), [])
})

test('keys are neither in system jobs nor in their messages', async () => {
  const key = 'very-secret-key'
  await registerOnly({ authentication: { kind: 'WebhookKey', key } })
  sink.answer(withStatus(500))
  await changeContact()
  assert.ok(!JSON.stringify(await onlyJob()).includes(key))
  assert.ok(sink.received[0]?.url.includes(key))
})

test('a new key is used from its commit on', async () => {
  await registerOnly({ authentication: { kind: 'WebhookKey', key: 'old' } })
  const [endpoint] = await world.query('select serviceendpointid as id from serviceendpoint')
  await changeContact()
  await world.worker.runUntilIdle()
  await world.update('serviceendpoint', String(endpoint?.id), { authvalue: 'new' })
  await world.webhooks.refresh()
  await changeContact()
  await world.worker.runUntilIdle()
  assert.deepEqual(
    sink.received.map(({ url }) => url),
    ['/hook?code=old', '/hook?code=new'],
  )
})
