import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#errors'
import { systemCaller } from '#identity'
import { type Received, webhookSink } from '../../test/webhook-sink.ts'
import { webhookWorld } from '../../test/webhook-world.ts'

const world = await webhookWorld()
const sink = await webhookSink()

async function registerOnly(mode: 'synchronous' | 'asynchronous'): Promise<string> {
  for (const { id } of await world.query('select serviceendpointid as id from serviceendpoint')) {
    await world.remove('serviceendpoint', String(id))
  }
  await world.query('delete from asyncoperation')
  sink.clear()
  const contactId = await world.create('contact', { firstname: 'Jim', lastname: 'Glynn' })
  await world.webhooks.register(systemCaller, {
    name: 'Receiver',
    url: sink.url,
    authentication: { kind: 'HttpHeader', pairs: {} },
    steps: [{ message: 'Update', table: 'contact', mode }],
  })
  return contactId
}

/** A call as a door hands it on when it came with the header `x-ms-correlation-request-id`. */
const callBack = (contactId: string, correlationId?: string) =>
  world.pipeline.execute(
    { ...systemCaller, ...(correlationId === undefined ? {} : { correlationId }) },
    { message: 'Update', table: 'contact', id: contactId, target: { firstname: 'James' } },
  )

const correlationOf = (received: Received | undefined) =>
  received?.header('x-ms-correlation-request-id')
const depths = () => sink.received.map(({ body }) => JSON.parse(body).Depth)

test('a receiver that writes what it is told about is stopped at depth 8', async () => {
  const contactId = await registerOnly('asynchronous')
  await callBack(contactId)
  for (let round = 0; round < 12; round += 1) {
    const told = sink.received.length
    await world.worker.runUntilIdle()
    if (sink.received.length > told) await callBack(contactId, correlationOf(sink.received.at(-1)))
  }
  assert.deepEqual(depths(), [1, 2, 3, 4, 5, 6, 7, 8])
  const jobs = await world.query('select * from asyncoperation order by sequence')
  const last = jobs.at(-1)
  assert.deepEqual([last?.statuscode, last?.errorcode, last?.depth], [31, -2147204734, 9])
  assert.equal(new Set(jobs.map((job) => job.correlationid)).size, 1)
})

test('a synchronous loop ends with a refusal that rolls its last link back', async () => {
  const contactId = await registerOnly('synchronous')
  const errors: unknown[] = []
  sink.answer((response, received) => {
    void callBack(contactId, correlationOf(received)).catch((error: unknown) => {
      errors.push(error)
    })
    response.end()
  })
  await callBack(contactId)
  await sink.waitFor(8)
  while (errors.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  assert.deepEqual(depths(), [1, 2, 3, 4, 5, 6, 7, 8])
  assert.ok(isRefusal(errors[0], 'webhook-loop'))
  assert.equal((errors[0].dataverse ?? 0) | 0, -2147204734)
})

test('after an hour a chain counts from its start again', async () => {
  const contactId = await registerOnly('asynchronous')
  await callBack(contactId)
  await world.worker.runUntilIdle()
  const correlation = correlationOf(sink.received[0])
  await callBack(contactId, correlation)
  await callBack(contactId, correlation)
  world.clock.advance(3_600_001)
  await callBack(contactId, correlation)
  await world.worker.runUntilIdle()
  assert.deepEqual(depths(), [1, 2, 3, 2])
  const prune = world.webhooks.jobs.find(({ kind }) => kind === 'webhook.prune-chains')
  await prune?.run({ db: world.db } as Parameters<typeof prune.run>[0])
  const [{ count } = {}] = await world.query('select count(*)::integer from gr_correlationdepth')
  assert.equal(count, 1)
})

test('ordinary writes keep nothing about their chain', async () => {
  const contactId = await registerOnly('asynchronous')
  await world.query('delete from gr_correlationdepth')
  await callBack(contactId)
  await world.worker.runUntilIdle()
  assert.deepEqual(await world.query('select * from gr_correlationdepth'), [])
})

test('a caller that brings its own depth along is counted by the pipeline', async () => {
  const contactId = await registerOnly('asynchronous')
  const correlationId = '11111111-2222-4333-8444-555555555555'
  await world.pipeline.execute(
    { ...systemCaller, correlationId, depth: 3 },
    { message: 'Update', table: 'contact', id: contactId, target: { firstname: 'James' } },
  )
  await world.worker.runUntilIdle()
  assert.deepEqual(depths(), [4])
})
