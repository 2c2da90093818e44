import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isRefusal } from '#errors'
import { parseAllowList } from './allow-list.ts'

const dotted = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.')

test('a network permits exactly the addresses that share its first bits', () => {
  const word = fc.integer({ min: 0, max: 2 ** 32 - 1 })
  fc.assert(
    fc.property(word, word, fc.integer({ min: 0, max: 32 }), (network, flips, length) => {
      const list = parseAllowList([`${dotted(network)}/${length}`])
      const address = (network ^ (flips >>> shiftFor(length))) >>> 0
      const mask = length === 0 ? 0 : (0xffffffff << (32 - length)) >>> 0
      const inside = (address & mask) >>> 0 === (network & mask) >>> 0
      assert.equal(list.permitsAddress(dotted(address), 443), inside)
    }),
  )
})

/** Flips low bits mostly, so that about half of the addresses lie inside. */
const shiftFor = (length: number) => Math.max(0, length - 1) % 32

test('IPv6 networks and addresses are read with and without brackets', () => {
  const list = parseAllowList(['fd00::/8', '[::1]:8080', '2001:db8::5'])
  assert.ok(list.permitsAddress('fd12::1', 80))
  assert.ok(!list.permitsAddress('fe80::1', 80))
  assert.ok(list.permitsAddress('::1', 8080))
  assert.ok(!list.permitsAddress('::1', 80))
  assert.ok(list.permitsAddress('2001:db8::5', 80))
})

test('names are compared as browsers write them', () => {
  const list = parseAllowList(['Bücher.example', ' crm.example.com:8443 ', '*.Intern.example'])
  assert.ok(list.permitsHost('xn--bcher-kva.example', 80))
  assert.ok(list.permitsHost('crm.example.com', 8443))
  assert.ok(!list.permitsHost('crm.example.com', 443))
  assert.ok(list.permitsHost('a.b.intern.example', 443))
  assert.ok(!list.permitsHost('notintern.example', 443))
})

for (const entry of [
  '',
  '*',
  '*.',
  'http://example.com',
  'example.com/path',
  'user@example.com',
  'example.com:0',
  'example.com:70000',
  'a.*.example.com',
  '10.0.0.0/33',
  '10.0.0.0/',
  '10.0.0.0/8/8',
  '*.10.0.0.1',
  '999.1.1.1',
  'two words',
]) {
  test(`the entry "${entry}" is refused by name, not silently ignored`, () => {
    assert.throws(
      () => parseAllowList(['127.0.0.1', entry]),
      (error) => isRefusal(error, 'outbound-allow-entry') && error.found === entry,
    )
  })
}
