import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import fc from 'fast-check'
import ICAL from 'ical.js'
import type { Weekday } from '#calendar'
import { CalendarStore } from '../../test/calendar-store.ts'
import { meeting as planned } from '../../test/meeting-wishes.ts'
import { wishOf } from './change-meeting.ts'
import { datesOf, happening } from './dates.ts'
import { datesAfterChange } from './dates-after-change.ts'
import { type DueLetter, dueLetters, type LetterKind } from './due-letters.ts'
import { calendarOf } from './letter-calendar.ts'
import type { Exception, Guest, WholeMeeting } from './meeting.ts'
import { writeLetter } from './write-letter.ts'

const context = {
  mailbox: { email: 'hub@events.example', name: 'Greenroom' },
  joinLink: 'https://hub.example/m/ada',
  stamp: new Date('2026-09-01T08:00:00Z'),
}

const guest = (name: string, more: Partial<Guest> = {}): Guest => ({
  id: `00000000-0000-4000-8000-${Buffer.from(name.padEnd(6, '.')).toString('hex')}`,
  name,
  email: `${name.toLowerCase()}@guests.example`,
  role: 'attendee',
  contactId: undefined,
  accountPersonId: undefined,
  isRemoved: false,
  told: undefined,
  registration: undefined,
  ...more,
})

const host = { userId: undefined, name: 'Paula Planner', email: 'paula@planners.example' }
const paula = guest('Paula', { role: 'host', name: host.name, email: host.email })

const series: WholeMeeting = {
  ...planned,
  title: 'Planung; Büro, "Mitte"',
  description: 'Bring numbers.\nAnd coffee.',
  password: 'pA55word',
  recurrence: { frequency: 'weekly', interval: 1, weekdays: ['monday'], count: 6 },
  host,
  guests: [paula, guest('Carl', { role: 'cohost' }), guest('Ada')],
}
const moved: Exception = {
  id: 'moved',
  originalStart: '2026-10-12T10:00:00',
  moved: { start: '2026-10-13T15:00:00', end: '2026-10-13T15:30:00' },
}
const off: Exception = { id: 'off', originalStart: '2026-10-26T10:00:00', moved: undefined }
const changed: WholeMeeting = { ...series, sequence: 4, exceptions: [moved, off] }

const [first] = series.guests.filter(({ name }) => name === 'Ada')
const ada = first as Guest

const dateOf = ({ originalStart }: Exception) =>
  datesOf(changed, changed.exceptions).find((date) => date.originalStart === originalStart)

/** Each golden file is what a guest gets; UPDATE_GOLDEN=1 writes them anew, to be read before commit. */
const golden: Record<string, [WholeMeeting, Pick<DueLetter, 'kind' | 'guest' | 'date'>]> = {
  'once-invitation': [
    { ...series, recurrence: undefined, password: undefined },
    { kind: 'invitation', guest: ada, date: undefined },
  ],
  'series-invitation': [series, { kind: 'invitation', guest: ada, date: undefined }],
  'series-invitation-host': [series, { kind: 'invitation', guest: paula, date: undefined }],
  'series-changed': [changed, { kind: 'change', guest: ada, date: undefined }],
  'date-moved': [changed, { kind: 'dateMoved', guest: ada, date: dateOf(moved) }],
  'date-cancelled': [changed, { kind: 'dateCancelled', guest: ada, date: dateOf(off) }],
  'series-cancelled': [
    { ...changed, status: 'cancelled', sequence: 5 },
    { kind: 'cancellation', guest: ada, date: undefined },
  ],
  'attendee-removed': [
    { ...changed, sequence: 5, guests: [paula] },
    { kind: 'removal', guest: ada, date: undefined },
  ],
}

for (const [name, [meeting, due]] of Object.entries(golden)) {
  test(`the calendar part "${name}" is as it was reviewed, and an independent reader understands it`, async () => {
    const { text, method } = calendarOf(meeting, due, context)
    const file = new URL(`fixtures/${name}.ics`, import.meta.url)
    if (process.env.UPDATE_GOLDEN === '1') await writeFile(file, text)
    assert.equal(text, await readFile(file, 'utf8'))
    const calendar = new ICAL.Component(ICAL.parse(text))
    assert.equal(calendar.getFirstPropertyValue('method'), method)
    const [zone] = calendar.getAllSubcomponents('vtimezone')
    assert.equal(zone?.getFirstPropertyValue('tzid'), 'Europe/Berlin')
    const events = calendar.getAllSubcomponents('vevent')
    assert.ok(events.length > 0)
    for (const event of events) {
      assert.equal(event.getFirstPropertyValue('uid'), meeting.uid)
      assert.equal(event.getFirstPropertyValue('sequence'), meeting.sequence)
      assert.equal(String(event.getFirstPropertyValue('summary')), meeting.title)
      assert.ok(event.getFirstProperty('organizer') !== null)
      const status = String(event.getFirstPropertyValue('status'))
      assert.equal(status, method === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED')
    }
  })
}

test('the host organizes and the hub sends in their name; to the host the hub organizes', () => {
  const organizerIn = (reader: Guest) => {
    const { text } = calendarOf(
      series,
      { kind: 'invitation', guest: reader, date: undefined },
      context,
    )
    const event = new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent')
    const organizer = event?.getFirstProperty('organizer')
    return [organizer?.getFirstValue(), organizer?.getFirstParameter('sent-by')]
  }
  assert.deepEqual(organizerIn(ada), ['mailto:paula@planners.example', 'mailto:hub@events.example'])
  assert.deepEqual(organizerIn(paula), ['mailto:hub@events.example', undefined])
})

test('a letter says when, by whom and where in the language of the meeting', () => {
  const told = { fingerprint: '', exceptions: {} }
  const due = (kind: LetterKind): DueLetter => ({ kind, guest: ada, date: undefined, told })
  for (const language of ['en', 'de', 'es', 'fr', 'th', 'uk', 'zh']) {
    const letter = writeLetter({ ...series, language }, due('invitation'), context)
    assert.match(letter.subject, /Planung; Büro, "Mitte"/)
    assert.match(letter.text, /Paula Planner[\s\S]*pA55word[\s\S]*https:\/\/hub\.example\/m\/ada/)
    assert.match(letter.bodyHtml, /href="https:\/\/hub\.example\/m\/ada"/)
  }
  const cancelled = writeLetter(series, due('cancellation'), context)
  assert.doesNotMatch(cancelled.text, /\/m\/ada|pA55word/)
})

/** One thing that happens to a meeting. */
type Act =
  | { readonly kind: 'rename' | 'restart' | 'restore-count' | 'lengthen' | 'cancel' }
  | { readonly kind: 'next-day' | 'twice-a-week' | 'elsewhere' }
  | { readonly kind: 'move' | 'call-off' | 'invite' | 'remove'; readonly at: number }

const someAct: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constantFrom('move', 'call-off', 'invite', 'remove'),
      at: fc.nat(9),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        ...(['rename', 'restart', 'restore-count', 'lengthen'] as const),
        ...(['next-day', 'twice-a-week', 'elsewhere'] as const),
      ),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'cancel' as const }) },
) as fc.Arbitrary<Act>

const names = ['Ada', 'Bert', 'Cleo']

function act(meeting: WholeMeeting, given: Act): WholeMeeting {
  if (meeting.status === 'cancelled') return meeting
  const next = { ...meeting, sequence: meeting.sequence + 1 }
  switch (given.kind) {
    case 'rename':
      return { ...next, title: `Title ${next.sequence}` }
    case 'cancel':
      return { ...next, status: 'cancelled' }
    case 'restart':
    case 'restore-count':
    case 'lengthen':
    case 'next-day':
    case 'twice-a-week':
    case 'elsewhere':
      return withExceptions(withOtherRule(next, given.kind), meeting)
    case 'invite':
    case 'remove':
      return {
        ...next,
        guests: withGuest(next.guests, names[given.at % 3] ?? 'Ada', given.kind === 'remove'),
      }
    default:
      return withException(next, given.at, given.kind === 'move')
  }
}

type RuleAct = 'restart' | 'restore-count' | 'lengthen' | 'next-day' | 'twice-a-week' | 'elsewhere'

/** The rule changes in one way; each act goes back and forth. */
function withOtherRule(meeting: WholeMeeting, kind: RuleAct): WholeMeeting {
  const { start, end, recurrence } = meeting
  if (recurrence?.frequency !== 'weekly') return meeting
  const { weekdays = [], count = 6 } = recurrence
  const at = (day: string, [from, to]: readonly [string, string]) => ({
    ...meeting,
    start: `${day}T${from}`,
    end: `${day}T${to}`,
  })
  const [day, time] = [start.slice(0, 10), [start.slice(11), end.slice(11)] as const]
  switch (kind) {
    case 'restart':
      return at(day, time[0] === '10:00:00' ? ['14:00:00', '15:00:00'] : ['10:00:00', '11:00:00'])
    case 'lengthen':
      return { ...meeting, end: `${day}T${time[1] === '23:30:00' ? addHour(time[0]) : '23:30:00'}` }
    case 'elsewhere':
      return { ...meeting, zone: meeting.zone === 'Asia/Tokyo' ? 'Europe/Berlin' : 'Asia/Tokyo' }
    case 'restore-count':
      return { ...meeting, recurrence: weekly(weekdays, count === 6 ? 4 : 6) }
    case 'twice-a-week': {
      const first = weekdays.includes('monday') ? 'monday' : 'tuesday'
      const days = weekdays.length === 1 ? ([first, 'thursday'] as const) : ([first] as const)
      return { ...meeting, recurrence: weekly(days, count) }
    }
    case 'next-day': {
      const isMonday = weekdays.includes('monday')
      const rest = weekdays.filter((each) => each === 'thursday')
      const days = [isMonday ? 'tuesday' : 'monday', ...rest] as const
      const moved = at(isMonday ? '2026-10-06' : '2026-10-05', time)
      return { ...moved, recurrence: weekly(days, count) }
    }
  }
}

const weekly = (weekdays: readonly Weekday[], count: number) =>
  ({ frequency: 'weekly', interval: 1, weekdays, count }) as const

const addHour = (time: string) => `${String(Number(time.slice(0, 2)) + 1).padStart(2, '0')}:00:00`

/** As the hub decides; where it would leave no date, it refuses the change. */
function withExceptions(next: WholeMeeting, before: WholeMeeting): WholeMeeting {
  const exceptions = datesAfterChange(before, wishOf(next)).kept
  const isLeft = happening(datesOf(next, exceptions)).length > 0
  return isLeft ? { ...next, exceptions } : { ...before, sequence: next.sequence }
}

function withGuest(guests: readonly Guest[], name: string, isRemoved: boolean): Guest[] {
  const known = guests.find((each) => each.name === name)
  if (known === undefined) return isRemoved ? [...guests] : [...guests, guest(name)]
  return guests.map((each) => (each === known ? { ...each, isRemoved } : each))
}

function withException(meeting: WholeMeeting, at: number, isMove: boolean): WholeMeeting {
  const dates = happening(datesOf(meeting, meeting.exceptions))
  const date = dates[at % dates.length]
  if (date === undefined || dates.length < 2) return meeting
  const { originalStart } = date
  const day = Temporal.PlainDate.from(originalStart.slice(0, 10)).add({ days: 1 + (at % 4) })
  const to = { start: `${day}T0${at}:15:00`, end: `${day}T0${at}:45:00` }
  const exception = { id: originalStart, originalStart, moved: isMove ? to : undefined }
  const others = meeting.exceptions.filter((each) => each.originalStart !== originalStart)
  return {
    ...meeting,
    exceptions: [...others, exception].sort((a, b) => (a.originalStart < b.originalStart ? -1 : 1)),
  }
}

/** Writes what is due, hands it to the readers' calendars, and notes what they were told. */
function tell(
  meeting: WholeMeeting,
  isReady: boolean,
  stores: Map<string, CalendarStore>,
  wasRepeated: boolean,
): { readonly meeting: WholeMeeting; readonly written: number } {
  const due = dueLetters(meeting, { isReady, mailsCohosts: false })
  let { guests } = meeting
  for (const each of due) {
    const store = stores.get(each.guest.id) ?? new CalendarStore()
    stores.set(each.guest.id, store)
    const { text } = calendarOf(meeting, each, context)
    for (let times = 0; times < (wasRepeated ? 2 : 1); times += 1) store.take(text)
    guests = guests.map((one) => (one.id === each.guest.id ? { ...one, told: each.told } : one))
  }
  return { meeting: { ...meeting, guests }, written: due.length }
}

test('whatever happens to a meeting, every guest’s calendar ends with exactly its dates, and those who are out with nothing', () => {
  const history = fc.array(
    fc.record({ act: someAct, isReady: fc.boolean(), wasRepeated: fc.boolean() }),
    { maxLength: 14 },
  )
  fc.assert(
    fc.property(history, (steps) => {
      const stores = new Map<string, CalendarStore>()
      let meeting: WholeMeeting = { ...series, guests: [guest('Ada')] }
      for (const step of steps) {
        meeting = tell(act(meeting, step.act), step.isReady, stores, step.wasRepeated).meeting
      }
      meeting = tell(meeting, true, stores, false).meeting
      assert.equal(tell(meeting, true, stores, false).written, 0, 'nobody is told twice')
      const dates = happening(datesOf(meeting, meeting.exceptions))
      const times = dates.map(({ start, end }) => `${start}/${end}`).sort()
      for (const { id, isRemoved } of meeting.guests) {
        const isOut = isRemoved || meeting.status === 'cancelled'
        assert.deepEqual(stores.get(id)?.times() ?? [], isOut ? [] : times)
        if (isOut) assert.deepEqual(stores.get(id)?.entries() ?? [], [])
      }
    }),
    { numRuns: 400 },
  )
})

test('one update and one cancellation leave one entry and none, and an old mail that comes late changes nothing', () => {
  const written = (meeting: WholeMeeting, kind: LetterKind) =>
    calendarOf(meeting, { kind, guest: ada, date: undefined }, context).text
  const invitation = written(series, 'invitation')
  const update = written({ ...series, sequence: 1, title: 'Renamed' }, 'change')
  const cancellation = written({ ...series, sequence: 2, status: 'cancelled' }, 'cancellation')
  const store = new CalendarStore()
  store.take(invitation)
  store.take(update)
  store.take(invitation)
  assert.deepEqual(
    store.entries().map(({ title }) => title),
    ['Renamed'],
  )
  store.take(cancellation)
  store.take(update)
  assert.deepEqual(store.entries(), [])
})
