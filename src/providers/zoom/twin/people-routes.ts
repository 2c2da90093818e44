import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { type Call, pageOf, serve, singular } from './endpoint.ts'
import { meetingOf } from './meetings.ts'
import { Problem } from './problems.ts'
import {
  answerFor,
  changeStatus,
  receiptFor,
  register,
  registrantOf,
  registrantsOf,
} from './registrants.ts'
import { instancesOf, participantsOf, recordingsOf } from './reports.ts'
import { panelistOrder, registrantOrder, statusOrder } from './schemas.ts'
import { type Kind, newToken, type Panelist, type Zoom, zoomTime } from './state.ts'

export function registerRegistrantRoutes(server: FastifyInstance, zoom: Zoom, kind: Kind): void {
  const word = singular(kind)
  const path = `/${kind}/:id/registrants`
  const found = ({ parameters: { id = '' } }: Call) => meetingOf(zoom, kind, id)
  serve(server, zoom, {
    method: 'POST',
    path,
    label: 'LIGHT',
    scopes: [`${word}:write:admin`, `${word}:write:registrant:admin`],
    body: registrantOrder,
    status: 201,
    answer: (call) => receiptFor(zoom, found(call), register(zoom, found(call), call.body)),
  })
  serve(server, zoom, {
    method: 'GET',
    path,
    label: 'MEDIUM',
    scopes: [`${word}:read:admin`, `${word}:read:list_registrants:admin`],
    status: 200,
    answer: (call) => {
      const status = call.query.status ?? 'approved'
      const chosen = registrantsOf(zoom, found(call)).filter((each) => each.status === status)
      return pageOf(
        zoom,
        call,
        'registrants',
        chosen.map((each) => answerFor(zoom, each)),
      )
    },
  })
  registerStatusRoute(server, zoom, kind)
  registerOneRegistrant(server, zoom, kind)
}

function registerStatusRoute(server: FastifyInstance, zoom: Zoom, kind: Kind): void {
  const word = singular(kind)
  serve(server, zoom, {
    method: 'PUT',
    path: `/${kind}/:id/registrants/status`,
    label: 'MEDIUM',
    scopes: [`${word}:write:admin`, `${word}:update:registrant_status:admin`],
    body: statusOrder,
    status: 204,
    answer: (call) => {
      changeStatus(
        zoom,
        meetingOf(zoom, kind, call.parameters.id ?? ''),
        call.body.action,
        call.body.registrants,
      )
      return undefined
    },
  })
}

function registerOneRegistrant(server: FastifyInstance, zoom: Zoom, kind: Kind): void {
  const word = singular(kind)
  const path = `/${kind}/:id/registrants/:registrantId`
  const found = ({ parameters: { id = '', registrantId = '' } }: Call) =>
    registrantOf(zoom, meetingOf(zoom, kind, id), registrantId)
  serve(server, zoom, {
    method: 'GET',
    path,
    label: 'LIGHT',
    scopes: [`${word}:read:admin`, `${word}:read:registrant:admin`],
    status: 200,
    answer: (call) => answerFor(zoom, found(call)),
  })
  serve(server, zoom, {
    method: 'DELETE',
    path,
    label: 'LIGHT',
    scopes: [`${word}:write:admin`, `${word}:delete:registrant:admin`],
    status: 204,
    answer: (call) => {
      zoom.registrants.delete(found(call).id)
      return undefined
    },
  })
}

export function registerPanelistRoutes(server: FastifyInstance, zoom: Zoom): void {
  const path = '/webinars/:id/panelists'
  const idOf = ({ parameters: { id = '' } }: Call) => meetingOf(zoom, 'webinars', id).id
  const panelists = (call: Call) => zoom.panelists.get(idOf(call)) ?? []
  serve(server, zoom, {
    method: 'GET',
    path,
    label: 'MEDIUM',
    scopes: ['webinar:read:admin', 'webinar:read:list_panelists:admin'],
    status: 200,
    answer: (call) => ({
      total_records: panelists(call).length,
      panelists: panelists(call).map((each) => panelistAnswer(zoom, idOf(call), each)),
    }),
  })
  serve(server, zoom, {
    method: 'POST',
    path,
    label: 'MEDIUM',
    scopes: ['webinar:write:admin', 'webinar:write:panelist:admin'],
    body: panelistOrder,
    status: 201,
    answer: (call) => {
      const added = (call.body.panelists as readonly { name: string; email: string }[]).filter(
        ({ email }) => panelists(call).every((each) => each.email !== email.toLowerCase()),
      )
      const rows = added.map(({ name, email }) => newPanelist(name, email))
      zoom.panelists.set(idOf(call), [...panelists(call), ...rows])
      return { id: idOf(call), updated_at: zoomTime(zoom.clock.now()) }
    },
  })
  registerPanelistRemoval(server, zoom)
}

function registerPanelistRemoval(server: FastifyInstance, zoom: Zoom): void {
  serve(server, zoom, {
    method: 'DELETE',
    path: '/webinars/:id/panelists/:panelistId',
    label: 'LIGHT',
    scopes: ['webinar:write:admin', 'webinar:delete:panelist:admin'],
    status: 204,
    answer: ({ parameters: { id: webinarId = '', panelistId } }) => {
      const meeting = meetingOf(zoom, 'webinars', webinarId)
      const all = zoom.panelists.get(meeting.id) ?? []
      const rest = all.filter(({ id, email }) => id !== panelistId && email !== panelistId)
      if (rest.length === all.length) {
        throw new Problem(404, 3001, `Panelist ${panelistId} was not found.`)
      }
      zoom.panelists.set(meeting.id, rest)
      return undefined
    },
  })
}

const newPanelist = (name: string, email: string): Panelist => ({
  id: randomBytes(16).toString('base64url'),
  name,
  email: email.toLowerCase(),
  token: newToken(24),
})

const panelistAnswer = (zoom: Zoom, meetingId: string, { id, name, email, token }: Panelist) => ({
  id,
  name,
  email,
  join_url: `${zoom.url()}/w/${meetingId}?tk=${token}`,
})

export function registerReportRoutes(server: FastifyInstance, zoom: Zoom, kind: Kind): void {
  const word = singular(kind)
  serve(server, zoom, {
    method: 'GET',
    path: `/past_${kind}/:id/instances`,
    label: 'MEDIUM',
    scopes: [`${word}:read:admin`, `${word}:read:list_past_instances:admin`],
    status: 200,
    answer: ({ parameters: { id = '' } }) => instancesOf(zoom, meetingOf(zoom, kind, id)),
  })
  serve(server, zoom, {
    method: 'GET',
    path: `/report/${kind}/:id/participants`,
    label: 'HEAVY',
    scopes: ['report:read:admin', `report:read:list_${word}_participants:admin`],
    status: 200,
    answer: (call) => {
      const { id = '' } = call.parameters
      const rows = participantsOf(zoom, kind, id, call.query.include_fields)
      return pageOf(zoom, call, 'participants', rows)
    },
  })
}

/** Recordings of webinars are found under meetings too. */
export function registerRecordingRoute(server: FastifyInstance, zoom: Zoom): void {
  serve(server, zoom, {
    method: 'GET',
    path: '/meetings/:id/recordings',
    label: 'LIGHT',
    scopes: ['recording:read:admin', 'cloud_recording:read:list_recording_files:admin'],
    status: 200,
    answer: ({ parameters: { id = '' } }) => recordingsOf(zoom, id),
  })
}
