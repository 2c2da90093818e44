/** What a browser sees of the server: the room behind a session, and the page of refusals. */
import type { FastifyInstance } from 'fastify'
import { html } from '../../twin/html.ts'
import { type Page, sendPage } from '../../twin/page.ts'
import { createRooms, unknownVisitPage, type Visit, visitPage } from '../../twin/rooms.ts'
import { come, isThere, leave, settle } from './rooms.ts'
import type { Vendor } from './state.ts'

export async function registerPages(server: FastifyInstance, vendor: Vendor): Promise<void> {
  createRooms().register(server, (token) => visitOf(vendor, token))
  server.get<{ Querystring: { sessionToken?: string } }>('/html5client/join', (request, reply) => {
    settle(vendor)
    const visit = visitOf(vendor, request.query.sessionToken ?? '')
    if (visit === undefined) return sendPage(reply, 401, unknownVisitPage)
    return sendPage(reply, 200, visitPage(visit))
  })
  server.get<{ Querystring: { errors?: string } }>('/', (request, reply) =>
    sendPage(reply, 200, frontPage(request.query.errors)),
  )
}

/** Where the server sends people whom it does not let in: the errors are in the address. */
const frontPage = (errors: string | undefined): Page => ({
  title: 'A BigBlueButton server',
  body: html`<h1>A BigBlueButton server</h1>
<p>${errors === undefined ? 'Its API is at /bigbluebutton/api.' : `You were not let in: ${errors}`}</p>`,
})

/** A person has one page; reloading it does not make another stay. */
const onlyStay = 'now'

function visitOf(vendor: Vendor, token: string): Visit | undefined {
  const session = vendor.sessions.get(token)
  if (session === undefined) return undefined
  const { room, person } = session
  const isClosed = vendor.rooms.get(room.meetingId) !== room || room.forciblyEndedAt !== undefined
  return {
    token,
    title: room.name,
    name: `${person.name} (${person.role})`,
    email: '',
    shut: isClosed ? 'The meeting has ended.' : undefined,
    enter: () => {
      come(vendor, room, person)
      return onlyStay
    },
    isIn: (stayId) => stayId === onlyStay && isThere(person),
    leave: () => leave(vendor, room, person),
  }
}
