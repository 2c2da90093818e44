/** The calendar entry of a registration: one UID for ever, only the sequence grows. */
import { type Attendee, type CalendarEvent, renderCalendar } from '#calendar'
import { calendarMethods, type LetterKind } from './kinds.ts'
import { isOnline, type LetterContext, readable } from './letter-values.ts'
import type { Letter } from './mail.ts'
import type { RegistrationSubject, Subject } from './subject.ts'

/** `uidHost`: host part of UIDs; stable for the life of the installation. */
export type CalendarContext = LetterContext & { readonly uidHost: string }

/** Undefined where the letter changes nothing in calendars. */
export function invitationOf(
  kind: LetterKind,
  subject: Subject,
  context: CalendarContext,
): Letter['calendar'] {
  const method = calendarMethods[kind]
  const { registration, recipient } = subject
  if (method === undefined || registration === undefined) return undefined
  const attendee: Attendee = {
    email: recipient.email ?? '',
    name: recipient.fullName ?? undefined,
    answer: 'accepted',
    rsvp: false,
  }
  const canceled = method === 'CANCEL'
  const entry = calendarEventOf({ ...subject, registration }, context, canceled)
  const event = { ...entry, attendees: [attendee] as const }
  return { method, text: renderCalendar({ method, stamp: context.stamp, events: [event] }) }
}

export function calendarEventOf(
  { event, registration }: RegistrationSubject,
  { links, organizer, uidHost }: CalendarContext,
  canceled: boolean,
): CalendarEvent {
  const join = isOnline(event) && !canceled ? links.join : undefined
  const sessions = registration.sessions.map(
    ({ start, name, place }) =>
      `${readable(start, 'en')} ${name}${place === null ? '' : ` (${place})`}`,
  )
  const description = [
    join === undefined ? '' : `Join: ${join}`,
    event.description ?? '',
    sessions.join('\n'),
  ]
  return {
    uid: `${registration.id}@${uidHost}`,
    sequence: registration.sequence,
    start: event.start,
    end: event.end,
    zone: event.zone,
    summary: event.name,
    description: description.filter((part) => part !== '').join('\n\n'),
    location: event.place ?? join,
    url: links.event,
    ...(join === undefined ? {} : { conference: { url: join, label: 'Join' } }),
    organizer,
    status: canceled ? 'cancelled' : 'confirmed',
  }
}
