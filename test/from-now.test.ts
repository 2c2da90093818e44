import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromNow } from '../web/admin/texts/from-now.ts'

const now = new Date(2026, 10, 22, 8, 30)
const at = (...parts: [number, number, number, number?]) => new Date(...parts)
const said = (instant: Date, language = 'en') => fromNow(language, instant, now)

test('days are told by the calendar, so that yesterday is never the day before', () => {
  assert.equal(said(at(2026, 10, 21, 8)), 'yesterday')
  assert.equal(said(at(2026, 10, 20, 20)), '2 days ago')
  assert.equal(said(at(2026, 10, 23, 9)), 'tomorrow')
  assert.equal(said(at(2026, 10, 24, 2)), 'in 2 days')
  assert.equal(said(at(2026, 10, 24, 2), 'de'), 'übermorgen')
})

test('what is near is told in hours and minutes, what is far in months and years', () => {
  assert.equal(said(new Date(now.getTime() - 20_000)), 'now')
  assert.equal(said(new Date(now.getTime() + 90_000)), 'in 1 minute')
  assert.equal(said(at(2026, 10, 21, 20)), '12 hours ago')
  assert.equal(said(at(2026, 9, 10)), '1 month ago')
  assert.equal(said(at(2025, 9, 10)), '1 year ago')
})
