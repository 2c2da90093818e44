import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal, type Refusal } from '#errors'
import { systemCaller } from '#identity'
import { createLog } from '#log'
import { webhookSink, withStatus } from '../../test/webhook-sink.ts'
import { webhookWorld } from '../../test/webhook-world.ts'
import { isEndpointUnavailable } from './delivery-refusals.ts'
import type { StepRegistration } from './register.ts'

const world = await webhookWorld({ answerTimeMs: 2_000, poolSize: 8 })
const sink = await webhookSink()

async function registerOnly(step: Partial<StepRegistration> = {}): Promise<string> {
  for (const { id } of await world.query('select serviceendpointid as id from serviceendpoint')) {
    await world.remove('serviceendpoint', String(id))
  }
  sink.clear()
  const { steps } = await world.webhooks.register(systemCaller, {
    name: 'Receiver',
    url: `${sink.url}/hook`,
    authentication: { kind: 'WebhookKey', key: 'very-secret-key' },
    steps: [{ message: 'Update', table: 'contact', mode: 'synchronous', ...step }],
  })
  return steps[0]?.id ?? ''
}

const newContact = () => world.create('contact', { firstname: 'Jim', lastname: 'Glynn' })
const contactId = await newContact()
const rename = (firstname: string, id = contactId) => world.update('contact', id, { firstname })

async function nameOf(id: string): Promise<unknown> {
  const [row] = await world.query('select firstname from contact where contactid = $1', [id])
  return row?.firstname
}

async function thrownBy(act: Promise<unknown>): Promise<Refusal> {
  const error: unknown = await act.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  assert.ok(isRefusal(error), `refused: ${String(error)}`)
  return error
}

for (const stage of [10, 20, 40] as const) {
  test(`a receiver that refuses at stage ${stage} stops the write`, async () => {
    await registerOnly({ stage })
    const id = await newContact()
    sink.answer(withStatus(400))
    const error = await thrownBy(rename('James', id))
    assert.equal(error.code, 'endpoint-answered')
    assert.equal(error.status, 400)
    assert.equal((error.dataverse ?? 0) | 0, -2147155455)
    assert.match(error.sentence, /^Endpoint unavailable: the webhook "Receiver" answered/)
    assert.equal(await nameOf(id), 'Jim')
    sink.answer(withStatus(204))
    await rename('James', id)
    assert.equal(await nameOf(id), 'James')
    const { IsInTransaction, Stage, Mode } = JSON.parse(sink.received.at(-1)?.body ?? '')
    assert.deepEqual([IsInTransaction, Stage, Mode], [stage !== 10, stage, 0])
  })
}

test('the caller gets a log to download, without keys', async () => {
  const stepId = await registerOnly()
  sink.answer(withStatus(500))
  const error = await thrownBy(rename('James'))
  assert.ok(isEndpointUnavailable(error))
  assert.match(error.log, /Error code: 0x80050201/)
  assert.ok(error.log.includes(`Operation: Update of contact ${contactId}, stage 40, depth 1`))
  assert.ok(error.log.includes(stepId))
  assert.ok(error.log.includes(sink.received[0]?.header('x-ms-correlation-request-id') ?? '-'))
  assert.ok(!error.log.includes('very-secret-key'))
})

test('a networking issue gets one more attempt while the caller waits', async () => {
  await registerOnly()
  sink.answer((response) => response.writeHead(sink.received.length === 1 ? 502 : 200).end())
  await rename('James')
  assert.equal(sink.received.length, 2)
  sink.clear()
  sink.answer(withStatus(504))
  assert.equal((await thrownBy(rename('James'))).values.answer, 504)
  assert.equal(sink.received.length, 2)
})

test('a receiver that hangs fails the write after the time limit', async () => {
  await registerOnly()
  sink.answer(() => undefined)
  const began = performance.now()
  const error = await thrownBy(rename('Never'))
  assert.equal((error.dataverse ?? 0) | 0, -2147155454)
  assert.ok(performance.now() - began < 20_000)
  assert.notEqual(await nameOf(contactId), 'Never')
})

test('waiting for a receiver may take longer than the database lets transactions idle', async () => {
  const impatient = await world.another({ answerTimeMs: 3_000, statementTimeoutMs: 200 })
  await registerOnly()
  await impatient.webhooks.refresh()
  sink.answer((response) => setTimeout(() => response.end(), 700))
  await impatient.update('contact', contactId, { firstname: 'Patient' })
  assert.equal(await nameOf(contactId), 'Patient')
})

test('a later step of a higher rank sees that an earlier one was told', async () => {
  await registerOnly({ rank: 5 })
  const seen: number[] = []
  const step = {
    name: 'Looks',
    message: 'Update',
    table: 'contact',
    stage: 40,
    rank: 6,
    run: async () => void seen.push(sink.received.length),
  } as const
  world.pipeline.addStep(step)
  await rename('James')
  world.pipeline.removeStep(step)
  assert.deepEqual(seen, [1])
})

test('synchronous steps leave no system job', async () => {
  await registerOnly()
  await rename('James')
  assert.deepEqual(await world.query('select * from asyncoperation'), [])
})

test('half of the database connections at most wait for receivers; others go on', async () => {
  await registerOnly()
  const ids = await Promise.all(Array.from({ length: 7 }, newContact))
  const held: (() => void)[] = []
  sink.answer((response) => held.push(() => response.end()))
  const refusals = Promise.withResolvers<void>()
  const refused: string[] = []
  const writes = ids.map((id) =>
    rename('Waiting', id).then(
      () => 'written',
      (error) => {
        if (refused.push(codeOf(error)) === 3) refusals.resolve()
      },
    ),
  )
  await sink.waitFor(4)
  await refusals.promise
  assert.ok(await newContact())
  for (const release of held) release()
  const results = await Promise.all(writes)
  assert.deepEqual(results.filter((each) => each === 'written').length, 4)
  assert.deepEqual(refused, Array(3).fill('webhooks-hold-the-database'))
  sink.clear()
  await rename('Again', ids[6])
})

function codeOf(error: unknown): string {
  return isRefusal(error) ? error.code : String(error)
}

test('the context of a synchronous step differs from an asynchronous one as captured', async () => {
  const stepId = await registerOnly({ images: [{ alias: 'After', kind: 'post' }] })
  await rename('James')
  const context = JSON.parse(sink.received[0]?.body ?? '')
  assert.match(context.RequestId, /^[0-9a-f-]{36}$/)
  assert.equal(context.OperationId, context.RequestId)
  assert.equal(context.ParentContext.RequestId, context.RequestId)
  assert.match(context.OperationCreatedOn, /^\/Date\(\d{13}\)\/$/)
  assert.deepEqual(context.OwningExtension, {
    Id: stepId,
    KeyAttributes: [],
    LogicalName: 'sdkmessageprocessingstep',
    Name: 'Receiver: Update of contact',
    RowVersion: null,
  })
  assert.equal(context.ParentContext.OwningExtension.Name, 'ObjectModel Implementation')
  assert.equal(context.ParentContext.Stage, 30)
  const keys = (list: { key: string }[]) => list.map(({ key }) => key)
  assert.deepEqual(keys(context.InputParameters), ['Target', 'TargetReference'])
  assert.deepEqual(keys(context.ParentContext.InputParameters), [
    'Target',
    'SuppressDuplicateDetection',
  ])
  assert.deepEqual(keys(context.PostEntityImages), ['After'])
})

test('a nested write tells what started it', async () => {
  await registerOnly()
  const accountSteps = {
    name: 'Renames the contact',
    message: 'Create',
    table: 'account',
    stage: 40,
    run: async (execution: Parameters<Parameters<typeof world.pipeline.addStep>[0]['run']>[0]) => {
      await execution.execute({
        message: 'Update',
        table: 'contact',
        id: contactId,
        target: { firstname: 'Nested' },
      })
    },
  } as const
  world.pipeline.addStep(accountSteps)
  await world.create('account', { name: 'Contoso' })
  world.pipeline.removeStep(accountSteps)
  const context = JSON.parse(sink.received[0]?.body ?? '')
  const above = context.ParentContext.ParentContext
  assert.deepEqual([context.Depth, context.ParentContext.Depth, above.Depth], [2, 2, 1])
  assert.deepEqual(
    [above.MessageName, above.PrimaryEntityName, above.Stage],
    ['Create', 'account', 40],
  )
  assert.deepEqual([above.ParentContext.Stage, above.ParentContext.ParentContext], [30, null])
})

test('keys reach neither logs nor errors, however a delivery fails', async () => {
  const lines: string[] = []
  const destination = { write: (line: string) => void lines.push(line) }
  const log = createLog({ level: 'trace', destination })
  const talkative = await world.another({ answerTimeMs: 200, log })
  const failures: Parameters<typeof sink.answer>[0][] = [
    withStatus(500),
    (_, __, socket) => socket.destroy(),
    () => undefined,
  ]
  for (const mode of ['synchronous', 'asynchronous'] as const) {
    await registerOnly({ mode })
    await talkative.webhooks.refresh()
    for (const failure of failures) {
      sink.answer(failure)
      const change = talkative.update('contact', contactId, { firstname: 'James' })
      const error: unknown = await change.catch((thrown: unknown) => thrown)
      lines.push(JSON.stringify(error), String(error instanceof Error ? error.stack : ''))
      await talkative.worker.runUntilIdle()
    }
  }
  assert.ok(sink.received.every(({ url }) => url.includes('very-secret-key')))
  const jobs = await world.query('select * from asyncoperation')
  assert.equal(jobs.length, failures.length)
  const everything = [...lines, JSON.stringify(jobs)].join('\n')
  assert.ok(everything.includes('Endpoint unavailable'))
  assert.ok(!everything.includes('very-secret-key'))
})
