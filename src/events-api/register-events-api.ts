import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import type { Db } from '#database'
import { type EventRow, publishedEvents, publishStatus, readEvent, sessionsOf } from '#events'
import { type HttpServer, problemOf } from '#http'
import type { Registrations } from '#registrations'
import { describeEvent, describeSession, type Publishing } from './describe-event.ts'
import { answerPreflight, identifyApplication } from './identify-application.ts'
import { countOfEvent, countOfSession, placesOfEvents, placesOfSessions } from './place-rows.ts'
import { refusals } from './refusals.ts'
import { registerAttendees } from './register-attendees.ts'
import {
  Failure,
  PublishedEvent,
  PublishedSession,
  RegistrationRequest,
  RegistrationResult,
} from './shapes.ts'

interface EventsApiNeeds {
  readonly db: Db
  readonly registrations: Pick<Registrations, 'register'>
  /** Without slash at the end. */
  readonly publicUrl: string
  /** Shows the Wi-Fi passwords of buildings to everybody; default false. */
  readonly publishWifiPasswords?: boolean
}

interface Context extends EventsApiNeeds {
  readonly publishing: Publishing
}

const ById = Type.Object({
  id: Type.String({ description: "The event's readable id; its id is understood, too" }),
})
const BySessionId = Type.Object({ id: Type.String({ format: 'uuid' }) })
const Application = Type.Object({
  emApplicationtoken: Type.Optional(Type.String({ description: 'Token of the web application' })),
})
const failures = { 400: Failure, 401: Failure, 404: Failure }

/** The Events API v2.0 of Dynamics 365 event management, for event websites built on it. */
export async function registerEventsApi(server: HttpServer, needs: EventsApiNeeds): Promise<void> {
  const context: Context = {
    ...needs,
    publishing: {
      publicUrl: needs.publicUrl,
      wifiPasswords: needs.publishWifiPasswords ?? false,
    },
  }
  await server.register(
    async (api: HttpServer) => {
      api.addHook('onRequest', async (request, reply) => {
        reply.header('vary', 'Origin').header('cache-control', 'no-store')
        if (request.method !== 'OPTIONS') await identifyApplication(needs.db, request, reply)
      })
      api.setErrorHandler(answerFailure)
      api.setNotFoundHandler((request, reply) => answerUnknown(request, reply))
      api.options('/*', { schema: { hide: true } }, (request, reply) =>
        answerPreflight(needs.db, request, reply),
      )
      routeEvents(api, context)
      routeSessions(api, context)
      routeCounts(api, context)
      routeRegistrations(api, context)
    },
    { prefix: '/EvtMgmt/api/v2.0' },
  )
}

function routeEvents(api: HttpServer, { db, publishing }: Context): void {
  api.get(
    '/events/published',
    { schema: schemaOf('Live events', { 200: Type.Array(PublishedEvent) }) },
    async () => {
      const events = await publishedEvents(db)
      const places = await placesOfEvents(
        db,
        events.map((event) => event.msevtmgt_eventid),
      )
      return events.map((event) =>
        describeEvent(event, places.get(event.msevtmgt_eventid), publishing),
      )
    },
  )
  api.get(
    '/events/:id',
    { schema: { ...schemaOf('One event', { 200: PublishedEvent }), params: ById } },
    async (request) => {
      const event = await readPublished(db, request.params.id)
      const places = await placesOfEvents(db, [event.msevtmgt_eventid])
      return describeEvent(event, places.get(event.msevtmgt_eventid), publishing)
    },
  )
}

function routeSessions(api: HttpServer, { db, publishing }: Context): void {
  api.get(
    '/events/:id/sessions',
    {
      schema: {
        ...schemaOf('Live sessions with their speakers', { 200: Type.Array(PublishedSession) }),
        params: ById,
      },
    },
    async (request) => {
      const event = await readPublished(db, request.params.id)
      const sessions = await sessionsOf(db, event.msevtmgt_eventid)
      const ids = sessions.map(({ session }) => session.msevtmgt_sessionid)
      const places = ids.length === 0 ? undefined : await placesOfSessions(db, ids)
      return sessions.map((each) =>
        describeSession(each, event, places?.get(each.session.msevtmgt_sessionid), publishing),
      )
    },
  )
}

function routeCounts(api: HttpServer, { db }: Context): void {
  api.get(
    '/events/:id/registrations/count',
    {
      schema: {
        ...schemaOf('Registrations of an event', { 200: Type.Integer() }),
        params: ById,
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const count = await countOfEvent(db, id)
      if (count === undefined) throw refusals['published-event-unknown']({ id })
      return sendNumber(reply, count)
    },
  )
  api.get(
    '/sessions/:id/registrations/count',
    {
      schema: {
        ...schemaOf('Registrations of a session', { 200: Type.Integer() }),
        params: BySessionId,
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const count = await countOfSession(db, id)
      if (count === undefined) throw refusals['published-session-unknown']({ id })
      return sendNumber(reply, count)
    },
  )
}

function routeRegistrations(api: HttpServer, context: Context): void {
  api.post(
    '/events/:id/registrations',
    {
      schema: {
        ...schemaOf('Register attendees, all or none', { 200: RegistrationResult }),
        params: ById,
        headers: Type.Object({
          'idempotency-key': Type.Optional(
            Type.String({ description: 'The same request again with it registers nobody twice' }),
          ),
        }),
        body: RegistrationRequest,
      },
    },
    (request) => {
      const { params, body, headers } = request
      return registerAttendees(context, params.id, body, headers['idempotency-key'])
    },
  )
}

function schemaOf<R extends Record<number, unknown>>(summary: string, response: R) {
  return {
    tags: ['Events API'],
    summary,
    querystring: Application,
    response: { ...failures, ...response },
  }
}

async function readPublished(db: Db, id: string): Promise<EventRow> {
  const event = await readEvent(db, id)
  const isLive = event?.statecode === 0 && event.msevtmgt_publishstatus === publishStatus.live.value
  if (event === undefined || !isLive) throw refusals['published-event-unknown']({ id })
  return event
}

/** A plain JSON number; without the content type Fastify would take it for text. */
function sendNumber(reply: FastifyReply, value: number): number {
  reply.type('application/json; charset=utf-8')
  return value
}

/** Clients read the capitalised `Message`. */
function answerFailure(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = problemOf(error, request.id)
  if (problem.status >= 500) {
    request.log.error({ err: error, requestId: request.id }, 'Events API request failed')
  }
  const body: Static<typeof Failure> = { Message: problem.detail, Code: problem.code }
  void reply.code(problem.status).type('application/json; charset=utf-8').send(body)
}

function answerUnknown(request: FastifyRequest, reply: FastifyReply): void {
  const path = request.url.split('?')[0] ?? request.url
  const body: Static<typeof Failure> = {
    Message: `The Events API has no ${request.method} ${path}.`,
    Code: 'unknown-address',
  }
  void reply.code(404).type('application/json; charset=utf-8').send(body)
}
