/** Who is asking, for pages (a cookie) and for scripts (an API key). */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { general } from '#errors'
import type { Identity, SignedIn } from '#identity'
import type { Caller } from '#pipeline'

const cookieName = 'greenroom_session'

export interface Sessions {
  /** Refuses with 401 when nobody is signed in. */
  callerOf(request: FastifyRequest): Promise<Caller>
  open(reply: FastifyReply, signedIn: SignedIn): void
  close(request: FastifyRequest, reply: FastifyReply): Promise<void>
}

export function createSessions(o: { identity: Identity; publicUrl: string }): Sessions {
  const secure = o.publicUrl.startsWith('https:')
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const
  return {
    async callerOf(request) {
      refuseForeignPost(request, o.publicUrl)
      return await o.identity.authenticate({
        authorization: request.headers.authorization,
        session: request.cookies[cookieName],
      })
    },
    open(reply, signedIn) {
      void reply.setCookie(cookieName, signedIn.token, { ...options, expires: signedIn.expires })
    },
    async close(request, reply) {
      const token = request.cookies[cookieName]
      if (token !== undefined) await o.identity.signOut(token)
      void reply.clearCookie(cookieName, options)
    },
  }
}

/** A form on another site must not act with this browser's cookie (RFC 6454; Fetch metadata). */
export function refuseForeignPost(request: FastifyRequest, publicUrl: string): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  if (request.headers.authorization !== undefined) return
  const { origin } = request.headers
  const site = request.headers['sec-fetch-site']
  const own =
    origin === undefined ||
    origin === new URL(publicUrl).origin ||
    origin === `http://${request.host}`
  if (own && (site === undefined || site === 'same-origin' || site === 'none')) return
  throw general['not-allowed']({ who: 'A page of another site', act: 'change', table: 'this hub' })
}
