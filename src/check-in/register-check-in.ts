import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { isRefusal } from '#errors'
import { readEvent, sessionsOf } from '#events'
import type { HttpServer } from '#http'
import { serveAssets } from './assets.ts'
import { doorPage, eventListPage } from './check-in-page.ts'
import { eventsToCheckIn } from './door-rows.ts'
import type { CheckInNeeds } from './needs.ts'
import { refusals } from './refusals.ts'
import { registerOperations, requireStaff } from './register-operations.ts'

/** The pages of staff at the door under /checkin, and what they call under /api/v1/check-in. */
export async function registerCheckIn(server: HttpServer, needs: CheckInNeeds): Promise<void> {
  const assets = await serveAssets(server)
  registerOperations(server, needs)
  server.get('/checkin', { schema: { hide: true } }, async (request, reply) => {
    if (!(await isStaff(needs, request, reply))) return reply
    const events = await eventsToCheckIn(needs.db, needs.clock.now())
    return reply.type('text/html; charset=utf-8').send(eventListPage(assets, events))
  })
  const schema = {
    hide: true,
    params: Type.Object({ event: Type.String({ maxLength: 200 }) }),
    querystring: Type.Object({ session: Type.Optional(Type.String({ format: 'uuid' })) }),
  }
  server.get('/checkin/:event', { schema }, async (request, reply) => {
    if (!(await isStaff(needs, request, reply))) return reply
    const { event: id } = request.params
    const event = await readEvent(needs.db, id)
    if (event === undefined) throw refusals['door-of-unknown-event']({ id })
    const sessions = await sessionsOf(needs.db, event.msevtmgt_eventid)
    const text = doorPage(assets, {
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

/** People who are not signed in are asked to; false where that has been answered. */
async function isStaff(
  needs: CheckInNeeds,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<boolean> {
  void reply.headers({
    'content-security-policy': contentPolicy,
    'permissions-policy': 'camera=(self), geolocation=(), microphone=(), payment=()',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cache-control': 'no-store',
  })
  try {
    requireStaff(await needs.callerOf(request))
    return true
  } catch (error) {
    if (!isRefusal(error) || error.status !== 401) throw error
    await reply.redirect('/admin/sign-in', 303)
    return false
  }
}
