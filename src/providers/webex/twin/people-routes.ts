import type { FastifyInstance } from 'fastify'
import { type Call, pageOf, serve } from './endpoint.ts'
import { meetingOf } from './meetings.ts'
import {
  addressOf,
  changeStatus,
  invite,
  inviteeOf,
  linkAnswer,
  makeLink,
  register,
  registrantAnswer,
  registrantOf,
} from './people.ts'
import { invalid } from './problems.ts'
import { changedInvitee, joinOrder, newInvitee, newRegistrant, statusChange } from './schemas.ts'
import { valuesOf, type Webex } from './state.ts'

const mayRead = ['meeting:schedules_read'] as const
const mayWrite = ['meeting:schedules_write'] as const

export function registerInviteeRoutes(server: FastifyInstance, webex: Webex): void {
  const path = '/meetingInvitees'
  serve(server, webex, {
    method: 'GET',
    path,
    scopes: mayRead,
    answer: (call) => {
      const meeting = meetingOf(webex, call.query.meetingId ?? '')
      return pageOf(webex, call, valuesOf(webex.invitees, meeting.id))
    },
  })
  serve(server, webex, {
    method: 'POST',
    path,
    scopes: mayWrite,
    body: newInvitee,
    answer: ({ body }) => invite(webex, meetingOf(webex, body.meetingId), body),
  })
  registerOneInvitee(server, webex)
}

function registerOneInvitee(server: FastifyInstance, webex: Webex): void {
  const path = '/meetingInvitees'
  serve(server, webex, {
    method: 'PUT',
    path: `${path}/:id`,
    scopes: mayWrite,
    body: changedInvitee,
    answer: ({ parameters: { id = '' }, body }) => {
      const { email, displayName, coHost = false, panelist = false } = body
      const before = inviteeOf(webex, id)
      const changed = { ...before, email, displayName, coHost, panelist }
      webex.invitees.set(id, changed)
      return changed
    },
  })
  serve(server, webex, {
    method: 'DELETE',
    path: `${path}/:id`,
    scopes: mayWrite,
    status: 204,
    answer: ({ parameters: { id = '' } }) => {
      webex.invitees.delete(inviteeOf(webex, id).id)
      return undefined
    },
  })
}

export function registerRegistrantRoutes(server: FastifyInstance, webex: Webex): void {
  const path = '/meetings/:id/registrants'
  const meeting = ({ parameters: { id = '' } }: Call) => meetingOf(webex, id)
  serve(server, webex, {
    method: 'POST',
    path,
    scopes: mayWrite,
    body: newRegistrant,
    answer: (call) => registrantAnswer(register(webex, meeting(call), call.body)),
  })
  serve(server, webex, {
    method: 'GET',
    path,
    scopes: mayRead,
    answer: (call) => {
      const email = call.query.email?.toLowerCase()
      const chosen = valuesOf(webex.registrants, meeting(call).id).filter(
        (each) => email === undefined || each.email.toLowerCase() === email,
      )
      return pageOf(webex, call, chosen.map(registrantAnswer))
    },
  })
  registerOneRegistrant(server, webex)
  registerDecisions(server, webex)
}

function registerOneRegistrant(server: FastifyInstance, webex: Webex): void {
  const path = '/meetings/:id/registrants'
  const found = ({ parameters: { id = '', registrantId = '' } }: Call) =>
    registrantOf(webex, meetingOf(webex, id), registrantId)
  serve(server, webex, {
    method: 'GET',
    path: `${path}/:registrantId`,
    scopes: mayRead,
    answer: (call) => registrantAnswer(found(call)),
  })
  serve(server, webex, {
    method: 'DELETE',
    path: `${path}/:registrantId`,
    scopes: mayWrite,
    status: 204,
    answer: (call) => {
      webex.registrants.delete(found(call).id)
      return undefined
    },
  })
}

function registerDecisions(server: FastifyInstance, webex: Webex): void {
  for (const [act, status] of [
    ['approve', 'approved'],
    ['reject', 'rejected'],
  ] as const) {
    serve(server, webex, {
      method: 'POST',
      path: `/meetings/:id/registrants/${act}`,
      scopes: mayWrite,
      body: statusChange,
      status: 204,
      answer: (call) => {
        const ids = (call.body.registrants as readonly { id: string }[]).map(({ id }) => id)
        changeStatus(webex, meetingOf(webex, call.parameters.id ?? ''), ids, status)
        return undefined
      },
    })
  }
}

/** With `joinDirectly` true or absent the answer is a redirect to the link. */
export function registerJoinRoute(server: FastifyInstance, webex: Webex): void {
  serve(server, webex, {
    method: 'POST',
    path: '/meetings/join',
    scopes: mayRead,
    body: joinOrder,
    answer: ({ body }) => {
      if ((body.meetingId === undefined) === (body.meetingNumber === undefined)) throw invalid()
      const id =
        body.meetingId ??
        [...webex.meetings.values()].find(({ number }) => number === body.meetingNumber)?.id
      const link = makeLink(webex, meetingOf(webex, id ?? ''), body)
      return body.joinDirectly === false
        ? linkAnswer(webex, link)
        : { redirectTo: addressOf(webex, link) }
    },
  })
}
