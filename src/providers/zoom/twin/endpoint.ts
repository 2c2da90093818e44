import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { TSchema } from 'typebox'
import { pathOf } from '../../twin/faults.ts'
import { missingScope, requireScope, requireToken } from './oauth.ts'
import { invalid, Problem } from './problems.ts'
import { countCall, tooManyPerSecond } from './quotas.ts'
import type { Label } from './settings.ts'
import type { Kind, Zoom } from './state.ts'

/** What a handler gets: the parts of a request that Zoom looks at. */
export interface Call {
  readonly parameters: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  // biome-ignore lint/suspicious/noExplicitAny: checked by the schema of the endpoint
  readonly body: any
}

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  readonly path: string
  readonly label: Label
  /** Any of them will do. */
  readonly scopes: readonly string[]
  readonly body?: TSchema
  readonly status: 200 | 201 | 204
  answer(call: Call): object | undefined
}

/** Registers one endpoint with what all have in common: token, faults, limits, scope, headers. */
export function serve(server: FastifyInstance, zoom: Zoom, endpoint: Endpoint): void {
  server.route({
    method: endpoint.method,
    url: `/v2${endpoint.path}`,
    ...(endpoint.body !== undefined && { schema: { body: endpoint.body } }),
    onRequest: async (request, reply) => admit(zoom, endpoint, request, reply),
    handler: async (request, reply) => {
      const answer = endpoint.answer(callOf(request))
      return reply.code(endpoint.status).send(answer)
    },
  })
}

/** In the order in which Zoom looks: is it up, who asks, how often, may they. */
function admit(zoom: Zoom, endpoint: Endpoint, request: FastifyRequest, reply: FastifyReply): void {
  const path = pathOf(request)
  if (zoom.faults.hit(path, 'failing') !== undefined) {
    throw new Problem(503, 5010, 'Service is not available.')
  }
  requireToken(zoom, request.headers.authorization)
  if (zoom.faults.hit(path, 'rate-limited') !== undefined) throw tooManyPerSecond()
  reply.headers(countCall(zoom, endpoint.label))
  if (zoom.faults.hit(path, 'forbidden') !== undefined) throw missingScope(endpoint.scopes)
  requireScope(zoom, endpoint.scopes)
}

function callOf(request: FastifyRequest): Call {
  const parameters = Object.entries(request.params as Record<string, string>)
  return {
    parameters: Object.fromEntries(parameters.map(([name, value]) => [name, twiceDecoded(value)])),
    query: request.query as Record<string, string>,
    body: request.body,
  }
}

/** A UUID that begins with "/" or holds "//" breaks the path unless it was encoded twice. */
function twiceDecoded(value: string): string {
  if (value.startsWith('/') || value.includes('//')) {
    throw new Problem(404, 404, 'No handler found for this path.')
  }
  return decodeURIComponent(value)
}

/** The page that a list was asked for, under the name that the list has. */
export function pageOf(zoom: Zoom, { query }: Call, name: string, all: readonly object[]): object {
  const asked = Number(query.page_size ?? 30)
  if (!Number.isInteger(asked) || asked < 1 || asked > 300) throw invalid('Invalid page_size.')
  const size = Math.min(asked, zoom.settings.largestPage)
  const from = query.next_page_token ? Number(decodeToken(query.next_page_token)) : 0
  if (!Number.isInteger(from)) throw invalid('The next page token is invalid or expired.')
  const hasMore = from + size < all.length
  return {
    page_size: size,
    page_count: Math.ceil(all.length / size),
    total_records: all.length,
    next_page_token: hasMore ? encodeToken(from + size) : '',
    [name]: all.slice(from, from + size),
  }
}

const encodeToken = (from: number) => Buffer.from(`page ${from}`).toString('base64url')
const decodeToken = (token: string) =>
  Buffer.from(token, 'base64url').toString().replace('page ', '')

export const singular = (kind: Kind) => (kind === 'meetings' ? 'meeting' : 'webinar')
