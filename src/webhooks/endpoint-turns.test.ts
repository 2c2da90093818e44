import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { EndpointTurns, type Turn } from './endpoint-turns.ts'

function giveBack(turn: Turn): void {
  assert.ok(turn.isTaken)
  turn.giveBack()
}

test('an endpoint has its share at once; more wait for each other while it is quick', async () => {
  const turns = new EndpointTurns(4, 2)
  const first = await turns.take('a')
  const second = await turns.take('a')
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
  const turns = new EndpointTurns(4, 2)
  await turns.take('dead')
  await turns.take('dead')
  const waiting = turns.take('dead')
  const healthy = await turns.take('healthy')
  giveBack(healthy)
  const sentAway = await waiting
  assert.ok(!sentAway.isTaken && sentAway.afterMs >= 750 && sentAway.afterMs <= 37_500)
  const began = performance.now()
  const next = await turns.take('dead')
  assert.ok(!next.isTaken)
  assert.ok(performance.now() - began < 50)
  giveBack(await turns.take('healthy'))
})

test('an endpoint that recovers gets turns again', async () => {
  const turns = new EndpointTurns(4, 1)
  const slow = await turns.take('a')
  assert.ok(!(await turns.take('a')).isTaken)
  giveBack(slow)
  for (let round = 0; round < 20; round += 1) giveBack(await turns.take('a'))
  const held = await turns.take('a')
  const waiting = turns.take('a')
  giveBack(held)
  giveBack(await waiting)
})
