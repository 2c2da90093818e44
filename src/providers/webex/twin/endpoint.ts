import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { TSchema } from 'typebox'
import { pathOf } from '../../twin/faults.ts'
import { forbidden, requireScope, requireToken } from './oauth.ts'
import { invalid, Problem } from './problems.ts'
import type { User, Webex } from './state.ts'

/** What a handler gets: the parts of a request that Webex looks at. */
export interface Call {
  readonly parameters: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  // biome-ignore lint/suspicious/noExplicitAny: checked by the schema of the endpoint
  readonly body: any
  readonly granted: readonly string[]
  /** Whose token it is. */
  readonly user: User
  /** Adds a header to the answer. */
  header(name: string, value: string): void
  /** The address that was called, for the links to other pages. */
  readonly url: URL
}

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  /** Any of them will do. */
  readonly scopes: readonly string[]
  readonly body?: TSchema
  /** Default 200; 204 has no content. */
  readonly status?: 200 | 204
  answer(call: Call): object | Redirection | undefined
}

export interface Redirection {
  readonly redirectTo: string
}

/** Registers one endpoint with what all have in common: faults, token, limit, scope. */
export function serve(server: FastifyInstance, webex: Webex, endpoint: Endpoint): void {
  server.route({
    method: endpoint.method,
    url: `/v1${endpoint.path}`,
    ...(endpoint.body !== undefined && { schema: { body: endpoint.body } }),
    onRequest: async (request) => admit(webex, endpoint, request),
    handler: async (request, reply) => {
      const answer = endpoint.answer(callOf(webex, request, reply))
      if (answer !== undefined && 'redirectTo' in answer) {
        return reply.redirect(String(answer.redirectTo), 302)
      }
      return reply.code(endpoint.status ?? 200).send(answer)
    },
  })
}

function admit(webex: Webex, { scopes }: Endpoint, request: FastifyRequest): void {
  const path = pathOf(request)
  if (webex.faults.hit(path, 'failing') !== undefined) {
    throw new Problem(503, 'The service is unavailable.')
  }
  const { scopes: granted } = requireToken(webex, request.headers.authorization)
  if (webex.faults.hit(path, 'rate-limited') !== undefined) throw tooMany(webex)
  countCall(webex)
  if (webex.faults.hit(path, 'forbidden') !== undefined) throw forbidden(scopes)
  requireScope(granted, scopes)
}

/** No rate is published; when it is too much, the answer says for how long. */
function countCall(webex: Webex): void {
  const minute = String(Math.floor(webex.clock.now().getTime() / 60_000))
  const used = (webex.counts.get(minute) ?? 0) + 1
  webex.counts.set(minute, used)
  if (used > webex.settings.requestsPerMinute) throw tooMany(webex)
}

function tooMany({ clock }: Webex): Problem {
  const wait = 60 - Math.floor((clock.now().getTime() / 1000) % 60)
  return new Problem(429, 'Too many requests.', { 'retry-after': String(wait) })
}

function callOf(webex: Webex, request: FastifyRequest, reply: FastifyReply): Call {
  const { scopes, user } = requireToken(webex, request.headers.authorization)
  return {
    parameters: request.params as Record<string, string>,
    query: request.query as Record<string, string>,
    body: request.body,
    granted: scopes,
    user,
    header: (name, value) => {
      reply.header(name, value)
    },
    url: new URL(request.url, webex.url()),
  }
}

/** A page of a list; the address of the next one stands in the header Link (RFC 8288). */
export function pageOf(webex: Webex, call: Call, all: readonly object[], usual = 10): object {
  const asked = Number(call.query.max ?? usual)
  if (!Number.isInteger(asked) || asked < 1 || asked > 100) throw invalid()
  const size = Math.min(asked, webex.settings.largestPage)
  const from = Number(call.query.offset ?? 0)
  if (from + size < all.length) {
    const next = new URL(call.url)
    next.searchParams.set('offset', String(from + size))
    call.header('link', `<${call.url}>; rel="first", <${next}>; rel="next"`)
  }
  return { items: all.slice(from, from + size) }
}
