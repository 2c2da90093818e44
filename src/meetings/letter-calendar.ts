/**
 * The calendar part of a letter: iTIP (RFC 5546) with the hub's own UID, SEQUENCE and RECURRENCE-ID.
 * Every letter carries the sequence of its moment, so an old mail that comes late undoes nothing.
 */
import { type Attendee, type CalendarEvent, type CalendarPerson, renderCalendar } from '#calendar'
import type { MeetingDate } from './dates.ts'
import type { DueLetter, LetterKind } from './due-letters.ts'
import type { Guest, WholeMeeting } from './meeting.ts'

export interface CalendarContext {
  /** The hub's own mailbox. */
  readonly mailbox: CalendarPerson
  /** The guest's own way in. */
  readonly joinLink: string
  readonly stamp: Date
}

const methods = {
  invitation: 'REQUEST',
  change: 'REQUEST',
  dateMoved: 'REQUEST',
  dateCancelled: 'CANCEL',
  cancellation: 'CANCEL',
  removal: 'CANCEL',
} as const satisfies Record<LetterKind, string>

export function calendarOf(
  meeting: WholeMeeting,
  { kind, guest, date }: Pick<DueLetter, 'kind' | 'guest' | 'date'>,
  context: CalendarContext,
): { readonly method: 'REQUEST' | 'CANCEL'; readonly text: string } {
  const method = methods[kind]
  const { stamp } = context
  const usual = usualPart(meeting, guest, context)
  if (method === 'CANCEL') {
    // RFC 5546 §3.2.5: who is taken off the list alone is named alone.
    const attendees = kind === 'removal' ? [attendeeOf(guest)] : attendeesOf(meeting)
    const about = date === undefined ? masterOf(meeting) : overrideOf(date)
    const { conference: _, ...rest } = usual
    const event: CalendarEvent = { ...rest, ...about, attendees, location: undefined }
    return { method, text: renderCalendar({ method, stamp, events: [event] }) }
  }
  const [first = attendeeOf(guest), ...others] = attendeesOf(meeting)
  const invited = { ...usual, attendees: [first, ...others] as const }
  const events =
    date === undefined
      ? wholeSeries(meeting).map((part) => ({ ...invited, ...part }))
      : [{ ...invited, ...overrideOf(date) }]
  return { method, text: renderCalendar({ method, stamp, events }) }
}

type Part = Pick<CalendarEvent, 'start' | 'end' | 'recurrence' | 'exceptions' | 'recurrenceId'>

/** Programs forget moved dates when the series comes anew, so these come with it. */
function wholeSeries(meeting: WholeMeeting): Part[] {
  const moved = meeting.exceptions.flatMap(({ originalStart, moved: to }) =>
    to === undefined ? [] : [overrideOf({ originalStart, ...to })],
  )
  return [masterOf(meeting), ...moved]
}

function masterOf({ start, end, recurrence, exceptions }: WholeMeeting): Part {
  const off = exceptions.filter(({ moved }) => moved === undefined)
  return { start, end, recurrence, exceptions: off.map(({ originalStart }) => originalStart) }
}

const overrideOf = ({
  originalStart,
  start,
  end,
}: Pick<MeetingDate, 'originalStart' | 'start' | 'end'>): Part => ({
  start,
  end,
  recurrenceId: originalStart,
})

function usualPart(
  meeting: WholeMeeting,
  guest: Guest,
  { mailbox, joinLink }: CalendarContext,
): Omit<CalendarEvent, 'start' | 'end'> {
  const { uid, sequence, zone, title, description, password } = meeting
  const lines = [`Join: ${joinLink}`, password === undefined ? '' : `Password: ${password}`]
  return {
    uid,
    sequence,
    zone,
    summary: title,
    description: [...lines, description ?? ''].filter((line) => line !== '').join('\n\n'),
    location: joinLink,
    conference: { url: joinLink, label: title },
    organizer: organizerFor(meeting, guest, mailbox),
    status: 'confirmed',
  }
}

/**
 * The host organizes, and the hub sends in their name (RFC 6047 §2.3). To the host themselves the hub
 * organizes: calendar programs take no invitation from their own reader, and the host's would miss.
 */
function organizerFor({ host }: WholeMeeting, guest: Guest, mailbox: CalendarPerson) {
  if (host.email === undefined || isSame(host.email, guest.email)) return mailbox
  return { email: host.email, name: host.name, sentBy: mailbox.email }
}

const isSame = (one: string, other: string) => one.toLowerCase() === other.toLowerCase()

const attendeesOf = ({ guests }: WholeMeeting) =>
  guests.filter(({ isRemoved }) => !isRemoved).map(attendeeOf)

function attendeeOf({ email, name, role }: Guest): Attendee {
  if (role === 'host') return { email, name, role: 'chair', answer: 'accepted', rsvp: false }
  return { email, name, role: 'required', rsvp: true }
}
