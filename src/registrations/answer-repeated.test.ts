import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#errors'
import type { Execution } from '#pipeline'
import { answerFollowers, leadersOf } from './answer-repeated.ts'
import type { Answered, Entry, Results } from './register.ts'

/** A request as the batch sees it; executions only serve as its name. */
function entry(eventId: string, idempotencyKey: string | undefined, fingerprint = 'f'): Entry {
  const people = { attendees: [], purchaser: undefined, returnUrl: undefined, overrule: [] }
  const request = { eventId, idempotencyKey, mergeDuplicates: false, fingerprint, ...people }
  return { execution: {} as Execution, request }
}

test('of one batch only the first request with a key is worked off', () => {
  const [first, again, elsewhere] = [entry('e', 'k'), entry('e', 'k'), entry('f', 'k')]
  const keyless = [entry('e', undefined), entry('e', undefined)]
  const { leaders, followers } = leadersOf([first, ...keyless, again, elsewhere])
  assert.deepEqual(leaders, [first, ...keyless, elsewhere])
  assert.deepEqual(followers, [{ entry: again, leader: first }])
})

test('a repetition in the batch gets what the first one got, unless it asks for something else', () => {
  const leader = entry('e', 'k')
  const [same, other] = [entry('e', 'k'), entry('e', 'k', 'different')]
  const nothing = { registrations: [], waiting: [], purchase: null }
  const registered: Answered = { ...nothing, repeated: false }
  const results: Results = new Map([[leader.execution, registered]])
  answerFollowers(
    [
      { entry: same, leader },
      { entry: other, leader },
    ],
    results,
  )
  assert.deepEqual(results.get(same.execution), { ...nothing, repeated: true })
  assert.ok(isRefusal(results.get(other.execution), 'idempotency-key-reused'))

  const refusal = new Error('full')
  results.set(leader.execution, refusal)
  answerFollowers([{ entry: same, leader }], results)
  assert.equal(results.get(same.execution), refusal)
})
