import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemCaller } from '#identity'
import { testHub } from '../../test/hub.ts'
import { create } from '../../test/story.ts'

const apiKey = 'k'.repeat(32)
const hub = await testHub({ environment: { GREENROOM_API_KEY: apiKey } })
await hub.identity.ensureFirstAdministrator({ email: undefined, password: undefined, apiKey })

async function ask(method: string, path: string, body?: object) {
  const answer = await fetch(`${hub.url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${apiKey}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
}

async function endpointAtBin(name: string) {
  const { body: bin } = await ask('POST', '/request-bins', { name })
  const { endpointId } = await hub.webhooks.register(systemCaller, {
    name,
    url: bin.url,
    authentication: { kind: 'WebhookKey', key: 'k' },
    steps: [],
  })
  return { bin, endpointId }
}

const answerOf = async (binId: string, status: number) =>
  assert.equal((await ask('PUT', `/request-bins/${binId}/answer`, { status })).status, 200)

test('a step is added with its images, shown as it will be sent, changed whole, and tried', async () => {
  const { bin, endpointId } = await endpointAtBin('Steps')
  const step = {
    message: 'Update',
    table: 'contact',
    filteringAttributes: ['firstname'],
    images: [{ alias: 'before', kind: 'pre', attributes: ['firstname'] }],
  }
  const { body: sample } = await ask('POST', '/steps/sample', step)
  const context = JSON.parse(sample.body)
  assert.equal(context.PreEntityImages[0].key, 'before')
  const [target] = context.InputParameters
  assert.equal(target.value.Attributes[0].key, 'firstname')
  assert.equal(sample.bytes, Buffer.byteLength(sample.body))

  const added = await ask('POST', `/endpoints/${endpointId}/steps`, step)
  assert.equal(added.status, 201)
  assert.deepEqual(added.body.warnings, [])
  const refused = await ask('PUT', `/steps/${added.body.id}`, { ...step, stage: 20 })
  assert.equal(refused.status, 400)
  const changed = await ask('PUT', `/steps/${added.body.id}`, {
    message: 'Update',
    table: 'contact',
    stage: 20,
    mode: 'synchronous',
  })
  assert.equal(changed.body.warnings.length, 1)
  const { rows } = await hub.testDatabase.pool.query(
    `select s.stage, s.filteringattributes, count(i.*)::integer as images
from sdkmessageprocessingstep s left join sdkmessageprocessingstepimage i
  on i.sdkmessageprocessingstepid = s.sdkmessageprocessingstepid
where s.sdkmessageprocessingstepid = $1 group by 1, 2`,
    [added.body.id],
  )
  assert.deepEqual(rows, [{ stage: 20, filteringattributes: null, images: 0 }])

  const { body: tried } = await ask('POST', `/endpoints/${endpointId}/sample`, step)
  assert.deepEqual([tried.succeeded, tried.status], [true, 200])
  const { body: held } = await ask('GET', `/request-bins/${bin.id}`)
  assert.equal(JSON.parse(held.received[0].body).MessageName, 'Update')
})

test('every message and table that steps are open for has a sample', async () => {
  const { rows } = await hub.testDatabase.pool.query(`
select m.name as message, nullif(f.primaryobjecttypecode, 'none') as table
from sdkmessagefilter f join sdkmessage m on m.sdkmessageid = f.sdkmessageid
where f.iscustomprocessingstepallowed`)
  assert.ok(rows.length > 300)
  for (const { message, table } of rows) {
    const sample = hub.webhooks.sample(systemCaller, { message, table: table ?? undefined })
    const context = JSON.parse(sample.body)
    assert.equal(context.MessageName, message)
  }
})

test('the health of an endpoint counts what was told, what failed and what is there to retry', async () => {
  const { bin, endpointId } = await endpointAtBin('Health')
  const { body: step } = await ask('POST', `/endpoints/${endpointId}/steps`, {
    message: 'Create',
    table: 'contact',
  })
  await create(hub, 'contact', { lastname: 'One' })
  await hub.worker.runUntilIdle()
  await answerOf(bin.id, 500)
  await create(hub, 'contact', { lastname: 'Two' })
  await create(hub, 'contact', { lastname: 'Three' })
  await hub.worker.runUntilIdle()
  await create(hub, 'contact', { lastname: 'Four' })
  const { body: health } = await ask('GET', `/endpoints/${endpointId}/health`)
  assert.deepEqual(
    [health.succeeded, health.failed, health.waiting, health.toRetry, health.countedBy],
    [1, 2, 1, 2, 'jobs'],
  )
  assert.deepEqual(health.perStep, [{ stepId: step.id, waiting: 1, toRetry: 2 }])
  assert.ok(health.medianMs > 0 && health.oldestWaitingOn !== null)
  const { body: list } = await ask('GET', '/endpoints')
  const own = list.value.find((each: { id: string }) => each.id === endpointId)
  assert.deepEqual([own.steps, own.succeeded, own.toRetry], [1, 1, 2])
  assert.equal((await ask('GET', `/endpoints/${crypto.randomUUID()}/health`)).status, 404)
  await answerOf(bin.id, 200)
  await hub.worker.runUntilIdle()

  const failed = { act: 'retry', matching: { status: 'failed', stepId: step.id, name: 'create' } }
  const { body: none } = await ask('POST', '/jobs/change', {
    ...failed,
    matching: { ...failed.matching, name: 'nothing like it' },
  })
  assert.deepEqual(none, { changed: 0, refused: 0 })
  const { body: retried } = await ask('POST', '/jobs/change', failed)
  assert.deepEqual(retried, { changed: 2, refused: 0 })
  await hub.worker.runUntilIdle()
  const { body: after } = await ask('GET', `/endpoints/${endpointId}/health`)
  assert.deepEqual([after.toRetry, after.waiting], [0, 0])
})

test('many jobs are changed 200 at a time; what cannot be changed is counted and left', async () => {
  await hub.testDatabase.pool.query(`
insert into asyncoperation (asyncoperationid, name, gr_kind, gr_payload, operationtype, statecode,
  statuscode, createdon, modifiedon, retrycount, gr_attempt, gr_tries, gr_losses, gr_autodelete,
  gr_begun, gr_parked, postponeuntil)
select gen_random_uuid(), 'Many ' || n, 'mail.letter', '{}', 54,
  case when n <= 250 then 1 else 3 end, case when n <= 250 then 10 else 30 end,
  now(), now(), 0, 1, 1, 0, false, false, false, now() + interval '1 year'
from generate_series(1, 300) n`)
  const order = { act: 'cancel', matching: { kind: 'mail.letter', name: 'many' } }
  const { body: first } = await ask('POST', '/jobs/change', order)
  assert.equal(first.changed + first.refused, 200)
  const { body: second } = await ask('POST', '/jobs/change', { ...order, after: first.next })
  assert.equal(first.changed + second.changed, 250)
  assert.equal(first.refused + second.refused, 50)
  assert.equal(second.next, undefined)
  const { body: summary } = await ask('GET', '/jobs/summary')
  assert.ok(summary.kinds.includes('mail.letter') && summary.kinds.includes('webhook.delivery'))
  assert.equal(summary.counts.failed, 0)
})
