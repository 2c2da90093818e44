import { decodeCursor, encodeCursor, type Page } from './cursor.ts'
import { idempotencyKeyOf, madeUnder, remember } from './idempotency.ts'
import { problem } from './problems.ts'
import type { Registrant, Registration, Webinar } from './state.ts'
import { newId, newToken, nowOf, type Vendor } from './vendor.ts'
import { statusOf } from './webinars.ts'

/** What a POST or PUT of a registration answers. */
export interface RegistrationAnswer {
  readonly registrationId: string
  readonly joinUrl: string
  readonly status: Registration['status']
}

/** A registration in the list. */
export interface RegistrationItem extends RegistrationAnswer {
  readonly externalId?: string
  readonly email: string
  readonly firstName: string
  readonly lastName: string
  readonly registeredAt: string
}

/**
 * Registers a person, or answers with the registration that this key made before. The key of a
 * cancelled registration registers the same person again, with the same link.
 */
export function register(
  vendor: Vendor,
  webinar: Webinar,
  keyHeader: string | string[] | undefined,
  registrant: Registrant,
): Registration {
  const key = idempotencyKeyOf(keyHeader)
  vendor.ledger.count(registrant.externalId, 'posts')
  const scope = `registration for ${webinar.id}`
  const before = vendor.state.registrations.get(madeUnder(vendor, scope, key) ?? '')
  if (before?.status === 'registered') return before
  checkPlace(vendor, webinar, registrant)
  if (before !== undefined)
    return vendor.state.registrations.put({ ...before, registrant, status: 'registered' })
  const registration = addRegistration(vendor, webinar, registrant, 'hub')
  remember(vendor, scope, key, registration.id)
  vendor.ledger.count(registrant.externalId, 'created')
  return registration
}

/** Adds somebody whom the hub did not push: registered at the vendor itself, or walked in. */
export function addRegistration(
  vendor: Vendor,
  webinar: Webinar,
  registrant: Registrant,
  origin: Registration['origin'],
): Registration {
  return vendor.state.registrations.put({
    id: newId('reg'),
    webinarId: webinar.id,
    registrant,
    origin,
    joinToken: newToken(),
    status: 'registered',
    registeredAt: nowOf(vendor),
    sequence: vendor.state.nextSequence(),
  })
}

function checkPlace(vendor: Vendor, webinar: Webinar, registrant: Registrant): void {
  const status = statusOf(vendor, webinar)
  if (status === 'pending')
    throw problem('webinar-pending', 'The webinar is still being created. Try again shortly.')
  if (status === 'failed')
    throw problem('webinar-failed', `The webinar could not be created: ${webinar.failure}`)
  const limit = webinar.order.maxAttendees
  if (limit === undefined || registrant.role === 'presenter') return
  if (attendeesOf(vendor, webinar) >= limit)
    throw problem('webinar-full', `All ${limit} places of this webinar are taken.`)
}

function attendeesOf(vendor: Vendor, webinar: Webinar): number {
  return vendor.state.registrations
    .inGroup(webinar.id)
    .filter((row) => row.status === 'registered' && row.registrant.role === 'attendee').length
}

export function updateRegistration(
  vendor: Vendor,
  webinar: Webinar,
  registrationId: string,
  registrant: Registrant,
): Registration {
  const before = registrationOf(vendor, webinar, registrationId)
  vendor.ledger.count(before.registrant.externalId, 'puts')
  if (before.status === 'cancelled')
    throw problem('registration-cancelled', 'The registration was cancelled. POST it again.')
  if (registrant.externalId !== before.registrant.externalId)
    throw problem('invalid-input', 'externalId cannot be changed.')
  return vendor.state.registrations.put({ ...before, registrant })
}

/** Cancelling twice is not an error: the second call finds what it wants. */
export function cancelRegistration(vendor: Vendor, webinar: Webinar, registrationId: string): void {
  const before = registrationOf(vendor, webinar, registrationId)
  vendor.ledger.count(before.registrant.externalId, 'deletes')
  vendor.state.registrations.put({ ...before, status: 'cancelled' })
}

function registrationOf(vendor: Vendor, webinar: Webinar, registrationId: string): Registration {
  const registration = vendor.state.registrations.get(registrationId)
  if (registration?.webinarId === webinar.id) return registration
  throw problem(
    'registration-not-found',
    `There is no registration "${registrationId}" for this webinar.`,
  )
}

/** One page, in the order of registering. People who walked in are not registered. */
export function listRegistrations(
  vendor: Vendor,
  webinar: Webinar,
  cursor: string | undefined,
): Page<RegistrationItem> {
  const after = cursor === undefined ? 0 : readPosition(cursor)
  const rest = vendor.state.registrations
    .inGroup(webinar.id)
    .filter((row) => row.origin !== 'walk-in' && row.sequence > after)
  const rows = rest.slice(0, vendor.settings.pageSize)
  const last = rows.at(-1)
  return {
    items: rows.map((row) => itemFor(vendor, row)),
    ...(last !== undefined &&
      rest.length > rows.length && { nextCursor: encodeCursor([last.sequence]) }),
  }
}

function readPosition(cursor: string): number {
  const [sequence] = decodeCursor(cursor)
  if (typeof sequence === 'number') return sequence
  throw problem('invalid-cursor', 'The cursor is not one that this list gave.')
}

export function answerForRegistration(vendor: Vendor, row: Registration): RegistrationAnswer {
  return { registrationId: row.id, joinUrl: joinUrl(vendor, row), status: row.status }
}

export function joinUrl(vendor: Vendor, row: Registration): string {
  return `${vendor.url()}/join/${row.joinToken}`
}

function itemFor(vendor: Vendor, row: Registration): RegistrationItem {
  const { externalId, email, firstName, lastName } = row.registrant
  return {
    ...answerForRegistration(vendor, row),
    ...(externalId !== undefined && { externalId }),
    email,
    firstName,
    lastName,
    registeredAt: row.registeredAt,
  }
}
