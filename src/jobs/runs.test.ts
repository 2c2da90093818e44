import assert from 'node:assert/strict'
import test from 'node:test'
import type { ClaimedJob } from './claim.ts'
import { kindOf } from './jobs-fixture.ts'
import { Runs } from './runs.ts'

const kinds = (...names: string[]) =>
  names.map((name) => kindOf(name, async () => undefined, { concurrency: 4 }))

let numbers = 0
const claimed = (kind: string): ClaimedJob => {
  numbers += 1
  return {
    id: String(numbers),
    lease: 'a lease',
    kind,
    name: kind,
    payload: {},
    attempt: 1,
    tries: 1,
    losses: 0,
    ownerId: undefined,
    correlationId: '',
    depth: 1,
    regarding: undefined,
    key: undefined,
    uniqueKey: undefined,
    autoDelete: false,
    recurring: false,
    readySince: new Date(0),
  }
}

const jobs = (kind: string, count: number) => Array.from({ length: count }, () => claimed(kind))

test('a kind that is not measured yet is claimed up to its concurrency', () => {
  const runs = new Runs(kinds('a', 'b'), 100)
  const { room, limit } = runs.room(false)
  assert.deepEqual([room.get('a'), room.get('b'), limit], [4, 4, 100])
})

test('quick kinds are claimed ahead, slow ones are not', () => {
  const runs = new Runs(kinds('quick', 'slow'), 100)
  for (const [kind, milliseconds] of [
    ['quick', 1],
    ['slow', 2_000],
  ] as const) {
    runs.add(jobs(kind, 1), new Map([[kind, 4]]), 0)
    for (const run of runs.begin()) {
      runs.ended(run, milliseconds)
      runs.settled(run)
    }
  }
  const { room } = runs.room(false)
  assert.deepEqual([room.get('quick'), room.get('slow')], [204, 4])
})

test('never more run at the same time than the worker allows altogether', () => {
  const runs = new Runs(kinds('a', 'b', 'c'), 5)
  for (const kind of ['a', 'b', 'c']) runs.add(jobs(kind, 4), new Map([[kind, 4]]), 0)
  assert.equal(runs.begin().length, 5)
  assert.equal(runs.begin().length, 0)
  assert.equal(runs.drain().length, 7)
})

test('each kind has its turn at being asked for first', () => {
  const runs = new Runs(kinds('a', 'b', 'c'), 100)
  const firsts = [1, 2, 3].map(() => [...runs.room(false).room.keys()][0])
  assert.deepEqual(firsts.toSorted(), ['a', 'b', 'c'])
})

test('where a claim gave less than asked for, nothing more is expected', () => {
  const runs = new Runs(kinds('a', 'b'), 100)
  runs.add(
    [...jobs('a', 4), ...jobs('b', 1)],
    new Map([
      ['a', 4],
      ['b', 4],
    ]),
    0,
  )
  for (const run of runs.begin()) {
    runs.ended(run, 1_000)
    runs.settled(run)
  }
  assert.deepEqual([...runs.room(true).room.keys()], ['a'])
  runs.expectMore()
  assert.deepEqual([...runs.room(true).room.keys()].toSorted(), ['a', 'b'])
})

test('two definitions of one kind are a mistake that is found at the start', () => {
  assert.throws(() => new Runs(kinds('a', 'a'), 100), /Two definitions/)
})
