import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { isRefusal } from '#errors'
import { readEvent, sessionsOf } from '#events'
import { type HttpServer, readTexts, type Texts, type Visitor } from '#http'
import type { Caller } from '#pipeline'
import { serveAssets } from './assets.ts'
import { doorPage, eventListPage } from './check-in-page.ts'
import { eventsToCheckIn, languageOfUser } from './door-rows.ts'
import type { CheckInNeeds } from './needs.ts'
import { refusals } from './refusals.ts'
import { registerOperations, requireStaff } from './register-operations.ts'

/** The pages of staff at the door under /checkin, and what they call under /api/v1/check-in. */
export async function registerCheckIn(server: HttpServer, needs: CheckInNeeds): Promise<void> {
  const assets = await serveAssets(server)
  const texts = await readTexts(new URL('../../web/check-in/texts/', import.meta.url))
  registerOperations(server, needs)
  server.get('/checkin', { schema: { hide: true } }, async (request, reply) => {
    const caller = await staffOf(needs, request, reply)
    if (caller === undefined) return reply
    const visitor = await visitorOf(needs, texts, request, caller)
    const events = await eventsToCheckIn(needs.db, needs.clock.now())
    return reply.type('text/html; charset=utf-8').send(eventListPage(assets, visitor, events))
  })
  const schema = {
    hide: true,
    params: Type.Object({ event: Type.String({ maxLength: 200 }) }),
    querystring: Type.Object({
      session: Type.Optional(Type.String({ format: 'uuid' })),
      lang: Type.Optional(Type.String({ maxLength: 35 })),
    }),
  }
  server.get('/checkin/:event', { schema }, async (request, reply) => {
    const caller = await staffOf(needs, request, reply)
    if (caller === undefined) return reply
    const { event: id } = request.params
    const event = await readEvent(needs.db, id)
    if (event === undefined) throw refusals['door-of-unknown-event']({ id })
    const sessions = await sessionsOf(needs.db, event.msevtmgt_eventid)
    const visitor = await visitorOf(needs, texts, request, caller)
    const text = doorPage(assets, visitor, {
      event: { id: event.msevtmgt_eventid, name: event.msevtmgt_name },
      sessions: sessions.map(({ session }) => session),
      sessionId: request.query.session,
    })
    return reply.type('text/html; charset=utf-8').send(text)
  })
}

const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "media-src 'self' blob:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The language that the address names, that of the signed-in user, or the browser's. */
async function visitorOf(
  { db }: CheckInNeeds,
  texts: Texts,
  request: FastifyRequest,
  { userId }: Caller,
): Promise<Visitor> {
  const { lang } = request.query as { readonly lang?: unknown }
  const own = await languageOfUser(db, userId)
  const [chosen, language] = [lang, own?.split('-')[0]].map((wish) =>
    texts.languages.find((each) => each === wish || each.split('-')[0] === wish),
  )
  return texts.visitorFor(request.headers['accept-language'], { chosen: chosen ?? language })
}

/** People who are not signed in are asked to, and come back here; undefined where that was answered. */
async function staffOf(
  needs: CheckInNeeds,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Caller | undefined> {
  void reply.headers({
    'content-security-policy': contentPolicy,
    'permissions-policy': 'camera=(self), geolocation=(), microphone=(), payment=()',
    'referrer-policy': 'same-origin',
    'cache-control': 'no-store',
  })
  try {
    const caller = await needs.callerOf(request)
    requireStaff(caller)
    return caller
  } catch (error) {
    if (!isRefusal(error) || error.status !== 401) throw error
    await reply.redirect(`/admin/sign-in?return=${encodeURIComponent(request.url)}`, 303)
    return undefined
  }
}
