import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sendPage } from '../../twin/page.ts'
import { addRegistration, joinUrl } from './registrations.ts'
import {
  audiencePage,
  closedDoorPage,
  presenterPage,
  roomPage,
  unknownLinkPage,
} from './room-pages.ts'
import type { Registration, Stay, Webinar } from './state.ts'
import { ask, beat, enter, leave, presentIn, settle, whyShut } from './stays.ts'
import type { Vendor } from './vendor.ts'
import { closingTime, endWebinar } from './webinars.ts'

interface Visit {
  readonly registration: Registration
  readonly webinar: Webinar
}

/** The personal link: the page, and what its script tells about the person's presence. */
export function registerJoinRoutes(server: FastifyInstance, vendor: Vendor): void {
  server.get<{ Params: { token: string } }>('/join/:token', (request, reply) => {
    const visit = visitOf(vendor, request.params.token)
    if (visit === undefined) return sendPage(reply, 404, unknownLinkPage())
    const shut = whyShut(vendor, visit.webinar, visit.registration)
    if (shut !== undefined) return sendPage(reply, 200, closedDoorPage(visit.webinar, shut))
    return sendPage(reply, 200, roomPage(vendor, visit.webinar, visit.registration))
  })

  server.post<{ Params: { token: string } }>('/join/:token/stays', (request, reply) => {
    const visit = openVisitOf(vendor, request.params.token)
    if (visit === undefined) return reply.code(410).send()
    const stay = enter(vendor, visit.registration)
    return reply.code(201).send({
      stayId: stay.id,
      heartbeatSeconds: vendor.settings.heartbeatSeconds,
      closesAt: closingTime(vendor, visit.webinar),
    })
  })

  onStay(server, vendor, 'heartbeats', (stay) => beat(vendor, stay))
  onStay(server, vendor, 'questions', (stay, request) => ask(vendor, stay, questionIn(request)))
  onStay(server, vendor, 'leave', (stay) => leave(vendor, stay))
}

/** Answers 204; 410 when the stay is over, 404 when it is not one of this link. */
function onStay(
  server: FastifyInstance,
  vendor: Vendor,
  what: string,
  act: (stay: Stay, request: FastifyRequest) => void,
): void {
  server.post<{ Params: { token: string; stayId: string } }>(
    `/join/:token/stays/:stayId/${what}`,
    (request, reply) => {
      const visit = visitOf(vendor, request.params.token)
      if (visit === undefined) return reply.code(404).send()
      settle(vendor, visit.webinar)
      const stay = vendor.state.stays.get(request.params.stayId)
      if (stay?.registrationId !== visit.registration.id) return reply.code(404).send()
      if (stay.leftAt !== undefined) return reply.code(410).send()
      act(stay, request)
      return reply.code(204).send()
    },
  )
}

function questionIn(request: FastifyRequest): string {
  const fields = request.body
  const value = fields !== null && typeof fields === 'object' ? Reflect.get(fields, 'question') : ''
  return typeof value === 'string' ? value.slice(0, 1000) : ''
}

/** The audience URL, for whoever has no personal link, and the presenter's page. */
export function registerRoomRoutes(server: FastifyInstance, vendor: Vendor): void {
  server.get<{ Params: { webinarId: string } }>('/room/:webinarId', (request, reply) => {
    const webinar = vendor.state.webinars.get(request.params.webinarId)
    if (webinar === undefined) return sendPage(reply, 404, unknownLinkPage())
    const shut = whyShut(vendor, webinar)
    if (shut !== undefined) return sendPage(reply, 200, closedDoorPage(webinar, shut))
    return sendPage(reply, 200, audiencePage(webinar))
  })

  server.post<{ Params: { webinarId: string } }>('/room/:webinarId', (request, reply) => {
    const webinar = vendor.state.webinars.get(request.params.webinarId)
    if (webinar === undefined) return sendPage(reply, 404, unknownLinkPage())
    const shut = whyShut(vendor, webinar)
    if (shut !== undefined) return sendPage(reply, 200, closedDoorPage(webinar, shut))
    return walkIn(vendor, webinar, request, reply)
  })

  registerPresenterRoutes(server, vendor)
}

function walkIn(
  vendor: Vendor,
  webinar: Webinar,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { name = '', email = '' } = (request.body ?? {}) as { name?: unknown; email?: unknown }
  if (typeof name !== 'string' || name.trim() === '' || !isEmail(email))
    return sendPage(reply, 422, audiencePage(webinar, 'Enter your name and your e-mail address.'))
  const registrant = { role: 'attendee', firstName: name.trim(), lastName: '', email } as const
  const registration = addRegistration(vendor, webinar, registrant, 'walk-in')
  return reply.redirect(joinUrl(vendor, registration), 303)
}

function isEmail(value: unknown): value is string {
  return typeof value === 'string' && /^[^\s@]+@[^\s@]+$/.test(value)
}

function registerPresenterRoutes(server: FastifyInstance, vendor: Vendor): void {
  server.get<{ Params: { token: string } }>('/present/:token', (request, reply) => {
    const webinar = vendor.state.webinars.byKey(request.params.token)
    if (webinar === undefined) return sendPage(reply, 404, unknownLinkPage())
    return sendPage(reply, 200, presenterPage(vendor, webinar, presentIn(vendor, webinar)))
  })
  server.post<{ Params: { token: string } }>('/present/:token/end', (request, reply) => {
    const webinar = vendor.state.webinars.byKey(request.params.token)
    if (webinar === undefined) return sendPage(reply, 404, unknownLinkPage())
    endWebinar(vendor, webinar)
    return reply.redirect(`/present/${request.params.token}`, 303)
  })
}

function visitOf(vendor: Vendor, token: string): Visit | undefined {
  const registration = vendor.state.registrations.byKey(token)
  const webinar = vendor.state.webinars.get(registration?.webinarId ?? '')
  return registration === undefined || webinar === undefined ? undefined : { registration, webinar }
}

function openVisitOf(vendor: Vendor, token: string): Visit | undefined {
  const visit = visitOf(vendor, token)
  if (visit === undefined) return undefined
  return whyShut(vendor, visit.webinar, visit.registration) === undefined ? visit : undefined
}
