/** What a browser sees: the room behind a link. */
import type { FastifyInstance } from 'fastify'
import { html } from '../../twin/html.ts'
import { type Page, sendPage } from '../../twin/page.ts'
import { createRooms, type Visit, visitPage } from '../../twin/rooms.ts'
import { come, type Entry, newId, nowOf, presentIn, type Vendor } from './state.ts'
import { readToken } from './tokens.ts'

interface RoomRequest {
  Params: { id: string }
  Querystring: { jwt?: string }
}

export async function registerPages(server: FastifyInstance, vendor: Vendor): Promise<void> {
  createRooms().register(server, (token) => visitOf(vendor, token))
  server.get<RoomRequest>('/room/:id', (request, reply) => {
    const { id } = request.params
    const { jwt } = request.query
    if (jwt === undefined) return sendPage(reply, 403, closedPage('You need an invitation.'))
    const reading = readToken(vendor, id, jwt)
    if (reading.kind === 'refused') return sendPage(reply, 403, closedPage(reading.why))
    const token = newId()
    vendor.visits.set(token, reading.entry)
    return sendPage(reply, 200, visitPage(visitFor(vendor, token, reading.entry)))
  })
}

const closedPage = (why: string): Page => ({
  title: 'You cannot enter',
  body: html`<h1>You cannot enter</h1><p role="status">${why}</p>`,
})

function visitOf(vendor: Vendor, token: string): Visit | undefined {
  const entry = vendor.visits.get(token)
  return entry === undefined ? undefined : visitFor(vendor, token, entry)
}

function visitFor(vendor: Vendor, token: string, entry: Entry): Visit {
  const current = () => vendor.stays.get(entry.stayId ?? '')
  return {
    token,
    title: vendor.webinars.get(entry.webinarId)?.title ?? 'Room',
    name: `${entry.name} (${entry.role})`,
    email: '',
    shut: whyShut(vendor, entry),
    enter: () => come(vendor, entry).id,
    isIn: (stayId) => current()?.id === stayId && current()?.leftAt === undefined,
    leave: () => {
      const stay = current()
      if (stay !== undefined) stay.leftAt ??= nowOf(vendor)
    },
  }
}

/** Rooms open by themselves: one that no call has made is open too, and keeps nothing. */
function whyShut(vendor: Vendor, { webinarId }: Entry): string | undefined {
  const webinar = vendor.webinars.get(webinarId)
  if (webinar === undefined) return undefined
  if (webinar.endedAt !== undefined) return 'This webinar is over.'
  const most = webinar.maxParticipants ?? Number.POSITIVE_INFINITY
  return presentIn(vendor, webinarId).length >= most ? 'This room is full.' : undefined
}
