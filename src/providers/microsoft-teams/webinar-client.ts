/**
 * The endpoints of virtual events that are used, version 1.0 (learn.microsoft.com/graph/api,
 * virtualEventWebinar). Halves as in `client.ts`.
 */
import type { Account } from '../contract.ts'
import { literal, segment } from './client.ts'
import { registeringRole } from './permissions.ts'
import { all, ask, type Question, reader } from './send.ts'
import * as wire from './wire.ts'

const root = '/solutions/virtualEvents/webinars'
const pathOf = (webinarId: string) => `${root}/${segment(webinarId)}`
const needs = 'VirtualEvent.ReadWrite'

const readWebinars = reader(wire.webinarsReply)

/** GET …/webinars/getByUserRole (virtualeventwebinar-getbyuserrole) */
export const ownWebinarsQuestion: Question = {
  act: 'list the webinars',
  method: 'GET',
  path: `${root}/getByUserRole(role='organizer')`,
  needs,
}

export const ownWebinars = (account: Account) => all(account, ownWebinarsQuestion, readWebinars)

/** POST …/webinars (virtualeventsroot-post-webinars): a draft, which nobody else sees. */
export const askNewWebinar = (account: Account, body: wire.WebinarBody & { audience: string }) =>
  ask(account, { act: 'create the webinar', method: 'POST', path: root, body, needs })

/** GET …/webinars/{id} (virtualeventwebinar-get) */
export const askWebinar = (account: Account, webinarId: string) =>
  ask(account, { act: 'tell about the webinar', method: 'GET', path: pathOf(webinarId), needs })

/** PATCH …/webinars/{id} (virtualeventwebinar-update) */
export const askWebinarChange = (
  account: Account,
  webinarId: string,
  body: Partial<wire.WebinarBody>,
) =>
  ask(account, {
    act: 'change the webinar',
    method: 'PATCH',
    path: pathOf(webinarId),
    body,
    needs,
  })

export const readWebinar = reader(wire.webinarReply)

/** POST …/webinars/{id}/setExternalEventInformation (virtualevent-setexternaleventinformation) */
export const askExternalId = (account: Account, webinarId: string, externalEventId: string) =>
  ask(account, {
    act: 'keep our key',
    method: 'POST',
    path: `${pathOf(webinarId)}/setExternalEventInformation`,
    body: { externalEventId },
    needs,
  })

/** POST …/webinars/{id}/publish (virtualeventwebinar-publish): from then on people can register. */
export const askPublication = (account: Account, webinarId: string) =>
  ask(account, {
    act: 'publish the webinar',
    method: 'POST',
    path: `${pathOf(webinarId)}/publish`,
    needs,
  })

/** POST …/webinars/{id}/cancel (virtualeventwebinar-cancel): there is no deletion. */
export const askWebinarCancellation = (account: Account, webinarId: string) =>
  ask(account, {
    act: 'cancel the webinar',
    method: 'POST',
    path: `${pathOf(webinarId)}/cancel`,
    needs,
  })

const readSessions = reader(wire.sessionsReply)

/** GET …/webinars/{id}/sessions (virtualeventwebinar-list-sessions): webinars have one. */
export const sessionsOf = (account: Account, webinarId: string) =>
  all(
    account,
    {
      act: 'tell about the session',
      method: 'GET',
      path: `${pathOf(webinarId)}/sessions`,
      needs,
    },
    readSessions,
  )

/** Where the reports of a session are. */
export const sessionPath = (webinarId: string, sessionId: string) =>
  `${pathOf(webinarId)}/sessions/${segment(sessionId)}`

const readPresenters = reader(wire.presentersReply)

/** GET …/webinars/{id}/presenters (virtualevent-list-presenters) */
export const presentersOf = (account: Account, webinarId: string) =>
  all(
    account,
    { act: 'list the presenters', method: 'GET', path: `${pathOf(webinarId)}/presenters`, needs },
    readPresenters,
  )

/** POST …/webinars/{id}/presenters (virtualevent-post-presenters) */
export const askNewPresenter = (account: Account, webinarId: string, body: wire.PresenterBody) =>
  ask(account, {
    act: 'add a presenter',
    method: 'POST',
    path: `${pathOf(webinarId)}/presenters`,
    body,
    needs,
  })

/** DELETE …/webinars/{id}/presenters/{id} (virtualeventpresenter-delete) */
export const askPresenterRemoval = (account: Account, webinarId: string, presenterId: string) =>
  ask(account, {
    act: 'remove a presenter',
    method: 'DELETE',
    path: `${pathOf(webinarId)}/presenters/${segment(presenterId)}`,
    needs,
  })

/**
 * POST …/webinars/{id}/registrations (virtualeventwebinar-post-registrations), as the application:
 * somebody who is signed in would register themselves. It is answered without content.
 */
export const askRegistration = (
  application: Account,
  webinarId: string,
  body: wire.RegistrationBody,
) =>
  ask(application, {
    act: 'register a person',
    method: 'POST',
    path: `${pathOf(webinarId)}/registrations`,
    body,
    needs: registeringRole,
  })

/** GET …/registrations(email='…') (virtualeventregistration-get) */
export const askRegistrationOf = (account: Account, webinarId: string, email: string) =>
  ask(account, {
    act: 'look for the registration',
    method: 'GET',
    path: `${pathOf(webinarId)}/registrations(email=${segment(literal(email))})`,
    needs,
  })

/** GET …/registrations/{id} */
export const askRegistrationBy = (account: Account, webinarId: string, registrationId: string) =>
  ask(account, {
    act: 'tell about the registration',
    method: 'GET',
    path: `${pathOf(webinarId)}/registrations/${segment(registrationId)}`,
    needs,
  })

export const readRegistration = reader(wire.registrationReply)

/** POST …/registrations/{id}/cancel (virtualeventregistration-cancel), as the application. */
export const askCancellation = (application: Account, webinarId: string, registrationId: string) =>
  ask(application, {
    act: 'cancel the registration',
    method: 'POST',
    path: `${pathOf(webinarId)}/registrations/${segment(registrationId)}/cancel`,
    needs: registeringRole,
  })
