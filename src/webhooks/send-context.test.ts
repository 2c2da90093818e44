import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#errors'
import { systemCaller } from '#identity'
import { contextOf, type Execution } from '#pipeline'
import { webhookSink, withStatus } from '../../test/webhook-sink.ts'
import { webhookWorld } from '../../test/webhook-world.ts'

const world = await webhookWorld()
const sink = await webhookSink()
const { endpointId } = await world.webhooks.register(systemCaller, {
  name: 'Receiver',
  url: sink.url,
  authentication: { kind: 'WebhookKey', key: 'k' },
  steps: [],
})
const stranger = { ...systemCaller, roles: ['Check-in Staff'] }

const codeOf = async (act: Promise<unknown>) => {
  const error: unknown = await act.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  return isRefusal(error) ? error.code : error
}

test('a handler can tell an endpoint about an execution without a step', async () => {
  const records: ReturnType<typeof contextOf>[] = []
  const run = async (execution: Execution) => void records.push(contextOf(execution))
  const handler = { name: 'Handler', message: 'Create', table: 'contact', stage: 40, run } as const
  world.pipeline.addStep(handler)
  const id = await world.create('contact', {
    firstname: 'Ann',
    customertypecode: 1,
    creditlimit: '10.5',
  })
  const [record] = records
  assert.ok(record)
  const { status } = await world.webhooks.sendContext(systemCaller, endpointId, record)
  assert.equal(status, 200)
  const [request] = sink.received
  const context = JSON.parse(request?.body ?? '')
  assert.equal(request?.header('x-ms-dynamics-request-name'), 'Create')
  assert.equal(context.PrimaryEntityId, id)
  const attributes = new Map<string, unknown>(
    context.InputParameters[0].value.Attributes.map((each: { key: string; value: unknown }) => [
      each.key,
      each.value,
    ]),
  )
  assert.equal(attributes.get('firstname'), 'Ann')
  assert.deepEqual(attributes.get('customertypecode'), {
    __type: 'OptionSetValue:http://schemas.microsoft.com/xrm/2011/Contracts',
    Value: 1,
  })
  assert.deepEqual(attributes.get('creditlimit'), {
    __type: 'Money:http://schemas.microsoft.com/xrm/2011/Contracts',
    Value: 10.5,
  })
  assert.match(String(attributes.get('createdon')), /^\/Date\(\d+\)\/$/)
})

test('a context that is given as text is sent as it is', async () => {
  sink.clear()
  const text = '{ "MessageName": "gr_Ping", "PrimaryEntityName": "contact", "Extra": [1.50] }'
  await world.webhooks.sendContext(systemCaller, endpointId, text)
  assert.equal(sink.received[0]?.body, text)
  assert.equal(sink.received[0]?.header('x-ms-dynamics-request-name'), 'gr_Ping')
  assert.equal(sink.received[0]?.header('x-ms-dynamics-entity-name'), 'contact')
})

test('text that is too large loses the four properties', async () => {
  sink.clear()
  const text = JSON.stringify({
    MessageName: 'Big',
    InputParameters: 'x'.repeat(300_000),
    Stage: 40,
  })
  await world.webhooks.sendContext(systemCaller, endpointId, text)
  assert.equal(sink.received[0]?.body, '{"MessageName":"Big","Stage":40}')
  assert.equal(sink.received[0]?.header('x-ms-dynamics-msg-size-exceeded'), 'true')
})

test('what cannot be sent is refused with a reason', async () => {
  const send = (text: string, caller = systemCaller, id = endpointId) =>
    codeOf(world.webhooks.sendContext(caller, id, text))
  assert.equal(await send('no json'), 'malformed-json')
  assert.equal(await send('[]'), 'malformed-json')
  assert.equal(await send('{}', stranger), 'not-allowed')
  // Reads endpoints and changes none: no receiver is to believe what a planner makes up.
  const planner = { ...systemCaller, roles: ['Event Planner'] }
  assert.equal(await send('{ "MessageName": "gr_Paid" }', planner), 'not-allowed')
  assert.equal(await send('{}', systemCaller, '00000000-0000-4000-8000-00000000beef'), 'not-found')
  sink.answer(withStatus(403))
  assert.equal(await send('{}'), 'endpoint-answered')
})

test('an endpoint can be tested; a failure is a verdict with its code, not an error', async () => {
  sink.clear()
  const good = await world.webhooks.testEndpoint(systemCaller, endpointId)
  assert.deepEqual([good.succeeded, good.status, good.errorCode], [true, 200, undefined])
  const context = JSON.parse(sink.received[0]?.body ?? '')
  assert.equal(context.MessageName, 'TriggerServiceEndpointCheck')
  assert.equal(context.InputParameters[0].value.Id, endpointId)
  sink.answer(withStatus(500))
  const bad = await world.webhooks.testEndpoint(systemCaller, endpointId)
  assert.deepEqual([bad.succeeded, bad.errorCode], [false, -2147155455])
  assert.match(bad.sentence, /answered with the status 500/)
  assert.equal(await codeOf(world.webhooks.testEndpoint(stranger, endpointId)), 'not-allowed')
})
