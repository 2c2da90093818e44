import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { test } from 'node:test'
import { type CloudEvent, HTTP } from 'cloudevents'
import { isRefusal } from '#errors'
import { deliveryJobs, registerEndpoint } from '../../../test/register-endpoint.ts'
import { type Received, webhookSink, withStatus } from '../../../test/webhook-sink.ts'
import { webhookWorld } from '../../../test/webhook-world.ts'

const world = await webhookWorld({ answerTimeMs: 1_000 })
const sink = await webhookSink()
const contact = await world.create('contact', { lastname: 'Glynn' })
let turn = 0

async function change(): Promise<void> {
  turn += 1
  await world.update('contact', contact, { nickname: `Jim ${turn}` })
}

async function settle(): Promise<void> {
  await world.worker.runUntilIdle()
  await world.webhooks.refresh()
}

const read = ({ headers, body }: Received) =>
  HTTP.toEvent({ headers: Object.fromEntries(headers), body }) as CloudEvent<{
    readonly MessageName: string
    readonly OperationId: string
  }>

for (const [envelope, mode] of ['structured', 'binary'].entries()) {
  test(`the CNCF's SDK reads a delivery in ${mode} mode`, async () => {
    await registerEndpoint(world, sink, { gr_envelope: envelope + 1, gr_sequencenumbers: true })
    await change()
    await settle()
    const [received] = await sink.waitFor(1)
    assert.ok(received)
    const event = read(received)
    const [job] = await deliveryJobs(world)
    assert.equal(event.id, job?.asyncoperationid)
    assert.equal(event.type, 'greenroom.contact.Update')
    assert.equal(event.source, 'https://events.example/')
    assert.equal(event.subject, `contact/${contact}`)
    assert.equal(event.correlationid, job?.correlationid)
    assert.equal(event.sequence, '000000000001')
    assert.equal(event.data?.MessageName, 'Update')
    assert.equal(event.data?.OperationId, job?.asyncoperationid)
    const changed = Math.abs(Date.parse(event.time ?? '') - world.clock.now().getTime())
    assert.ok(changed < 10_000)
  })
}

const agreeing =
  (headers: Record<string, string>) =>
  (response: ServerResponse): void => {
    response.writeHead(200, headers).end()
  }

async function handshake(): Promise<Record<string, unknown>> {
  const [row] = await world.query(
    `select gr_handshakestate as state, gr_handshakeproblem as problem, gr_allowedrate as rate
     from serviceendpoint`,
  )
  return row ?? {}
}

test('a receiver is asked first, and is sent what happened meanwhile once it agreed', async () => {
  await registerEndpoint(world, sink)
  sink.answer(
    agreeing({ 'WebHook-Allowed-Origin': 'events.example', 'WebHook-Allowed-Rate': '6000' }),
  )
  const [{ id } = {}] = await world.query('select serviceendpointid as id from serviceendpoint')
  await world.update('serviceendpoint', String(id), { gr_handshake: true, gr_rate: 12_000 })
  await world.webhooks.refresh()
  await change()
  await settle()
  const [question] = sink.received
  assert.equal(question?.method, 'OPTIONS')
  assert.equal(question?.header('webhook-request-origin'), 'events.example')
  assert.equal(question?.header('webhook-request-rate'), '12000')
  assert.deepEqual(await handshake(), { state: 2, problem: null, rate: 6_000 })
  world.clock.advance(10_000)
  await settle()
  assert.deepEqual(
    sink.received.map(({ method }) => method),
    ['OPTIONS', 'POST'],
  )
})

const disagreeing: readonly (readonly [string, (response: ServerResponse) => void, RegExp])[] = [
  ['answers with 405', withStatus(405) as never, /status 405/],
  ['names nobody', agreeing({}), /no header WebHook-Allowed-Origin/],
  ['names another', agreeing({ 'WebHook-Allowed-Origin': 'other.example' }), /other\.example/],
  [
    'sets a rate that is none',
    agreeing({ 'WebHook-Allowed-Origin': '*', 'WebHook-Allowed-Rate': '0' }),
    /WebHook-Allowed-Rate is "0"/,
  ],
]

for (const [what, answer, problem] of disagreeing) {
  test(`nothing is sent to a receiver that ${what} when asked`, async () => {
    const { id } = await registerEndpoint(world, sink)
    sink.answer(answer)
    await world.update('serviceendpoint', id, { gr_handshake: true })
    await settle()
    await change()
    await settle()
    const { state, problem: found } = await handshake()
    assert.equal(state, 3)
    assert.match(String(found), problem)
    assert.deepEqual(
      sink.received.map(({ method }) => method),
      ['OPTIONS'],
    )
    const [job] = await deliveryJobs(world)
    assert.match(String(job?.friendlymessage), /did not agree/)
  })
}

test('a receiver that is away is asked again; one that moved is asked anew', async () => {
  const { id } = await registerEndpoint(world, sink)
  sink.answer(withStatus(503))
  await world.update('serviceendpoint', id, { gr_handshake: true })
  await settle()
  assert.equal((await handshake()).state, 1)
  sink.answer(agreeing({ 'WebHook-Allowed-Origin': '*' }))
  world.clock.advance(10_000)
  await settle()
  assert.equal((await handshake()).state, 2)
  await world.update('serviceendpoint', id, { url: `${sink.url}/moved` })
  assert.equal((await handshake()).state, 1)
  await settle()
  assert.equal((await handshake()).state, 2)
  assert.equal(sink.received.at(-1)?.url, '/moved')
})

test('a synchronous step does not call a receiver that did not agree', async () => {
  const { id } = await registerEndpoint(world, sink, {}, { mode: 'synchronous' })
  await world.update('serviceendpoint', id, { gr_handshake: true })
  await world.webhooks.refresh()
  await assert.rejects(change(), (error) => isRefusal(error, 'endpoint-not-agreed'))
})
