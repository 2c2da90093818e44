import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decimalNumber, quote } from './json-text.ts'

test('strings are escaped as the .NET serialiser escapes them', () => {
  assert.equal(quote('plain text'), '"plain text"')
  assert.equal(quote('a/b "c" \\d'), '"a\\/b \\"c\\" \\\\d"')
  assert.equal(quote('line\nfeed\ttab\u0000'), '"line\\u000afeed\\u0009tab\\u0000"')
  assert.equal(quote('\u0085\u2028\u2029\ufffe\uffff'), '"\\u0085\\u2028\\u2029\\ufffe\\uffff"')
  assert.equal(quote('Zoë 🎉 ﬃ'), '"Zoë 🎉 ﬃ"')
  assert.equal(quote('\ud800x\udc00'), '"\\ud800x\\udc00"')
  assert.equal(quote('\u007f'), '"\u007f"')
})

test('every string comes back from the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.equal(JSON.parse(quote(text)), text)
    }),
  )
})

test('decimals keep their digits and lose the zeros at their end', () => {
  const numbers = {
    '10.1200': '10.12',
    '100.0000': '100',
    '-0.0000': '0',
    '-0.50': '-0.5',
    '7': '7',
  }
  for (const [text, expected] of Object.entries(numbers))
    assert.equal(decimalNumber(text), expected)
  assert.equal(decimalNumber('922337203685477.5807'), '922337203685477.5807')
})
