/** What a browser sees: the room behind a link. */
import type { FastifyInstance } from 'fastify'
import { html } from '../../twin/html.ts'
import { type Page, sendPage } from '../../twin/page.ts'
import { createRooms, type Visit, visitPage } from '../../twin/rooms.ts'
import { come, leave, whyShut } from './sessions.ts'
import { type Entry, newId, type Room, standing, type Vendor } from './state.ts'
import { readToken, type TokenReading } from './tokens.ts'

export async function registerPages(server: FastifyInstance, vendor: Vendor): Promise<void> {
  createRooms().register(server, (token) => visitOf(vendor, token))
  server.get<{ Params: { room: string }; Querystring: { token?: string } }>(
    '/:room',
    (request, reply) => {
      const { room: key } = request.params
      const room = standing(vendor).find(
        ({ id, settings }) => id === key || settings.friendly_url === key,
      )
      if (room === undefined) return sendPage(reply, 404, closedPage('There is no such room.'))
      const reading = readingOf(vendor, room, request.query.token)
      if (reading.kind === 'refused') return sendPage(reply, 403, closedPage(reading.why))
      const token = newId()
      vendor.visits.set(token, reading.entry)
      return sendPage(reply, 200, visitPage(visitFor(vendor, token, reading.entry)))
    },
  )
}

/** Private rooms refuse whoever comes without a token; public ones let them in as guests. */
function readingOf(vendor: Vendor, room: Room, token: string | undefined): TokenReading {
  if (token !== undefined) return readToken(vendor, room, token)
  if (room.settings.privacy === 'private') {
    return { kind: 'refused', why: 'This room is private. You need an invitation.' }
  }
  const { default_role: role } = room.settings
  const guest = { roomId: room.id, externalId: null, name: 'Guest', role, participantId: undefined }
  return { kind: 'entry', entry: guest }
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
  const current = () => vendor.participants.get(entry.participantId ?? '')
  return {
    token,
    title: vendor.rooms.get(entry.roomId)?.settings.description ?? '',
    name: `${entry.name} (${entry.role})`,
    email: '',
    shut: whyShut(vendor, entry),
    enter: () => come(vendor, entry).id,
    isIn: (stayId) => current()?.id === stayId && current()?.leftAt === undefined,
    leave: () => {
      const participant = current()
      if (participant !== undefined) leave(vendor, participant)
    },
  }
}
