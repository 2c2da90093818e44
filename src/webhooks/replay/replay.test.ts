import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withTransaction } from '#database'
import { systemCaller } from '#identity'
import { cancel } from '#jobs'
import { webhookSink, withStatus } from '../../../test/webhook-sink.ts'
import { webhookWorld } from '../../../test/webhook-world.ts'

const world = await webhookWorld()
const sink = await webhookSink()

async function endpoint(name: string, more: Record<string, unknown> = {}) {
  const { endpointId } = await world.webhooks.register(systemCaller, {
    name,
    url: `${sink.url}/${name}`,
    authentication: { kind: 'WebhookKey', key: 'k' },
    steps: [{ message: 'Create', table: 'contact' }],
  })
  if (Object.keys(more).length > 0) {
    await world.update('serviceendpoint', endpointId, more)
    await world.webhooks.refresh()
  }
  return endpointId
}

async function contacts(count: number): Promise<void> {
  for (let each = 0; each < count; each += 1) {
    await world.create('contact', { firstname: `Number ${each}` })
  }
}

/** A second of the hub's time, and all that is then due. */
async function pass(seconds: number): Promise<void> {
  for (let each = 0; each < seconds; each += 1) {
    world.clock.advance(1000)
    await world.worker.runUntilIdle()
  }
}

const replays = world.webhooks.replays

test('what failed during an outage is sent again at the chosen pace, as the same system jobs', async () => {
  const id = await endpoint('outage')
  sink.answer(withStatus(500))
  const since = world.clock.now()
  await contacts(7)
  await world.worker.runUntilIdle()
  const before = await world.query('select 1 from asyncoperation where statuscode = 31')
  assert.equal(before.length, 7)
  sink.clear()
  const ordered = await replays.order(systemCaller, {
    endpointId: id,
    endedFrom: since,
    perSecond: 3,
  })
  assert.equal(ordered.total, 7)
  await world.worker.runUntilIdle()
  assert.equal(sink.received.length, 3)
  assert.deepEqual({ ...(await replays.read(systemCaller, ordered.id)) }, { ...ordered, sent: 3 })
  await pass(4)
  assert.equal(sink.received.length, 7)
  const ended = await replays.read(systemCaller, ordered.id)
  assert.deepEqual([ended.state, ended.sent, ended.skipped], ['finished', 7, 0])
  assert.equal((await world.query('select 1 from asyncoperation where statuscode = 31')).length, 0)
  assert.ok(sink.received.every((each) => each.header('x-greenroom-replay') === undefined))
  await world.remove('serviceendpoint', id)
  await world.webhooks.refresh()
})

test('a replay that another receiver gets is a copy with the same body, marked when asked for', async () => {
  const from = await endpoint('first')
  sink.answer(withStatus(410))
  await contacts(1)
  await world.worker.runUntilIdle()
  const original = sink.received.at(-1)
  sink.clear()
  const to = await endpoint('second')
  const order = { endpointId: from, toEndpointId: to, marked: true }
  const { id } = await replays.order(systemCaller, order)
  await pass(2)
  const [copy] = sink.received
  assert.match(String(copy?.url), /^\/second/)
  const mark = `"SharedVariables":[{"key":"gr_Replay","value":"${id}"}],"Stage":40`
  assert.equal(copy?.body, original?.body.replace('"SharedVariables":[],"Stage":40', mark))
  assert.equal(copy?.header('x-greenroom-replay'), id)
  const failed = await world.query('select 1 from asyncoperation where statuscode = 31')
  assert.equal(failed.length, 1, 'the dead letter of the first endpoint is still there')
  for (const each of [from, to]) await world.remove('serviceendpoint', each)
  await world.webhooks.refresh()
})

test('a cancelled replay sends nothing more', async () => {
  const id = await endpoint('cancelled')
  sink.answer(withStatus(500))
  const since = world.clock.now()
  await contacts(4)
  await world.worker.runUntilIdle()
  sink.clear()
  const ordered = await replays.order(systemCaller, {
    endpointId: id,
    endedFrom: since,
    perSecond: 1,
  })
  await world.worker.runUntilIdle()
  const canceled = await replays.cancel(systemCaller, ordered.id)
  assert.deepEqual([canceled.state, canceled.sent], ['canceled', 1])
  await pass(4)
  assert.equal(sink.received.length, 1)
  await world.remove('serviceendpoint', id)
  await world.webhooks.refresh()
})

test('a replay whose system job is cancelled is cancelled, wherever it is read', async () => {
  const id = await endpoint('by-its-job')
  sink.answer(withStatus(500))
  const since = world.clock.now()
  await contacts(3)
  await world.worker.runUntilIdle()
  sink.clear()
  const order = { endpointId: id, endedFrom: since, perSecond: 1 }
  const ordered = await replays.order(systemCaller, order)
  await world.worker.runUntilIdle()
  await withTransaction(world.db, (tx) => cancel(tx, ordered.systemJobId ?? '', world.clock.now()))
  await pass(3)
  assert.equal(sink.received.length, 1)
  const { state, sent } = await replays.read(systemCaller, ordered.id)
  assert.deepEqual([state, sent], ['canceled', 1])
  const again = await replays.cancel(systemCaller, ordered.id)
  assert.equal(again.state, 'canceled')
  await world.remove('serviceendpoint', id)
  await world.webhooks.refresh()
})

test('succeeded deliveries are sent again only where their endpoint keeps them for it', async () => {
  const id = await endpoint('succeeded')
  const order = { endpointId: id, deliveries: 'succeeded' } as const
  await contacts(2)
  await world.worker.runUntilIdle()
  await assert.rejects(replays.order(systemCaller, order), { code: 'replay-empty' })
  await world.update('serviceendpoint', id, { gr_keepsucceeded: true })
  sink.clear()
  await replays.order(systemCaller, order)
  await pass(2)
  assert.equal(sink.received.length, 2)
  await world.remove('serviceendpoint', id)
  await world.webhooks.refresh()
})

test('succeeded deliveries that are kept for replay stay, though their step lets them go', async () => {
  const id = await endpoint('kept', { gr_keepsucceeded: true })
  const [step] = await world.query(
    'select sdkmessageprocessingstepid as id from sdkmessageprocessingstep where eventhandler = $1',
    [id],
  )
  await world.update('sdkmessageprocessingstep', String(step?.id), { asyncautodelete: true })
  await world.webhooks.refresh()
  await contacts(1)
  await world.worker.runUntilIdle()
  const kept = await world.query('select 1 from asyncoperation where owningextensionid = $1', [
    step?.id,
  ])
  assert.equal(kept.length, 1)
  await world.remove('serviceendpoint', id)
  await world.webhooks.refresh()
})

test('nobody writes the log or a replay by hand', async () => {
  for (const table of ['gr_deliveryattempt', 'gr_replay']) {
    await assert.rejects(world.create(table, { name: 'x' }), { code: 'kept-by-delivery' })
  }
})

test('who may not change endpoints may not have anything sent again', async () => {
  const reader = { ...systemCaller, roles: ['Reader'] }
  await assert.rejects(replays.order(reader, {}), { code: 'not-allowed' })
})
