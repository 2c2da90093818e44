import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decimalText, localDateText, localTimeText, toInstant } from './scalar-text.ts'

test('amounts stay exact, whichever way they are written', () => {
  assert.equal(decimalText('0012.3400', 4), '12.34')
  assert.equal(decimalText('-0.10', 4), '-0.1')
  assert.equal(decimalText('+7', 4), '7')
  assert.equal(decimalText('-0', 4), '0')
  assert.equal(decimalText('999999999999999.9999', 4), '999999999999999.9999')
  assert.equal(decimalText(100, 4), '100')
  assert.equal(decimalText(1e15, 4), '1000000000000000')
  assert.equal(decimalText(1e-7, 10), '0.0000001')
  assert.equal(decimalText(-2.5e-10, 10), undefined)
})

test('the noise of binary arithmetic is not taken for decimals', () => {
  assert.equal(decimalText(0.1 + 0.2, 4), '0.3')
  assert.equal(decimalText(19.99 * 3, 4), '59.97')
})

test('more decimals than the column has are refused, not rounded away', () => {
  assert.equal(decimalText(0.12345, 4), undefined)
  assert.equal(decimalText('0.12345', 4), undefined)
})

test('what is no number is refused, however long it is', () => {
  for (const wrong of ['', '1e5', '1,5', ' 1', '.5', 'NaN', '--1', '0'.repeat(1_000_000)]) {
    assert.equal(decimalText(wrong, 4), undefined)
  }
  for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.equal(decimalText(wrong, 4), undefined)
  }
})

test('every number that fits keeps its value', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), (value) => {
      const text = decimalText(value, 10)
      if (text !== undefined) assert.ok(Math.abs(Number(text) - value) <= Math.abs(value) * 1e-14)
    }),
  )
})

test('instants need an offset and a day that exists', () => {
  const instant = toInstant('2026-03-01T01:30:00+02:00')
  assert.equal(instant?.toISOString(), '2026-02-28T23:30:00.000Z')
  assert.equal(toInstant('2026-03-01T01:30:00.1234567Z')?.getUTCMilliseconds(), 123)
  assert.equal(toInstant('2024-02-29T10:00Z')?.toISOString(), '2024-02-29T10:00:00.000Z')
  const wrong = ['2026-02-30T00:00:00Z', '2026-01-01T10:00:00', '2026-01-01', 'tomorrow', 5, null]
  for (const each of wrong) assert.equal(toInstant(each), undefined)
  assert.equal(toInstant(new Date(Number.NaN)), undefined)
})

test('local times are taken as Dataverse clients send them, with a Z that means nothing', () => {
  assert.equal(localTimeText('2026-07-01T09:00'), '2026-07-01T09:00:00')
  assert.equal(localTimeText('2026-07-01T09:00:30Z'), '2026-07-01T09:00:30')
  assert.equal(localTimeText('2026-07-01T09:00:30.999Z'), '2026-07-01T09:00:30')
  for (const wrong of ['2026-07-01T09:00+02:00', '2026-07-01', '2026-13-01T00:00', '', 7]) {
    assert.equal(localTimeText(wrong), undefined)
  }
})

test('dates are calendar days', () => {
  assert.equal(localDateText('2024-02-29'), '2024-02-29')
  for (const wrong of ['2023-02-29', '2024-02-29T00:00:00Z', '24-02-29', 20240229]) {
    assert.equal(localDateText(wrong), undefined)
  }
})
