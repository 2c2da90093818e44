import assert from 'node:assert/strict'
import test from 'node:test'
import { acts, jobStates, jobStatus, stateOf, workerMoves } from './status.ts'

const statuses = Object.values(jobStatus)

test('every status reason belongs to the state that Dataverse gives it', () => {
  const declared = jobStates.flatMap(({ value, statuses: each }) =>
    each.map((status) => [status.value, value]),
  )
  assert.deepEqual(
    declared,
    statuses.map((status) => [status, stateOf(status)]),
  )
})

test('a worker knows what to do with a running job whatever it was asked meanwhile', () => {
  for (const move of ['succeed', 'fail', 'suspend', 'giveBack'] as const) {
    assert.deepEqual(Object.keys(workerMoves[move]), ['20', '21', '22'], move)
  }
})

test('people can cancel what is open, retry what failed or was cancelled, and not undo success', () => {
  assert.deepEqual(Object.keys(acts.cancel), ['0', '10', '20', '21'])
  assert.deepEqual(Object.keys(acts.retry), ['31', '32'])
  const succeeded = Object.values(acts).filter((moves) => jobStatus.succeeded in moves)
  assert.deepEqual(succeeded, [])
})
