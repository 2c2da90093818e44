import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import ICAL from 'ical.js'
import type { CalendarEvent } from './calendar-event.ts'
import { instantOf, localOf } from './local-time.ts'
import { renderCalendar } from './render-calendar.ts'

const stamp = new Date('2026-02-03T04:05:06.789Z')

const organizer = { email: 'events@example.org', name: 'Contoso Events' }

const event: CalendarEvent & { attendees?: never } = {
  uid: '0b8c2f5e-5f6d-4c1e-9a3e-0d9b0e6a7c11',
  sequence: 0,
  start: '2026-07-01T09:00:00',
  end: '2026-07-01T10:30:00',
  zone: 'Europe/Berlin',
  summary: 'Launch',
  organizer,
}

function publish(changes: Partial<typeof event>): string {
  return renderCalendar({ method: 'PUBLISH', stamp, events: [{ ...event, ...changes }] })
}

/** Reads the text with an independent parser, strictly. */
function parse(text: string): ICAL.Component {
  return new ICAL.Component(ICAL.parse(text))
}

function firstEvent(text: string): ICAL.Component {
  const component = parse(text).getFirstSubcomponent('vevent')
  assert.ok(component !== null)
  return component
}

function instantIn(component: ICAL.Component, name: string): Date {
  const value = component.getFirstPropertyValue(name)
  assert.ok(value instanceof ICAL.Time)
  const zone = component.parent?.getFirstSubcomponent('vtimezone')
  if (zone) value.zone = new ICAL.Timezone(zone)
  return new Date(value.toUnixTime() * 1000)
}

test('zones with a yearly rule are described by it, once for all events', () => {
  const later = { ...event, uid: 'other', start: '2027-01-04T09:00:00', end: '2027-01-04T10:00:00' }
  const lower = { ...later, uid: 'third', zone: 'europe/berlin' }
  const text = renderCalendar({ method: 'PUBLISH', stamp, events: [event, later, lower] })
  assert.ok(
    text.includes(
      [
        'BEGIN:VTIMEZONE',
        'TZID:Europe/Berlin',
        'BEGIN:DAYLIGHT',
        'DTSTART:20260329T020000',
        'TZOFFSETFROM:+0100',
        'TZOFFSETTO:+0200',
        'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
        'END:DAYLIGHT',
        'BEGIN:STANDARD',
        'DTSTART:20261025T030000',
        'TZOFFSETFROM:+0200',
        'TZOFFSETTO:+0100',
        'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
        'END:STANDARD',
        'END:VTIMEZONE',
      ].join('\r\n'),
    ),
    text,
  )
  assert.equal(parse(text).getAllSubcomponents('vtimezone').length, 1)
})

test('zones without a yearly rule are described change by change, with standard time among them', () => {
  const text = publish({ zone: 'Asia/Jerusalem' })
  assert.ok(
    text.includes(
      [
        'BEGIN:DAYLIGHT',
        'DTSTART:20260327T020000',
        'TZOFFSETFROM:+0200',
        'TZOFFSETTO:+0300',
        'END:DAYLIGHT',
        'BEGIN:STANDARD',
        'DTSTART:20261025T020000',
        'TZOFFSETFROM:+0300',
        'TZOFFSETTO:+0200',
        'END:STANDARD',
        'END:VTIMEZONE',
      ].join('\r\n'),
    ),
    text,
  )
  const amman = publish({ zone: 'Asia/Amman' })
  assert.ok(!amman.includes('DAYLIGHT'), 'summer time that stays is a new standard time')
})

/** Zones with yearly rules, without summer time, half hours, southern, irregular, changed by law. */
const curiousZones = [
  'America/New_York',
  'America/Los_Angeles',
  'America/Sao_Paulo',
  'America/Santiago',
  'America/Asuncion',
  'America/Nuuk',
  'America/Havana',
  'Europe/London',
  'Europe/Dublin',
  'Europe/Istanbul',
  'Europe/Volgograd',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Africa/Monrovia',
  'Asia/Amman',
  'Asia/Gaza',
  'Asia/Jerusalem',
  'Asia/Tehran',
  'Asia/Kolkata',
  'Asia/Pyongyang',
  'Australia/Lord_Howe',
  'Australia/Sydney',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
  'Etc/GMT+9',
]

test('a reader finds the instants of the hub at every change of clocks, in many zones and years', () => {
  for (const zone of curiousZones) {
    for (const year of [1973, 2006, 2011, 2018, 2022, 2024, 2026, 2027, 2035]) {
      const text = publish({ zone, start: `${year}-01-01T00:00:00`, end: `${year}-12-31T23:00:00` })
      const component = parse(text).getFirstSubcomponent('vtimezone')
      assert.ok(component, `${zone} ${year}`)
      const read = new ICAL.Timezone(component)
      let moment = Temporal.PlainDateTime.from(`${year}-01-01T00:00:00`).toZonedDateTime(zone)
      for (;;) {
        for (const seconds of [-86400, -1, 0, 1, 7200, 86400]) {
          const near = moment.add({ seconds })
          if (near.year !== year) continue
          assertSameInstant(read, near)
        }
        const change = moment.getTimeZoneTransition('next')
        if (change === null || change.year !== year) break
        moment = change
      }
    }
  }
})

test('an event that starts at the very change of clocks is read at its instants', () => {
  const read = firstEvent(
    publish({ zone: 'Asia/Jerusalem', start: '2026-03-27T03:00:00', end: '2026-03-27T04:00:00' }),
  )
  assert.deepEqual(instantIn(read, 'dtstart'), new Date('2026-03-27T00:00:00Z'))
  assert.deepEqual(instantIn(read, 'dtend'), new Date('2026-03-27T01:00:00Z'))
})

test('offsets of odd seconds, as some zones had them long ago, are written in full', () => {
  const text = publish({
    zone: 'Africa/Monrovia',
    start: '1972-03-01T09:00:00',
    end: '1972-03-01T10:00:00',
  })
  assert.ok(text.includes('DTSTART:19720107T000000\r\nTZOFFSETFROM:-004430\r\nTZOFFSETTO:+0000'))
})

/** Asks the parser's zone for the offset at a local time, leaving out times shown twice. */
function assertSameInstant(zone: ICAL.Timezone, moment: Temporal.ZonedDateTime): void {
  const local = moment.toPlainDateTime().toString({ smallestUnit: 'second' })
  const expected = moment.toPlainDateTime().toZonedDateTime(moment.timeZoneId)
  const other = moment
    .toPlainDateTime()
    .toZonedDateTime(moment.timeZoneId, { disambiguation: 'later' })
  if (!expected.equals(other)) return
  const time = ICAL.Time.fromDateTimeString(local)
  const offset = zone.utcOffset(time)
  assert.equal(offset, expected.offsetNanoseconds / 1e9, `${moment.timeZoneId} ${local}`)
}

test('any event in any zone is read at its true instants', () => {
  const anyZone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'))
  const anyMinute = fc.integer({ min: Date.UTC(1995, 0) / 6e4, max: Date.UTC(2045, 0) / 6e4 })
  const length = fc.integer({ min: 1, max: 3000 })
  fc.assert(
    fc.property(anyZone, anyMinute, length, (zone, minute, minutes) => {
      const start = localOf(new Date(minute * 60_000), zone)
      const end = localOf(new Date((minute + minutes) * 60_000), zone)
      fc.pre(instantOf(start, zone) < instantOf(end, zone))
      fc.pre([start, end].every((local) => isShownOnce(local, zone)))
      const read = firstEvent(publish({ zone, start, end }))
      assert.deepEqual(instantIn(read, 'dtstart'), instantOf(start, zone))
      assert.deepEqual(instantIn(read, 'dtend'), instantOf(end, zone))
    }),
    { numRuns: 500 },
  )
})

/** ical.js picks the second showing of a repeated time, against RFC 5545 §3.3.5: left out. */
function isShownOnce(local: string, zone: string): boolean {
  const wall = Temporal.PlainDateTime.from(local)
  const later = wall.toZonedDateTime(zone, { disambiguation: 'later' })
  return wall.toZonedDateTime(zone).equals(later)
}

test('a series without an end is described ten years ahead', () => {
  const recurrence = { frequency: 'monthly', interval: 1 } as const
  const text = publish({ zone: 'Asia/Jerusalem', recurrence })
  const component = parse(text).getFirstSubcomponent('vtimezone')
  assert.ok(component)
  const zone = new ICAL.Timezone(component)
  for (const local of ['2026-12-01T12:00:00', '2031-07-01T12:00:00', '2035-12-01T12:00:00']) {
    const wall = Temporal.PlainDateTime.from(local)
    assertSameInstant(zone, wall.toZonedDateTime('Asia/Jerusalem'))
  }
})
