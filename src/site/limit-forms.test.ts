import assert from 'node:assert/strict'
import { test } from 'node:test'
import { movableClock } from '#clock'
import { createFormLimit } from './limit-forms.ts'

const from = (ip: string, forwarded?: string) => ({
  ip,
  headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
})

test('One address may send so many forms in ten minutes; others are not kept out by it.', () => {
  const clock = movableClock()
  const limit = createFormLimit(clock, 2)
  limit.check(from('203.0.113.7'))
  limit.check(from('203.0.113.7'))
  assert.throws(() => limit.check(from('203.0.113.7')), { code: 'too-many-forms' })
  limit.check(from('203.0.113.8'))
  clock.advance(10 * 60_000)
  limit.check(from('203.0.113.7'))
})

test('Behind a proxy the address that it names counts, whatever the visitor claims before it.', () => {
  const limit = createFormLimit(movableClock(), 1)
  limit.check(from('10.0.0.2', '198.51.100.1, 203.0.113.7'))
  limit.check(from('10.0.0.2', '203.0.113.9'))
  assert.throws(() => limit.check(from('10.0.0.2', '198.51.100.2, 203.0.113.7')), {
    code: 'too-many-forms',
  })
  for (let count = 0; count < 5; count += 1) limit.check(from('10.0.0.2'))
})

test('A household with IPv6 counts as one.', () => {
  const limit = createFormLimit(movableClock(), 1)
  limit.check(from('2001:db8:1:2:aaaa::1'))
  assert.throws(() => limit.check(from('2001:db8:1:2:bbbb::2')), { code: 'too-many-forms' })
  limit.check(from('2001:db8:1:3::1'))
})

test('Without a limit nobody is kept out.', () => {
  const limit = createFormLimit(movableClock(), undefined)
  for (let count = 0; count < 1000; count += 1) limit.check(from('203.0.113.7'))
})
