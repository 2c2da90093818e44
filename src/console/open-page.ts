import type { FastifyReply, FastifyRequest } from 'fastify'
import { isRefusal } from '#errors'
import type { Caller } from '#pipeline'
import type { Sessions } from './session.ts'

const contentPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self' data:",
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/**
 * Who opens a page of the console. Pages ask people to sign in instead of showing them an error:
 * undefined where that has been answered.
 */
export async function signedIn(
  sessions: Sessions,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Caller | undefined> {
  void reply.headers({ 'content-security-policy': contentPolicy, 'cache-control': 'no-store' })
  try {
    return await sessions.callerOf(request)
  } catch (error) {
    if (!isRefusal(error) || error.status !== 401) throw error
    await reply.redirect('/admin/sign-in', 303)
    return undefined
  }
}
