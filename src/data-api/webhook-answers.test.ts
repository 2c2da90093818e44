import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { before, beforeEach, test } from 'node:test'
import { systemCaller } from '#identity'
import { dataWorld } from '../../test/data-world.ts'
import { webhookSink, withStatus } from '../../test/webhook-sink.ts'

const world = await dataWorld()
const sink = await webhookSink()
let endpointId = ''

before(async () => {
  const registered = await world.webhooks.register(systemCaller, {
    name: 'Accounting',
    url: sink.url,
    authentication: { kind: 'WebhookKey', key: 'secret-of-accounting' },
    steps: [{ message: 'Create', table: 'contact', stage: 40, mode: 'synchronous' }],
  })
  endpointId = registered.endpointId
})
beforeEach(() => sink.clear())

const create = (headers: Readonly<Record<string, string>> = {}) =>
  world.send('contacts', { method: 'POST', body: { firstname: 'Ada' }, headers })

test('a caller that sends a correlation id finds it in the webhook and in the answer', async () => {
  const correlation = randomUUID()
  const answer = await create({ 'x-ms-correlation-request-id': correlation.toUpperCase() })
  assert.equal(answer.headers.get('x-ms-correlation-request-id'), correlation)
  assert.equal(sink.received[0]?.header('x-ms-correlation-request-id'), correlation)
  assert.equal(JSON.parse(sink.received[0]?.body ?? '').CorrelationId, correlation)
})

test('the id of a client request is the correlation where there is no other, and begins a chain', async () => {
  const client = randomUUID()
  for (let number = 0; number < 10; number += 1) {
    const answer = await create({ 'x-ms-client-request-id': client })
    assert.equal(answer.status, 204, answer.text)
    assert.equal(answer.headers.get('x-ms-client-request-id'), client)
    assert.equal(answer.headers.get('x-ms-correlation-request-id'), client)
  }
  const contexts = sink.received.map(({ body }) => JSON.parse(body))
  assert.ok(contexts.every(({ CorrelationId, Depth }) => CorrelationId === client && Depth === 1))
})

test('a tag in the address is a shared variable of the contexts, and of no other request', async () => {
  const shared = () => JSON.parse(sink.received.at(-1)?.body ?? '').SharedVariables
  const body = { firstname: 'Ada' }
  const tagged = await world.send('contacts?tag=nightly%20import', { method: 'POST', body })
  assert.equal(tagged.status, 204, tagged.text)
  assert.deepEqual(shared(), [{ key: 'tag', value: 'nightly import' }])
  const upserted = `contacts(${randomUUID()})?tag=second`
  assert.equal((await world.send(upserted, { method: 'PATCH', body })).status, 204)
  assert.deepEqual(shared(), [{ key: 'tag', value: 'second' }])
  await create()
  assert.deepEqual(shared(), [])
})

test('every answer names its request, also of those that sent no id, and refusals', async () => {
  for (const path of ['contacts?$top=1', 'nothing']) {
    const { headers } = await world.send(path)
    assert.match(headers.get('x-ms-service-request-id') ?? '', /^[\da-f-]{36}$/)
    assert.equal(headers.get('req_id'), headers.get('x-ms-service-request-id'))
    assert.equal(headers.get('x-ms-correlation-request-id'), headers.get('x-ms-service-request-id'))
    assert.equal(headers.get('x-ms-client-request-id'), null)
  }
})

test('a receiver that writes what it is told about is stopped after eight rounds', async () => {
  const stopped = Promise.withResolvers<Awaited<ReturnType<typeof create>>>()
  sink.answer((response, received) => {
    response.writeHead(200).end()
    const correlation = received.header('x-ms-correlation-request-id') ?? ''
    void create({ 'x-ms-correlation-request-id': correlation }).then((answer) => {
      if (answer.status !== 204) stopped.resolve(answer)
    })
  })
  assert.equal((await create()).status, 204)
  const { status, json } = await stopped.promise
  assert.equal(status, 400)
  assert.equal(json.error.code, '0x80044182')
  assert.equal(sink.received.length, 8)
})

test('the log of "Endpoint unavailable" comes with the error to those who ask for annotations', async () => {
  sink.answer(withStatus(500))
  const short = await create()
  assert.deepEqual(Object.keys(short.json.error), ['code', 'message'])
  assert.equal(short.json.error.code, '0x80050201')
  const { status, json } = await create({ prefer: 'odata.include-annotations="*"' })
  assert.equal(status, 400)
  const log = json.error['@Microsoft.PowerApps.CDS.TraceText']
  assert.match(log, /Operation: Create of contact /)
  assert.match(log, /Service endpoint: Accounting/)
  assert.match(log, /Error code: 0x80050201/)
  assert.match(json.error['@Microsoft.PowerApps.CDS.InnerError.Message'], /status 500/)
  assert.equal(json.error['@Microsoft.PowerApps.CDS.ErrorDetails.OperationStatus'], '0')
  assert.ok(!JSON.stringify(json).includes('secret-of-accounting'))
  const only = 'odata.include-annotations="Microsoft.PowerApps.CDS.InnerError.Message"'
  const picked = await create({ prefer: only })
  assert.equal(Object.keys(picked.json.error).length, 3)
})

test('writes that find all places for webhooks taken are told when to come back', async () => {
  const held: (() => void)[] = []
  sink.answer((response) => held.push(() => response.writeHead(200).end()))
  const writes = Array.from({ length: 6 }, () => create())
  await sink.waitFor(5)
  const refused = await Promise.race(writes)
  assert.equal(refused.status, 503)
  assert.equal(refused.headers.get('retry-after'), '5')
  sink.answer(withStatus(200))
  for (const answer of held) answer()
  await Promise.all(writes)
})

test('what a write warns about comes with the row, as an annotation', async () => {
  const message = await world.send("sdkmessages?$select=sdkmessageid&$filter=name eq 'Update'")
  const body = {
    name: 'Every update',
    stage: 40,
    mode: 1,
    rank: 1,
    'eventhandler_serviceendpoint@odata.bind': `/serviceendpoints(${endpointId})`,
    'sdkmessageid@odata.bind': `/sdkmessages(${message.json.value[0].sdkmessageid})`,
  }
  const prefer = 'return=representation,odata.include-annotations="gr.*"'
  const made = await world.send('sdkmessageprocessingsteps?$select=name', {
    method: 'POST',
    body,
    headers: { prefer },
  })
  assert.equal(made.status, 201, made.text)
  assert.match(made.json['@gr.warnings'][0], /filtering attributes/)
})
