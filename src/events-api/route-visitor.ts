import { Type } from 'typebox'
import { isRefusal } from '#errors'
import { readSession } from '#events'
import type { HttpServer } from '#http'
import { systemCaller } from '#identity'
import { preparePublishing } from './prepare-publishing.ts'
import { ByRowId, type Context, readPublished, schemaOf } from './published.ts'
import { refusals } from './refusals.ts'
import { MyRegistration, MyWaitlistItem, SignedInUser } from './shapes.ts'
import * as rows from './visitor-rows.ts'
import { writeInstant } from './website-columns.ts'

/** What signed-in visitors see and do. */
export function routeVisitor(api: HttpServer, context: Context): void {
  routeUser(api, context)
  routeOwnRegistrations(api, context)
  routeOwnWaitlist(api, context)
  routeCancel(api, context)
  routeAddSession(api, context)
}

/** Clients of the described API send `{}`, some nothing at all. */
const noBody = Type.Optional(Type.Unknown())
/** They read `true`; what went wrong is an error. */
const done = Type.Boolean({ description: 'true' })

function signedInSchema<R extends Record<number, unknown>>(summary: string, response: R) {
  return { ...schemaOf(summary, response), security: [{ idToken: [] }] }
}

function routeUser(api: HttpServer, { visitors }: Context): void {
  api.get(
    '/users/authenticated',
    { schema: signedInSchema('The signed-in visitor; linked to a contact', { 200: SignedInUser }) },
    async (request) => {
      const { contactId, ...person } = await visitors.require(request)
      return { id: contactId, ...person, isAnonymous: false }
    },
  )
}

function routeOwnRegistrations(api: HttpServer, context: Context): void {
  const { db, visitors } = context
  api.get(
    '/users/authenticated/registrations',
    {
      schema: signedInSchema("The visitor's registrations, the newest first", {
        200: Type.Array(MyRegistration),
      }),
    },
    async (request) => {
      const { contactId } = await visitors.require(request)
      const registrations = await rows.ownRegistrations(db, contactId)
      const ids = registrations.map(({ id }) => id)
      const sessions = await rows.ownSessions(db, ids)
      const responses = await rows.ownResponses(db, ids)
      const others = {
        msevtmgt_eventregistration: ids,
        msevtmgt_sessionregistration: sessions.map(({ id }) => id),
        msevtmgt_registrationresponse: responses.map(({ id }) => id),
      }
      const { extras } = await preparePublishing(context, { others })
      return registrations.map((each) => ({
        ...extras('msevtmgt_eventregistration', each.id),
        ...each,
        createdon: writeInstant(each.createdon),
        sessionRegistrations: sessions
          .filter(({ registrationId }) => registrationId === each.id)
          .map(({ id, sessionName, createdon }) => ({
            ...extras('msevtmgt_sessionregistration', id),
            id,
            sessionName,
            createdon: writeInstant(createdon),
          })),
        responses: responses
          .filter(({ registrationId }) => registrationId === each.id)
          .map(({ id, question, response }) => ({
            ...extras('msevtmgt_registrationresponse', id),
            id,
            question,
            response,
          })),
      }))
    },
  )
}

function routeOwnWaitlist(api: HttpServer, context: Context): void {
  const { db, visitors } = context
  api.get(
    '/users/authenticated/waitlist-items',
    {
      schema: signedInSchema('What the visitor waits for, the newest first', {
        200: Type.Array(MyWaitlistItem),
      }),
    },
    async (request) => {
      const { contactId } = await visitors.require(request)
      const items = await rows.ownWaitlist(db, contactId)
      const others = { msevtmgt_waitlistitem: items.map(({ id }) => id) }
      const { extras } = await preparePublishing(context, { others })
      return items.map((item) => ({ ...extras('msevtmgt_waitlistitem', item.id), ...item }))
    },
  )
}

function routeCancel(api: HttpServer, { registrations, visitors }: Context): void {
  api.post(
    '/users/authenticated/registrations/:id/cancel',
    {
      schema: {
        ...signedInSchema('Cancels a registration of the visitor, for an event or a session', {
          200: done,
        }),
        params: ByRowId,
        body: noBody,
      },
    },
    async (request, reply) => {
      const { contactId } = await visitors.require(request)
      const { id } = request.params
      const options = { by: 'attendee', contactId } as const
      try {
        await registrations.cancel(systemCaller, id, options)
      } catch (error) {
        if (!isUnknown(error)) throw error
        await cancelSession(id, options)
      }
      return sendTrue(reply)
    },
  )

  async function cancelSession(
    id: string,
    options: { readonly by: 'attendee'; readonly contactId: string },
  ): Promise<void> {
    try {
      await registrations.cancelSession(systemCaller, id, options)
    } catch (error) {
      throw isUnknown(error) ? refusals['own-registration-unknown']({ id }) : error
    }
  }
}

function isUnknown(error: unknown): boolean {
  return isRefusal(error) && error.code === 'unknown-registration'
}

const byEventAndSession = Type.Object({
  id: Type.String({ description: "The event's readable id; its id is understood, too" }),
  sessionId: Type.String({ format: 'uuid' }),
})

function routeAddSession(api: HttpServer, { db, registrations, visitors }: Context): void {
  api.post(
    '/events/:id/sessions/:sessionId/registrations',
    {
      schema: {
        ...signedInSchema('Adds a session to the visitor’s registration for the event', {
          200: done,
        }),
        params: byEventAndSession,
        body: noBody,
      },
    },
    async (request, reply) => {
      const { contactId } = await visitors.require(request)
      const { id, sessionId } = request.params
      const event = await readPublished(db, id)
      const session = await readSession(db, sessionId)
      if (session?.msevtmgt_event !== event.msevtmgt_eventid) {
        throw refusals['published-session-unknown']({ id: sessionId })
      }
      const place = await rows.ownPlaceAt(db, contactId, event.msevtmgt_eventid)
      if (place === undefined) {
        throw refusals['event-registration-needed']({ name: event.msevtmgt_name })
      }
      if (place.openSessionIds?.includes(sessionId) === false) {
        throw refusals['session-not-in-own-pass']({ session: session.msevtmgt_name })
      }
      await registrations.addSessions(systemCaller, place.registrationId, [sessionId])
      return sendTrue(reply)
    },
  )
}

/** A plain JSON `true`; without the content type Fastify would take it for text. */
function sendTrue(reply: { type(value: string): unknown }): boolean {
  reply.type('application/json; charset=utf-8')
  return true
}
