import type { FastifyInstance } from 'fastify'
import { type Call, pageOf, serve } from './endpoint.ts'
import {
  changeEvent,
  createEvent,
  dateBy,
  deleteEvent,
  eventAnswer,
  eventBy,
  eventsOf,
  filteredEvents,
  instancesOf,
  moveDate,
  requireMailbox,
} from './events.ts'
import { badRequest, noEvent } from './problems.ts'
import { changedEvent, newEvent } from './schemas.ts'
import type { User } from './settings.ts'
import type { Tenant } from './state.ts'
import { instantIn } from './times.ts'

const mayWrite = {
  delegated: ['Calendars.ReadWrite'],
  application: ['Calendars.ReadWrite'],
} as const
const mayRead = {
  delegated: ['Calendars.Read', 'Calendars.ReadWrite'],
  application: ['Calendars.Read', 'Calendars.ReadWrite'],
} as const

export function registerPeopleRoutes(server: FastifyInstance, tenant: Tenant): void {
  serve(server, tenant, {
    method: 'GET',
    path: '/~',
    permissions: {
      delegated: ['User.Read', 'User.ReadBasic.All', 'User.Read.All'],
      application: ['User.Read.All'],
    },
    answer: ({ user }) => userAnswer(user),
  })
  serve(server, tenant, {
    method: 'GET',
    path: '/users',
    permissions: {
      delegated: ['User.ReadBasic.All', 'User.Read.All'],
      application: ['User.Read.All'],
    },
    answer: (call) => pageOf(tenant, call, tenant.settings.users.map(userAnswer)),
  })
  serve(server, tenant, {
    method: 'GET',
    path: '/~/calendar',
    permissions: mayRead,
    answer: ({ user }) => {
      requireMailbox(user)
      return {
        id: `calendar-of-${user.id}`,
        name: 'Calendar',
        allowedOnlineMeetingProviders: user.hasTeams ? ['teamsForBusiness'] : [],
        defaultOnlineMeetingProvider: user.hasTeams ? 'teamsForBusiness' : 'unknown',
      }
    },
  })
}

const userAnswer = ({ id, displayName, mail }: User) => ({
  id,
  displayName,
  mail,
  userPrincipalName: mail,
})

export function registerCalendarRoutes(server: FastifyInstance, tenant: Tenant): void {
  serve(server, tenant, {
    method: 'GET',
    path: '/~/events',
    permissions: mayRead,
    answer: (call) => {
      requireMailbox(call.user)
      const found = filteredEvents(eventsOf(tenant, call.user), call.query.$filter)
      return pageOf(
        tenant,
        call,
        found.map((event) => eventAnswer(tenant, event, call)),
      )
    },
  })
  serve(server, tenant, {
    method: 'POST',
    path: '/~/events',
    permissions: mayWrite,
    body: newEvent,
    status: 201,
    answer: (call) => eventAnswer(tenant, createEvent(tenant, call.user, call.body), call),
  })
  registerSingle(server, tenant)
}

function registerSingle(server: FastifyInstance, tenant: Tenant): void {
  const path = '/~/events/:id'
  serve(server, tenant, {
    method: 'GET',
    path,
    permissions: mayRead,
    answer: (call) => eventAnswer(tenant, found(tenant, call), call),
  })
  serve(server, tenant, {
    method: 'PATCH',
    path,
    permissions: mayWrite,
    body: changedEvent,
    answer: (call) => {
      const date = foundDate(tenant, call)
      if (date !== undefined) {
        const { start } = call.body
        const to = start === undefined ? date.time : instantIn(start)
        return eventAnswer(tenant, moveDate(tenant, date, to), call)
      }
      const event = found(tenant, call)
      const isOff = call.body.isOnlineMeeting === false && event.meetingId !== undefined
      if (isOff) throw badRequest('An online meeting cannot be turned back.')
      return eventAnswer(tenant, changeEvent(tenant, event, call.body), call)
    },
  })
  serve(server, tenant, {
    method: 'DELETE',
    path,
    permissions: mayWrite,
    status: 204,
    answer: (call) => {
      const date = foundDate(tenant, call)
      if (date === undefined) deleteEvent(tenant, found(tenant, call))
      else moveDate(tenant, date, undefined)
      return undefined
    },
  })
  serve(server, tenant, {
    method: 'GET',
    path: `${path}/instances`,
    permissions: mayRead,
    answer: (call) =>
      pageOf(tenant, call, instancesOf(found(tenant, call), windowOf(call), call.timeZone)),
  })
}

const foundDate = (tenant: Tenant, { user, parameters: { id = '' } }: Call) =>
  dateBy(tenant, user, id)

function found(tenant: Tenant, { user, parameters: { id = '' } }: Call) {
  const event = eventBy(tenant, user, id)
  if (event === undefined) throw noEvent()
  return event
}

/** Both bounds are required. */
function windowOf({ query: { startDateTime, endDateTime } }: Call) {
  const [from, to] = [startDateTime, endDateTime].map((text) => new Date(text ?? ''))
  if (from === undefined || to === undefined || Number.isNaN(from.getTime() + to.getTime())) {
    throw badRequest('startDateTime and endDateTime are required.', 'ErrorInvalidParameter')
  }
  return { from, to }
}
