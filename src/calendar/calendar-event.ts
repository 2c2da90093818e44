import { instantOf, type LocalTime } from './local-time.ts'
import { occurrencesOf, type Recurrence } from './recurrence.ts'
import { refusals } from './refusals.ts'

/**
 * Words: an *event* here is one VEVENT. Its *uid* names it for ever in everybody's calendar; its
 * *sequence* counts the changes that matter to attendees, so that an old mail cannot undo a new one
 * (RFC 5546 §2.1.4). Both are the hub's and live with the event's row.
 */
export interface CalendarEvent {
  /** Globally unique and never reused (RFC 7986 §5.3: no personal data in it). */
  readonly uid: string
  /** 0 at first; one more with each change of time, place or state. */
  readonly sequence: number
  readonly start: LocalTime
  /** After `start`. */
  readonly end: LocalTime
  /** IANA zone of every local time here. */
  readonly zone: string
  readonly summary: string
  /** Plain text; line breaks are kept. */
  readonly description?: string | undefined
  /** The description as an HTML document, for Outlook (X-ALT-DESC). */
  readonly descriptionHtml?: string | undefined
  readonly location?: string | undefined
  /** Absolute address of the event's page. */
  readonly url?: string | undefined
  /** Where to join online (RFC 7986 §5.11): the registrant's own join link. */
  readonly conference?: { readonly url: string; readonly label?: string } | undefined
  /** RFC 5546 wants one in every message; answers go there. */
  readonly organizer: Organizer
  readonly attendees?: readonly Attendee[] | undefined
  readonly status?: EventStatus | undefined
  readonly categories?: readonly string[] | undefined
  /** 0 undefined, 1 highest … 9 lowest. */
  readonly priority?: number | undefined
  readonly recurrence?: Recurrence | undefined
  /** Occurrences of the series that do not take place (EXDATE). */
  readonly exceptions?: readonly LocalTime[] | undefined
  /** Where this event replaces one occurrence of a series with the same UID: its original start. */
  readonly recurrenceId?: LocalTime | undefined
  readonly reminders?: readonly Reminder[] | undefined
}

/** An event that named people are invited to. */
export interface Invitation extends CalendarEvent {
  readonly attendees: readonly [Attendee, ...Attendee[]]
}

export type EventStatus = 'tentative' | 'confirmed' | 'cancelled'

export interface CalendarPerson {
  readonly email: string
  readonly name?: string | undefined
}

export interface Organizer extends CalendarPerson {
  /** The mailbox that sends in the organizer's name (RFC 5545 §3.2.18); RFC 6047 §2.3 asks for it. */
  readonly sentBy?: string | undefined
}

export interface Attendee extends CalendarPerson {
  /** `required` when not given (RFC 5545 §3.2.16). */
  readonly role?: 'chair' | 'required' | 'optional' | 'informed'
  /** What the attendee answered; `needs-action` when not given (§3.2.12). */
  readonly answer?: 'needs-action' | 'accepted' | 'declined' | 'tentative'
  /** Whether an answer is asked for (§3.2.17). */
  readonly rsvp?: boolean
}

/** A reminder that calendar programs show. */
export interface Reminder {
  readonly minutesBefore: number
  /** The event's summary when not given. */
  readonly text?: string
}

/** Refuses an event that calendar programs would misread; text that cannot be written is no reason. */
export function requireSound(event: CalendarEvent): void {
  const problem = problemOf(event)
  if (problem === undefined) return
  throw refusals['invalid-calendar-event']({ uid: event.uid, problem }, { input: 'event' })
}

function problemOf(event: CalendarEvent): string | undefined {
  if (event.uid === '') return 'it has no UID'
  if (!isWhole(event.sequence, 2 ** 31 - 1)) return `its sequence is ${event.sequence}`
  if (instantOf(event.end, event.zone) <= instantOf(event.start, event.zone)) {
    return `it ends at ${event.end}, not after its start ${event.start}`
  }
  if (event.priority !== undefined && !isWhole(event.priority, 9)) {
    return `its priority is ${event.priority}, not 0 to 9`
  }
  const { recurrence, start } = event
  // RFC 5545 §3.8.5.3: readers count DTSTART as the first occurrence whether or not the rule gives it.
  if (recurrence !== undefined && occurrencesOf(recurrence, start).next().value !== start) {
    return `its start ${start} does not fit its recurrence`
  }
  const people = [event.organizer, ...(event.attendees ?? [])]
  const stranger = people.find((person) => !isAddress(person.email))
  if (stranger !== undefined) return `"${stranger.email}" is not a mail address`
  const addresses = [event.url, event.conference?.url].filter((address) => address !== undefined)
  const broken = addresses.find((address) => !/^https?:$/.test(URL.parse(address)?.protocol ?? ''))
  if (broken !== undefined) return `"${broken}" is not an absolute http or https address`
  const reminder = event.reminders?.find(
    ({ minutesBefore }) => !isWhole(minutesBefore, 2 ** 31 - 1),
  )
  return reminder && `a reminder is ${reminder.minutesBefore} minutes before it`
}

function isWhole(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= most
}

/** One @ with something on both sides and no blanks; whether it receives mail is not asked here. */
function isAddress(email: string): boolean {
  return /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(email)
}
