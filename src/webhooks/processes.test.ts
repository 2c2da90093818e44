import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { systemCaller } from '#identity'
import { webhookSink } from '../../test/webhook-sink.ts'
import { webhookWorld } from '../../test/webhook-world.ts'

const first = await webhookWorld()
const second = await first.another()
const sink = await webhookSink()

const registration = {
  name: 'Receiver',
  url: sink.url,
  authentication: { kind: 'HttpHeader', pairs: {} },
  steps: [{ message: 'Create', table: 'contact', mode: 'synchronous' }],
} as const

const createContact = () => second.create('contact', { lastname: 'Glynn' })

/** Writes contacts until one was told of, or for so long; gives the milliseconds. */
async function untilTold(limitMs: number): Promise<number> {
  const began = performance.now()
  while (sink.received.length === 0) {
    assert.ok(performance.now() - began < limitMs, 'the other process never learned of it')
    await createContact()
    await wait(5)
  }
  return performance.now() - began
}

test('a step registered in one process acts in another within a moment', async () => {
  const { endpointId } = await first.webhooks.register(systemCaller, registration)
  assert.ok((await untilTold(2_000)) < 1_000)
  await first.remove('serviceendpoint', endpointId)
  await wait(100)
  sink.clear()
  await createContact()
  assert.equal(sink.received.length, 0)
})

test('a registration is not lost with the connection that would have told of it', async () => {
  await first.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and query like 'listen greenroom_webhooks%'`,
  )
  const { endpointId } = await first.webhooks.register(systemCaller, registration)
  assert.ok((await untilTold(3_000)) < 2_500)
  await first.remove('serviceendpoint', endpointId)
  await wait(1_200)
  sink.clear()
})

test('a registration that was rolled back never acts', async () => {
  const wrong = { ...registration, steps: [...registration.steps, { message: 'Nothing' }] }
  await assert.rejects(first.webhooks.register(systemCaller, wrong))
  await wait(50)
  await createContact()
  assert.equal(sink.received.length, 0)
})

test('the process that registered acts at once', async () => {
  await first.webhooks.register(systemCaller, registration)
  await first.create('contact', { lastname: 'Glynn' })
  assert.equal(sink.received.length, 1)
})

test('a worker that has not heard of a step yet still delivers for it', async () => {
  sink.clear()
  const asynchronous = {
    ...registration,
    steps: [{ message: 'Create', table: 'account' }],
  } as const
  const third = await first.another()
  await third.webhooks.stop()
  await first.webhooks.register(systemCaller, asynchronous)
  await first.create('account', { name: 'Contoso' })
  await third.worker.runUntilIdle()
  assert.equal(sink.received.length, 1)
})

test('a step whose table is gone keeps no other step from running', async () => {
  sink.clear()
  const gone = '00000000-0000-4000-8000-00000000abcd'
  await first.query(
    `insert into sdkmessagefilter (sdkmessagefilterid, sdkmessageid, primaryobjecttypecode,
       createdon, modifiedon, statecode, statuscode)
     select $1, sdkmessageid, 'gr_gone', now(), now(), 0, 1 from sdkmessage where name = 'Create'`,
    [gone],
  )
  const { steps } = await first.webhooks.register(systemCaller, {
    ...registration,
    steps: [
      { message: 'Create', table: 'account', mode: 'synchronous', name: 'Gone' },
      { message: 'Create', table: 'account', mode: 'synchronous', name: 'There' },
    ],
  })
  await first.query(
    `update sdkmessageprocessingstep
     set sdkmessagefilterid = $1, versionnumber = nextval('gr_versionnumber')
     where sdkmessageprocessingstepid = $2`,
    [gone, steps[0]?.id],
  )
  await first.webhooks.refresh()
  await first.create('account', { name: 'Contoso' })
  const owners = sink.received.map(({ body }) => JSON.parse(body).OwningExtension.Name)
  assert.deepEqual(owners, ['There'])
})
