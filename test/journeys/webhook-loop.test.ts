/** Two receivers that write what the other one is told about: a loop that no single one can see. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { systemCaller } from '#identity'
import { type Answered, dataWorld } from '../data-world.ts'
import { webhookSink } from '../webhook-sink.ts'

const world = await dataWorld()
const sink = await webhookSink()
const contact = await world.create('contact', { lastname: 'Glynn' })
const account = await world.create('account', { name: 'Contoso' })

/** Who is told of contacts writes the account, who is told of accounts writes the contact. */
const writes: Readonly<Record<string, readonly [path: string, column: string]>> = {
  '/contacts': [`accounts(${account})`, 'description'],
  '/accounts': [`contacts(${contact})`, 'nickname'],
}
const answers: Answered[] = []
let turn = 0

async function writeBack(path: string, correlation: string | undefined): Promise<void> {
  const [row, column] = writes[path] ?? ['', '']
  turn += 1
  const headers = { 'x-ms-correlation-request-id': correlation ?? '' }
  const body = { [column]: `Round ${turn}` }
  answers.push(await world.send(row, { method: 'PATCH', body, headers }))
}

async function register(mode: 'synchronous' | 'asynchronous'): Promise<void> {
  for (const { id } of await world.query('select serviceendpointid as id from serviceendpoint')) {
    await world.remove('serviceendpoint', String(id))
  }
  await world.query('delete from asyncoperation')
  sink.clear()
  answers.length = 0
  sink.answer((response, { url, header }) => {
    response.writeHead(200).end()
    void writeBack(url, header('x-ms-correlation-request-id'))
  })
  for (const table of ['contact', 'account']) {
    await world.webhooks.register(systemCaller, {
      ...{ name: `Knows of ${table}s`, url: `${sink.url}/${table}s` },
      authentication: { kind: 'HttpHeader', pairs: {} },
      steps: [{ message: 'Update', table, mode }],
    })
  }
}

const begin = () =>
  world.send(`contacts(${contact})`, { method: 'PATCH', body: { nickname: 'Jim' } })
const depths = () => sink.received.map(({ body }) => JSON.parse(body).Depth)
const alternately = Array.from({ length: 8 }, (_, index) => (index % 2 ? '/accounts' : '/contacts'))

test('two receivers that tell each other are stopped at depth 8, and a system job says so', async () => {
  await register('asynchronous')
  assert.equal((await begin()).status, 204)
  for (let round = 0; round < 12; round += 1) {
    await world.worker.runUntilIdle()
    await wait(50)
  }
  assert.deepEqual(depths(), [1, 2, 3, 4, 5, 6, 7, 8])
  assert.deepEqual(
    sink.received.map(({ url }) => url),
    alternately,
  )
  const chain = new Set(sink.received.map((each) => each.header('x-ms-correlation-request-id')))
  assert.equal(chain.size, 1)
  const failed = await world.send(
    'asyncoperations?$filter=statuscode eq 31&$select=depth,errorcode,friendlymessage,correlationid',
  )
  assert.equal(failed.json.value.length, 1)
  const [job] = failed.json.value
  assert.deepEqual([job.depth, job.errorcode], [9, -2147204734])
  assert.match(job.friendlymessage, /number 9 in a chain of webhooks and calls back, and 8 are/)
  assert.ok(chain.has(job.correlationid))
})

test('where the writes wait for the receivers, the ninth is refused and changes nothing', async () => {
  await register('synchronous')
  assert.equal((await begin()).status, 204)
  for (let waited = 0; answers.length < 8 && waited < 100; waited += 1) await wait(50)
  assert.deepEqual(depths(), [1, 2, 3, 4, 5, 6, 7, 8])
  assert.deepEqual(
    answers.map(({ status }) => status),
    [204, 204, 204, 204, 204, 204, 204, 400],
  )
  assert.equal(answers.at(-1)?.json.error.code, '0x80044182')
  const last = await world.send(`contacts(${contact})?$select=nickname`)
  assert.notEqual(last.json.nickname, `Round ${turn}`)
})

test('an hour later the same chain may go on', async () => {
  await register('asynchronous')
  const correlation = sink.received[0]?.header('x-ms-correlation-request-id')
  assert.equal(correlation, undefined)
  const chain = 'c0ffee00-0000-4000-8000-000000000001'
  const headers = { 'x-ms-correlation-request-id': chain }
  const body = { nickname: 'Jim' }
  await world.send(`contacts(${contact})`, { method: 'PATCH', body, headers })
  for (let round = 0; round < 12; round += 1) {
    await world.worker.runUntilIdle()
    await wait(50)
  }
  const told = sink.received.length
  world.clock.advance(3_600_001)
  sink.answer((response) => response.writeHead(200).end())
  await world.send(`contacts(${contact})`, { method: 'PATCH', body, headers })
  await world.worker.runUntilIdle()
  assert.equal(sink.received.length, told + 1)
})
