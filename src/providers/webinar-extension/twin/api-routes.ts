import type { FastifyInstance, FastifyRequest } from 'fastify'
import { reportAttendance } from './attendance.ts'
import { accountOf } from './authorization.ts'
import {
  answerForRegistration,
  cancelRegistration,
  listRegistrations,
  register,
  updateRegistration,
} from './registrations.ts'
import {
  attendanceQuery,
  pageQuery,
  registrantSchema,
  registrationPath,
  webinarOrderSchema,
  webinarPath,
} from './schemas.ts'
import type { Registrant, Webinar, WebinarOrder } from './state.ts'
import type { Vendor } from './vendor.ts'
import { answerFor, createWebinar, deleteWebinar, updateWebinar, webinarOf } from './webinars.ts'

interface OnWebinar {
  Params: { webinarId: string }
}
interface OnRegistration {
  Params: { webinarId: string; registrationId: string }
}

function callerOf(vendor: Vendor, request: FastifyRequest): string {
  return accountOf(vendor, request.headers.authorization)
}

/** The webinar named in the path, if it belongs to the caller's account. */
function pathWebinar(vendor: Vendor, request: FastifyRequest): Webinar {
  const { webinarId } = request.params as OnWebinar['Params']
  return webinarOf(vendor, callerOf(vendor, request), webinarId)
}

export function registerAccountRoutes(server: FastifyInstance, vendor: Vendor): void {
  server.get('/status', (request) => {
    const { maxDurationMinutes, maxAttendees } = vendor.settings
    const unhealthy = vendor.modes.hit('unhealthy', '/status')
    return {
      status: unhealthy === undefined ? 'healthy' : 'unhealthy',
      message: unhealthyMessage(unhealthy),
      accountName: callerOf(vendor, request),
      limits: { maxDurationMinutes, maxAttendees },
      capabilities: ['update', 'presenters', 'attendance', 'qa', 'recording'],
    }
  })
  server.get('/webinar-types', () => vendor.settings.webinarTypes)
}

function unhealthyMessage(mode: { readonly message?: string } | undefined): string | undefined {
  return mode === undefined ? undefined : (mode.message ?? 'The webinar service is out of order.')
}

export function registerWebinarRoutes(server: FastifyInstance, vendor: Vendor): void {
  const body = { schema: { body: webinarOrderSchema } }
  const path = { schema: { params: webinarPath } }
  const both = { schema: { ...body.schema, ...path.schema } }

  server.post<{ Body: WebinarOrder }>('/webinars', body, (request, reply) => {
    const key = request.headers['idempotency-key']
    const webinar = createWebinar(vendor, callerOf(vendor, request), key, request.body)
    return reply.code(201).send(answerFor(vendor, webinar))
  })
  server.get<OnWebinar>('/webinars/:webinarId', path, (request) =>
    answerFor(vendor, pathWebinar(vendor, request)),
  )
  server.put<OnWebinar & { Body: WebinarOrder }>('/webinars/:webinarId', both, (request) => {
    const account = callerOf(vendor, request)
    return answerFor(vendor, updateWebinar(vendor, account, request.params.webinarId, request.body))
  })
  server.delete<OnWebinar>('/webinars/:webinarId', path, (request, reply) => {
    deleteWebinar(vendor, pathWebinar(vendor, request))
    return reply.code(204).send()
  })
}

export function registerRegistrationRoutes(server: FastifyInstance, vendor: Vendor): void {
  const list = '/webinars/:webinarId/registrations'
  const one = `${list}/:registrationId`
  const body = { body: registrantSchema }

  server.get<OnWebinar & { Querystring: { cursor?: string } }>(
    list,
    { schema: { params: webinarPath, querystring: pageQuery } },
    (request) => listRegistrations(vendor, pathWebinar(vendor, request), request.query.cursor),
  )
  server.post<OnWebinar & { Body: Registrant }>(
    list,
    { schema: { ...body, params: webinarPath } },
    (request, reply) => {
      const webinar = pathWebinar(vendor, request)
      const key = request.headers['idempotency-key']
      const registration = register(vendor, webinar, key, request.body)
      return reply.code(201).send(answerForRegistration(vendor, registration))
    },
  )
  server.put<OnRegistration & { Body: Registrant }>(
    one,
    { schema: { ...body, params: registrationPath } },
    (request) => {
      const webinar = pathWebinar(vendor, request)
      const { registrationId } = request.params
      const registration = updateRegistration(vendor, webinar, registrationId, request.body)
      return answerForRegistration(vendor, registration)
    },
  )
  server.delete<OnRegistration>(one, { schema: { params: registrationPath } }, (request, reply) => {
    cancelRegistration(vendor, pathWebinar(vendor, request), request.params.registrationId)
    return reply.code(204).send()
  })
}

export function registerAttendanceRoute(server: FastifyInstance, vendor: Vendor): void {
  server.get<OnWebinar & { Querystring: { since?: string; cursor?: string } }>(
    '/webinars/:webinarId/attendance',
    { schema: { params: webinarPath, querystring: attendanceQuery } },
    (request) => reportAttendance(vendor, pathWebinar(vendor, request), request.query),
  )
}
