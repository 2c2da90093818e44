/** Which letter is meant, and whether it is still true when it is its turn. */
import { instantOf } from '#calendar'
import type { Db } from '#database'
import { publishStatus } from '#events'
import type { LetterKind } from './kinds.ts'
import { wasConfirmed } from './mail-rows.ts'
import type { Recipient, Subject } from './subject.ts'
import * as rows from './subject-rows.ts'

/** What a letter is about; stored with its job. */
export type About =
  | { readonly registrationId: string }
  | { readonly waitlistItemId: string }
  | { readonly purchaseId: string }
  | {
      readonly eventId: string
      readonly purchaserId: string
      readonly correlationId: string
    }
  | { readonly occasion: Occasion; readonly personId: string }

export interface Occasion {
  readonly table: 'msevtmgt_event' | 'msevtmgt_session'
  readonly id: string
}

/** A speaker or member of the team, with their own way in. */
export interface Presenter {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly link: string
}

export interface ReadNeeds {
  readonly db: Db
  presentersOf(table: Occasion['table'], id: string): Promise<readonly Presenter[]>
}

/** Undefined: what it was about is gone. */
export async function readSubject(
  { db, presentersOf }: ReadNeeds,
  about: About,
): Promise<Subject | undefined> {
  if ('registrationId' in about) {
    return await rows.readRegistrationSubject(db, about.registrationId)
  }
  if ('waitlistItemId' in about) return await rows.readWaitlistSubject(db, about.waitlistItemId)
  if ('purchaseId' in about) return await rows.readPurchaseSubject(db, about.purchaseId)
  if ('purchaserId' in about) return await rows.readOrderSubject(db, about)
  const { occasion, personId } = about
  const event = await rows.readOccasionFacts(db, occasion.table, occasion.id)
  const all = event === undefined ? [] : await presentersOf(occasion.table, occasion.id)
  const presenter = all.find(({ id }) => id === personId)
  if (event === undefined || presenter === undefined) return undefined
  return { event, recipient: recipientOf(presenter), presenter: { link: presenter.link } }
}

function recipientOf({ name, email }: Presenter): Recipient {
  return { email, firstName: null, fullName: name, language: null }
}

/** Why it is not sent after all, as a sentence; undefined: it is. */
export async function obstacleTo(
  db: Db,
  kind: LetterKind,
  { event, registration, waitlist, purchase, recipient }: Subject,
  now: Date,
): Promise<string | undefined> {
  if (recipient.email === null) return 'The contact has no e-mail address.'
  const isCancelled = event.publishStatus === publishStatus.cancelled.value
  if (isCancelled && !takingBack.has(kind)) return 'The event is cancelled.'
  const hasBegun = instantOf(event.start, event.zone) <= now
  if (kind === 'reminder' && hasBegun) return 'The event has begun.'
  if (registration !== undefined) return await obstacleToRegistered(db, kind, registration)
  if (kind === 'waitlistJoined' && waitlist?.invited === true) return 'Invited already.'
  if (waitlist?.active === false) return 'The place in the waitlist is given up.'
  if (kind === 'waitlistInvitation' && !isOpen(waitlist?.until ?? null, now)) {
    return 'The invitation is over.'
  }
  const wanted = purchaseStates[kind]
  if (wanted !== undefined && purchase?.state !== wanted) return 'The purchase has gone on since.'
  if (purchase?.attendees.length === 0) return 'Nobody of the request is registered any more.'
  return undefined
}

const takingBack: ReadonlySet<LetterKind> = new Set(['cancellation', 'eventCancelled'])

/** Values of `gr_state` that a letter about a purchase is true for. */
const purchaseStates: Partial<Record<LetterKind, number>> = {
  paymentWaiting: 100000000,
  paymentPaid: 100000001,
  paymentExpired: 100000003,
}

const isOpen = (until: string | null, now: Date) => until !== null && new Date(until) > now

async function obstacleToRegistered(
  db: Db,
  kind: LetterKind,
  { id, canceled }: NonNullable<Subject['registration']>,
): Promise<string | undefined> {
  if (takingBack.has(kind)) {
    if (await wasConfirmed(db, id)) return undefined
    return 'No confirmation went out, so there is nothing to take back.'
  }
  return canceled ? 'The registration was cancelled before the letter went out.' : undefined
}
