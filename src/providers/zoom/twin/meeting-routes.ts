import type { FastifyInstance } from 'fastify'
import { type Call, pageOf, serve, singular } from './endpoint.ts'
import {
  answerFor,
  changeMeeting,
  createMeeting,
  deleteMeeting,
  listItem,
  meetingOf,
  requirePlan,
  types,
  userOf,
} from './meetings.ts'
import { end } from './runs.ts'
import { endOrder, meetingOrder } from './schemas.ts'
import type { Kind, Meeting, Zoom, ZoomUser } from './state.ts'

export function registerUserRoute(server: FastifyInstance, zoom: Zoom): void {
  serve(server, zoom, {
    method: 'GET',
    path: '/users/:userId',
    label: 'LIGHT',
    scopes: ['user:read:admin', 'user:read:user:admin'],
    status: 200,
    answer: ({ parameters: { userId = '' } }) => userAnswer(zoom, hostOf(zoom, userId)),
  })
}

/** Everybody of the account; all of them are active. */
export function registerUsersRoute(server: FastifyInstance, zoom: Zoom): void {
  serve(server, zoom, {
    method: 'GET',
    path: '/users',
    label: 'MEDIUM',
    scopes: ['user:read:admin', 'user:read:list_users:admin'],
    status: 200,
    answer: (call) => {
      const all = (call.query.status ?? 'active') === 'active' ? [...zoom.users.values()] : []
      return pageOf(
        zoom,
        call,
        'users',
        all.map((user) => userAnswer(zoom, user)),
      )
    },
  })
}

/** `me` is the owner of the account: for a Server-to-Server app nobody is signed in. */
function hostOf(zoom: Zoom, userId: string): ZoomUser {
  const [owner] = zoom.users.values()
  return userId === 'me' && owner !== undefined ? owner : userOf(zoom, userId)
}

const userAnswer = (zoom: Zoom, user: ZoomUser) => ({
  id: user.id,
  email: user.email,
  first_name: user.firstName,
  last_name: user.lastName,
  display_name: `${user.firstName} ${user.lastName}`,
  type: user.type,
  account_id: zoom.app.accountId,
  timezone: user.timezone,
  status: 'active',
  role_name: 'Member',
})

/** Both kinds have the same endpoints under other words. */
export function registerMeetingRoutes(server: FastifyInstance, zoom: Zoom, kind: Kind): void {
  registerCollection(server, zoom, kind)
  registerSingle(server, zoom, kind)
}

function registerCollection(server: FastifyInstance, zoom: Zoom, kind: Kind): void {
  const word = singular(kind)
  serve(server, zoom, {
    method: 'GET',
    path: `/users/:userId/${kind}`,
    label: 'MEDIUM',
    scopes: [`${word}:read:admin`, `${word}:read:list_${kind}:admin`],
    status: 200,
    answer: (call) => {
      requirePlan(zoom, kind)
      return pageOf(zoom, call, kind, listed(zoom, kind, call))
    },
  })
  serve(server, zoom, {
    method: 'POST',
    path: `/users/:userId/${kind}`,
    label: 'MEDIUM',
    scopes: [`${word}:write:admin`, `${word}:write:${word}:admin`],
    body: meetingOrder,
    status: 201,
    answer: ({ parameters: { userId = '' }, body }) =>
      answerFor(zoom, createMeeting(zoom, kind, hostOf(zoom, userId), body)),
  })
}

/** `upcoming` leaves out what is over; a series counts until its last day. */
function listed(zoom: Zoom, kind: Kind, { parameters, query }: Call): readonly object[] {
  const host = hostOf(zoom, parameters.userId ?? '')
  const all = [...zoom.meetings.values()].filter(
    (meeting) => meeting.kind === kind && meeting.host.id === host.id,
  )
  const now = zoom.clock.now().getTime()
  const isUpcoming = (meeting: Meeting) =>
    (meeting.occurrences.at(-1)?.start ?? meeting.start ?? new Date(now)).getTime() >=
    now - meeting.order.duration * 60_000
  const chosen = query.type === 'upcoming' ? all.filter(isUpcoming) : all
  return chosen.flatMap((meeting) =>
    query.type === 'upcoming' && meeting.order.type === types[kind].series
      ? meeting.occurrences.map(() => listItem(meeting, zoom))
      : [listItem(meeting, zoom)],
  )
}

function registerSingle(server: FastifyInstance, zoom: Zoom, kind: Kind): void {
  const word = singular(kind)
  const path = `/${kind}/:id`
  const found = ({ parameters: { id = '' } }: Call) => meetingOf(zoom, kind, id)
  serve(server, zoom, {
    method: 'GET',
    path,
    label: 'LIGHT',
    scopes: [`${word}:read:admin`, `${word}:read:${word}:admin`],
    status: 200,
    answer: (call) => answerFor(zoom, found(call)),
  })
  serve(server, zoom, {
    method: 'PATCH',
    path,
    label: 'LIGHT',
    scopes: [`${word}:write:admin`, `${word}:update:${word}:admin`],
    body: meetingOrder,
    status: 204,
    answer: (call) => {
      changeMeeting(zoom, found(call), call.body, call.query.occurrence_id)
      return undefined
    },
  })
  registerEnds(server, zoom, kind)
}

function registerEnds(server: FastifyInstance, zoom: Zoom, kind: Kind): void {
  const word = singular(kind)
  const path = `/${kind}/:id`
  const found = ({ parameters: { id = '' } }: Call) => meetingOf(zoom, kind, id)
  serve(server, zoom, {
    method: 'DELETE',
    path,
    label: 'LIGHT',
    scopes: [`${word}:write:admin`, `${word}:delete:${word}:admin`],
    status: 204,
    answer: (call) => {
      deleteMeeting(zoom, found(call), call.query.occurrence_id)
      return undefined
    },
  })
  serve(server, zoom, {
    method: 'PUT',
    path: `${path}/status`,
    label: 'LIGHT',
    scopes: [`${word}:write:admin`, `${word}:update:status:admin`],
    body: endOrder,
    status: kind === 'meetings' ? 204 : 200,
    answer: (call) => {
      end(zoom, found(call))
      return undefined
    },
  })
}
