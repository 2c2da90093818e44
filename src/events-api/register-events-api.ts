import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { shareReads } from '#database'
import { findWebApplication, publishedEvents, readEvent, sessionsOf } from '#events'
import { type HttpServer, problemOf } from '#http'
import { createIdTokenCheck } from './check-id-token.ts'
import { describeEvent, describeSession } from './describe-event.ts'
import { createVisitors } from './find-visitor.ts'
import { answerPreflight, identifyApplication } from './identify-application.ts'
import {
  countOfEvent,
  countOfSession,
  type Place,
  placesOfEvents,
  placesOfSessions,
} from './place-rows.ts'
import { preparePublishing } from './prepare-publishing.ts'
import {
  ById,
  ByRowId,
  type Context,
  type EventsApiNeeds,
  readPublished,
  schemaOf,
} from './published.ts'
import { refusals } from './refusals.ts'
import { routeCalendar } from './route-calendar.ts'
import { routeCheckIns } from './route-check-ins.ts'
import { routePasses, serveCaptchaScript } from './route-passes.ts'
import { routePictures } from './route-pictures.ts'
import { routeProgram } from './route-program.ts'
import { routeQrCode } from './route-qr-code.ts'
import { routeRegistrations } from './route-registrations.ts'
import { routeVisitor } from './route-visitor.ts'
import { type Failure, PublishedEvent, PublishedSession } from './shapes.ts'

/** The Events API v2.0 of Dynamics 365 event management, for event websites built on it. */
export async function registerEventsApi(server: HttpServer, needs: EventsApiNeeds): Promise<void> {
  const context: Context = {
    ...needs,
    visitors: createVisitors({ ...needs, checkIdToken: createIdTokenCheck(needs) }),
    findEvent: shareReads((id) => readEvent(needs.db, id)),
  }
  const findApplication = shareReads((token) => findWebApplication(needs.db, token))
  serveCaptchaScript(server)
  await server.register(
    async (api: HttpServer) => {
      api.addHook('onRequest', async (request, reply) => {
        reply.header('vary', 'Origin').header('cache-control', 'no-store')
        if (request.method === 'OPTIONS') return
        const application = await identifyApplication(needs.db, findApplication, request, reply)
        context.visitors.remember(request, application)
      })
      api.setErrorHandler(answerFailure)
      api.setNotFoundHandler((request, reply) => answerUnknown(request, reply))
      api.options('/*', { schema: { hide: true } }, (request, reply) =>
        answerPreflight(needs.db, request, reply),
      )
      routeEvents(api, context)
      routeSessions(api, context)
      routeProgram(api, context)
      routePasses(api, context)
      routeCounts(api, context)
      routeRegistrations(api, context)
      routeVisitor(api, context)
    },
    { prefix },
  )
  await server.register(
    async (api: HttpServer) => {
      // Pictures and mails: everybody may read them, from every page.
      api.addHook('onRequest', async (request, reply) => {
        reply.header('cross-origin-resource-policy', 'cross-origin')
        if (request.method === 'GET') reply.header('access-control-allow-origin', '*')
      })
      api.setErrorHandler(answerFailure)
      routeCalendar(api, context)
      routeQrCode(api, context)
      routePictures(api, context)
      routeCheckIns(api, context)
    },
    { prefix },
  )
}

const prefix = '/EvtMgmt/api/v2.0'

function routeEvents(api: HttpServer, context: Context): void {
  const { db } = context
  api.get(
    '/events/published',
    { schema: schemaOf('Live events', { 200: Type.Array(PublishedEvent) }) },
    async () => {
      const events = await publishedEvents(db)
      const places = await placesOfEvents(
        db,
        events.map((event) => event.msevtmgt_eventid),
      )
      const publishing = await preparePublishing(context, { events, places: places.values() })
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
      const shown = { events: [event], places: places.values() }
      const publishing = await preparePublishing(context, shown)
      return describeEvent(event, places.get(event.msevtmgt_eventid), publishing)
    },
  )
}

function routeSessions(api: HttpServer, context: Context): void {
  const { db } = context
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
      const places = ids.length === 0 ? new Map<string, Place>() : await placesOfSessions(db, ids)
      const visitor = await context.visitors.find(request)
      const shown = { sessions, places: places.values(), visitor }
      const publishing = await preparePublishing(context, shown)
      return sessions.map((each) =>
        describeSession(each, event, places.get(each.session.msevtmgt_sessionid), publishing),
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
        params: ByRowId,
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
