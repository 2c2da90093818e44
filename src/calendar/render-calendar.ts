import { type CalendarEvent, type Invitation, requireSound } from './calendar-event.ts'
import { contentLine, joinLines } from './content-lines.ts'
import { eventComponent, type TimeForm } from './event-component.ts'
import { spanOf } from './event-span.ts'
import { zoneSpelling } from './local-time.ts'
import { refusals } from './refusals.ts'
import { isUtc, type Span, timeZoneComponent } from './time-zone-component.ts'

interface Writing {
  /** When this text is made: DTSTAMP (RFC 5545 §3.8.7.2). The caller's clock says it. */
  readonly stamp: Date
  /**
   * `zoned` (default): wall-clock time with the zone's rules, right for people who travel and the
   * only form that repeating events can have. `utc`: as the Events API's calendar files are.
   */
  readonly times?: TimeForm
}

/**
 * What the text is for (RFC 5546 §3.2). PUBLISH: anyone may add it, nobody answers, so it carries
 * no attendees. REQUEST: an invitation or its update, for named attendees. CANCEL: it is off; the
 * sequence must be higher than in the last REQUEST.
 */
export type Calendar = Writing &
  (
    | {
        readonly method: 'PUBLISH'
        readonly events: readonly (CalendarEvent & { readonly attendees?: never })[]
      }
    | { readonly method: 'REQUEST'; readonly events: readonly Invitation[] }
    | { readonly method: 'CANCEL'; readonly events: readonly CalendarEvent[] }
  )

export type Method = Calendar['method']

/**
 * The iCalendar text of one or more events (RFC 5545), ready for a file or a mail part. Times are
 * given as local times with their zone; each zone is described once, exactly, for all its events.
 * Refuses events that no calendar program could take, by their UID.
 *
 * Own code, because ical-generator 11 leaves VTIMEZONE to its caller, escapes the URIs of URL and
 * CONFERENCE as if they were text, and swaps a start and end that are the wrong way round.
 */
export function renderCalendar(calendar: Calendar): string {
  requireSendable(calendar)
  const times = calendar.times ?? 'zoned'
  return joinLines([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Greenroom//Greenroom//EN',
    'CALSCALE:GREGORIAN',
    contentLine('METHOD', calendar.method),
    ...(times === 'utc' ? [] : timeZoneComponents(calendar.events)),
    ...calendar.events.flatMap((event) => {
      const status = calendar.method === 'CANCEL' ? 'cancelled' : event.status
      return eventComponent({ ...event, status }, { stamp: calendar.stamp, times })
    }),
    'END:VCALENDAR',
  ])
}

/** The media type of the text in mail (RFC 6047 §2.4) and over HTTP. */
export function calendarContentType(method: Method): string {
  return `text/calendar; charset=utf-8; method=${method}; component=VEVENT`
}

function requireSendable({ method, events }: Calendar): void {
  const [first] = events
  if (first === undefined) throw new TypeError('A calendar needs at least one event (§3.6).')
  for (const event of events) {
    requireSound(event)
    // RFC 5546 §3.2.2, §3.2.5: one message is about one event and exceptions to it.
    if (method === 'PUBLISH' || event.uid === first.uid) continue
    const problem = `${method} is about one event, but ${first.uid} is in it too`
    throw refusals['invalid-calendar-event']({ uid: event.uid, problem }, { input: 'uid' })
  }
}

/** One VTIMEZONE for each zone, right for all events in it. */
function timeZoneComponents(events: readonly CalendarEvent[]): string[] {
  const zoned = Map.groupBy(events, (event) => zoneSpelling(event.zone))
  return [...zoned]
    .filter(([zone]) => !isUtc(zone))
    .flatMap(([zone, its]) => timeZoneComponent(zone, coveringSpan(its.map(spanOf))))
}

function coveringSpan(spans: readonly Span[]): Span {
  return {
    from: new Date(Math.min(...spans.map((span) => span.from.getTime()))),
    to: new Date(Math.max(...spans.map((span) => span.to.getTime()))),
  }
}
