import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#errors'
import { systemCaller } from '#identity'
import { deliveryJobs, registerEndpoint } from '../../../test/register-endpoint.ts'
import { webhookSink, withStatus } from '../../../test/webhook-sink.ts'
import { type WebhookWorld, webhookWorld } from '../../../test/webhook-world.ts'

const world = await webhookWorld({ answerTimeMs: 1_000 })
const second = await world.another({ answerTimeMs: 1_000 })
const sink = await webhookSink()
const notices = await webhookSink()
let turn = 0

/** Each about a row of its own. */
async function change(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    turn += 1
    await world.create('contact', { lastname: `Glynn ${turn}` })
  }
}

async function registerCircuit(options: object, mode: 'synchronous' | 'asynchronous') {
  const step = { message: 'Create', mode } as const
  const endpoint = await registerEndpoint(world, sink, { ...options }, step)
  await world.webhooks.register(systemCaller, {
    name: 'Operations',
    url: notices.url,
    authentication: { kind: 'HttpHeader', pairs: {} },
    steps: [
      { message: 'gr_OpenCircuit', table: 'serviceendpoint' },
      { message: 'gr_CloseCircuit', table: 'serviceendpoint' },
    ],
  })
  notices.clear()
  await second.webhooks.refresh()
  return endpoint
}

async function run(...worlds: WebhookWorld[]): Promise<void> {
  await Promise.all(worlds.map(({ worker }) => worker.runUntilIdle()))
  for (const each of worlds) await each.webhooks.refresh()
}

const circuitOf = async (id: string) =>
  (
    await world.query(
      `select gr_circuit as state, gr_circuitreason as reason from serviceendpoint
       where serviceendpointid = $1`,
      [id],
    )
  )[0] ?? {}

const statuses = async (stepId: string) =>
  (await deliveryJobs(world))
    .filter((job) => job.owningextensionid === stepId)
    .map(({ statuscode }) => statuscode)

const told = () => notices.received.map(({ body }) => JSON.parse(body).MessageName)

test('a circuit opens for all processes, waiting jobs are not burnt, one delivery probes, and it comes back by itself', async () => {
  const options = { gr_circuitfailures: 5, gr_circuitpause: 30 }
  const { id, stepId } = await registerCircuit(options, 'asynchronous')
  sink.answer(withStatus(500))
  await change(5)
  await run(world)
  const { state, reason } = await circuitOf(id)
  assert.equal(state, 2)
  assert.match(String(reason), /5 deliveries in a row failed.*status 500/)
  const failed = sink.received.length

  await change(20)
  await second.webhooks.refresh()
  await run(world, second)
  assert.equal(sink.received.length, failed, 'nothing is sent through an open circuit')
  assert.deepEqual(told(), ['gr_OpenCircuit'])

  world.clock.advance(40_000)
  await run(world, second)
  assert.equal(sink.received.length, failed + 1, 'one delivery probes')
  assert.equal((await circuitOf(id)).state, 2)
  assert.ok(!(await statuses(stepId)).slice(5).includes(31), 'the probe is not lost')

  sink.answer(withStatus(200))
  for (let round = 0; round < 4; round += 1) {
    world.clock.advance(60_000)
    await run(world, second)
  }
  assert.equal((await circuitOf(id)).state, 1)
  assert.deepEqual(
    (await statuses(stepId)).slice(5),
    Array.from({ length: 20 }, () => 30),
  )
  assert.deepEqual(told(), ['gr_OpenCircuit', 'gr_CloseCircuit'])
})

test('failures of all processes are counted together, and a success in between starts again', async () => {
  const { id } = await registerCircuit({ gr_circuitfailures: 6 }, 'asynchronous')
  sink.answer(withStatus(500))
  await change(3)
  await run(world)
  sink.answer(withStatus(200))
  await change(1)
  await run(second)
  await new Promise((resolve) => setTimeout(resolve, 400))
  sink.answer(withStatus(500))
  await change(4)
  await run(world)
  assert.notEqual((await circuitOf(id)).state, 2)
  await change(2)
  await run(second)
  assert.equal((await circuitOf(id)).state, 2)
})

test('a share of failures opens it as well', async () => {
  const { id } = await registerCircuit({ gr_circuitshare: 50 }, 'asynchronous')
  sink.answer((response) => response.writeHead(sink.received.length % 3 === 0 ? 200 : 500).end())
  await change(30)
  await run(world)
  const { state, reason } = await circuitOf(id)
  assert.equal(state, 2)
  assert.match(String(reason), /of \d+ deliveries within a minute failed/)
})

test('a synchronous step behind an open circuit fails at once, and administrators can open and close', async () => {
  const { id } = await registerCircuit({ gr_circuitfailures: 5 }, 'synchronous')
  const send = async (message: string, input = {}) => {
    await world.pipeline.execute(systemCaller, { message, table: 'serviceendpoint', id, input })
    await world.webhooks.refresh()
  }
  await send('gr_OpenCircuit', { Reason: 'maintenance', UntilSeconds: 600 })
  assert.equal((await circuitOf(id)).reason, 'maintenance')
  await assert.rejects(change(1), (error) => isRefusal(error, 'endpoint-circuit-open'))
  assert.equal(sink.received.length, 0)
  await send('gr_CloseCircuit')
  await change(1)
  assert.equal(sink.received.length, 1)
})
