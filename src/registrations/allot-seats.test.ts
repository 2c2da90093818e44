import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { RegistrableEvent, RegistrableSession } from '#events'
import { allotSeats, type Held, seatsLeft, type Wanting } from './allot-seats.ts'
import { noInvitations } from './invitations.ts'
import { overruling } from './overrule.ts'

const now = new Date('2026-09-01T12:00:00Z')

function event(capacity: number | null, taken: number): RegistrableEvent {
  return {
    msevtmgt_eventid: 'e',
    msevtmgt_name: 'Event',
    msevtmgt_eventstartdate: '2027-01-01T09:00:00',
    msevtmgt_eventenddate: '2027-01-01T10:00:00',
    msevtmgt_eventtimezone: null,
    gr_timezone: 'UTC',
    gr_ended: null,
    msevtmgt_publishstatus: 100000003,
    msevtmgt_setregistrationsenddate: null,
    msevtmgt_stopwebsiteregistrationson: null,
    msevtmgt_websitemessage: null,
    msevtmgt_maximumeventcapacity: capacity,
    msevtmgt_registrationcount: taken,
    gr_registrationsstarton: null,
    gr_notyetopenmessage: null,
    gr_seatsreserved: null,
    gr_paymentprovider: null,
    msevtmgt_showwaitlist: false,
    msevtmgt_waitlistthisevent: null,
    msevtmgt_autoregisterwaitlistitems: true,
    msevtmgt_numberofinvitations: null,
    sellsPasses: false,
    asksQuestions: false,
    statecode: 0,
    ownerid: null,
  }
}

function session(id: string, capacity: number | null): RegistrableSession {
  return {
    msevtmgt_sessionid: id,
    msevtmgt_event: 'e',
    msevtmgt_name: id,
    msevtmgt_publishstatus: 100000003,
    msevtmgt_sessionmaxcapacity: capacity,
    msevtmgt_registrationcount: null,
    gr_seatsreserved: null,
    msevtmgt_showwaitlist: false,
    msevtmgt_waitlistthissession: null,
    statecode: 0,
  }
}

const capacity = fc.option(fc.integer({ min: 1, max: 12 }), { nil: null })
const plain = {
  email: 'ada@example.com',
  waitedSessionIds: [],
  passId: undefined,
  waitlisted: false,
}
const request = fc.array(
  fc.subarray(['a', 'b']).map((sessionIds) => ({ ...plain, sessionIds })),
  { minLength: 1, maxLength: 4 },
)
const nothingElse = { passes: new Map(), invitations: noInvitations }

test('whatever is asked for, no seat is given twice and nobody is refused who fits', () => {
  fc.assert(
    fc.property(
      capacity,
      fc.nat(14),
      capacity,
      capacity,
      fc.array(request),
      (all, taken, a, b, requests) => {
        const held: Held = {
          events: new Map([['e', event(all, taken)]]),
          sessions: new Map([
            ['a', session('a', a)],
            ['b', session('b', b)],
          ]),
          ...nothingElse,
        }
        const seats = seatsLeft(held, now)
        const given = { event: 0, a: 0, b: 0 }
        const limit = { event: Math.max((all ?? 1e9) - taken, 0), a: a ?? 1e9, b: b ?? 1e9 }
        for (const attendees of requests) {
          const wanted = {
            event: attendees.length,
            a: attendees.filter(({ sessionIds }) => sessionIds.includes('a')).length,
            b: attendees.filter(({ sessionIds }) => sessionIds.includes('b')).length,
          }
          const fits =
            given.event + wanted.event <= limit.event &&
            (wanted.a === 0 || given.a + wanted.a <= limit.a) &&
            (wanted.b === 0 || given.b + wanted.b <= limit.b)
          const wanting: Wanting = { eventId: 'e', attendees }
          assert.equal(allotSeats(wanting, held, seats, now) === undefined, fits)
          if (!fits) continue
          given.event += wanted.event
          given.a += wanted.a
          given.b += wanted.b
        }
      },
    ),
  )
})

test('what is overruled takes no seat from those who fit, and leaves none for those who come after', () => {
  const held: Held = {
    events: new Map([['e', event(10, 9)]]),
    sessions: new Map([['a', session('a', null)]]),
    ...nothingElse,
  }
  const seats = seatsLeft(held, now)
  const wanting = (count: number): Wanting => ({
    eventId: 'e',
    attendees: Array.from({ length: count }, () => ({ ...plain, sessionIds: ['a'] })),
  })
  const { overrules, overruled } = overruling(['event-full'])
  assert.equal(allotSeats(wanting(3), held, seats, now, overrules), undefined)
  assert.deepEqual(
    overruled.map(({ code, values }) => [code, values.left, values.wanted]),
    [['event-full', 1, 3]],
  )
  assert.equal(allotSeats(wanting(1), held, seats, now)?.values.left, 0)
})

test('an event that staff have overbooked has no seat left, not fewer than none', () => {
  const events = new Map([['e', event(10, 12)]])
  const held: Held = { events, sessions: new Map(), ...nothingElse }
  const refusal = allotSeats(
    { eventId: 'e', attendees: [{ ...plain, sessionIds: [] }] },
    held,
    seatsLeft(held, now),
    now,
  )
  assert.equal(refusal?.values.left, 0)
})
