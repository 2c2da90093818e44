import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#errors'
import type { Values } from '#pipeline'
import { registerEndpoint } from '../../test/register-endpoint.ts'
import { webhookSink } from '../../test/webhook-sink.ts'
import { webhookWorld } from '../../test/webhook-world.ts'

const world = await webhookWorld()
const sink = await webhookSink()

const before: Values = {
  firstname: 'Jim',
  lastname: 'Glynn',
  birthdate: '1980-02-29',
  donotemail: false,
  numberofchildren: 2,
  creditlimit: 1,
}

async function registerChangedOnly(filteringAttributes: readonly string[]): Promise<void> {
  const { stepId } = await registerEndpoint(world, sink, {}, { filteringAttributes })
  await world.update('sdkmessageprocessingstep', stepId, { gr_changedonly: true })
  await world.webhooks.refresh()
}

async function toldOf(contact: string, values: Values): Promise<number> {
  sink.clear()
  await world.update('contact', contact, values)
  await world.worker.runUntilIdle()
  return sink.received.length
}

const unchanged: readonly Values[] = [
  { firstname: 'Jim' },
  { birthdate: '1980-02-29', donotemail: false },
  { numberofchildren: 2, creditlimit: 1.0 },
  { creditlimit: 1 },
  { nickname: null },
  { parentcustomerid: null },
]
const changed: readonly Values[] = [
  { firstname: 'jim' },
  { firstname: null },
  { donotemail: true },
  { creditlimit: 1.5 },
  { numberofchildren: 3 },
  { nickname: 'J' },
]

test('a step can fire only when a value became another one', async () => {
  await registerChangedOnly([])
  for (const values of unchanged) {
    const contact = await world.create('contact', before)
    assert.equal(await toldOf(contact, values), 0, JSON.stringify(values))
  }
  for (const values of changed) {
    const contact = await world.create('contact', before)
    assert.equal(await toldOf(contact, values), 1, JSON.stringify(values))
    assert.equal(await toldOf(contact, values), 0, 'the same again')
  }
})

test('with filtering attributes only those are compared', async () => {
  const contact = await world.create('contact', before)
  await registerChangedOnly(['firstname', 'lastname'])
  assert.equal(await toldOf(contact, { firstname: 'Jim', nickname: 'J' }), 0)
  assert.equal(await toldOf(contact, { firstname: 'Jim', lastname: 'Jones' }), 1)
})

test('gr_changedonly is refused where there is nothing to compare', async () => {
  const { stepId } = await registerEndpoint(world, sink, {}, { message: 'Create' })
  await assert.rejects(
    world.update('sdkmessageprocessingstep', stepId, { gr_changedonly: true }),
    (error) => isRefusal(error, 'step-changed-only'),
  )
})

const wrong: readonly Values[] = [
  { gr_attempts: 0 },
  { gr_attempts: 101 },
  { gr_retrydelay: 0 },
  { gr_retryminutes: 50_000 },
  { gr_circuitfailures: 0 },
  { gr_circuitshare: 101 },
  { gr_rate: 0 },
  { gr_concurrency: 1.5 },
  { gr_ordering: 3 },
  { gr_envelope: 3 },
  { gr_signature: 9 },
  { gr_circuit: 2 },
  { gr_disabledon: new Date() },
  { gr_handshakestate: 2 },
]

test('options out of range and columns that only the hub writes are refused', async () => {
  const { id } = await registerEndpoint(world, sink)
  for (const values of wrong) {
    await assert.rejects(
      world.update('serviceendpoint', id, values),
      (error) => isRefusal(error),
      JSON.stringify(values),
    )
  }
})
