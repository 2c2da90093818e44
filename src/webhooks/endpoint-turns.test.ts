import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { EndpointTurns, type Turn } from './endpoint-turns.ts'

function giveBack(turn: Turn): void {
  assert.ok(turn.isTaken)
  turn.giveBack()
}

const takeMany = async (turns: EndpointTurns, endpoint: string, count: number) =>
  await Promise.all(Array.from({ length: count }, () => turns.take(endpoint)))

test('an endpoint has its share at once; more wait for each other while it is quick', async () => {
  const turns = new EndpointTurns(4, 2)
  const [first, second] = (await takeMany(turns, 'a', 2)) as [Turn, Turn]
  const got: Turn[] = []
  const waiting = turns.take('a').then((turn) => got.push(turn))
  await wait(5)
  assert.deepEqual(got, [])
  giveBack(first)
  await waiting
  for (const turn of [second, ...got]) giveBack(turn)
  assert.equal(got.length, 1)
})

test('an endpoint that hangs keeps its share and no more; others are not touched', async () => {
  const turns = new EndpointTurns(8, 4)
  await takeMany(turns, 'dead', 4)
  const waiting = turns.take('dead')
  giveBack(await turns.take('healthy'))
  const sentAway = await waiting
  assert.ok(!sentAway.isTaken && sentAway.afterMs >= 750 && sentAway.afterMs <= 37_500)
  const began = performance.now()
  assert.ok(!(await turns.take('dead')).isTaken)
  assert.ok(performance.now() - began < 50)
  giveBack(await turns.take('healthy'))
})

test('an endpoint that moves all the time is not taken for one that hangs', async () => {
  const turns = new EndpointTurns(4, 1)
  let held = await turns.take('a')
  for (let round = 0; round < 8; round += 1) {
    const next = turns.take('a')
    await wait(20)
    giveBack(held)
    held = await next
    assert.ok(held.isTaken)
  }
})

test('many slow endpoints together leave half of the places to others', async () => {
  const turns = new EndpointTurns(16, 8)
  const endpoints = ['a', 'b', 'c', 'd']
  const begun = await Promise.all(endpoints.map((endpoint) => takeMany(turns, endpoint, 8)))
  await wait(500)
  for (const [, ...ended] of begun) for (const turn of ended) giveBack(turn)
  let underWay = endpoints.length
  for (const endpoint of endpoints) {
    const again = await takeMany(turns, endpoint, 8)
    underWay += again.filter((turn) => turn.isTaken).length
  }
  assert.equal(underWay, 8)
})

test('an endpoint that recovers gets turns again', async () => {
  const turns = new EndpointTurns(4, 1)
  const slow = await turns.take('a')
  assert.ok(!(await turns.take('a')).isTaken)
  giveBack(slow)
  for (let round = 0; round < 40; round += 1) {
    const turn = await turns.take('a')
    if (turn.isTaken) turn.giveBack()
  }
  const held = await turns.take('a')
  const waiting = turns.take('a')
  giveBack(held)
  giveBack(await waiting)
})
