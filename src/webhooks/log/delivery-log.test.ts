import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { test } from 'node:test'
import { systemCaller } from '#identity'
import { webhookSink } from '../../../test/webhook-sink.ts'
import { webhookWorld } from '../../../test/webhook-world.ts'

const world = await webhookWorld()
const sink = await webhookSink()

async function endpoint(url: string, more: Record<string, unknown>) {
  const { endpointId } = await world.webhooks.register(systemCaller, {
    name: 'Logged',
    url,
    authentication: { kind: 'HttpHeader', pairs: { 'x-key': 'the secret value' } },
    steps: [{ message: 'Create', table: 'contact' }],
  })
  await world.update('serviceendpoint', endpointId, more)
  await world.webhooks.refresh()
  return endpointId
}

async function attempts(id: string) {
  await world.webhooks.logWritten()
  return await world.query(
    'select * from gr_deliveryattempt where serviceendpointid = $1 order by gr_deliveryattemptid',
    [id],
  )
}

test('each attempt is kept with request, answer, timing, outcome and system job, without secrets', async () => {
  const id = await endpoint(`${sink.url}/logged`, { gr_logdeliveries: true })
  sink.answer((response) =>
    response.writeHead(418, { 'x-why': 'teapot', 'set-cookie': 'a=b' }).end('no '.repeat(2000)),
  )
  const contact = await world.create('contact', { firstname: 'Ada' })
  await world.worker.runUntilIdle()
  const [attempt, ...others] = await attempts(id)
  assert.equal(others.length, 0)
  const [job] = await world.query('select asyncoperationid as id from asyncoperation')
  assert.equal(attempt?.asyncoperationid, job?.id)
  assert.equal(attempt?.attempt, 1)
  assert.equal(attempt?.outcome, 2)
  assert.equal(attempt?.url, `${sink.url}/logged`)
  assert.equal(attempt?.responsestatus, 418)
  assert.equal(String(attempt?.responsestart).length, 1024)
  assert.equal(attempt?.regardingobjectid, contact)
  const headers = attempt?.requestheaders as Record<string, string>
  assert.equal(headers['x-key'], '[removed]')
  const answered = attempt?.responseheaders as Record<string, string>
  assert.deepEqual([answered['x-why'], answered['set-cookie']], ['teapot', '[removed]'])
  assert.equal(attempt?.bodybytes, Buffer.byteLength(String(sink.received[0]?.body)))
  for (const timing of ['queuems', 'sentms', 'firstbytems', 'totalms']) {
    assert.ok(Number(attempt?.[timing]) >= 0, timing)
  }
  assert.ok(!JSON.stringify(attempt).includes('the secret value'))
  sink.clear()
  await world.remove('serviceendpoint', id)
  await world.webhooks.refresh()
})

test('an attempt that reaches nobody is kept with its reason', async () => {
  const closed = createServer().listen(0, '127.0.0.1')
  await once(closed, 'listening')
  const { port } = closed.address() as AddressInfo
  closed.close()
  const id = await endpoint(`http://127.0.0.1:${port}/`, { gr_logdeliveries: true })
  await world.create('contact', { firstname: 'Nobody' })
  await world.worker.runUntilIdle()
  const [attempt] = await attempts(id)
  assert.equal(attempt?.outcome, 4)
  assert.equal(attempt?.responsestatus, null)
  assert.match(String(attempt?.problem), /Logged/)
  await world.remove('serviceendpoint', id)
  await world.webhooks.refresh()
})

test('nothing is kept of endpoints that do not ask for it', async () => {
  const id = await endpoint(`${sink.url}/quiet`, { gr_logdeliveries: false })
  await world.create('contact', { firstname: 'Quiet' })
  await world.worker.runUntilIdle()
  assert.deepEqual(await attempts(id), [])
  await world.remove('serviceendpoint', id)
  await world.webhooks.refresh()
})

test('attempts go when the days of their endpoint are over', async () => {
  const id = await endpoint(`${sink.url}/days`, { gr_logdeliveries: true, gr_logdays: 2 })
  await world.create('contact', { firstname: 'Old' })
  await world.worker.runUntilIdle()
  const prune = world.webhooks.jobs.find(({ kind }) => kind === 'webhook.prune-log')
  assert.ok(prune)
  const run = async () =>
    await prune.run({ db: world.db, signal: new AbortController().signal } as never)
  world.clock.advance(47 * 3_600_000)
  await run()
  assert.equal((await attempts(id)).length, 1)
  world.clock.advance(2 * 3_600_000)
  await run()
  assert.equal((await attempts(id)).length, 0)
})
