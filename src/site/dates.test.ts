import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createFormats } from './dates.ts'

const formats = createFormats()
const span = (start: string, end: string, zone = 'Europe/Vienna') => ({
  start: new Date(start),
  end: new Date(end),
  zone,
})
/** Formatters part numbers with several kinds of space. */
const plain = (text: string) => text.replace(/[\u00a0\u2009\u202f]/g, ' ')

test('An event of one day shows its day and its hours with the zone.', () => {
  const evening = span('2026-09-24T16:00:00Z', '2026-09-24T17:30:00Z')
  assert.equal(plain(formats.days(evening, 'en-GB')), 'Thursday, 24 September 2026')
  assert.equal(plain(formats.hours(evening, 'en-GB')), '18:00 – 19:30 CEST')
  assert.equal(plain(formats.hours(evening, 'en-US')), '6:00 PM – 7:30 PM GMT+2')
})

test('An event until midnight is of one day, one past midnight is not.', () => {
  assert.equal(formats.isOneDay(span('2026-09-24T16:00:00Z', '2026-09-24T22:00:00Z')), true)
  assert.equal(formats.isOneDay(span('2026-09-24T16:00:00Z', '2026-09-24T22:30:00Z')), false)
  const moment = '2026-09-24T16:00:00Z'
  assert.equal(formats.isOneDay(span(moment, moment)), true)
})

test('An event over several days shows both days with their times.', () => {
  const days = span('2026-10-08T07:00:00Z', '2026-10-09T14:00:00Z')
  assert.match(plain(formats.days(days, 'en-GB')), /^8 ?– ?9 October 2026$/)
  assert.match(
    plain(formats.hours(days, 'en-GB')),
    /^Thu,? 8 Oct, 0?9:00 – Fri,? 9 Oct, 16:00 CEST$/,
  )
})

test('The day is that of the place, not that of the server.', () => {
  const honolulu = span('2026-01-01T08:00:00Z', '2026-01-01T09:00:00Z', 'Pacific/Honolulu')
  assert.equal(plain(formats.days(honolulu, 'en-GB')), 'Wednesday, 31 December 2025')
  assert.deepEqual(formats.sheet(honolulu.start, honolulu.zone, 'en-GB'), {
    month: 'Dec',
    day: '31',
  })
})

test('A heading names the year only where it is not the present one.', () => {
  const now = new Date('2026-09-01T12:00:00Z')
  const heading = (instant: string) =>
    plain(formats.heading(new Date(instant), 'UTC', 'en-GB', now))
  assert.doesNotMatch(heading('2026-09-24T16:00:00Z'), /2026/)
  assert.match(heading('2027-01-03T16:00:00Z'), /2027/)
})
