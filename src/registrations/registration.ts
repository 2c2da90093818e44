/**
 * Words of this module.
 * *registration*: one contact for one event. *Session registration*: the same contact for one of
 * its sessions. *Attendee*: a person who is to be registered, not yet a contact.
 * *request*: attendees who are registered together or not at all. *Batch*: requests of one
 * transaction. *Seat*: what an active registration takes from a capacity.
 * *number*: what people read to each other, `ER-7F3K2M9Q`. *Join link*: where they take part.
 */
import type { Person } from '#contacts'
import { internalStatus, primaryRole, publishingState } from './choices.ts'

export const registrationTable = 'msevtmgt_eventregistration'
export const sessionRegistrationTable = 'msevtmgt_sessionregistration'

export interface Attendee extends Person {
  readonly company: string | undefined
  /** BCP 47, e.g. `de-AT`. */
  readonly language: string | undefined
  readonly sessionIds: readonly string[]
  /** Answers to the questions of the event, as JSON. */
  readonly responses: string | undefined
}

/** A checked request. */
export interface RegisterRequest {
  readonly eventId: string
  readonly attendees: readonly Attendee[]
  /** Who registers the others; takes no seat. */
  readonly purchaser: Person | undefined
  readonly idempotencyKey: string | undefined
  /** Of everything but the key: the same key must come with the same request. */
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
}

/** What a caller gets: one entry per attendee, in order. */
export interface RegisterAnswer {
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
