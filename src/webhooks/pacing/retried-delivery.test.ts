import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemCaller } from '#identity'
import type { Values } from '#pipeline'
import { deliveryJobs, registerEndpoint } from '../../../test/register-endpoint.ts'
import { webhookSink, withStatus } from '../../../test/webhook-sink.ts'
import { webhookWorld } from '../../../test/webhook-world.ts'

const world = await webhookWorld({ answerTimeMs: 1_000 })
const sink = await webhookSink()
const contacts = [
  await world.create('contact', { lastname: 'Glynn' }),
  await world.create('contact', { lastname: 'Jones' }),
]
let turn = 0

async function change(contact = contacts[0] ?? ''): Promise<void> {
  turn += 1
  await world.update('contact', contact, { nickname: `Jim ${turn}` })
}

async function onlyJob(): Promise<Values> {
  const jobs = await deliveryJobs(world)
  assert.equal(jobs.length, 1)
  return jobs[0] ?? {}
}

const msUntil = (job: Values): number =>
  (job.postponeuntil as Date).getTime() - world.clock.now().getTime()

async function runAfter(seconds: number): Promise<void> {
  world.clock.advance(seconds * 1_000)
  await world.worker.runUntilIdle()
}

test('every failure is tried again with growing waits, as often as the endpoint says', async () => {
  await registerEndpoint(world, sink, { gr_attempts: 3, gr_retrydelay: 60 })
  sink.answer(withStatus(400))
  await change()
  await world.worker.runUntilIdle()
  const first = msUntil(await onlyJob())
  assert.ok(first > 25_000 && first <= 60_000, `${first}`)
  await runAfter(60)
  const second = msUntil(await onlyJob())
  assert.ok(second > 55_000 && second <= 120_000, `${second}`)
  await runAfter(120)
  const job = await onlyJob()
  assert.deepEqual([job.statuscode, job.retrycount, sink.received.length], [31, 2, 3])
})

test('attempts end when their planned waits are used up', async () => {
  await registerEndpoint(world, sink, { gr_retryminutes: 2, gr_retrydelay: 60 })
  sink.answer(withStatus(500))
  await change()
  await world.worker.runUntilIdle()
  for (let round = 0; round < 5; round += 1) await runAfter(120)
  assert.deepEqual([(await onlyJob()).statuscode, sink.received.length], [31, 2])
})

for (const form of ['seconds', 'date'] as const) {
  test(`Retry-After as ${form} is honoured, up to an hour`, async () => {
    await registerEndpoint(world, sink, { gr_attempts: 5, gr_retrydelay: 1 })
    for (const [seconds, atMost] of [
      [600, 640],
      [86_400, 3_800],
    ] as const) {
      const at = new Date(world.clock.now().getTime() + seconds * 1_000)
      const value = form === 'seconds' ? String(seconds) : at.toUTCString()
      sink.answer((response) => response.writeHead(429, { 'retry-after': value }).end())
      await world.query('delete from asyncoperation')
      await change()
      await world.worker.runUntilIdle()
      const wait = msUntil(await onlyJob()) / 1_000
      assert.ok(wait > Math.min(seconds, 3_600) - 10 && wait <= atMost, `${wait}`)
    }
  })
}

test('without a schedule Retry-After changes nothing, as in Dataverse', async () => {
  await registerEndpoint(world, sink)
  sink.answer((response) => response.writeHead(503, { 'retry-after': '600' }).end())
  await change()
  await world.worker.runUntilIdle()
  assert.deepEqual([(await onlyJob()).statuscode, sink.received.length], [31, 2])
})

test('410 in the middle of a burst disables the endpoint once, and its steps rest', async () => {
  const { id, stepId } = await registerEndpoint(world, sink, {
    gr_disableongone: true,
    gr_attempts: 5,
  })
  const other = await webhookSink()
  await registerNotice(other.url)
  sink.answer((response) => response.writeHead(sink.received.length < 5 ? 200 : 410).end())
  for (let index = 0; index < 60; index += 1) await change(contacts[index % 2])
  await world.worker.runUntilIdle()
  // On a busy machine some found no turn at the endpoint and were put off.
  await runAfter(60)
  const [row] = await world.query(
    'select gr_disabledon as at, gr_disabledreason as why from serviceendpoint where serviceendpointid = $1',
    [id],
  )
  assert.ok(row?.at instanceof Date)
  assert.match(String(row?.why), /410 Gone/)
  assert.deepEqual(messagesIn(other.received), ['gr_DisableEndpoint'])
  const jobs = await world.query(
    `select statuscode from asyncoperation where owningextensionid = $1 and statuscode <> 30`,
    [stepId],
  )
  assert.equal(jobs.length, 56)
  assert.ok(jobs.every(({ statuscode }) => statuscode === 31))
  const before = sink.received.length
  await world.webhooks.refresh()
  await change()
  await world.worker.runUntilIdle()
  assert.equal(sink.received.length, before)
  await enable(id)
  sink.clear()
  await change()
  await world.worker.runUntilIdle()
  assert.equal(sink.received.length, 1)
})

async function registerNotice(url: string): Promise<void> {
  await world.webhooks.register(systemCaller, {
    name: 'Operations',
    url,
    authentication: { kind: 'HttpHeader', pairs: {} },
    steps: [{ message: 'gr_DisableEndpoint', table: 'serviceendpoint' }],
  })
}

const messagesIn = (received: readonly { readonly body: string }[]): string[] =>
  received.map(({ body }) => JSON.parse(body).MessageName)

async function enable(id: string): Promise<void> {
  await world.pipeline.execute(systemCaller, {
    message: 'gr_EnableEndpoint',
    table: 'serviceendpoint',
    id,
  })
  await world.webhooks.refresh()
}
