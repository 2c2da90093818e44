/** What people see in their browsers: the audience's room, the lobby, the presenters' room. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import { html } from '../../twin/html.ts'
import { sendPage } from '../../twin/page.ts'
import { unknownVisitPage, type Visit, visitPage } from '../../twin/rooms.ts'
import { lobbyMs } from './events.ts'
import { keep } from './registrants.ts'
import { endOf, newKey, nowOf, type TwinEvent, type Vendor, type Visitor } from './state.ts'
import { addStay, personBy } from './stays.ts'

interface Login {
  Querystring: Readonly<Record<string, string | undefined>>
}

export function registerPages(server: FastifyInstance, vendor: Vendor): void {
  vendor.rooms.register(server, (token) => visitBy(vendor, token))
  // Seamless login: whoever comes is registered by what stands in the address, and let in.
  server.get<Login>('/seamless', ({ query }, reply) => login(vendor, query, reply))
  server.get<Login>('/webcast/present', ({ query }, reply) => {
    const event = standingEvent(vendor, query.e)
    if (event === undefined || event.managerKey !== query.k) return unknown(reply)
    return enterPage(vendor, reply, { eventId: event.id, role: 'presenter', userId: undefined })
  })
  server.get<{ Params: { event: string; key: string } }>('/wcc/r/:event/:key', (request, reply) => {
    const event = standingEvent(vendor, request.params.event)
    if (event === undefined || event.key !== request.params.key) return unknown(reply)
    const { title } = event.settings
    return sendPage(reply, 200, {
      title,
      body: html`<h1>${title}</h1><p>Register here, or use the link you were sent.</p>`,
    })
  })
}

function login(vendor: Vendor, query: Login['Querystring'], reply: FastifyReply): FastifyReply {
  const event = standingEvent(vendor, query.eventid)
  const email = query.email?.trim() ?? ''
  if (event === undefined || event.key !== query.key || email === '') return unknown(reply)
  if (!vendor.settings.seamlessLogin) return unknown(reply)
  const { firstname = '', lastname = '', company = '' } = query
  const { userId } = keep(vendor, event.id, email, { email, firstname, lastname, company })
  return enterPage(vendor, reply, { eventId: event.id, role: 'attendee', userId })
}

function enterPage(vendor: Vendor, reply: FastifyReply, visitor: Visitor): FastifyReply {
  const token = newKey()
  vendor.visits.set(token, visitor)
  const visit = visitBy(vendor, token)
  return visit === undefined ? unknown(reply) : sendPage(reply, 200, visitPage(visit))
}

const unknown = (reply: FastifyReply) => sendPage(reply, 404, unknownVisitPage)

function standingEvent({ events }: Vendor, id: string | undefined): TwinEvent | undefined {
  const event = events.get(id ?? '')
  return event?.isDeleted === false ? event : undefined
}

function visitBy(vendor: Vendor, token: string): Visit | undefined {
  const visitor = vendor.visits.get(token)
  const event = standingEvent(vendor, visitor?.eventId)
  if (visitor === undefined || event === undefined) return undefined
  const person = visitor.userId === undefined ? undefined : personBy(vendor, visitor.userId)
  const { firstname = '', lastname = '' } = person?.fields ?? {}
  return {
    token,
    title: event.settings.title,
    name: person === undefined ? 'A presenter' : `${firstname} ${lastname}`.trim(),
    email: person?.email ?? '',
    shut: whyShut(vendor, event, person?.isDeleted ?? false),
    enter: () => enter(vendor, event, visitor, token),
    isIn: (id) => id === token || vendor.stays.get(id)?.leftAt === undefined,
    leave: (id) => {
      const stay = vendor.stays.get(id)
      if (stay !== undefined) stay.leftAt ??= nowOf(vendor)
    },
  }
}

function whyShut(vendor: Vendor, event: TwinEvent, isDeleted: boolean): string | undefined {
  if (isDeleted) return 'Your registration was cancelled.'
  const now = nowOf(vendor)
  if (now < event.settings.start - lobbyMs) return 'The lobby opens 15 minutes before the start.'
  const isOver = now >= endOf(event)
  return isOver && !event.settings.archiveAvailable ? 'This webinar is over.' : undefined
}

/** After the end people watch the archive. Presenters are in no list of viewing sessions. */
function enter(vendor: Vendor, event: TwinEvent, { userId }: Visitor, token: string): string {
  if (userId === undefined) return token
  const now = nowOf(vendor)
  const usage = now >= endOf(event) ? 'Archived' : 'Live'
  return addStay(vendor, { eventId: event.id, userId }, { usage, joinedAt: now }).id
}
