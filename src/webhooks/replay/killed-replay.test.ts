import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { systemCaller } from '#identity'
import { cleanUpAfterwards } from '../../../test/database.ts'
import { deliveryJobs, registerEndpoint } from '../../../test/register-endpoint.ts'
import { webhookSink, withStatus } from '../../../test/webhook-sink.ts'
import { webhookWorld } from '../../../test/webhook-world.ts'

const masterKey = randomBytes(32)
const world = await webhookWorld({ masterKey, leaseMs: 1_000 })
const sink = await webhookSink()

/** A process that works until it is killed. */
async function startDoomed() {
  const program = fileURLToPath(new URL('../../../test/doomed-deliverer.ts', import.meta.url))
  const given = JSON.stringify({ target: world.target, masterKey: masterKey.toString('hex') })
  const doomed = spawn(process.execPath, [program, given], { stdio: ['ignore', 'pipe', 'inherit'] })
  cleanUpAfterwards(async () => void doomed.kill('SIGKILL'))
  await once(doomed.stdout, 'data')
  return doomed
}

async function statuses(): Promise<unknown[]> {
  return (await deliveryJobs(world)).map((job) => job.statuscode)
}

test('a replay whose process is killed goes on after it: none is left out, none is counted twice', async () => {
  const { id } = await registerEndpoint(world, sink, {}, { message: 'Create' })
  sink.answer(withStatus(500))
  for (let each = 0; each < 30; each += 1) await world.create('contact', { lastname: `${each}` })
  await world.worker.runUntilIdle()
  assert.equal((await statuses()).filter((each) => each === 31).length, 30)
  sink.clear()
  // The killed process has ten deliveries under way that nobody answers.
  sink.answer(() => undefined)
  const order = { endpointId: id, perSecond: 10 }
  const replay = await world.webhooks.replays.order(systemCaller, order)
  const doomed = await startDoomed()
  await sink.waitFor(10)
  const gone = once(doomed, 'exit')
  doomed.kill('SIGKILL')
  await gone
  const interrupted = await world.webhooks.replays.read(systemCaller, replay.id)
  assert.deepEqual([interrupted.state, interrupted.sent], ['running', 10])
  sink.answer(withStatus(200))
  for (let round = 0; round < 100; round += 1) {
    await world.worker.runUntilIdle()
    if ((await statuses()).every((each) => each === 30)) break
    world.clock.advance(1_000)
    await wait(50)
  }
  world.clock.advance(1_000)
  await world.worker.runUntilIdle()
  assert.deepEqual(new Set(await statuses()), new Set([30]))
  const ended = await world.webhooks.replays.read(systemCaller, replay.id)
  assert.deepEqual([ended.state, ended.sent, ended.skipped], ['finished', 30, 0])
  const told = sink.received.map(({ body }) => JSON.parse(body).OperationId)
  assert.equal(new Set(told).size, 30)
  assert.equal(told.length, 40, 'only what was under way is told again')
})
