import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { connect } from '#database'
import { testDatabase } from '../../../test/database.ts'
import { statementQueue } from './statement-queue.ts'
import type { TextStatement } from './text-rows.ts'

const { target } = await testDatabase()

function openQueue(t: { after(act: () => unknown): void }, poolSize: number, waitMs = 5000) {
  const database = connect(target, {
    applicationName: 'queue test',
    poolSize,
    statementTimeoutMs: 5000,
    onIdleError: () => undefined,
    waitMs,
  })
  t.after(() => database.close())
  return { queue: statementQueue(database.pool), pool: database.pool }
}

const plusOne = (value: number): TextStatement => ({
  sql: 'select $1::int + 1, pg_backend_pid()',
  values: [value],
  name: 'plus_one',
})
const divided = (by: number): TextStatement => ({
  sql: 'select 12 / $1::int',
  values: [by],
  name: 'divided',
})
const sleep = (seconds: number): TextStatement => ({
  sql: 'select pg_sleep($1)',
  values: [seconds],
  name: 'sleep',
})

test('in a burst everybody gets the own rows, in whatever company they were asked', async (t) => {
  const { queue } = openQueue(t, 2)
  for (let round = 0; round < 5; round += 1) {
    const asked = Array.from({ length: 60 }, (_, index) =>
      queue.ask(index % 3 === 0 ? divided((index % 6) + 1) : plusOne(index)),
    )
    const answers = await Promise.all(asked)
    answers.forEach(([row], index) => {
      const expected = index % 3 === 0 ? Math.trunc(12 / ((index % 6) + 1)) : index + 1
      assert.equal(row?.texts()[0], String(expected))
    })
  }
})

test('a statement that fails takes none of those with it that were sent together', async (t) => {
  const { queue } = openQueue(t, 1)
  await Promise.all([queue.ask(plusOne(1)), queue.ask(divided(1))])
  const asked = Array.from({ length: 30 }, (_, index) =>
    queue.ask(index % 7 === 3 ? divided(0) : plusOne(index)),
  )
  const settled = await Promise.allSettled(asked)
  settled.forEach((answer, index) => {
    if (index % 7 === 3) {
      assert.ok(answer.status === 'rejected')
      assert.equal((answer.reason as { code?: string }).code, '22012')
    } else {
      assert.ok(answer.status === 'fulfilled')
      assert.equal(answer.value[0]?.texts()[0], String(index + 1))
    }
  })
})

test('nobody travels with a statement that has been slow before', async (t) => {
  const { queue } = openQueue(t, 2)
  await Promise.all([queue.ask(sleep(0.1)), queue.ask(plusOne(1))])
  const order: string[] = []
  const note = (name: string, asked: Promise<unknown>) => asked.then(() => order.push(name))
  const slow = note('slow', queue.ask(sleep(0.6)))
  const quick = Array.from({ length: 20 }, (_, index) => note('quick', queue.ask(plusOne(index))))
  await Promise.all([slow, ...quick])
  assert.equal(order.at(-1), 'slow')
})

test('quick statements leave connections to others, and do not wait for what became slow', async (t) => {
  const { queue } = openQueue(t, 8)
  await Promise.all([queue.ask(plusOne(1)), queue.ask(sleep(0))])
  const used: number[] = []
  // On a busy machine what is quick may seem slow for once.
  while (used.length < 10 && used.at(-1) !== 4) {
    const burst = await Promise.all(Array.from({ length: 40 }, (_, at) => queue.ask(plusOne(at))))
    used.push(new Set(burst.map(([row]) => row?.texts()[1])).size)
  }
  assert.ok(used.includes(4), `connections used: ${used.join(', ')}`)
  const order: string[] = []
  const note = (name: string, asked: Promise<unknown>) => asked.then(() => order.push(name))
  const slow = Array.from({ length: 4 }, () => note('slow', queue.ask(sleep(0.5))))
  await wait(50)
  await Promise.all([...slow, note('quick', queue.ask(plusOne(1)))])
  assert.equal(order[0], 'quick')
})

test('who waits too long for a connection is told that all are busy', async (t) => {
  const { queue } = openQueue(t, 1, 200)
  const slow = queue.ask(sleep(0.8))
  await assert.rejects(queue.ask(plusOne(1)), /^Error: timeout exceeded when trying to connect$/)
  await slow
  assert.equal((await queue.ask(plusOne(1)))[0]?.texts()[0], '2')
})

test('a connection that is lost fails who was on it; the next ones get another', async (t) => {
  const { queue, pool } = openQueue(t, 1)
  pool.on('error', () => undefined)
  const [row] = await queue.ask(plusOne(1))
  const slow = queue.ask(sleep(2))
  const killer = connect(target, {
    applicationName: 'killer',
    poolSize: 1,
    statementTimeoutMs: 5000,
    onIdleError: () => undefined,
  })
  t.after(() => killer.close())
  const lost = assert.rejects(slow)
  await killer.pool.query('select pg_terminate_backend($1)', [Number(row?.texts()[1])])
  await lost
  assert.equal((await queue.ask(plusOne(1)))[0]?.texts()[0], '2')
})
