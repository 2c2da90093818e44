import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { type GatherOptions, gather } from './gather.ts'

interface Item {
  readonly key: string
  readonly weight: number
}

/** A run whose batches the test lets go one by one. */
function held(options: Partial<GatherOptions<Item, string>> = {}) {
  const batches: {
    items: readonly Item[]
    finish: (results?: (string | Error)[]) => void
    fail: (error: Error) => void
  }[] = []
  const together = gather<Item, string>({
    keyOf: ({ key }) => key,
    weightOf: ({ weight }) => weight,
    mostWeight: 10,
    mostParallel: 2,
    mostWaiting: 5,
    refuse: () => new Error('full'),
    run: (items) =>
      new Promise((resolve, reject) => {
        const finish = (results?: (string | Error)[]) => resolve(results ?? items.map(() => 'done'))
        batches.push({ items, finish, fail: reject })
      }),
    ...options,
  })
  return { together, batches }
}

const item = (key: string, weight = 1): Item => ({ key, weight })

test('the first item goes at once and alone; what comes meanwhile goes together', async () => {
  const { together, batches } = held()
  const all = [item('a'), item('a'), item('a')].map(together)
  assert.deepEqual(
    batches.map(({ items }) => items.length),
    [1],
  )
  batches[0]?.finish()
  await turn()
  assert.deepEqual(
    batches.map(({ items }) => items.length),
    [1, 2],
  )
  batches[1]?.finish()
  assert.deepEqual(await Promise.all(all), ['done', 'done', 'done'])
})

test('different keys run side by side up to the limit, and take turns', async () => {
  const { together, batches } = held()
  const all = ['a', 'b', 'c', 'a', 'd'].map((key) => together(item(key)))
  const keys = () => batches.map(({ items }) => items[0]?.key).join('')
  assert.equal(keys(), 'ab')
  batches[0]?.finish()
  await turn()
  assert.equal(keys(), 'abc')
  batches[1]?.finish()
  batches[2]?.finish()
  await turn()
  assert.equal(keys(), 'abcad')
  for (const batch of batches.slice(3)) batch.finish()
  await Promise.all(all)
})

test('a batch is no heavier than allowed, but an item that is goes alone', async () => {
  const { together, batches } = held()
  const all = [1, 6, 4, 1, 30].map((weight) => together(item('a', weight)))
  for (let at = 0; at < 4; at += 1) {
    batches[at]?.finish()
    await turn()
  }
  assert.deepEqual(
    batches.map(({ items }) => items.map(({ weight }) => weight)),
    [[1], [6, 4], [1], [30]],
  )
  await Promise.all(all)
})

test('one refused item does not touch the others of its batch', async () => {
  const { together, batches } = held()
  const first = together(item('a'))
  const [good, bad] = [together(item('a')), together(item('a'))]
  batches[0]?.finish()
  await first
  await turn()
  batches[1]?.finish(['done', new Error('refused')])
  assert.equal(await good, 'done')
  await assert.rejects(bad, /refused/)
})

test('after a failed batch the next one runs', async () => {
  const { together, batches } = held()
  const [first, second] = [together(item('a')), together(item('a'))]
  batches[0]?.fail(new Error('database gone'))
  await assert.rejects(first, /database gone/)
  await turn()
  batches[1]?.finish()
  assert.equal(await second, 'done')
})

test('when too many wait, the next is told at once', async () => {
  const { together, batches } = held()
  const waiting = Array.from({ length: 6 }, () => together(item('a')))
  await assert.rejects(together(item('a')), /full/)
  batches[0]?.finish()
  await turn()
  batches[1]?.finish()
  await Promise.all(waiting)
})
