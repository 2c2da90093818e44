/** Virtual events: webinars with sessions, presenters and registrations. */
import { createMeeting } from './meetings.ts'
import { badRequest, notFound, Problem } from './problems.ts'
import type { User } from './settings.ts'
import {
  newId,
  type Registration,
  type RegistrationOrder,
  type Tenant,
  userBy,
  type Webinar,
  type WebinarOrder,
} from './state.ts'
import { graphTime, instantIn, zoneOf } from './times.ts'

export function webinarOf(tenant: Tenant, id: string): Webinar {
  const webinar = tenant.webinars.get(decodeURIComponent(id))
  if (webinar === undefined) throw notFound('webinar')
  return webinar
}

/** Drafts are seen by nobody but the organiser. */
export function createWebinar(tenant: Tenant, owner: User, order: WebinarOrder): Webinar {
  checkOrder(tenant, order)
  const meeting = createMeeting(tenant, owner, order.displayName ?? '')
  const webinar: Webinar = {
    id: `${newId()}@${tenant.id}`,
    ownerId: owner.id,
    order,
    meetingId: meeting.id,
    sessionId: newId(),
    status: 'draft',
    externalId: undefined,
    presenters: [],
  }
  tenant.webinars.set(webinar.id, webinar)
  return webinar
}

function checkOrder(tenant: Tenant, order: WebinarOrder): void {
  if (instantIn(order.endDateTime) <= instantIn(order.startDateTime)) {
    throw badRequest('The end of the webinar is not after its start.')
  }
  for (const { id } of order.coOrganizers ?? []) {
    if (userBy(tenant, id) === undefined) throw badRequest(`The coorganizer ${id} is not known.`)
  }
}

export function changeWebinar(
  tenant: Tenant,
  webinar: Webinar,
  change: Partial<WebinarOrder>,
): Webinar {
  if (webinar.status === 'canceled') throw badRequest('A canceled webinar cannot be changed.')
  const order = { ...webinar.order, ...change }
  checkOrder(tenant, order)
  const changed = { ...webinar, order }
  tenant.webinars.set(webinar.id, changed)
  return changed
}

export function publish(webinar: Webinar): void {
  if (webinar.status !== 'draft') throw badRequest('Only a draft can be published.')
  webinar.status = 'published'
}

/** Cannot be taken back. */
export function cancel(webinar: Webinar): void {
  if (webinar.status === 'canceled') throw badRequest('The webinar is canceled already.')
  webinar.status = 'canceled'
}

interface PresenterOrder {
  readonly email?: string
  readonly identity: {
    readonly '@odata.type': string
    readonly id?: string
    readonly email?: string
  }
}

/** A member of the tenant by id, anybody else by e-mail. */
export function addPresenter(tenant: Tenant, webinar: Webinar, order: PresenterOrder): object {
  const { identity } = order
  const type = identity['@odata.type']
  const member = identity.id === undefined ? undefined : userBy(tenant, identity.id)
  const isMember = type === '#microsoft.graph.communicationsUserIdentity'
  const email = isMember ? member?.mail : (order.email ?? identity.email)
  if (email === undefined || (!isMember && !type.endsWith('communicationsGuestIdentity'))) {
    throw badRequest('The identity of the presenter is not valid.')
  }
  if (webinar.presenters.some((each) => each.email.toLowerCase() === email.toLowerCase())) {
    throw new Problem(409, 'Conflict', 'This presenter was added before.')
  }
  const presenter = { id: newId(), email, identity }
  webinar.presenters = [...webinar.presenters, presenter]
  return presenter
}

export function removePresenter(webinar: Webinar, id: string): void {
  const left = webinar.presenters.filter((presenter) => presenter.id !== id)
  if (left.length === webinar.presenters.length) throw notFound('presenter')
  webinar.presenters = left
}

export function webinarAnswer(tenant: Tenant, webinar: Webinar): object {
  const { order, id, status, ownerId, externalId } = webinar
  return {
    id,
    status,
    displayName: order.displayName ?? null,
    description: order.description ?? null,
    startDateTime: order.startDateTime,
    endDateTime: order.endDateTime,
    audience: order.audience ?? 'everyone',
    settings: order.settings ?? null,
    createdBy: { user: { id: ownerId, tenantId: tenant.id } },
    coOrganizers: (order.coOrganizers ?? []).map((each) => ({ ...each, tenantId: tenant.id })),
    externalEventInformation:
      externalId === undefined
        ? []
        : [{ applicationId: tenant.client.id, externalEventId: externalId }],
  }
}

export function sessionAnswer(tenant: Tenant, webinar: Webinar): object {
  return {
    id: webinar.sessionId,
    subject: webinar.order.displayName,
    startDateTime: webinar.order.startDateTime,
    endDateTime: webinar.order.endDateTime,
    joinWebUrl: tenant.meetings.get(webinar.meetingId)?.joinWebUrl,
  }
}

export const registrationsOf = ({ registrations }: Tenant, { id }: Webinar) =>
  [...registrations.values()].filter(({ webinarId }) => webinarId === id)

/** By id, or `registrations(email='…')`. */
export function registrationOf(tenant: Tenant, webinar: Webinar, id: string): Registration {
  const found = registrationsOf(tenant, webinar).find((each) => each.id === id)
  if (found === undefined) throw notFound('registration')
  return found
}

export function registrationByEmail(tenant: Tenant, webinar: Webinar, email: string): Registration {
  const found = registrationsOf(tenant, webinar).find(
    (each) => each.email.toLowerCase() === email.toLowerCase(),
  )
  if (found === undefined) throw notFound('registration')
  return found
}

/** A person registers themselves; an application anybody who is outside of the tenant. */
export function register(
  tenant: Tenant,
  webinar: Webinar,
  person: Partial<RegistrationOrder>,
): Registration {
  if (webinar.status !== 'published') throw badRequest('The webinar does not take registrations.')
  const { firstName, lastName, email } = person
  if (firstName === undefined || lastName === undefined || email === undefined) {
    throw badRequest('firstName, lastName and email are required.')
  }
  zoneOf(person.preferredTimezone)
  const known = registrationsOf(tenant, webinar).find((each) => each.email === email)
  if (known !== undefined && known.status !== 'canceled') {
    throw new Problem(409, 'Conflict', 'This person is registered already.')
  }
  const registration: Registration = {
    ...(person as RegistrationOrder),
    id: known?.id ?? newId(),
    webinarId: webinar.id,
    registeredAt: tenant.clock.now(),
    status: tenant.settings.approvesByHand ? 'pendingApproval' : 'registered',
    canceledAt: undefined,
  }
  tenant.registrations.set(registration.id, registration)
  return registration
}

export function cancelRegistration(tenant: Tenant, registration: Registration): void {
  if (registration.status === 'canceled') throw badRequest('The registration is canceled already.')
  registration.status = 'canceled'
  registration.canceledAt = tenant.clock.now()
}

export const registrationAnswer = (registration: Registration): object => {
  const { registeredAt, canceledAt, webinarId: _, ...told } = registration
  return {
    ...told,
    registrationDateTime: graphTime(registeredAt),
    cancelationDateTime: canceledAt === undefined ? null : graphTime(canceledAt),
  }
}
