import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createEndpointPace } from './endpoint-pace.ts'

const limit = { what: 'create events', perMinute: 10, covers: () => true }

test('no sixty seconds see more calls than the vendor takes, whenever they begin', () => {
  let now = 0
  const pace = createEndpointPace({ now: () => now })
  const starts: number[] = []
  for (let call = 0; call < 45; call += 1) {
    const { granted, waitMs } = pace.reserve('one', limit, 600_000)
    assert.ok(granted)
    starts.push(now + waitMs)
    now += call % 7 === 0 ? 9_000 : 100
  }
  for (const start of starts) {
    const within = starts.filter((each) => each >= start && each < start + 60_000)
    assert.ok(within.length <= 10, `${within.length} calls in the minute from ${start} on`)
  }
})

test('who would wait too long takes no place and is told when there may be one', () => {
  let now = 0
  const pace = createEndpointPace({ now: () => now })
  for (let call = 0; call < 10; call += 1) pace.reserve('one', limit, 3_000)
  const refused = pace.reserve('one', limit, 3_000)
  assert.equal(refused.granted, false)
  assert.ok(refused.waitMs > 60_000)
  now += refused.waitMs
  assert.deepEqual(pace.reserve('one', limit, 3_000), { granted: true, waitMs: 0 })
})

test('one configuration takes no place from another, and one kind of call none from another kind', () => {
  const pace = createEndpointPace({ now: () => 0 })
  for (let call = 0; call < 10; call += 1) pace.reserve('one', limit, 0)
  assert.equal(pace.reserve('one', limit, 0).granted, false)
  assert.equal(pace.reserve('other', limit, 0).granted, true)
  assert.equal(pace.reserve('one', { ...limit, what: 'list events' }, 0).granted, true)
})
