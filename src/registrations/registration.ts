/**
 * Words of this module.
 * *registration*: one contact for one event. *Session registration*: the same contact for one of
 * its sessions. *Attendee*: a person who is to be registered, not yet a contact.
 * *request*: attendees who are registered together or not at all. *Batch*: requests of one
 * transaction. *Seat*: what an active registration takes from a capacity; a *reserved* seat is held
 * for a purchase that waits for its payment, or for an invitation from the waitlist.
 * *pass*: what an attendee buys to take part; an *attendee pass* is the one that somebody has.
 * *purchase*: attendees whose registrations are made when their passes are paid.
 * *waitlist*: people who want a seat of an event or a session that is full, the oldest first.
 * *number*: what people read to each other, `ER-7F3K2M9Q`. *Join link*: where they take part.
 */
import type { Person } from '#contacts'
import { internalStatus, primaryRole, publishingState } from './choices.ts'
import type { OverrulableRule } from './overrule.ts'

export const registrationTable = 'msevtmgt_eventregistration'
export const sessionRegistrationTable = 'msevtmgt_sessionregistration'

export interface Attendee extends Person {
  readonly company: string | undefined
  /** BCP 47, e.g. `de-AT`. */
  readonly language: string | undefined
  readonly sessionIds: readonly string[]
  /** Sessions that the attendee waits for. */
  readonly waitedSessionIds: readonly string[]
  readonly passId: string | undefined
  /** Wants a place in the waitlist of the event rather than a seat. */
  readonly waitlisted: boolean
  /** Takes a freed seat without being asked once more. */
  readonly autoRegister: boolean
  /** Answers to the questions of the event, as they came. */
  readonly answers: readonly Answer[]
}

export interface Answer {
  /** A question's id; what is none is kept, but asked for nowhere. */
  readonly id: string
  readonly value: unknown
  readonly values?: unknown
}

/** A checked request. */
export interface RegisterRequest {
  readonly eventId: string
  readonly attendees: readonly Attendee[]
  /** Who registers the others; takes no seat. */
  readonly purchaser: Person | undefined
  /** Where the payment page sends the purchaser afterwards. */
  readonly returnUrl: string | undefined
  /** Whoever is registered already is given back, whatever the event administration says. */
  readonly mergeDuplicates: boolean
  /** Rules that staff set aside for this request. */
  readonly overrule: readonly OverrulableRule[]
  readonly idempotencyKey: string | undefined
  /** Of the people: the same key must come with the same ones. */
  readonly fingerprint: string
}

export interface RegisteredAttendee {
  readonly registrationId: string
  readonly number: string
  readonly contactId: string
  readonly sessions: readonly {
    readonly sessionId: string
    readonly sessionRegistrationId: string
  }[]
  /** This contact was registered before: no seat was taken, and no letter is written. */
  readonly merged?: true
}

/** A place in the waitlist of the event, or of one of its sessions. */
export interface WaitingAttendee {
  readonly waitlistItemId: string
  readonly contactId: string
  readonly sessionId: string | null
  /** This contact was in the line before and stays where they are. */
  readonly merged?: true
}

/** A purchase that waits for its payment. */
export interface OpenPurchase {
  readonly purchaseId: string
  /** Exact amount with four decimals. */
  readonly total: string
  readonly currencyCode: string | null
  /** ISO 8601; seats and passes are held until then. */
  readonly expiresOn: string
  /** The payment page of the event's payment provider, where it has one. */
  readonly redirectUrl: string | null
}

/** What one request led to, as it is kept for those who ask again. */
export interface Registered {
  /** In the order of the attendees who got a seat. */
  readonly registrations: readonly RegisteredAttendee[]
  readonly waiting: readonly WaitingAttendee[]
  readonly purchase: OpenPurchase | null
}

/** What a caller gets. */
export interface RegisterAnswer extends Registered {
  readonly registrations: readonly (RegisteredAttendee & { readonly joinLink: string })[]
  /** The request came a second time with its key; nothing was written now. */
  readonly repeated: boolean
}

/** What every new registration starts with. */
export const newRegistration = {
  msevtmgt_internalregistrationstatus: internalStatus.ready.value,
  msevtmgt_publishingstate: publishingState.pending.value,
  msevtmgt_primaryrole: primaryRole.attendee.value,
} as const

/** Whether a row takes a seat. */
export function takesSeat(row: {
  readonly statecode?: unknown
  readonly msevtmgt_iscanceled?: unknown
}): boolean {
  return (row.statecode ?? 0) === 0 && row.msevtmgt_iscanceled !== true
}
