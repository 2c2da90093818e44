/** Calendar files with the organiser's own text, filled in for one person: pure. */
import type { CalendarEvent, CalendarPerson } from '#calendar'
import { type EventRow, publishStatus, type SessionRow, zoneOf } from '#events'

/** What the file is made of: an event, or one of its sessions. */
export interface Entry {
  readonly event: EventRow
  readonly session?: SessionRow | undefined
  readonly place: string | undefined
  /** What `{{key}}` stands for in the calendar content. */
  readonly values: Readonly<Record<string, string>>
}

export interface CalendarNeeds {
  readonly organizer: CalendarPerson
  /** Address of the event's page. */
  readonly eventUrl: string
  /** Host part of UIDs. */
  readonly uidHost: string
  readonly streamed: boolean
}

/** The placeholder of the personal link that checks somebody in (event-management.md §3.9). */
export const checkInUrl = 'msevtmgt_checkin_url'

export function calendarEntry(entry: Entry, needs: CalendarNeeds): CalendarEvent {
  const { event, session, place, values } = entry
  const row = session ?? event
  const html = row.msevtmgt_calendarcontent?.trim() || undefined
  const plain = row.msevtmgt_calendarcontent_plaintext?.trim() || undefined
  const link = values[checkInUrl]
  // As in Dynamics 365: without a text of the organiser's own, an online event gets its link.
  const own = html === undefined && plain === undefined && needs.streamed ? link : undefined
  return {
    ...timesOf(entry),
    uid: `${session?.msevtmgt_sessionid ?? event.msevtmgt_eventid}@${needs.uidHost}`,
    sequence: 0,
    zone: zoneOf(event),
    summary: row.msevtmgt_name,
    description: own ?? fill(plain ?? textOf(html), values, (value) => value),
    descriptionHtml: fill(html, values, escapeHtml),
    location: place,
    url: needs.eventUrl,
    conference: own === undefined ? undefined : { url: own },
    organizer: needs.organizer,
    priority: 5,
    status: isCancelled(row) || isCancelled(event) ? 'cancelled' : 'confirmed',
  }
}

function timesOf({ event, session }: Entry): Pick<CalendarEvent, 'start' | 'end'> {
  return session === undefined
    ? { start: event.msevtmgt_eventstartdate, end: event.msevtmgt_eventenddate }
    : { start: session.msevtmgt_starttime, end: session.msevtmgt_endtime }
}

function isCancelled(row: EventRow | SessionRow): boolean {
  return row.msevtmgt_publishstatus === publishStatus.cancelled.value
}

/** A placeholder without a value is left out rather than shown to people. */
function fill(
  text: string | undefined,
  values: Readonly<Record<string, string>>,
  write: (value: string) => string,
): string | undefined {
  return text?.replace(/\{\{\s*([\w.-]+)\s*\}\}/g, (_, key: string) =>
    Object.hasOwn(values, key) ? write(values[key] as string) : '',
  )
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** Calendars that read no HTML get its text. */
function textOf(html: string | undefined): string | undefined {
  return html
    ?.replace(/<(br|\/p|\/div|\/li|\/h[1-6])\b[^>]*>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .trim()
}
