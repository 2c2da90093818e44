import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import ICAL from 'ical.js'
import { type Recurrence, weekdays } from '#calendar'
import { findDefinition, providerDefinitions } from '#providers'
import { account, meeting, wish } from '../../test/meeting-wishes.ts'
import { datesOf, mostDates } from './dates.ts'
import { examine } from './examine.ts'
import { withDays } from './examine-recurrence.ts'
import { calendarOf } from './letter-calendar.ts'
import type { Guest, WholeMeeting } from './meeting.ts'
import type { AccountFacts, MeetingWish } from './wish.ts'

const now = new Date('2026-09-01T08:00:00Z')

const problemsOf = (more: Partial<MeetingWish>, at: AccountFacts = account) =>
  examine(wish(more), { now, account: at }).problems.map(
    ({ field, message }) => `${field}: ${message}`,
  )

const series = (recurrence: Recurrence, start = '2026-10-05', end = start) => ({
  recurrence,
  start: `${start}T10:00:00`,
  end: `${end}T11:00:00`,
})

const accountOf = (adapter: string): AccountFacts => {
  const definition = findDefinition(providerDefinitions, adapter)
  assert.ok(definition !== undefined)
  const { name: provider, capabilities, planFault } = definition
  return { ...account, provider, capabilities, planFault }
}

test('what cannot take place is refused at its field, with the reason', () => {
  assert.deepEqual(problemsOf({}), [])
  const refused: [Partial<MeetingWish>, RegExp][] = [
    [
      { end: '2026-10-05T09:00:00' },
      /^end: The meeting ends before it begins, at 2026-10-05 09:00/,
    ],
    [{ end: '2026-10-05T10:00:00' }, /^end: The meeting ends before it begins/],
    [
      { end: '2026-10-05T19:00:00' },
      /^end: The meeting would take 540 minutes; Our account allows 480/,
    ],
    [{ start: '2026-08-05T10:00:00' }, /^start: 2026-08-05 10:00 in Europe\/Berlin is over/],
    [{ timeZone: 'Europe/Atlantis' }, /^timeZone: There is no time zone "Europe\/Atlantis"/],
    [{ timeZone: '+02:00' }, /^timeZone: There is no time zone/],
    [{ start: 'tomorrow' }, /^start: "tomorrow" is no date and time/],
    [{ start: '2026-02-30T10:00:00' }, /^start: "2026-02-30T10:00:00" is no date and time/],
    [
      { start: '2027-03-28T02:30:00', end: '2027-03-28T03:30:00' },
      /^start: 2027-03-28 02:30 does not exist in Europe\/Berlin: clocks go forward and show 03:30/,
    ],
    [{ title: '  ' }, /^title: Give the meeting a title/],
    [{ title: 'A\r\nBcc: all@example.org' }, /^title: The title has a line break/],
    [{ attendees: [{ email: 'nobody' }] }, /^attendees\[0\]\.email: "nobody" is no e-mail address/],
    [
      { attendees: [{ email: 'a@example.org,b@example.org' }] },
      /^attendees\[0\]\.email: .* is no e-mail address/,
    ],
    [
      { attendees: [{ email: 'a@example.org' }, { email: 'A@Example.org' }] },
      /^attendees\[1\]\.email: A@Example.org is in the list twice/,
    ],
    [
      { cohosts: [{ email: 'a@example.org' }], attendees: [{ email: 'a@example.org' }] },
      /^attendees\[0\]\.email: a@example.org is a co-host already/,
    ],
    [series({ frequency: 'daily', interval: 1 }), /^recurrence\.until: Say when the series ends/],
    [
      series({ frequency: 'daily', interval: 1, count: mostDates + 1 }),
      /^recurrence\.count: A series has 1 to 400 dates, not 401/,
    ],
    [
      series({ frequency: 'daily', interval: 1, until: '2036-01-01' }),
      /^recurrence: The series has more than 400 dates/,
    ],
    [
      series({ frequency: 'daily', interval: 1, until: '2026-10-01' }),
      /^recurrence\.until: The series ends on 2026-10-01, before its first date/,
    ],
    [
      series({ frequency: 'daily', interval: 0, count: 2 }),
      /^recurrence\.interval: .* not every 0/,
    ],
    [
      series({ frequency: 'weekly', interval: 1, weekdays: ['tuesday'], count: 2 }),
      /^recurrence\.weekdays: The first date is a Monday, which is not among/,
    ],
    [
      series({ frequency: 'monthly', interval: 1, monthDay: 31, count: 5 }, '2026-10-31'),
      /^recurrence\.monthDay: November 2026 has no 31st\. Choose the last day of the month/,
    ],
    [
      series(
        { frequency: 'monthly', interval: 1, monthDay: 30, until: '2027-04-30' },
        '2026-10-30',
      ),
      /^recurrence\.monthDay: February 2027 has no 30th/,
    ],
    [
      series(
        { frequency: 'monthly', interval: 1, week: 5, weekday: 'saturday', count: 3 },
        '2026-10-31',
      ),
      /^recurrence\.week: November 2026 has no fifth Saturday/,
    ],
  ]
  for (const [more, expected] of refused) {
    assert.match(problemsOf(more)[0] ?? '', expected, JSON.stringify(more))
  }
})

test('the last day of each month, and the 31st where every month of the series has one, are fine', () => {
  const last: Recurrence = { frequency: 'monthly', interval: 1, monthDay: -1, count: 12 }
  assert.deepEqual(problemsOf(series(last, '2026-10-31')), [])
  const yearly: Recurrence = { frequency: 'monthly', interval: 12, monthDay: 31, count: 3 }
  assert.deepEqual(problemsOf(series(yearly, '2026-10-31')), [])
  const until: Recurrence = { frequency: 'monthly', interval: 1, monthDay: 28, until: '2027-03-10' }
  assert.deepEqual(problemsOf(series(until, '2026-10-28')), [])
})

test('what a vendor has no words for is refused before saving, in the vendor’s terms', () => {
  const daily: Recurrence = { frequency: 'daily', interval: 1, count: 61 }
  const zoom = accountOf('zoom')
  assert.match(problemsOf(series(daily), zoom)[0] ?? '', /^recurrence: Zoom keeps 60 dates/)
  const long: Recurrence = { frequency: 'daily', interval: 1, until: '2026-12-31' }
  assert.match(problemsOf(series(long), zoom)[0] ?? '', /^recurrence: Zoom keeps 60 dates/)
  assert.match(problemsOf({ password: '12345678901' }, zoom)[0] ?? '', /^password: .*10 at most/)
  assert.match(
    problemsOf({ password: 'x' }, accountOf('microsoft-teams'))[0] ?? '',
    /^password: Microsoft Teams takes no password/,
  )
  assert.match(
    problemsOf(series(daily), accountOf('bigbluebutton'))[0] ?? '',
    /^recurrence: BigBlueButton has no series/,
  )
})

test('a date at a change of clocks is told beforehand, and so is what the provider leaves out', () => {
  const night = { start: '2027-03-27T02:30:00', end: '2027-03-27T03:30:00' }
  const recurrence: Recurrence = { frequency: 'daily', interval: 1, count: 2 }
  const found = examine(wish({ ...night, recurrence }), { now, account })
  assert.deepEqual(found.problems, [])
  const notices = found.notices.map(({ message }) => message)
  assert.ok(notices.some((text) => /On 2027-03-28 clocks .* skip 02:30; .* show 03:30/.test(text)))
})

const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC']

const someRecurrence: fc.Arbitrary<Recurrence | undefined> = fc.oneof(
  fc.constant(undefined),
  fc.record({
    frequency: fc.constant('daily' as const),
    interval: fc.integer({ min: 1, max: 5 }),
    count: fc.integer({ min: 1, max: 40 }),
  }),
  fc.record({
    frequency: fc.constant('weekly' as const),
    interval: fc.integer({ min: 1, max: 3 }),
    weekdays: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }),
    count: fc.integer({ min: 1, max: 40 }),
  }),
  fc.record({
    frequency: fc.constant('monthly' as const),
    interval: fc.integer({ min: 1, max: 4 }),
    monthDay: fc.integer({ min: -1, max: 31 }),
    count: fc.integer({ min: 1, max: 20 }),
  }),
  fc.record({
    frequency: fc.constant('monthly' as const),
    interval: fc.integer({ min: 1, max: 4 }),
    week: fc.constantFrom(1, 2, 3, 4, 5, -1 as const),
    weekday: fc.constantFrom(...weekdays),
    count: fc.integer({ min: 1, max: 20 }),
  }) as fc.Arbitrary<Recurrence>,
)

const someWish = fc
  .record({
    day: fc.integer({ min: 1, max: 600 }),
    hour: fc.integer({ min: 0, max: 23 }),
    minutes: fc.integer({ min: 1, max: 480 }),
    zone: fc.constantFrom(...zones),
    recurrence: someRecurrence,
  })
  .map(({ day, hour, minutes, zone, recurrence }) => {
    const first = Temporal.PlainDateTime.from('2026-09-02T00:30:00').add({ days: day, hours: hour })
    const end = first.add({ minutes })
    const text = (time: Temporal.PlainDateTime) => time.toString({ smallestUnit: 'second' })
    const fitting = fit(recurrence, first)
    return wish({ start: text(first), end: text(end), timeZone: zone, recurrence: fitting })
  })

/** Half of the rules are bent to the first date, so that they are possible. */
function fit(recurrence: Recurrence | undefined, first: Temporal.PlainDateTime) {
  const today = weekdays[first.dayOfWeek - 1] ?? 'monday'
  if (recurrence?.frequency === 'weekly' && first.day % 2 === 0) {
    return { ...recurrence, weekdays: [...new Set([...(recurrence.weekdays ?? []), today])] }
  }
  if (recurrence?.frequency === 'monthly' && first.day % 2 === 0) {
    if (recurrence.week === undefined) return { ...recurrence, monthDay: first.day }
    return { ...recurrence, week: Math.min(4, Math.ceil(first.day / 7)) as 1, weekday: today }
  }
  return recurrence
}

const guest: Guest = {
  id: '00000000-0000-4000-8000-00000000abcd',
  name: 'Ada',
  email: 'ada@guests.example',
  role: 'attendee',
  contactId: undefined,
  accountPersonId: undefined,
  isRemoved: false,
  told: undefined,
  registration: undefined,
}

const meetingOf = (from: MeetingWish): WholeMeeting => ({
  ...meeting,
  start: from.start,
  end: from.end,
  zone: from.timeZone,
  recurrence: withDays(from.recurrence, from.start),
  guests: [guest],
})

/** The instants that an independent reader finds in the text. */
function instantsIn(text: string): string[] {
  const calendar = new ICAL.Component(ICAL.parse(text))
  const component = calendar.getFirstSubcomponent('vevent')
  assert.ok(component !== null)
  const event = new ICAL.Event(component)
  const duration = event.duration.toSeconds() * 1000
  const iso = (milliseconds: number) => new Date(milliseconds).toISOString()
  const span = (start: number) => `${iso(start)} ${iso(start + duration)}`
  if (!event.isRecurring()) return [span(event.startDate.toUnixTime() * 1000)]
  const found: string[] = []
  const iterator = event.iterator()
  for (let next = iterator.next(); next; next = iterator.next()) {
    found.push(span(next.toUnixTime() * 1000))
  }
  return found
}

/**
 * A time that comes twice, when clocks go back, is the first of both (RFC 5545 §3.3.5); ical.js takes
 * its first minute for the second.
 */
function occursTwice(local: string, zone: string): boolean {
  const time = Temporal.PlainDateTime.from(local)
  const [first, second] = (['earlier', 'later'] as const).map(
    (disambiguation) => time.toZonedDateTime(zone, { disambiguation }).epochMilliseconds,
  )
  return first !== second
}

test('an end that the clocks show twice is the first of both', () => {
  const once = { start: '2026-10-31T21:30:00', end: '2026-11-01T01:00:00' }
  const { dates } = examine(wish({ ...once, timeZone: 'America/New_York' }), { now, account })
  assert.deepEqual(
    dates.map(({ endsAt }) => endsAt.toISOString()),
    ['2026-11-01T05:00:00.000Z'],
  )
})

test('a possible wish has the dates that an independent calendar reader finds in its invitation, in every zone and over changes of clocks', () => {
  let possible = 0
  fc.assert(
    fc.property(someWish, (given) => {
      const { problems, dates } = examine(given, { now, account })
      if (problems.length > 0) return
      possible += 1
      const possibleOne = meetingOf(given)
      const context = {
        mailbox: { email: 'hub@events.example', name: undefined },
        joinLink: 'https://hub.example/m/x',
        stamp: now,
      }
      const { text } = calendarOf(
        possibleOne,
        { kind: 'invitation', guest, date: undefined },
        context,
      )
      const ours = dates.map(({ startsAt, endsAt }) => [startsAt, endsAt])
      const skipped = dates.some(({ start }) => start.slice(11) !== given.start.slice(11))
      assert.ok(!skipped, 'dates keep their time on the clocks')
      const theirs = instantsIn(text)
      const expected = ours.map((pair) => pair.map((each) => each?.toISOString()).join(' '))
      // A time that clocks skip is read as an hour later by us and by RFC 5545 §3.3.5; ical.js does not say.
      const told = examine(given, { now, account }).notices.filter(({ field }) => field === 'start')
      const isClear = told.length === 0 && !occursTwice(given.end, given.timeZone)
      if (isClear) assert.deepEqual(theirs, expected)
      assert.deepEqual(datesOf(possibleOne).length, dates.length)
    }),
    { numRuns: 400 },
  )
  assert.ok(possible > 100, `${possible} of 400 wishes were possible`)
})

test('whatever is typed, the answer is sentences at fields and never a failure of the hub', () => {
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom('2026-10-05T10:00:00', '2026-13-01T00:00:00', ''),
  )
  const fields =
    /^(title|start|end|timeZone|password|description|recurrence(\.\w+)?|(attendees|cohosts)(\[\d+\]\.(email|name))?)$/
  const anyRule = fc.record(
    {
      frequency: fc.constantFrom('once', 'daily', 'weekly', 'monthly'),
      interval: fc.oneof(fc.integer(), fc.double()),
      weekdays: fc.array(fc.constantFrom(...weekdays)),
      monthDay: fc.integer({ min: -40, max: 40 }),
      until: text,
      count: fc.oneof(fc.integer(), fc.double()),
    },
    { requiredKeys: ['frequency', 'interval'] },
  )
  fc.assert(
    fc.property(
      fc.record({
        title: text,
        start: text,
        end: text,
        timeZone: fc.oneof(text, fc.constantFrom(...zones)),
        password: fc.option(text, { nil: undefined }),
        recurrence: fc.option(anyRule, { nil: undefined }) as fc.Arbitrary<Recurrence | undefined>,
        attendees: fc.array(fc.record({ email: text, name: text }), { maxLength: 3 }),
      }),
      (given) => {
        const { problems, notices } = examine(wish(given), { now, account })
        for (const { field, message } of [...problems, ...notices]) {
          assert.match(field, fields)
          assert.match(message, /\.$/)
        }
      },
    ),
    { numRuns: 500 },
  )
})
