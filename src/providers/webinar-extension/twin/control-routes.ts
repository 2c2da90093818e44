import type { FastifyInstance } from 'fastify'
import type { Static } from 'typebox'
import type { TwinControl } from './control.ts'
import { problem } from './problems.ts'
import {
  approvalSchema,
  correctionSchema,
  failureSchema,
  modesSchema,
  playedStaySchema,
  registrantSchema,
  revokeSchema,
  settingsSchema,
  webinarPath,
} from './schemas.ts'
import type { Registrant } from './state.ts'

/** `TwinControl` as JSON under `/_twin`, for a twin that runs in another process. */
export function registerControlRoutes(server: FastifyInstance, control: TwinControl): void {
  refuseOtherSites(server)
  registerBehaviour(server, control)
  registerAccountControl(server, control)
  registerPeopleControl(server, control)
  registerViews(server, control)
}

/** Browsers send Origin with what a page of another site asks for: such a page steers nothing. */
function refuseOtherSites(server: FastifyInstance): void {
  server.addHook('onRequest', async (request) => {
    const origin = request.headers.origin
    if (origin === undefined || URL.parse(origin)?.host === request.host) return
    throw problem('forbidden', 'The twin is not steered from pages of other sites.')
  })
}

function registerBehaviour(server: FastifyInstance, control: TwinControl): void {
  server.get('/_twin/modes', () => ({ modes: control.modes() }))
  server.put<{ Body: Static<typeof modesSchema> }>(
    '/_twin/modes',
    { schema: { body: modesSchema } },
    (request) => {
      control.setModes(...request.body.modes)
      return { modes: control.modes() }
    },
  )
  server.get('/_twin/settings', () => control.settings())
  server.patch<{ Body: Static<typeof settingsSchema> }>(
    '/_twin/settings',
    { schema: { body: settingsSchema } },
    (request) => {
      control.change(request.body)
      return control.settings()
    },
  )
}

function registerAccountControl(server: FastifyInstance, control: TwinControl): void {
  server.post<{ Body: Static<typeof approvalSchema> }>(
    '/_twin/approve',
    { schema: { body: approvalSchema } },
    (request) => ({ location: control.approve(request.body) }),
  )
  server.post<{ Body: Static<typeof revokeSchema> }>(
    '/_twin/revoke-tokens',
    { schema: { body: revokeSchema } },
    (request, reply) => {
      control.revokeTokens(request.body.which)
      return reply.code(204).send()
    },
  )
  server.post<{ Body: Static<typeof failureSchema> }>(
    '/_twin/fail-creation',
    { schema: { body: failureSchema } },
    (request, reply) => {
      control.failCreation(request.body.reason)
      return reply.code(204).send()
    },
  )
}

function registerPeopleControl(server: FastifyInstance, control: TwinControl): void {
  server.post<{ Body: Static<typeof playedStaySchema> }>(
    '/_twin/attend',
    { schema: { body: playedStaySchema } },
    (request, reply) => {
      const { registrationId, join, leave, ...rest } = request.body
      const stay = { ...rest, join: new Date(join), ...dateIn('leave', leave) }
      return reply.code(201).send({ stayId: control.attend(registrationId, stay) })
    },
  )
  server.post<{ Body: Static<typeof correctionSchema> }>(
    '/_twin/correct-attendance',
    { schema: { body: correctionSchema } },
    (request, reply) => {
      const { stayId, leave, ...rest } = request.body
      control.correctAttendance(stayId, { ...rest, ...dateIn('leave', leave) })
      return reply.code(204).send()
    },
  )
  registerWebinarControl(server, control)
}

function dateIn<Name extends string>(
  name: Name,
  instant: string | undefined,
): { readonly [N in Name]?: Date } {
  const dated = instant === undefined ? {} : { [name]: new Date(instant) }
  return dated as { readonly [N in Name]?: Date }
}

function registerWebinarControl(server: FastifyInstance, control: TwinControl): void {
  const params = { params: webinarPath }
  server.post<{ Params: Static<typeof webinarPath>; Body: Registrant }>(
    '/_twin/webinars/:webinarId/registrations',
    { schema: { ...params, body: registrantSchema } },
    (request, reply) => {
      const registrationId = control.registerAtVendor(request.params.webinarId, request.body)
      return reply.code(201).send({ registrationId })
    },
  )
  server.post<{ Params: Static<typeof webinarPath> }>(
    '/_twin/webinars/:webinarId/end',
    { schema: params },
    (request, reply) => {
      control.endWebinar(request.params.webinarId)
      return reply.code(204).send()
    },
  )
  server.delete<{ Params: Static<typeof webinarPath> }>(
    '/_twin/webinars/:webinarId',
    { schema: params },
    (request, reply) => {
      control.removeWebinar(request.params.webinarId)
      return reply.code(204).send()
    },
  )
}

interface OfWebinar {
  Querystring: { webinarId?: string }
}

function registerViews(server: FastifyInstance, control: TwinControl): void {
  server.get('/_twin/webinars', () => ({ webinars: control.webinars() }))
  server.get<OfWebinar>('/_twin/registrations', (request) => ({
    registrations: control.registrations(request.query.webinarId),
  }))
  server.get<OfWebinar>('/_twin/stays', (request) => ({
    stays: control.stays(request.query.webinarId),
  }))
  server.get('/_twin/received', () => ({ requests: control.received() }))
  server.delete('/_twin/received', (_request, reply) => {
    control.forgetReceived()
    return reply.code(204).send()
  })
  server.get<{ Params: { externalId: string } }>(
    '/_twin/registrants/:externalId/counts',
    (request) => control.countsFor(request.params.externalId),
  )
}
