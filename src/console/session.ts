/** Who is asking, for pages (a cookie) and for scripts (an API key). */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Identity, refuseForeignPage, type SignedIn, sessionCookie } from '#identity'
import type { Caller } from '#pipeline'

export interface Sessions {
  /** Refuses with 401 when nobody is signed in. */
  callerOf(request: FastifyRequest): Promise<Caller>
  open(reply: FastifyReply, signedIn: SignedIn): void
  close(request: FastifyRequest, reply: FastifyReply): Promise<void>
  /** Of the cookie; undefined for scripts. */
  tokenOf(request: FastifyRequest): string | undefined
}

export function createSessions(o: { identity: Identity; publicUrl: string }): Sessions {
  const secure = o.publicUrl.startsWith('https:')
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const
  const cookie = sessionCookie(o.publicUrl)
  return {
    async callerOf(request) {
      refuseForeignPage(request, o.publicUrl)
      return await o.identity.authenticate({
        authorization: request.headers.authorization,
        session: request.cookies[cookie],
      })
    },
    open(reply, signedIn) {
      void reply.setCookie(cookie, signedIn.token, { ...options, expires: signedIn.expires })
    },
    async close(request, reply) {
      const token = request.cookies[cookie]
      if (token !== undefined) await o.identity.signOut(token)
      void reply.clearCookie(cookie, options)
    },
    tokenOf: (request) => request.cookies[cookie],
  }
}
