import assert from 'node:assert/strict'
import { test } from 'node:test'
import rhea, { type EventContext, type Message } from 'rhea'
import { systemCaller } from '#identity'
import { cleanUpAfterwards } from '../../../test/database.ts'
import { type Broker, noBroker, startRabbit } from '../../../test/rabbitmq.ts'
import { webhookWorld } from '../../../test/webhook-world.ts'
import { filterId, messageId } from '../message-catalogue.ts'

const world = await webhookWorld()
const broker: Broker | undefined = noBroker === false ? await startRabbit() : undefined
const skip = noBroker

async function registerQueue(path: string, more: object = {}): Promise<string> {
  return await world.create('serviceendpoint', {
    name: `Broker ${path}`,
    contract: 6,
    authtype: 2,
    namespaceaddress: `amqp://${broker?.host}:${broker?.port}`,
    path,
    saskeyname: broker?.user,
    saskey: broker?.password,
    ...more,
  })
}

async function registerStep(endpoint: string, more: object = {}): Promise<string> {
  const step = await world.create('sdkmessageprocessingstep', {
    eventhandler: { table: 'serviceendpoint', id: endpoint },
    sdkmessageid: messageId('Update'),
    sdkmessagefilterid: filterId('Update', 'contact'),
    stage: 40,
    mode: 1,
    filteringattributes: 'firstname',
    ...more,
  })
  await world.webhooks.refresh()
  return step
}

/** Reads what lies in a queue, as another system would. */
function listen(path: string): {
  readonly got: Message[]
  waitFor(count: number): Promise<Message[]>
} {
  const got: Message[] = []
  const connection = rhea.create_container().connect({
    host: broker?.host ?? '',
    port: broker?.port ?? 0,
    username: broker?.user ?? '',
    password: broker?.password ?? '',
    reconnect: false,
  } as Parameters<typeof rhea.connect>[0])
  connection.open_receiver({ source: path, credit_window: 5000 })
  connection.on('message', ({ message }: EventContext) => void (message && got.push(message)))
  // The broker is gone before the test is.
  connection.on('disconnected', () => undefined)
  cleanUpAfterwards(async () => connection.close())
  const waitFor = async (count: number) => {
    for (let waited = 0; got.length < count && waited < 200; waited += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    assert.ok(got.length >= count, `${got.length} messages came instead of ${count}`)
    return got
  }
  return { got, waitFor }
}

const claim = (name: string) => `http://schemas.microsoft.com/xrm/2011/Claims/${name}`

test('an update lies in the queue of a real broker, with the properties of Dataverse', {
  skip,
}, async () => {
  const step = await registerStep(await registerQueue('/queue/changes', { userclaim: 3 }))
  const contact = await world.create('contact', { firstname: 'Jim', lastname: 'Beam' })
  await world.update('contact', contact, { firstname: 'James' })
  await world.worker.runUntilIdle()
  const [message] = await listen('/queue/changes').waitFor(1)
  const context = JSON.parse(String(message?.body.content)) as Record<string, unknown>
  assert.equal(context.PrimaryEntityId, contact)
  const [job] = await world.query(
    'select asyncoperationid, statuscode, correlationid from asyncoperation where owningextensionid = $1',
    [step],
  )
  assert.equal(job?.statuscode, 30)
  assert.equal(message?.message_id, job?.asyncoperationid)
  assert.equal(message?.correlation_id, job?.correlationid)
  assert.equal(message?.content_type, 'application/json')
  assert.equal(message?.durable, true)
  const properties = message?.application_properties as Record<string, unknown>
  assert.equal(properties[claim('EntityLogicalName')], 'contact')
  assert.equal(properties[claim('RequestName')], 'Update')
  assert.equal(properties[claim('Organization')], 'events.example')
  assert.equal(properties[claim('User')], context.UserId)
  assert.equal(properties[claim('InitiatingUser')], context.InitiatingUserId)
  assert.equal(properties.username, 'SYSTEM')
})

test('thousands of messages go through one connection, each in the queue exactly once', {
  skip,
}, async (context) => {
  const endpoint = await registerQueue('/queue/many')
  const many = 1_000
  const contexts = Array.from({ length: many }, (_, index) =>
    JSON.stringify({
      OperationId: String(index),
      MessageName: 'Update',
      PrimaryEntityName: 'contact',
    }),
  )
  const began = performance.now()
  await Promise.all(
    contexts.map((text) => world.webhooks.sendContext(systemCaller, endpoint, text)),
  )
  const perSecond = Math.round((many / (performance.now() - began)) * 1000)
  context.diagnostic(`${perSecond} messages a second`)
  const got = await listen('/queue/many').waitFor(many)
  assert.equal(new Set(got.map(({ message_id }) => message_id)).size, many)
  assert.equal(got.length, many)
})

test('a wrong password postpones the job, says so, and the message goes once it is right', {
  skip,
}, async () => {
  const endpoint = await registerQueue('/queue/guarded', { saskey: 'planted-wrong' })
  const step = await registerStep(endpoint)
  const contact = await world.create('contact', { firstname: 'Ann' })
  await world.update('contact', contact, { firstname: 'Anna' })
  await world.worker.runUntilIdle()
  const read = async () =>
    (
      await world.query(
        'select statecode, statuscode, friendlymessage, message, retrycount, postponeuntil from asyncoperation where owningextensionid = $1',
        [step],
      )
    )[0]
  const waiting = await read()
  assert.deepEqual([waiting?.statecode, waiting?.statuscode], [1, 10])
  assert.match(String(waiting?.friendlymessage), /did not accept the credentials/)
  assert.doesNotMatch(JSON.stringify(waiting), /planted/)
  await world.update('serviceendpoint', endpoint, { saskey: broker?.password })
  await world.webhooks.refresh()
  world.clock.advance(10_000)
  await world.worker.runUntilIdle()
  assert.deepEqual([(await read())?.statecode, (await read())?.statuscode], [3, 30])
  await listen('/queue/guarded').waitFor(1)
})
