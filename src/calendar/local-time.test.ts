import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isRefusal } from '#errors'
import {
  addMinutes,
  durationMinutes,
  instantOf,
  isZone,
  localOf,
  offsetMinutes,
  resolveLocal,
} from './local-time.ts'

const anyZone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'))
const anyInstant = fc
  .integer({ min: Date.UTC(1990, 0) / 1000, max: Date.UTC(2060, 0) / 1000 })
  .map((seconds) => new Date(seconds * 1000))

test('a local time is taken for the instant at which clocks show it', () => {
  assert.deepEqual(resolveLocal('2026-07-01T09:00:00', 'Europe/Berlin'), {
    kind: 'exact',
    instant: new Date('2026-07-01T07:00:00Z'),
  })
  assert.equal(
    localOf(new Date('2026-07-01T07:00:00.999Z'), 'Europe/Berlin'),
    '2026-07-01T09:00:00',
  )
  assert.equal(offsetMinutes(new Date('2026-01-15T12:00:00Z'), 'America/Los_Angeles'), -480)
  assert.equal(offsetMinutes(new Date('2026-01-15T12:00:00Z'), 'Asia/Kathmandu'), 345)
})

test('a time that clocks skip is named as a gap and read with the offset before it', () => {
  assert.deepEqual(resolveLocal('2026-03-08T02:30:00', 'America/New_York'), {
    kind: 'gap',
    instant: new Date('2026-03-08T07:30:00Z'),
    shownAs: '2026-03-08T03:30:00',
  })
  assert.equal(resolveLocal('2026-03-08T01:59:59', 'America/New_York').kind, 'exact')
  assert.equal(resolveLocal('2026-03-08T03:00:00', 'America/New_York').kind, 'exact')
  // Samoa left out a whole day when it crossed the date line.
  assert.deepEqual(resolveLocal('2011-12-30T12:00:00', 'Pacific/Apia'), {
    kind: 'gap',
    instant: new Date('2011-12-30T22:00:00Z'),
    shownAs: '2011-12-31T12:00:00',
  })
})

test('a time that clocks show twice is named as ambiguous and means its first showing', () => {
  assert.deepEqual(resolveLocal('2026-11-01T01:30:00', 'America/New_York'), {
    kind: 'ambiguous',
    instant: new Date('2026-11-01T05:30:00Z'),
    later: new Date('2026-11-01T06:30:00Z'),
  })
  // Lord Howe Island changes its clocks by half an hour.
  const lordHowe = resolveLocal('2026-04-05T01:45:00', 'Australia/Lord_Howe')
  assert.ok(lordHowe.kind === 'ambiguous')
  assert.equal(lordHowe.later.getTime() - lordHowe.instant.getTime(), 30 * 60_000)
})

test('minutes are counted as they pass, also over a change of clocks', () => {
  assert.equal(addMinutes('2026-03-08T01:30:00', 60, 'America/New_York'), '2026-03-08T03:30:00')
  assert.equal(addMinutes('2026-03-08T03:30:00', -60, 'America/New_York'), '2026-03-08T01:30:00')
  assert.equal(
    durationMinutes('2026-03-08T01:30:00', '2026-03-08T03:30:00', 'America/New_York'),
    60,
  )
  assert.equal(durationMinutes('2026-10-25T00:00:00', '2026-10-26T00:00:00', 'Europe/Paris'), 1500)
  assert.equal(durationMinutes('2026-05-01T10:00:00', '2026-05-01T10:01:59', 'UTC'), 1)
  assert.equal(durationMinutes('2026-05-01T10:00:30', '2026-05-01T10:00:00', 'UTC'), 0)
  assert.equal(durationMinutes('2026-05-01T10:30:00', '2026-05-01T10:00:00', 'UTC'), -30)
})

test('an instant survives being written as local time, in every zone, unless shown twice', () => {
  fc.assert(
    fc.property(anyZone, anyInstant, (zone, instant) => {
      const resolved = resolveLocal(localOf(instant, zone), zone)
      assert.notEqual(resolved.kind, 'gap')
      const candidates = [resolved.instant.getTime()]
      if (resolved.kind === 'ambiguous') candidates.push(resolved.later.getTime())
      assert.ok(candidates.includes(instant.getTime()))
    }),
    { numRuns: 3000 },
  )
})

test('a local time survives being made an instant, in every zone, unless clocks skip it', () => {
  fc.assert(
    fc.property(anyZone, anyInstant, (zone, instant) => {
      const local = localOf(instant, 'UTC')
      const resolved = resolveLocal(local, zone)
      const shown = localOf(resolved.instant, zone)
      assert.equal(shown, resolved.kind === 'gap' ? resolved.shownAs : local)
      assert.equal(resolved.kind === 'gap', shown !== local)
      if (resolved.kind === 'ambiguous') assert.equal(localOf(resolved.later, zone), local)
      assert.deepEqual(instantOf(local, zone), resolved.instant)
    }),
    { numRuns: 3000 },
  )
})

test('around every change of clocks the skipped and repeated stretch is found to the second', () => {
  fc.assert(
    fc.property(anyZone, anyInstant, (zone, instant) => {
      const change = Temporal.Instant.fromEpochMilliseconds(instant.getTime())
        .toZonedDateTimeISO(zone)
        .getTimeZoneTransition('next')
      fc.pre(change !== null && change.year < 2060)
      const at = new Date((change as Temporal.ZonedDateTime).epochMilliseconds)
      const before = new Date(at.getTime() - 1000)
      const moved = offsetMinutes(at, zone) - offsetMinutes(before, zone)
      const old = Temporal.PlainDateTime.from(localOf(before, zone)).add({ seconds: 1 })
      const edge = (seconds: number) => {
        const wall = old.add({ seconds }).toString({ smallestUnit: 'second' })
        return resolveLocal(wall, zone).kind
      }
      const seconds = Math.round(moved * 60)
      const odd = moved > 0 ? 'gap' : 'ambiguous'
      const [first, last] = moved > 0 ? [0, seconds - 1] : [seconds, -1]
      assert.equal(edge(first), odd)
      assert.equal(edge(last), odd)
      assert.equal(edge(first - 1), 'exact')
      assert.equal(edge(last + 1), 'exact')
    }),
    { numRuns: 1000 },
  )
})

test('only names of the IANA database are zones', () => {
  for (const zone of ['Europe/Berlin', 'europe/kiev', 'US/Pacific', 'UTC', 'Etc/GMT+9']) {
    assert.ok(isZone(zone), zone)
  }
  for (const zone of [
    '',
    '+02:00',
    'Mars/Phobos',
    'Pacific Standard Time',
    '2026-01-01T00:00[Europe/Berlin]',
    'Europe/Berlin\r\nX:1',
  ]) {
    assert.ok(!isZone(zone), zone)
    assert.throws(
      () => localOf(new Date(0), zone),
      (error) => isRefusal(error, 'unknown-time-zone'),
    )
  }
})

test('text that is not a local time is refused with the text', () => {
  for (const value of [
    '2026-02-30T10:00:00',
    '2026-01-01T24:00:00',
    '2026-01-01T10:00:60',
    '2026-01-01T10:00',
    '2026-01-01',
    '2026-01-01T10:00:00Z',
    '2026-01-01 10:00:00',
  ]) {
    assert.throws(
      () => instantOf(value, 'UTC'),
      (error) => isRefusal(error, 'invalid-local-time') && error.found === value,
    )
  }
})
