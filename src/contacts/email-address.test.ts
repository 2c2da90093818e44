import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isEmailAddress } from './email-address.ts'

test('addresses that people really have are accepted', () => {
  for (const address of [
    'ada@example.com',
    'ada.lovelace+events@mail.example.co.uk',
    "o'neil@example.ie",
    'jürgen@müller.example',
    '用户@例子.中国',
    'x@xn--mller-kva.example',
    `${'a'.repeat(64)}@example.com`,
  ]) {
    assert.equal(isEmailAddress(address), true, address)
  }
})

test('mistakes and header injection are not addresses', () => {
  for (const text of [
    '',
    'ada',
    'ada@',
    '@example.com',
    'ada@localhost',
    'ada@@example.com',
    'ada lovelace@example.com',
    'ada@exa mple.com',
    'ada@example.com\r\nBcc: all@example.com',
    '.ada@example.com',
    'ada.@example.com',
    'a..b@example.com',
    'ada@-example.com',
    'ada@example..com',
    'ada@example.com.',
    'ada@127.0.0.1',
    'Ada <ada@example.com>',
    'ada@example.com,bob@example.com',
    `${'a'.repeat(65)}@example.com`,
  ]) {
    assert.equal(isEmailAddress(text), false, text)
  }
})

test('every address that the standards call simple is accepted', () => {
  fc.assert(fc.property(fc.emailAddress(), (address) => isEmailAddress(address)))
})

test('an address never carries what could end a header or a list', () => {
  const around = fc.string({ unit: 'grapheme' })
  fc.assert(
    fc.property(
      around,
      around,
      fc.constantFrom('\r', '\n', ',', ';', '<', '>', ' ', '"'),
      (a, b, c) => {
        assert.equal(isEmailAddress(`${a}${c}${b}@example.com`), false)
        assert.equal(isEmailAddress(`ada@${a}${c}${b}.example`), false)
      },
    ),
  )
})
