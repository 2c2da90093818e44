import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { cleanUpAfterwards } from '../../test/database.ts'
import { deliveryJobs, registerEndpoint } from '../../test/register-endpoint.ts'
import { type Received, webhookSink, withStatus } from '../../test/webhook-sink.ts'
import { webhookWorld } from '../../test/webhook-world.ts'

const masterKey = randomBytes(32)
const world = await webhookWorld({ leaseMs: 1_000, masterKey })
const second = await world.another({ masterKey })
const sink = await webhookSink()
const contacts: string[] = []
for (const lastname of ['Glynn', 'Jones', 'Smith', 'Brown']) {
  contacts.push(await world.create('contact', { lastname }))
}
const [contact = '', other = ''] = contacts

const holdBack = { gr_ordering: 1, gr_retrydelay: 1 }
const letPass = { gr_ordering: 2, gr_attempts: 1 }

const name = (id: string, nickname: string) => world.update('contact', id, { nickname })

async function run(): Promise<void> {
  await Promise.all([world.worker.runUntilIdle(), second.worker.runUntilIdle()])
}

interface Told {
  readonly row: string
  readonly nickname: string
  readonly sequence: number
}

function toldBy({ body, header }: Received): Told {
  const context = JSON.parse(body)
  const target = context.InputParameters.find((each: { key: string }) => each.key === 'Target')
  const { Attributes: attributes } = target.value
  const nickname = attributes.find((each: { key: string }) => each.key === 'nickname').value
  const sequence = Number(header('x-greenroom-sequence'))
  return { row: context.PrimaryEntityId, nickname, sequence }
}

const namesOf = (row: string): string[] =>
  sink.received
    .map(toldBy)
    .filter((told) => told.row === row)
    .map(({ nickname }) => nickname)

test('deliveries about one row go one after the other, in the order of the commits', async () => {
  await registerEndpoint(world, sink, { ...holdBack, gr_sequencenumbers: true })
  await second.webhooks.refresh()
  let underWay = 0
  let most = 0
  sink.answer((response) => {
    underWay += 1
    most = Math.max(most, underWay)
    setTimeout(() => {
      underWay -= 1
      response.writeHead(200).end()
    }, 3)
  })
  const names = Array.from({ length: 15 }, (_, index) => `Jim ${index}`)
  for (const each of names) for (const id of contacts) await name(id, each)
  await run()
  for (const id of contacts) assert.deepEqual(namesOf(id), names)
  assert.ok(most > 1 && most <= contacts.length, `${most} rows at a time`)
})

test('one that fails holds back later ones about its row, and no other row', async () => {
  await registerEndpoint(world, sink, holdBack)
  await second.webhooks.refresh()
  sink.answer((response, received) => {
    response.writeHead(toldBy(received).row === contact ? 500 : 200).end()
  })
  for (const each of ['a', 'b', 'c']) for (const id of [contact, other]) await name(id, each)
  await run()
  assert.deepEqual(namesOf(other), ['a', 'b', 'c'])
  assert.deepEqual([...new Set(namesOf(contact))], ['a'])
  sink.answer(withStatus(200))
  world.clock.advance(3_700_000)
  await run()
  assert.deepEqual([...new Set(namesOf(contact))], ['a', 'b', 'c'])
  assert.ok((await deliveryJobs(world)).every(({ statuscode }) => statuscode === 30))
})

test('by choice one that failed for good lets the next ones pass', async () => {
  await registerEndpoint(world, sink, letPass)
  await second.webhooks.refresh()
  sink.answer((response, received) => {
    response.writeHead(toldBy(received).nickname === 'a' ? 500 : 200).end()
  })
  for (const each of ['a', 'b', 'c']) await name(contact, each)
  await run()
  assert.deepEqual(namesOf(contact), ['a', 'b', 'c'])
  const jobs = await deliveryJobs(world)
  assert.deepEqual(
    jobs.map(({ statuscode }) => statuscode),
    [31, 30, 30],
  )
})

test('numbers have no gap where transactions are rolled back or race', async () => {
  await registerEndpoint(world, sink, { gr_sequencenumbers: true })
  await second.webhooks.refresh()
  const changes = Array.from({ length: 24 }, async (_, index) => {
    const from = index % 2 === 0 ? world : second
    const nickname = index % 3 === 0 ? 'x'.repeat(5_000) : `Jim ${index}`
    await from.update('contact', contact, { nickname }).catch(() => undefined)
  })
  await Promise.all(changes)
  await run()
  const numbers = sink.received.map((each) => toldBy(each).sequence).sort((a, b) => a - b)
  assert.deepEqual(
    numbers,
    Array.from({ length: 16 }, (_, index) => index + 1),
  )
  const [received] = sink.received
  const shared = JSON.parse(received?.body ?? '{}').SharedVariables
  const own = shared.find((each: { key: string }) => each.key === 'gr_Sequence')
  assert.equal(own?.value, toldBy(received as Received).sequence)
})

test('a process that is killed breaks no order and loses nothing', async () => {
  await registerEndpoint(world, sink, { ...holdBack, gr_sequencenumbers: true })
  sink.answer((response) => {
    setTimeout(() => response.writeHead(200).end(), 15)
  })
  const program = fileURLToPath(new URL('../../test/doomed-deliverer.ts', import.meta.url))
  const given = JSON.stringify({ target: world.target, masterKey: masterKey.toString('hex') })
  const doomed = spawn(process.execPath, [program, given], { stdio: ['ignore', 'pipe', 'inherit'] })
  cleanUpAfterwards(async () => void doomed.kill('SIGKILL'))
  await once(doomed.stdout, 'data')
  const names = Array.from({ length: 20 }, (_, index) => `Jim ${index}`)
  for (const each of names) for (const id of contacts) await name(id, each)
  await sink.waitFor(12)
  world.worker.start()
  const gone = once(doomed, 'exit')
  doomed.kill('SIGKILL')
  await gone
  const isDone = async () => (await deliveryJobs(world)).every((job) => job.statuscode === 30)
  for (let round = 0; !(await isDone()); round += 1) {
    assert.ok(round < 300, 'deliveries are left over')
    await wait(50)
  }
  for (const id of contacts) {
    const numbers = sink.received.map(toldBy).filter(({ row }) => row === id)
    const order = numbers.map(({ sequence }) => sequence)
    assert.deepEqual(
      order,
      order.toSorted((a, b) => a - b),
    )
    assert.equal(new Set(order).size, names.length)
  }
})
