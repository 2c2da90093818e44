/**
 * Who calls: every request names its web application by token and comes from the origin that is
 * registered for it. The token is public (it stands in the page), so this is no user's sign-in;
 * it keeps other sites from using the API in their visitors' browsers.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Db, Read } from '#database'
import { isRegisteredOrigin, type WebApplicationRow } from '#events'
import { refusals } from './refusals.ts'

/** For every request but preflights. Also makes answers, refusals included, readable to the page. */
export async function identifyApplication(
  db: Db,
  find: Read<WebApplicationRow | undefined>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<WebApplicationRow> {
  const { origin } = request.headers
  const token = tokenOf(request)
  const application = token === undefined || origin === undefined ? undefined : await find(token)
  if (origin !== undefined && application?.msevtmgt_origin === origin) {
    allowOrigin(reply, origin)
    return application
  }
  if (origin === undefined)
    throw refusals['application-origin-missing'](undefined, { input: 'Origin' })
  if (await isRegisteredOrigin(db, origin)) allowOrigin(reply, origin)
  if (token === undefined) {
    throw refusals['application-token-missing'](undefined, { input: 'emApplicationtoken' })
  }
  throw refusals['application-unknown']({ origin }, { input: 'emApplicationtoken' })
}

/** Preflights of some clients carry no token; pages of any active application get an answer. */
export async function answerPreflight(
  db: Db,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { origin } = request.headers
  if (origin === undefined)
    throw refusals['application-origin-missing'](undefined, { input: 'Origin' })
  if (!(await isRegisteredOrigin(db, origin))) {
    throw refusals['application-unknown']({ origin }, { input: 'Origin', found: origin })
  }
  allowOrigin(reply, origin)
  return reply
    .code(204)
    .header('access-control-allow-methods', 'GET, POST, OPTIONS')
    .header('access-control-allow-headers', allowedHeaders(request))
    .header('access-control-max-age', '600')
    .send()
}

export function allowOrigin(reply: FastifyReply, origin: string): void {
  reply.header('access-control-allow-origin', origin)
}

const alwaysAllowed = ['content-type', 'authorization', 'idempotency-key'] as const

/** The header has no pattern for `x-*`: those that the browser asks for are named one by one. */
function allowedHeaders(request: FastifyRequest): string {
  const asked = String(request.headers['access-control-request-headers'] ?? '')
  const custom = asked
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => /^x-[a-z0-9-]+$/.test(name))
  return [...alwaysAllowed, ...new Set(custom)].join(', ')
}

/** Case does not matter in the name, as in the API that clients were written for. */
function tokenOf(request: FastifyRequest): string | undefined {
  const query = request.query as Readonly<Record<string, unknown>>
  const name = Object.keys(query).find((key) => key.toLowerCase() === 'emapplicationtoken')
  const value = name === undefined ? undefined : query[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}
