import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { specialKind } from './special-addresses.ts'

test('public addresses are not special', () => {
  for (const address of [
    '1.1.1.1',
    '8.8.8.8',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.255.255',
    '192.169.0.0',
    '223.255.255.255',
    '2606:4700:4700::1111',
    '2a00:1450:4001:82a::200e',
    '2001:4860:4860::8888',
  ]) {
    assert.equal(specialKind(address), undefined, address)
  }
})

test('the first and last address of every special network is special', () => {
  for (const [address, kind] of [
    ['0.0.0.0', 'a local'],
    ['0.255.255.255', 'a local'],
    ['10.0.0.0', 'a private'],
    ['10.255.255.255', 'a private'],
    ['100.64.0.0', "a carrier's private"],
    ['100.127.255.255', "a carrier's private"],
    ['127.255.255.255', 'a loopback'],
    ['169.254.169.254', 'a link-local'],
    ['172.31.255.255', 'a private'],
    ['192.168.255.255', 'a private'],
    ['198.19.255.255', 'a benchmarking'],
    ['239.255.255.255', 'a multicast'],
    ['255.255.255.255', 'a reserved'],
    ['::', 'a reserved'],
    ['::1', 'a loopback'],
    ['::8.8.8.8', 'a reserved'],
    ['::ffff:8.8.8.8', 'an IPv4-mapped'],
    ['64:ff9b::8.8.8.8', 'a NAT64'],
    ['100::1', 'a reserved'],
    ['2001:1ff:ffff::', 'a reserved (Teredo and other protocols)'],
    ['2001:db8::1', 'a documentation'],
    ['2002:808:808::1', 'a 6to4'],
    ['5f00::1', 'a reserved'],
    ['fdff::1', 'a private'],
    ['fe80::1%eth0', 'a link-local'],
    ['fec0::1', 'a reserved'],
    ['ff02::1', 'a multicast'],
    ['not an address', 'an unreadable'],
    ['', 'an unreadable'],
  ] as const) {
    assert.equal(specialKind(address), kind, address)
  }
})

test('an IPv6 address that carries an IPv4 address is never public', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.constantFrom('::ffff:', '::', '64:ff9b::'), (ipv4, prefix) => {
      assert.notEqual(specialKind(`${prefix}${ipv4}`), undefined)
    }),
  )
})
