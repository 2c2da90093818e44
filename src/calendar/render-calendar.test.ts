import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import ICAL from 'ical.js'
import { isRefusal } from '#errors'
import type { CalendarEvent, Invitation } from './calendar-event.ts'
import { instantOf } from './local-time.ts'
import { occurrencesOf } from './recurrence.ts'
import { calendarContentType, renderCalendar } from './render-calendar.ts'

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

/** The line of an event's property as written, unfolded. */
function lineOf(text: string, name: string): string | undefined {
  return text
    .slice(text.indexOf('BEGIN:VEVENT'))
    .replaceAll('\r\n ', '')
    .split('\r\n')
    .find((line) => line.startsWith(`${name}:`) || line.startsWith(`${name};`))
}

function instantIn(component: ICAL.Component, name: string): Date {
  const value = component.getFirstPropertyValue(name)
  assert.ok(value instanceof ICAL.Time)
  const zone = component.parent?.getFirstSubcomponent('vtimezone')
  if (zone) value.zone = new ICAL.Timezone(zone)
  return new Date(value.toUnixTime() * 1000)
}

test('a published event reads as it was given', () => {
  const text = publish({
    sequence: 3,
    description: 'Agenda:\n1; 2, 3 \\ end',
    descriptionHtml: '<p>Agenda; <b>1, 2</b></p>',
    location: 'Hall 1, Berlin',
    url: 'https://events.example.org/e/launch?a=1,2;b=3',
    conference: { url: 'https://events.example.org/j/abc', label: 'Join: "live"' },
    status: 'confirmed',
    categories: ['Webinar', 'Food, drink'],
    priority: 5,
    reminders: [{ minutesBefore: 15 }],
  })
  const calendar = parse(text)
  assert.equal(calendar.getFirstPropertyValue('method'), 'PUBLISH')
  assert.equal(calendar.getFirstPropertyValue('version'), '2.0')
  const read = firstEvent(text)
  const value = (name: string) => read.getFirstPropertyValue(name)
  assert.equal(value('uid'), event.uid)
  assert.equal(value('sequence'), 3)
  assert.equal(String(value('dtstamp')), '2026-02-03T04:05:06Z')
  assert.equal(value('summary'), 'Launch')
  assert.equal(value('description'), 'Agenda:\n1; 2, 3 \\ end')
  assert.equal(value('location'), 'Hall 1, Berlin')
  assert.equal(value('url'), 'https://events.example.org/e/launch?a=1,2;b=3')
  assert.equal(value('conference'), 'https://events.example.org/j/abc')
  assert.equal(read.getFirstProperty('conference')?.getParameter('label'), 'Join: "live"')
  assert.equal(value('status'), 'CONFIRMED')
  assert.equal(value('priority'), 5)
  assert.deepEqual(read.getFirstProperty('categories')?.getValues(), ['Webinar', 'Food, drink'])
  assert.equal(value('organizer'), 'mailto:events@example.org')
  assert.equal(read.getFirstProperty('organizer')?.getParameter('cn'), 'Contoso Events')
  assert.equal(
    lineOf(text, 'X-ALT-DESC'),
    'X-ALT-DESC;FMTTYPE=text/html:<p>Agenda\\; <b>1\\, 2</b></p>',
  )
  const alarm = read.getFirstSubcomponent('valarm')
  assert.equal(String(alarm?.getFirstPropertyValue('trigger')), '-PT15M')
  assert.equal(alarm?.getFirstPropertyValue('action'), 'DISPLAY')
  assert.equal(alarm?.getFirstPropertyValue('description'), 'Launch')
  assert.deepEqual(instantIn(read, 'dtstart'), new Date('2026-07-01T07:00:00Z'))
  assert.deepEqual(instantIn(read, 'dtend'), new Date('2026-07-01T08:30:00Z'))
})

test('an invitation names its attendees, their part and their answer', () => {
  const invitation: Invitation = {
    ...event,
    attendees: [
      { email: 'ann@example.org', name: 'Müller, Ann', rsvp: true },
      { email: 'bob+x@example.org', role: 'optional', answer: 'accepted', rsvp: false },
    ],
  }
  const text = renderCalendar({ method: 'REQUEST', stamp, events: [invitation] })
  const [ann, bob] = firstEvent(text).getAllProperties('attendee')
  assert.equal(ann?.getFirstValue(), 'mailto:ann@example.org')
  assert.equal(ann?.getParameter('cn'), 'Müller, Ann')
  assert.equal(ann?.getParameter('role'), 'REQ-PARTICIPANT')
  assert.equal(ann?.getParameter('partstat'), 'NEEDS-ACTION')
  assert.equal(ann?.getParameter('rsvp'), 'TRUE')
  assert.equal(bob?.getFirstValue(), 'mailto:bob+x@example.org')
  assert.equal(bob?.getParameter('role'), 'OPT-PARTICIPANT')
  assert.equal(bob?.getParameter('partstat'), 'ACCEPTED')
  assert.equal(bob?.getParameter('rsvp'), 'FALSE')
  assert.equal(parse(text).getFirstPropertyValue('method'), 'REQUEST')
  assert.equal(
    calendarContentType('REQUEST'),
    'text/calendar; charset=utf-8; method=REQUEST; component=VEVENT',
  )
})

test('a cancellation says so, whatever status the event had', () => {
  const events = [{ ...event, sequence: 2, status: 'confirmed' as const }]
  const read = firstEvent(renderCalendar({ method: 'CANCEL', stamp, events }))
  assert.equal(read.getFirstPropertyValue('status'), 'CANCELLED')
  assert.equal(read.getFirstPropertyValue('sequence'), 2)
  assert.equal(read.getFirstPropertyValue('uid'), event.uid)
})

test('times can be written in UTC, as the Events API does', () => {
  const text = renderCalendar({ method: 'PUBLISH', stamp, times: 'utc', events: [event] })
  assert.equal(lineOf(text, 'DTSTART'), 'DTSTART:20260701T070000Z')
  assert.equal(lineOf(text, 'DTEND'), 'DTEND:20260701T083000Z')
  assert.equal(parse(text).getAllSubcomponents('vtimezone').length, 0)
})

test('an event in UTC needs no time zone rules', () => {
  for (const zone of ['UTC', 'Etc/UTC', 'Etc/GMT']) {
    const text = publish({ zone })
    assert.equal(lineOf(text, 'DTSTART'), 'DTSTART:20260701T090000Z')
    assert.equal(parse(text).getAllSubcomponents('vtimezone').length, 0)
  }
})

test('a start that clocks skip is written as the time they show instead', () => {
  const text = publish({
    zone: 'America/New_York',
    start: '2026-03-08T02:30:00',
    end: '2026-03-08T04:00:00',
  })
  assert.equal(lineOf(text, 'DTSTART'), 'DTSTART;TZID=America/New_York:20260308T033000')
})

test('a series keeps its wall-clock time in the reader, over years of changing clocks', () => {
  for (const zone of [
    'America/New_York',
    'Asia/Jerusalem',
    'Africa/Cairo',
    'Australia/Lord_Howe',
  ]) {
    const start = '2026-02-04T18:00:00'
    const recurrence = { frequency: 'weekly', interval: 1, count: 120 } as const
    const text = publish({ zone, start, end: '2026-02-04T19:00:00', recurrence })
    const read = new ICAL.Event(firstEvent(text))
    const zoneRules = parse(text).getFirstSubcomponent('vtimezone')
    assert.ok(zoneRules)
    const expected = [...occurrencesOf(recurrence, start)].map((local) => instantOf(local, zone))
    const iterator = read.iterator()
    for (const instant of expected) {
      const time = iterator.next()
      time.zone = new ICAL.Timezone(zoneRules)
      assert.equal(time.toUnixTime() * 1000, instant.getTime(), `${zone} ${time}`)
    }
    assert.equal(iterator.next(), undefined)
  }
})

test('single occurrences of a series can be left out, moved and cancelled', () => {
  const series = { ...event, recurrence: { frequency: 'daily', interval: 1, count: 4 } as const }
  const text = renderCalendar({
    method: 'PUBLISH',
    stamp,
    events: [
      { ...series, exceptions: ['2026-07-02T09:00:00', '2026-07-04T09:00:00'] },
      {
        ...event,
        sequence: 1,
        recurrenceId: '2026-07-03T09:00:00',
        start: '2026-07-03T14:00:00',
        end: '2026-07-03T15:00:00',
      },
    ],
  })
  const [master, moved] = parse(text).getAllSubcomponents('vevent')
  assert.ok(master && moved)
  const read = new ICAL.Event(master, { exceptions: [moved] })
  const iterator = read.iterator()
  const shown: string[] = []
  for (let time = iterator.next(); time; time = iterator.next()) {
    shown.push(read.getOccurrenceDetails(time).startDate.toString())
  }
  assert.deepEqual(shown, ['2026-07-01T09:00:00', '2026-07-03T14:00:00'])
  assert.equal(lineOf(text, 'RECURRENCE-ID'), 'RECURRENCE-ID;TZID=Europe/Berlin:20260703T090000')
})

test('any text comes back from a reader as it was written', () => {
  const anyText = fc.string({ unit: 'binary', maxLength: 200 }).map(withoutControls)
  const anyWords = fc.string({ unit: 'grapheme', maxLength: 300 }).map(withoutControls)
  fc.assert(
    fc.property(fc.oneof(anyText, anyWords), anyWords, (description, name) => {
      const text = publish({ description, organizer: { email: 'a@example.org', name } })
      const read = firstEvent(text)
      assert.equal(read.getFirstPropertyValue('description'), description)
      assert.equal(read.getFirstProperty('organizer')?.getParameter('cn'), name)
    }),
    { numRuns: 300 },
  )
})

function withoutControls(text: string): string {
  return text.toWellFormed().replaceAll(/[^\P{Cc}\n\t]/gu, '')
}

test('no line is longer than 75 octets, none splits a character, each ends with CRLF', () => {
  const anyWords = fc.string({ unit: 'binary', minLength: 20, maxLength: 400 })
  fc.assert(
    fc.property(anyWords, (summary) => {
      const text = publish({ summary })
      assert.ok(text.endsWith('END:VCALENDAR\r\n'))
      for (const line of text.slice(0, -2).split('\r\n')) {
        assert.ok(Buffer.byteLength(line) <= 75, line)
        assert.ok(line.isWellFormed())
        assert.ok(!/[\r\n]/.test(line))
      }
    }),
  )
})

test('nothing that people type can add lines or properties', () => {
  const evil = 'x\r\nATTACH:https://evil.example/\nBEGIN:VALARM\r"\u0085;X=1:y'
  const text = publish({
    uid: evil,
    summary: evil,
    description: evil,
    descriptionHtml: evil,
    location: evil,
    categories: [evil],
    url: 'https://example.org/\r\nATTACH:x',
    conference: { url: 'https://example.org/j', label: evil },
    organizer: { email: 'a@example.org', name: evil },
    reminders: [{ minutesBefore: 1, text: evil }],
  })
  const read = firstEvent(text)
  assert.equal(read.getAllProperties('attach').length, 0)
  assert.equal(read.getAllSubcomponents('valarm').length, 1)
  assert.equal(read.getFirstPropertyValue('url'), 'https://example.org/ATTACH:x')
  const names = text
    .replaceAll('\r\n ', '')
    .split('\r\n')
    .map((line) => /^[A-Z-]*/.exec(line)?.[0])
  assert.ok(!names.includes('ATTACH'))
})

test('control characters that iCalendar cannot hold are left out', () => {
  const read = firstEvent(publish({ summary: 'a\u0000b\u0007c\td\u007f' }))
  assert.equal(read.getFirstPropertyValue('summary'), 'abc\td')
})

test('events that calendar programs would misread are refused by their UID', () => {
  const wrong: [Partial<typeof event>, string][] = [
    [{ end: event.start }, 'not after its start'],
    [{ end: '2026-06-30T09:00:00' }, 'not after its start'],
    [{ sequence: -1 }, 'sequence'],
    [{ sequence: 1.5 }, 'sequence'],
    [{ priority: 10 }, 'priority'],
    [{ url: 'events/launch' }, 'events/launch'],
    [{ url: 'javascript:alert(1)' }, 'javascript'],
    [{ conference: { url: '' } }, 'address'],
    [{ organizer: { email: 'nobody' } }, 'nobody'],
    [{ organizer: { email: 'a@b.example\r\nX:1' } }, 'mail address'],
    [{ reminders: [{ minutesBefore: -5 }] }, 'reminder'],
    [
      { recurrence: { frequency: 'weekly', interval: 1, weekdays: ['monday'] } },
      'does not fit its recurrence',
    ],
  ]
  for (const [changes, problem] of wrong) {
    assert.throws(
      () => publish(changes),
      (error) =>
        isRefusal(error, 'invalid-calendar-event') &&
        error.message.includes(event.uid) &&
        error.message.includes(problem),
      problem,
    )
  }
  assert.throws(
    () => publish({ uid: '' }),
    (error) => isRefusal(error, 'invalid-calendar-event') && error.message.includes('no UID'),
  )
})

test('an invitation is about one event, and a zoned series is not written in UTC', () => {
  const attendees = [{ email: 'ann@example.org' }] as const
  const two = [
    { ...event, attendees },
    { ...event, attendees, uid: 'another' },
  ]
  assert.throws(
    () => renderCalendar({ method: 'REQUEST', stamp, events: two }),
    (error) => isRefusal(error, 'invalid-calendar-event') && error.message.includes('another'),
  )
  const series = { ...event, recurrence: { frequency: 'daily', interval: 1 } as const }
  assert.throws(
    () => renderCalendar({ method: 'PUBLISH', stamp, times: 'utc', events: [series] }),
    (error) => isRefusal(error, 'invalid-calendar-event') && error.message.includes('UTC'),
  )
  assert.throws(() => renderCalendar({ method: 'PUBLISH', stamp, events: [] }), TypeError)
})
