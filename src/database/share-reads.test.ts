import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as later } from 'node:timers/promises'
import fc from 'fast-check'
import { shareReads } from './share-reads.ts'

test('Nobody gets an answer older than their question, and reads of one key never overlap.', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ key: fc.constantFrom('a', 'b'), pause: fc.nat({ max: 3 }) }), {
        minLength: 1,
        maxLength: 40,
      }),
      async (questions) => {
        let version = 0
        const running = new Map<string, number>()
        const ask = shareReads(async (key) => {
          running.set(key, (running.get(key) ?? 0) + 1)
          assert.equal(running.get(key), 1)
          const seen = version
          await later()
          await later()
          running.set(key, 0)
          return seen
        })
        const answers = questions.map(async () => undefined as number | undefined)
        for (const [at, { key, pause }] of questions.entries()) {
          version += 1
          const asked = version
          answers[at] = ask(key).then((seen) => {
            assert.ok(seen >= asked, `asked at ${asked}, got ${seen}`)
            return seen
          })
          for (let turn = 0; turn < pause; turn += 1) await later()
        }
        await Promise.all(answers)
      },
    ),
    { numRuns: 200 },
  )
})

test('A hundred questions at once are two reads.', async () => {
  let reads = 0
  const ask = shareReads(async () => {
    reads += 1
    await later()
    return reads
  })
  await Promise.all(Array.from({ length: 100 }, () => ask('event')))
  assert.equal(reads, 2)
  await ask('event')
  assert.equal(reads, 3)
})

test('A read that fails fails for those who shared it; the next question is read anew.', async () => {
  let reads = 0
  const ask = shareReads(async () => {
    reads += 1
    await later()
    if (reads <= 2) throw new Error(`read ${reads}`)
    return reads
  })
  const results = await Promise.allSettled([ask('x'), ask('x'), ask('x')])
  assert.deepEqual(
    results.map((result) => (result.status === 'rejected' ? result.reason.message : result.value)),
    ['read 1', 'read 2', 'read 2'],
  )
  assert.equal(await ask('x'), 3)
})
