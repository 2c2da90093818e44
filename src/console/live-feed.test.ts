import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { createLiveFeed } from './live-feed.ts'

const unexpected = (error: unknown) => assert.fail(String(error))

function counting(values: readonly string[]) {
  let reads = 0
  const read = async () => {
    const value = values[Math.min(reads, values.length - 1)]
    reads += 1
    if (value === 'fails') throw new Error('the database is away')
    return { value }
  }
  return { read, reads: () => reads }
}

test('a hundred viewers share one reading, and each is told of a change once', async () => {
  const { read, reads } = counting(['one', 'one', 'two'])
  const feed = createLiveFeed({ read, onFailure: unexpected, restMs: 5 })
  const told: string[][] = []
  const stops = Array.from({ length: 100 }, () => {
    const own: string[] = []
    told.push(own)
    return feed.watch(({ value }) => own.push(String(value)))
  })
  while (told.some((own) => own.length < 2)) await pause(5)
  assert.deepEqual(new Set(told.map((own) => own.join())), new Set(['one,two']))
  assert.ok(reads() < 100, `${reads()} readings`)
  for (const stop of stops) stop()
})

test('nobody watches: nothing is read; who comes later is told at once', async () => {
  const { read, reads } = counting(['one'])
  const feed = createLiveFeed({ read, onFailure: unexpected, restMs: 5 })
  const stop = feed.watch(() => {})
  while (reads() === 0) await pause(5)
  stop()
  await pause(20)
  const before = reads()
  await pause(40)
  assert.equal(reads(), before)
  const told: unknown[] = []
  const stopAgain = feed.watch(({ value }) => told.push(value))
  while (told.length === 0) await pause(5)
  const late: unknown[] = []
  feed.watch(({ value }) => late.push(value))()
  assert.deepEqual(late, ['one'])
  stopAgain()
  feed.close()
})

test('a reading that fails is reported once and does not end the feed', async () => {
  const { read } = counting(['fails'])
  const failures: string[] = []
  const feed = createLiveFeed({
    read,
    onFailure: (error) => failures.push(String(error)),
    restMs: 5,
  })
  const stop = feed.watch(() => assert.fail('told of nothing'))
  while (failures.length === 0) await pause(5)
  assert.deepEqual(failures, ['Error: the database is away'])
  stop()
  feed.close()
})
