import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { registerEndpoint } from '../../../test/register-endpoint.ts'
import { webhookSink } from '../../../test/webhook-sink.ts'
import { webhookWorld } from '../../../test/webhook-world.ts'
import { PlaceLimit } from './place-limit.ts'
import { RateLimit } from './rate-limit.ts'

const world = await webhookWorld()
const second = await world.another()
const sink = await webhookSink()
const endpointId = '00000000-0000-4000-8000-00000000beef'

async function change(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await world.create('contact', { lastname: `Glynn ${index}` })
  }
}

/** Both processes work until so many came. */
async function deliverAll(count: number): Promise<void> {
  world.worker.start()
  second.worker.start()
  for (let round = 0; sink.received.length < count; round += 1) {
    assert.ok(round < 800, `${sink.received.length} of ${count} came`)
    await wait(25)
  }
}

test('two processes together keep an endpoint at its deliveries under way', async () => {
  await registerEndpoint(world, sink, { gr_concurrency: 3 }, { message: 'Create' })
  await second.webhooks.refresh()
  let underWay = 0
  let most = 0
  sink.answer((response) => {
    underWay += 1
    most = Math.max(most, underWay)
    setTimeout(() => {
      underWay -= 1
      response.writeHead(200).end()
    }, 20)
  })
  await change(60)
  await deliverAll(60)
  assert.equal(most, 3)
})

test('processes share one rate, and never exceed it', async () => {
  const perMinute = 6_000
  const limits = [new RateLimit(world.db), new RateLimit(second.db)]
  const began: number[] = []
  const until = performance.now() + 1_200
  const sender = async (limit: RateLimit) => {
    while (performance.now() < until) {
      const afterMs = await limit.take(endpointId, perMinute)
      if (afterMs === undefined) began.push(performance.now())
      else await wait(20)
    }
  }
  await Promise.all([...limits, ...limits, ...limits].map(sender))
  const perSecond = (began.length - 1) / ((Math.max(...began) - Math.min(...began)) / 1_000)
  assert.ok(perSecond < 112, `${perSecond}`)
  assert.ok(perSecond > 40, `${perSecond}`)
})

test('places of a process that disappeared are free again when their lease is over', async () => {
  await world.query(
    `insert into gr_endpointplace (endpointid, place, holder, leaseduntil)
     values ($1, 1, gen_random_uuid(), clock_timestamp() + interval '300 ms')`,
    [endpointId],
  )
  const limit = new PlaceLimit(world.db)
  assert.equal((await limit.take(endpointId, 1)).isTaken, false)
  await wait(450)
  const place = await limit.take(endpointId, 1)
  assert.ok(place.isTaken)
  const other = new PlaceLimit(second.db)
  assert.equal((await other.take(endpointId, 1)).isTaken, false)
  place.giveBack()
  await limit.close()
  await wait(120)
  assert.equal((await other.take(endpointId, 1)).isTaken, true)
  await other.close()
})

test('a busy endpoint with limits costs a statement now and then, not one per delivery', async () => {
  const counted = { statements: 0 }
  const db = world.db.withPlugin({
    transformQuery: ({ node }) => {
      counted.statements += 1
      return node
    },
    transformResult: async ({ result }) => result,
  })
  const places = new PlaceLimit(db)
  const rates = new RateLimit(db)
  for (let delivery = 0; delivery < 200; delivery += 1) {
    const place = await places.take(endpointId, 8)
    assert.ok(place.isTaken)
    assert.equal(await rates.take(endpointId, 60_000), undefined)
    place.giveBack()
  }
  await places.close()
  assert.ok(counted.statements <= 40, `${counted.statements} statements`)
})
