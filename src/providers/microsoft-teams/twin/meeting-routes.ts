import type { FastifyInstance } from 'fastify'
import { type Call, pageOf, serve } from './endpoint.ts'
import { changeMeeting, meetingAnswer, meetingsBy } from './meetings.ts'
import { badRequest, notFound } from './problems.ts'
import { recordsOf, reportAnswer, reportsOf } from './runs.ts'
import { changedMeeting, newSubscription, renewal } from './schemas.ts'
import { type Meeting, type Tenant, userBy } from './state.ts'
import {
  renew,
  subscribe,
  subscriptionAnswer,
  subscriptionOf,
  subscriptionsOf,
} from './subscriptions.ts'
import { graphTime } from './times.ts'

const mayRead = {
  delegated: ['OnlineMeetings.Read', 'OnlineMeetings.ReadWrite'],
  application: ['OnlineMeetings.Read.All', 'OnlineMeetings.ReadWrite.All'],
  policy: true,
} as const
const mayWrite = {
  delegated: ['OnlineMeetings.ReadWrite'],
  application: ['OnlineMeetings.ReadWrite.All'],
  policy: true,
} as const
const readsArtifacts = {
  delegated: ['OnlineMeetingArtifact.Read.All'],
  application: ['OnlineMeetingArtifact.Read.All'],
  policy: true,
} as const
const readsRecordings = {
  delegated: ['OnlineMeetingRecording.Read.All'],
  application: ['OnlineMeetingRecording.Read.All'],
  policy: true,
} as const

export function registerMeetingRoutes(server: FastifyInstance, tenant: Tenant): void {
  serve(server, tenant, {
    method: 'GET',
    path: '/~/onlineMeetings',
    permissions: mayRead,
    answer: (call) => {
      requireObjectId(tenant, call)
      const meetings = meetingsBy(tenant, call.user, call.query.$filter)
      return { value: meetings.map((meeting) => meetingAnswer(tenant, meeting)) }
    },
  })
  serve(server, tenant, {
    method: 'PATCH',
    path: '/~/onlineMeetings/:id',
    permissions: mayWrite,
    body: changedMeeting,
    answer: (call) => meetingAnswer(tenant, changeMeeting(tenant, found(tenant, call), call.body)),
  })
  registerArtifacts(server, tenant)
}

/** Calendars take the address of the user, meetings only the object id. */
function requireObjectId(tenant: Tenant, { parameters: { user } }: Call): void {
  if (user === undefined || userBy(tenant, user)?.id === user) return
  throw badRequest('The userId must be the object ID of a user.', 'InvalidArgument')
}

function found(tenant: Tenant, call: Call): Meeting {
  requireObjectId(tenant, call)
  const meeting = tenant.meetings.get(decodeURIComponent(call.parameters.id ?? ''))
  if (meeting === undefined || meeting.organizerId !== call.user.id) throw notFound('meeting')
  return meeting
}

function registerArtifacts(server: FastifyInstance, tenant: Tenant): void {
  const path = '/~/onlineMeetings/:id'
  serve(server, tenant, {
    method: 'GET',
    path: `${path}/attendanceReports`,
    permissions: readsArtifacts,
    answer: (call) => reportPage(tenant, call, found(tenant, call)),
  })
  serve(server, tenant, {
    method: 'GET',
    path: `${path}/attendanceReports/:report/attendanceRecords`,
    permissions: readsArtifacts,
    answer: (call) => recordPage(tenant, call, found(tenant, call)),
  })
  serve(server, tenant, {
    method: 'GET',
    path: `${path}/recordings`,
    permissions: readsRecordings,
    answer: (call) => {
      const meeting = found(tenant, call)
      const rows = [...tenant.recordings.values()].filter((each) => each.meetingId === meeting.id)
      const content = `${tenant.url()}/v1.0/users/${meeting.organizerId}/onlineMeetings/${encodeURIComponent(meeting.id)}/recordings`
      const answers = rows.map((row) => ({
        id: row.id,
        meetingId: meeting.id,
        createdDateTime: graphTime(row.start),
        endDateTime: graphTime(row.end),
        recordingContentUrl: `${content}/${row.id}/content`,
        meetingOrganizer: { user: { id: meeting.organizerId, tenantId: tenant.id } },
      }))
      return pageOf(tenant, call, answers)
    },
  })
}

/** Newest first. */
export const reportPage = (tenant: Tenant, call: Call, meeting: Meeting): object =>
  pageOf(
    tenant,
    call,
    reportsOf(tenant, meeting)
      .map((run) => reportAnswer(tenant, run))
      .reverse(),
  )

export function recordPage(tenant: Tenant, call: Call, meeting: Meeting): object {
  const run = reportsOf(tenant, meeting).find(({ id }) => id === call.parameters.report)
  if (run === undefined) throw notFound('attendance report')
  return pageOf(tenant, call, recordsOf(tenant, run))
}

/** What a subscription is about decides who may have it. */
const anybody = {
  delegated: ['Calendars.ReadWrite', 'VirtualEvent.ReadWrite', 'OnlineMeetings.ReadWrite'],
  application: ['Calendars.ReadWrite', 'OnlineMeetings.ReadWrite.All', 'OnlineMeetings.Read.All'],
} as const

export function registerSubscriptionRoutes(server: FastifyInstance, tenant: Tenant): void {
  serve(server, tenant, {
    method: 'GET',
    path: '/subscriptions',
    permissions: anybody,
    answer: (call) =>
      pageOf(
        tenant,
        call,
        subscriptionsOf(tenant, call.token.user).map((each) => subscriptionAnswer(tenant, each)),
      ),
  })
  serve(server, tenant, {
    method: 'POST',
    path: '/subscriptions',
    permissions: anybody,
    body: newSubscription,
    status: 201,
    answer: async (call) => subscriptionAnswer(tenant, await subscribe(tenant, call)),
  })
  serve(server, tenant, {
    method: 'PATCH',
    path: '/subscriptions/:id',
    permissions: anybody,
    body: renewal,
    answer: (call) => subscriptionAnswer(tenant, renew(tenant, call)),
  })
  serve(server, tenant, {
    method: 'DELETE',
    path: '/subscriptions/:id',
    permissions: anybody,
    status: 204,
    answer: (call) => {
      tenant.subscriptions.delete(subscriptionOf(tenant, call).id)
      return undefined
    },
  })
}
