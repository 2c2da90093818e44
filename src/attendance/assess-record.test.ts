import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { AttendanceItem } from '#providers'
import { assessRecord, type Doubt, fingerprintOf, latestOfEachStay } from './assess-record.ts'

const from = new Date('2026-11-21T10:00:00Z')
const to = new Date('2026-11-21T11:00:00Z')
const event = { from, to }
const afterwards = new Date('2026-11-21T11:05:00Z')

const item: AttendanceItem = {
  registrantId: 'r-1',
  externalId: undefined,
  email: 'ada@example.org',
  joinedAt: from,
  leftAt: to,
  viewingMinutes: undefined,
  questionsAsked: undefined,
  watchedRecording: false,
  raw: {},
}

function doubtOf(change: Partial<AttendanceItem>): Doubt | undefined {
  const assessment = assessRecord({ ...item, ...change }, event, afterwards)
  return assessment.kind === 'doubted' ? assessment.doubt : undefined
}

describe('a record is refused, with its reason, when', () => {
  test('the person left before joining', () => {
    assert.equal(doubtOf({ joinedAt: to, leftAt: from }), 'leave-before-join')
  })
  test('it has negative minutes', () => {
    assert.equal(doubtOf({ viewingMinutes: -5 }), 'negative-minutes')
  })
  test('it lies in another year', () => {
    assert.equal(
      doubtOf({ joinedAt: new Date('1970-01-01'), leftAt: new Date('1970-01-02') }),
      'outside-the-event',
    )
  })
  test('its date or its minutes cannot be read', () => {
    assert.equal(doubtOf({ joinedAt: new Date('nonsense') }), 'unreadable-time')
    assert.equal(doubtOf({ viewingMinutes: Number.NaN }), 'unreadable-time')
  })
  test('it has no time at all', () => {
    assert.equal(doubtOf({ joinedAt: undefined, leftAt: undefined }), 'no-time-at-all')
  })
  test('only the recording was watched', () => {
    assert.equal(doubtOf({ watchedRecording: true }), 'recording-only')
  })
})

test('a person who is still there when the report is made stays until now, at most to the end', () => {
  const during = new Date('2026-11-21T10:30:00Z')
  const assessment = assessRecord({ ...item, leftAt: undefined }, event, during)
  assert.ok(assessment.kind === 'believed')
  assert.deepEqual(assessment.stay.interval, { from, to: during })
})

test('fewer minutes than the stay was long win, and zero minutes take it back', () => {
  for (const [minutes, expected] of [
    [20, 20],
    [0, 0],
    [600, 60],
  ] as const) {
    const assessment = assessRecord({ ...item, viewingMinutes: minutes }, event, afterwards)
    assert.ok(assessment.kind === 'believed')
    const { interval } = assessment.stay
    assert.equal(((interval?.to.getTime() ?? 0) - from.getTime()) / 60_000, expected)
  }
})

test('of a stay that was corrected the last version stands', () => {
  const corrected = { ...item, viewingMinutes: 10 }
  assert.deepEqual(latestOfEachStay([{ item }, { item: corrected }]), [{ item: corrected }])
  const other = { ...item, joinedAt: to }
  assert.equal(latestOfEachStay([{ item }, { item: other }]).length, 2)
})

test('the same record has the same fingerprint, a corrected one another', () => {
  assert.equal(fingerprintOf('w', item), fingerprintOf('w', { ...item, raw: 'other' }))
  assert.notEqual(fingerprintOf('w', item), fingerprintOf('w', { ...item, viewingMinutes: 3 }))
  assert.notEqual(fingerprintOf('w', item), fingerprintOf('v', item))
})

test('whatever a provider sends, the answer is a stay inside two days around the event or a doubt', () => {
  const date = fc.option(fc.date({ noInvalidDate: false }), { nil: undefined })
  const minutes = fc.option(fc.double(), { nil: undefined })
  fc.assert(
    fc.property(
      date,
      date,
      minutes,
      fc.boolean(),
      (joinedAt, leftAt, viewingMinutes, watchedRecording) => {
        const odd = { ...item, joinedAt, leftAt, viewingMinutes, watchedRecording }
        const assessment = assessRecord(odd, event, afterwards)
        if (assessment.kind === 'doubted') return assert.notEqual(assessment.explanation, '')
        const { interval, minutesOnly } = assessment.stay
        assert.ok(interval !== undefined || (minutesOnly ?? -1) >= 0)
        if (interval !== undefined) assert.ok(interval.from <= interval.to)
      },
    ),
  )
})
