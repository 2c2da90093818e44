/** What a visitor of an event's page can do now: pure. */
import { instantOf } from '#calendar'
import { type RegistrableEvent, type SellablePass, zoneOf } from '#events'
import { hasWaitlist, refusalOfEvent } from '#registrations'

export type RegistrationState =
  | { readonly kind: 'open'; readonly seatsLeft: number | undefined }
  | { readonly kind: 'full'; readonly waitlist: boolean }
  /** Of passes, though there may be seats. */
  | { readonly kind: 'sold-out' }
  /** `message` as stored, undefined where none was written. */
  | { readonly kind: 'not-yet'; readonly opens: Date; readonly message: string | undefined }
  /** The organiser closed it; `message` as stored, undefined where none was written. */
  | { readonly kind: 'closed'; readonly since: Date; readonly message: string | undefined }
  | { readonly kind: 'over' }
  | { readonly kind: 'cancelled' }
  /** Not published: for the public the event does not exist. */
  | { readonly kind: 'hidden' }

/** No website (192350003): people are invited in other ways, the address says nothing. */
const noWebsite = 192350003

type Event = RegistrableEvent & {
  readonly msevtmgt_websitepreference: number | null
  readonly passes: readonly CountedPass[]
}

export function registrationStateOf(event: Event, now: Date): RegistrationState {
  if (event.msevtmgt_websitepreference === noWebsite || event.statecode !== 0) {
    return { kind: 'hidden' }
  }
  const refusal = refusalOfEvent(event, event.msevtmgt_eventid, now)
  if (refusal === undefined) return stateOfSeats(event)
  if (refusal.code === 'event-cancelled') return { kind: 'cancelled' }
  if (refusal.code === 'event-over') return { kind: 'over' }
  if (refusal.code === 'registration-closed') return closedState(event)
  if (refusal.code === 'registration-not-open') return notYetState(event)
  return { kind: 'hidden' }
}

function stateOfSeats(event: Event): RegistrationState {
  const taken = (event.msevtmgt_registrationcount ?? 0) + (event.gr_seatsreserved ?? 0)
  const left = seatsLeft(event.msevtmgt_maximumeventcapacity, taken)
  if (left === 0) return { kind: 'full', waitlist: hasWaitlist(event) }
  const soldOut = event.passes.every((pass) => passesLeft(pass) === 0)
  if (event.passes.length > 0 && soldOut) return { kind: 'sold-out' }
  return { kind: 'open', seatsLeft: left }
}

/** Undefined where nobody set a capacity. Staff may book more than there are. */
export function seatsLeft(capacity: number | null, taken: number | null): number | undefined {
  return capacity === null ? undefined : Math.max(capacity - (taken ?? 0), 0)
}

function closedState(event: Event): RegistrationState {
  const closing = event.msevtmgt_stopwebsiteregistrationson as string
  const since = instantOf(closing, zoneOf(event))
  return { kind: 'closed', since, message: written(event.msevtmgt_websitemessage) }
}

type CountedPass = Pick<SellablePass, 'allocated' | 'sold' | 'reserved'>

export function passesLeft({ allocated, sold, reserved }: CountedPass): number {
  return Math.max(allocated - sold - reserved, 0)
}

function notYetState(event: Event): RegistrationState {
  const opens = instantOf(event.gr_registrationsstarton as string, zoneOf(event))
  return { kind: 'not-yet', opens, message: written(event.gr_notyetopenmessage) }
}

function written(message: string | null): string | undefined {
  const text = message?.trim() ?? ''
  return text === '' ? undefined : text
}
