import type { FastifyInstance } from 'fastify'
import { type Call, type Endpoint, pageOf, serve } from './endpoint.ts'
import { recordPage, reportPage } from './meeting-routes.ts'
import { notFound, Problem } from './problems.ts'
import {
  changedWebinar,
  externalEvent,
  newPresenter,
  newRegistration,
  newWebinar,
} from './schemas.ts'
import type { Meeting, Tenant, Webinar } from './state.ts'
import * as webinars from './webinars.ts'

const mayRead = {
  delegated: ['VirtualEvent.Read', 'VirtualEvent.ReadWrite'],
  application: ['VirtualEvent.Read.All'],
  policy: true,
} as const
const mayWrite = { delegated: ['VirtualEvent.ReadWrite'], application: undefined } as const
const mayRegister = {
  delegated: ['VirtualEvent.ReadWrite'],
  application: ['VirtualEventRegistration-Anon.ReadWrite.All'],
} as const

const root = '/solutions/virtualEvents/webinars'
const one = `${root}/:webinar`

/** People see and change the webinars that they organise. */
function found(tenant: Tenant, { parameters, token }: Call): Webinar {
  const webinar = webinars.webinarOf(tenant, parameters.webinar ?? '')
  const isOwn = token.user === undefined || webinar.ownerId === token.user
  const isShared = webinar.order.coOrganizers?.some(({ id }) => id === token.user) ?? false
  if (!isOwn && !isShared) throw new Problem(403, 'Forbidden', 'The caller is no organizer.')
  return webinar
}

export function registerWebinarRoutes(server: FastifyInstance, tenant: Tenant): void {
  const answerFor = (webinar: Webinar) => webinars.webinarAnswer(tenant, webinar)
  const endpoints: readonly Endpoint[] = [
    {
      method: 'GET',
      path: `${root}/getByUserRole(role='organizer')`,
      permissions: { ...mayRead, application: undefined },
      answer: (call) => {
        const own = [...tenant.webinars.values()].filter((each) => each.ownerId === call.token.user)
        return pageOf(tenant, call, own.map(answerFor))
      },
    },
    {
      method: 'POST',
      path: root,
      permissions: mayWrite,
      body: newWebinar,
      status: 201,
      answer: (call) => answerFor(webinars.createWebinar(tenant, call.user, call.body)),
    },
    {
      method: 'GET',
      path: one,
      permissions: mayRead,
      answer: (call) => answerFor(found(tenant, call)),
    },
    {
      method: 'PATCH',
      path: one,
      permissions: mayWrite,
      body: changedWebinar,
      answer: (call) => answerFor(webinars.changeWebinar(tenant, found(tenant, call), call.body)),
    },
  ]
  for (const endpoint of endpoints) serve(server, tenant, endpoint)
  registerActs(server, tenant)
  registerPresenters(server, tenant)
  registerSessions(server, tenant)
}

function registerActs(server: FastifyInstance, tenant: Tenant): void {
  const act = (
    path: string,
    run: (webinar: Webinar, call: Call) => void,
    body?: Endpoint['body'],
  ) =>
    serve(server, tenant, {
      method: 'POST',
      path: `${one}/${path}`,
      permissions: mayWrite,
      status: 204,
      ...(body !== undefined && { body }),
      answer: (call) => {
        run(found(tenant, call), call)
        return undefined
      },
    })
  act('publish', webinars.publish)
  act('cancel', webinars.cancel)
  act(
    'setExternalEventInformation',
    (webinar, { body }) => {
      webinar.externalId = body.externalEventId
    },
    externalEvent,
  )
}

function registerPresenters(server: FastifyInstance, tenant: Tenant): void {
  serve(server, tenant, {
    method: 'GET',
    path: `${one}/presenters`,
    permissions: mayRead,
    answer: (call) => pageOf(tenant, call, found(tenant, call).presenters),
  })
  serve(server, tenant, {
    method: 'POST',
    path: `${one}/presenters`,
    permissions: mayWrite,
    body: newPresenter,
    status: 201,
    answer: (call) => webinars.addPresenter(tenant, found(tenant, call), call.body),
  })
  serve(server, tenant, {
    method: 'DELETE',
    path: `${one}/presenters/:presenter`,
    permissions: mayWrite,
    status: 204,
    answer: (call) => {
      webinars.removePresenter(found(tenant, call), call.parameters.presenter ?? '')
      return undefined
    },
  })
}

function registerSessions(server: FastifyInstance, tenant: Tenant): void {
  serve(server, tenant, {
    method: 'GET',
    path: `${one}/sessions`,
    permissions: mayRead,
    answer: (call) => pageOf(tenant, call, [webinars.sessionAnswer(tenant, found(tenant, call))]),
  })
  const reports = `${one}/sessions/:session/attendanceReports`
  serve(server, tenant, {
    method: 'GET',
    path: reports,
    permissions: {
      ...mayRead,
      delegated: ['OnlineMeetingArtifact.Read.All', ...mayRead.delegated],
    },
    answer: (call) => reportPage(tenant, call, meetingOf(tenant, call)),
  })
  serve(server, tenant, {
    method: 'GET',
    path: `${reports}/:report/attendanceRecords`,
    permissions: {
      ...mayRead,
      delegated: ['OnlineMeetingArtifact.Read.All', ...mayRead.delegated],
    },
    answer: (call) => recordPage(tenant, call, meetingOf(tenant, call)),
  })
}

function meetingOf(tenant: Tenant, call: Call): Meeting {
  const webinar = found(tenant, call)
  const meeting = tenant.meetings.get(webinar.meetingId)
  if (meeting === undefined || webinar.sessionId !== call.parameters.session) {
    throw notFound('session')
  }
  return meeting
}

export function registerRegistrationRoutes(server: FastifyInstance, tenant: Tenant): void {
  const path = `${one}/registrations`
  serve(server, tenant, {
    method: 'GET',
    path,
    permissions: mayRead,
    answer: (call) => {
      const rows = webinars.registrationsOf(tenant, found(tenant, call))
      return pageOf(tenant, call, rows.map(webinars.registrationAnswer))
    },
  })
  serve(server, tenant, {
    method: 'POST',
    path,
    permissions: mayRegister,
    body: newRegistration,
    status: 201,
    answer: (call) => register(tenant, call),
  })
  serve(server, tenant, {
    method: 'POST',
    path: `${path}/:registration/cancel`,
    permissions: mayRegister,
    status: 204,
    answer: (call) => {
      cancel(tenant, call)
      return undefined
    },
  })
  registerSingleRegistration(server, tenant, path)
}

function registerSingleRegistration(server: FastifyInstance, tenant: Tenant, path: string): void {
  serve(server, tenant, {
    method: 'GET',
    path: `${one}/:key`,
    permissions: mayRead,
    answer: (call) => {
      const literal = /^registrations\(email='(.+)'\)$/.exec(
        decodeURIComponent(call.parameters.key ?? ''),
      )?.[1]
      if (literal === undefined) throw notFound('resource')
      const email = literal.replaceAll("''", "'")
      const webinar = found(tenant, call)
      return webinars.registrationAnswer(webinars.registrationByEmail(tenant, webinar, email))
    },
  })
  serve(server, tenant, {
    method: 'GET',
    path: `${path}/:registration`,
    permissions: mayRead,
    answer: (call) => {
      const { registration = '' } = call.parameters
      const webinar = found(tenant, call)
      return webinars.registrationAnswer(webinars.registrationOf(tenant, webinar, registration))
    },
  })
}

/** 201 with the registration of the person themselves; nothing for an application. */
function register(tenant: Tenant, call: Call): object | undefined {
  const webinar = webinars.webinarOf(tenant, call.parameters.webinar ?? '')
  if (call.token.user === undefined) {
    webinars.register(tenant, webinar, call.body)
    return undefined
  }
  const [firstName = '', lastName = ''] = call.user.displayName.split(' ')
  const self = { ...call.body, firstName, lastName, email: call.user.mail }
  return webinars.registrationAnswer(webinars.register(tenant, webinar, self))
}

/** People cancel their own, applications those of people outside of the tenant. */
function cancel(tenant: Tenant, call: Call): void {
  const webinar = webinars.webinarOf(tenant, call.parameters.webinar ?? '')
  const registration = webinars.registrationOf(tenant, webinar, call.parameters.registration ?? '')
  if (call.token.user !== undefined && registration.email !== call.user.mail) {
    throw new Problem(403, 'Forbidden', 'Only the registrant can do this.')
  }
  webinars.cancelRegistration(tenant, registration)
}
