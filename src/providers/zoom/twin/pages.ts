/** Where join links lead. */
import type { FastifyInstance } from 'fastify'
import { html } from '../../twin/html.ts'
import { sendPage } from '../../twin/page.ts'
import { unknownVisitPage, type Visit, visitPage } from '../../twin/rooms.ts'
import { enter, leave, type Person } from './runs.ts'
import type { Meeting, Zoom } from './state.ts'

interface Address {
  Params: { id: string }
  Querystring: { tk?: string }
}

export function registerPages(server: FastifyInstance, zoom: Zoom): void {
  zoom.rooms.register(server, (token) => visitBy(zoom, token))
  server.get('/', (_request, reply) =>
    sendPage(reply, 200, {
      title: 'Simulated Zoom',
      body: html`<h1>Simulated Zoom</h1><p>The API is under <code>/v2</code>, tokens are given at
<code>/oauth/token</code>.</p>`,
    }),
  )
  server.get<Address>('/w/:id', ({ params, query }, reply) => {
    const visit = visitBy(zoom, query.tk ?? '')
    const meeting = zoom.meetings.get(params.id)
    if (visit === undefined || meeting === undefined) return sendPage(reply, 404, unknownVisitPage)
    return sendPage(reply, 200, visitPage(visit))
  })
  server.get<Address>('/j/:id', ({ params }, reply) => {
    const meeting = zoom.meetings.get(params.id)
    if (meeting === undefined) return sendPage(reply, 404, unknownVisitPage)
    const { topic } = meeting.order
    return sendPage(reply, 200, {
      title: topic,
      body: html`<h1>${topic}</h1><p>This meeting takes registrations. Use the link you were sent.</p>`,
    })
  })
}

function visitBy(zoom: Zoom, token: string): Visit | undefined {
  const registrant = [...zoom.registrants.values()].find((each) => each.token === token)
  if (registrant !== undefined) {
    const { firstName, lastName, email, id, status } = registrant
    const name = `${firstName} ${lastName}`.trim()
    const person = { registrantId: id, name, email }
    const shut = status === 'approved' ? undefined : 'Your registration was not approved.'
    return visitOf(zoom, zoom.meetings.get(registrant.meetingId), token, person, shut)
  }
  for (const [meetingId, panelists] of zoom.panelists) {
    const panelist = panelists.find((each) => each.token === token)
    if (panelist === undefined) continue
    const { name, email } = panelist
    const person = { registrantId: undefined, name, email }
    return visitOf(zoom, zoom.meetings.get(meetingId), token, person, undefined)
  }
  return undefined
}

function visitOf(
  zoom: Zoom,
  meeting: Meeting | undefined,
  token: string,
  person: Person,
  shut: string | undefined,
): Visit | undefined {
  if (meeting === undefined) return undefined
  return {
    token,
    title: meeting.order.topic,
    name: person.name,
    email: person.email,
    shut,
    enter: () => enter(zoom, meeting, person).id,
    isIn: (id) => {
      const presence = zoom.presences.get(id)
      return presence?.email === person.email && presence.leftAt === undefined
    },
    leave: (id) => {
      const presence = zoom.presences.get(id)
      if (presence !== undefined) leave(zoom, meeting, presence, zoom.clock.now())
    },
  }
}
