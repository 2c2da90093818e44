import assert from 'node:assert/strict'
import { test } from 'node:test'
import { visitorAddress } from './visitor-address.ts'

const from = (ip: string, forwarded?: string) =>
  visitorAddress({ ip, headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } })

test('a visitor without a proxy is known by the own address, whatever the visitor claims', () => {
  assert.deepEqual(from('203.0.113.9', '198.51.100.1'), {
    address: '203.0.113.9',
    network: '203.0.113.9',
  })
  assert.equal(from('::ffff:203.0.113.9').network, '203.0.113.9')
})

test('behind a proxy the last entry counts, which is the one that the proxy wrote', () => {
  assert.equal(from('10.0.0.2', '198.51.100.1, 203.0.113.9').address, '203.0.113.9')
  assert.equal(from('::1', '2001:DB8:1:2:3:4:5:6').network, '2001:db8:1:2')
})

test('a proxy that says nothing, or names a private address, tells nobody apart', () => {
  for (const forwarded of [undefined, '', '192.168.0.7']) {
    assert.equal(from('127.0.0.1', forwarded).network, undefined, String(forwarded))
  }
  assert.equal(from('127.0.0.1').address, '127.0.0.1')
})
