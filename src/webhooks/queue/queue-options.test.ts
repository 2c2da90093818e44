import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#errors'
import { systemCaller } from '#identity'
import type { Values } from '#pipeline'
import { type AmqpPeer, accept, amqpPeer } from '../../../test/amqp-peer.ts'
import { deliveryJobs } from '../../../test/register-endpoint.ts'
import { webhookWorld } from '../../../test/webhook-world.ts'
import { filterId, messageId } from '../message-catalogue.ts'

const world = await webhookWorld({ outcomeTimeMs: 1_000 })
const peer = await amqpPeer({ user: 'hub', password: 'word' })
const contact = await world.create('contact', { lastname: 'Glynn' })
let turn = 0

const queue: Values = {
  name: 'Broker',
  contract: 6,
  authtype: 2,
  path: 'changes',
  namespaceaddress: `amqp://127.0.0.1:${peer.port}`,
  saskeyname: 'hub',
  saskey: 'word',
}

/** The only endpoint there is; gives its id. */
async function registerOnly(options: Values): Promise<string> {
  for (const { id } of await world.query('select serviceendpointid as id from serviceendpoint')) {
    await world.remove('serviceendpoint', String(id))
  }
  await world.query('delete from asyncoperation')
  peer.received.length = 0
  peer.answer(accept)
  const id = await world.create('serviceendpoint', { ...queue, ...options })
  await world.create('sdkmessageprocessingstep', {
    eventhandler: { table: 'serviceendpoint', id },
    sdkmessageid: messageId('Update'),
    sdkmessagefilterid: filterId('Update', 'contact'),
    stage: 40,
    mode: 1,
    filteringattributes: 'nickname',
  })
  await world.webhooks.refresh()
  return id
}

async function change(times = 1): Promise<void> {
  for (let each = 0; each < times; each += 1) {
    turn += 1
    await world.update('contact', contact, { nickname: `Jim ${turn}` })
  }
  await world.worker.runUntilIdle()
}

const refuse: Parameters<AmqpPeer['answer']>[0] = (delivery) =>
  delivery.reject({ condition: 'amqp:resource-limit-exceeded', description: 'the queue is full' })

const states = async () => (await deliveryJobs(world)).map(({ statuscode }) => statuscode)

async function runAfter(seconds: number): Promise<void> {
  world.clock.advance(seconds * 1_000)
  await world.worker.runUntilIdle()
}

test('without a schedule a queue that refuses is tried for about a day', async () => {
  await registerOnly({})
  peer.answer(refuse)
  await change()
  for (let round = 0; round < 5; round += 1) await runAfter(3_600)
  assert.deepEqual(await states(), [10])
  assert.equal(peer.received.length, 6)
})

test('the schedule of the endpoint goes before the rule of queues', async () => {
  await registerOnly({ gr_attempts: 3, gr_retrydelay: 600 })
  peer.answer(refuse)
  await change()
  await runAfter(200)
  assert.equal(peer.received.length, 1, 'the rule of queues would have tried it again after 5 s')
  await runAfter(400)
  await runAfter(1_200)
  assert.deepEqual([await states(), peer.received.length], [[31], 3])
})

test('no schedule makes a message smaller', async () => {
  await registerOnly({ gr_attempts: 9, gr_circuitfailures: 1 })
  await world.pipeline.execute(systemCaller, {
    message: 'Update',
    table: 'contact',
    id: contact,
    target: { nickname: 'Large' },
    shared: { tag: 'x'.repeat(200_000) },
  })
  await world.worker.runUntilIdle()
  const [job] = await deliveryJobs(world)
  assert.deepEqual([job?.statuscode, job?.errorcode], [31, -2147155448])
  const [row] = await world.query('select gr_circuit from serviceendpoint')
  assert.notEqual(row?.gr_circuit, 2, 'it says nothing about the broker')
})

test('a circuit opens before a queue that refuses, holds messages back and closes by itself', async () => {
  await registerOnly({ gr_circuitfailures: 3, gr_circuitpause: 60 })
  peer.answer(refuse)
  await change(3)
  const refused = peer.received.length
  const [open] = await world.query('select gr_circuit, gr_circuitreason from serviceendpoint')
  assert.equal(open?.gr_circuit, 2)
  assert.match(String(open?.gr_circuitreason), /the queue is full/)
  await world.webhooks.refresh()
  await change(2)
  assert.equal(peer.received.length, refused, 'nothing is sent while it is open')
  peer.answer(accept)
  for (let round = 0; round < 8; round += 1) {
    await runAfter(120)
    await world.webhooks.refresh()
  }
  assert.deepEqual(await states(), [30, 30, 30, 30, 30])
  const [closed] = await world.query('select gr_circuit from serviceendpoint')
  assert.equal(closed?.gr_circuit, 1)
})

test('limits of deliveries under way and per minute hold for queues', async () => {
  await registerOnly({ gr_concurrency: 2, gr_rate: 600 })
  let underWay = 0
  let most = 0
  peer.answer((delivery) => {
    underWay += 1
    most = Math.max(most, underWay)
    setTimeout(() => {
      underWay -= 1
      delivery.accept()
    }, 30)
  })
  for (let each = 0; each < 12; each += 1) {
    await world.update('contact', contact, { nickname: `Many ${each}` })
  }
  for (let round = 0; round < 40; round += 1) {
    await runAfter(1)
    if ((await states()).every((status) => status === 30)) break
  }
  assert.deepEqual(new Set(await states()), new Set([30]))
  assert.ok(most <= 2, `${most} at once`)
})

test('messages have their number, and say when they are sent again', async () => {
  const id = await registerOnly({ gr_sequencenumbers: true, gr_keepsucceeded: true })
  await change(2)
  const numbers = () => peer.received.map((each) => each.application_properties?.sequence)
  assert.deepEqual(numbers().toSorted(), [1, 2])
  peer.received.length = 0
  const replay = await world.webhooks.replays.order(systemCaller, {
    endpointId: id,
    deliveries: 'succeeded',
    marked: true,
  })
  await runAfter(1)
  await runAfter(1)
  assert.deepEqual(numbers().toSorted(), [1, 2])
  assert.deepEqual(
    peer.received.map((each) => each.application_properties?.replay),
    [replay.id, replay.id],
  )
})

for (const [option, value] of [
  ['gr_signature', 1],
  ['gr_envelope', 2],
  ['gr_handshake', true],
  ['gr_disableongone', true],
] as const) {
  test(`${option} is refused for a queue`, async () => {
    await assert.rejects(
      world.create('serviceendpoint', { ...queue, [option]: value }),
      (error) => isRefusal(error, 'option-of-webhooks') && error.values.option === option,
    )
  })
}
