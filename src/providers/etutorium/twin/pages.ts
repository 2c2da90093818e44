/** What a browser sees behind a personal link. */
import type { FastifyInstance } from 'fastify'
import { sendPage } from '../../twin/page.ts'
import { createRooms, unknownVisitPage, type Visit, visitPage } from '../../twin/rooms.ts'
import { enter, nowOf, type Participant, type Vendor } from './state.ts'

export async function registerPages(server: FastifyInstance, vendor: Vendor): Promise<void> {
  const visitBy = (token: string) => {
    const participant = [...vendor.participants.values()].find((each) => each.accessToken === token)
    return participant === undefined ? undefined : visitOf(vendor, participant)
  }
  createRooms().register(server, visitBy)
  server.get<{ Params: { token: string } }>('/login/:token/true', (request, reply) => {
    const visit = visitBy(request.params.token)
    if (visit === undefined) return sendPage(reply, 404, unknownVisitPage)
    return sendPage(reply, 200, visitPage(visit))
  })
}

function visitOf(vendor: Vendor, participant: Participant): Visit {
  const { accessToken, first_name, second_name, role, email, webinarId } = participant
  const webinar = vendor.webinars.get(webinarId)
  const isIn = () => participant.enteredAt !== undefined && participant.leftAt === undefined
  return {
    token: accessToken,
    title: webinar?.title ?? 'Webinar',
    name: `${first_name} ${second_name} (${role})`,
    email,
    shut: whyShut(webinar),
    enter: () => {
      enter(vendor, participant)
      return accessToken
    },
    isIn,
    leave: () => {
      if (isIn()) participant.leftAt = nowOf(vendor)
    },
  }
}

function whyShut(webinar: { readonly endedAt: number | undefined } | undefined) {
  if (webinar === undefined) return 'This webinar does not exist any more.'
  return webinar.endedAt === undefined ? undefined : 'This webinar is over.'
}
