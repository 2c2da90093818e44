import type { Attendee, CalendarEvent, CalendarPerson, Reminder } from './calendar-event.ts'
import { contentLine, textValue } from './content-lines.ts'
import { instantOf, type LocalTime, localOf, zoneSpelling } from './local-time.ts'
import { toRRule, utcStamp } from './recurrence-rule.ts'
import { refusals } from './refusals.ts'
import { isUtc } from './time-zone-component.ts'

export type TimeForm = 'zoned' | 'utc'

interface EventWriting {
  readonly stamp: Date
  readonly times: TimeForm
}

/** The lines of one VEVENT (RFC 5545 §3.6.1) for an event that `requireSound` let pass. */
export function eventComponent(event: CalendarEvent, { stamp, times }: EventWriting): string[] {
  return [
    'BEGIN:VEVENT',
    contentLine('UID', textValue(event.uid)),
    contentLine('SEQUENCE', String(event.sequence)),
    contentLine('DTSTAMP', utcStamp(stamp)),
    ...timeLines(event, times),
    ...textLines(event),
    ...linkLines(event),
    ...peopleLines(event),
    ...(event.reminders ?? []).flatMap((reminder) => alarmLines(reminder, event.summary)),
    'END:VEVENT',
  ]
}

function timeLines(event: CalendarEvent, times: TimeForm): string[] {
  const zone = zoneSpelling(event.zone)
  const inUtc = times === 'utc' || isUtc(zone)
  const time = (name: string, ...locals: readonly LocalTime[]) =>
    inUtc
      ? contentLine(name, locals.map((local) => utcStamp(instantOf(local, zone))).join(','))
      : contentLine(name, locals.map((local) => basicForm(local, zone)).join(','), { TZID: zone })
  const rule = event.recurrence && toRRule(event.recurrence, zone)
  if (rule !== undefined && inUtc && !isUtc(zone)) {
    const problem = `a series in ${zone} written in UTC would move by an hour with its clocks`
    throw refusals['invalid-calendar-event']({ uid: event.uid, problem }, { input: 'times' })
  }
  const exceptions = event.exceptions ?? []
  return [
    time('DTSTART', event.start),
    time('DTEND', event.end),
    ...(rule === undefined ? [] : [contentLine('RRULE', rule)]),
    ...(exceptions.length === 0 ? [] : [time('EXDATE', ...exceptions)]),
    ...(event.recurrenceId === undefined ? [] : [time('RECURRENCE-ID', event.recurrenceId)]),
  ]
}

/**
 * 20260308T023000. A time that clocks skip is written as what they show instead: both mean the same
 * instant (§3.3.5), but calendar programs disagree about the former.
 */
function basicForm(local: LocalTime, zone: string): string {
  return localOf(instantOf(local, zone), zone).replaceAll(/[-:]/g, '')
}

function textLines(event: CalendarEvent): string[] {
  const categories = event.categories ?? []
  const html = event.descriptionHtml
  return [
    contentLine('SUMMARY', textValue(event.summary)),
    ...optionalText('DESCRIPTION', event.description),
    ...(html === undefined
      ? []
      : [contentLine('X-ALT-DESC', textValue(html), { FMTTYPE: 'text/html' })]),
    ...optionalText('LOCATION', event.location),
    ...optionalText('STATUS', event.status?.toUpperCase()),
    ...(categories.length === 0
      ? []
      : [contentLine('CATEGORIES', categories.map(textValue).join(','))]),
    ...optionalText('PRIORITY', event.priority?.toString()),
  ]
}

function optionalText(name: string, text: string | undefined): string[] {
  return text === undefined ? [] : [contentLine(name, textValue(text))]
}

/** URI values are not escaped (§3.3.13); `URL` leaves nothing in them that could end the line. */
function linkLines({ url, conference }: CalendarEvent): string[] {
  const lines = url === undefined ? [] : [contentLine('URL', new URL(url).href)]
  if (conference === undefined) return lines
  const parameters = { VALUE: 'URI', FEATURE: 'VIDEO', LABEL: conference.label }
  return [...lines, contentLine('CONFERENCE', new URL(conference.url).href, parameters)]
}

const roles = {
  chair: 'CHAIR',
  required: 'REQ-PARTICIPANT',
  optional: 'OPT-PARTICIPANT',
  informed: 'NON-PARTICIPANT',
} as const

function peopleLines({ organizer, attendees }: CalendarEvent): string[] {
  return [
    contentLine('ORGANIZER', mailAddress(organizer), {
      CN: organizer.name,
      'SENT-BY': organizer.sentBy && mailAddress({ email: organizer.sentBy }),
    }),
    ...(attendees ?? []).map(attendeeLine),
  ]
}

function attendeeLine(attendee: Attendee): string {
  return contentLine('ATTENDEE', mailAddress(attendee), {
    CN: attendee.name,
    ROLE: roles[attendee.role ?? 'required'],
    PARTSTAT: (attendee.answer ?? 'needs-action').toUpperCase(),
    RSVP: attendee.rsvp === undefined ? undefined : String(attendee.rsvp).toUpperCase(),
  })
}

/** CAL-ADDRESS (§3.3.3). Characters with a meaning in URIs are encoded as RFC 6068 §2 says. */
function mailAddress({ email }: CalendarPerson): string {
  return `mailto:${email.replaceAll(/[%?#&/"<>\\^`{|}[\]]/g, encodeURIComponent)}`
}

/** VALARM of action DISPLAY (§3.6.6), which must have a description. */
function alarmLines(reminder: Reminder, summary: string): string[] {
  return [
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    contentLine('TRIGGER', `-PT${reminder.minutesBefore}M`),
    contentLine('DESCRIPTION', textValue(reminder.text ?? summary)),
    'END:VALARM',
  ]
}
