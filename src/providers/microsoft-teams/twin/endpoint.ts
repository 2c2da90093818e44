import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { TSchema } from 'typebox'
import { pathOf } from '../../twin/faults.ts'
import { requireToken } from './oauth.ts'
import { badRequest, notFound, Problem } from './problems.ts'
import type { User } from './settings.ts'
import { type AccessToken, type Tenant, userBy } from './state.ts'
import { zoneOf } from './times.ts'

/** What a handler gets: the parts of a request that Graph looks at. */
export interface Call {
  readonly parameters: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  // biome-ignore lint/suspicious/noExplicitAny: checked by the schema of the endpoint
  readonly body: any
  readonly token: AccessToken
  /** Whose calendar or meetings: `/me`, or the user in the path. */
  readonly user: User
  /** `Prefer: outlook.timezone="…"`; default UTC. */
  readonly timeZone: string
  /** `Prefer: IdType="ImmutableId"` */
  readonly isImmutable: boolean
  /** The address that was called, for the links to other pages. */
  readonly url: URL
}

/** Which permission lets whom in; undefined: such tokens are not taken at all. */
export interface Permissions {
  readonly delegated: readonly string[] | undefined
  readonly application: readonly string[] | undefined
  /** Applications also need the access policy for the user. */
  readonly policy?: true
}

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** A path that begins with `/~` is there under `/me` and under `/users/{id}`. */
  readonly path: string
  readonly permissions: Permissions
  readonly body?: TSchema
  /** Default 200; an answer without content is 204. */
  readonly status?: 200 | 201 | 204
  answer(call: Call): object | undefined | Promise<object | undefined>
}

/** Registers one endpoint with what all have in common: faults, token, limit, permissions. */
export function serve(server: FastifyInstance, tenant: Tenant, endpoint: Endpoint): void {
  const paths = endpoint.path.startsWith('/~')
    ? ['/me', '/users/:user'].map((root) => root + endpoint.path.slice(2))
    : [endpoint.path]
  for (const path of paths) {
    server.route({
      method: endpoint.method,
      url: `/v1.0${path}`,
      ...(endpoint.body !== undefined && { schema: { body: endpoint.body } }),
      onRequest: async (request) => admit(tenant, endpoint, request),
      handler: async (request, reply) => {
        const answer = await endpoint.answer(callOf(tenant, request, reply))
        const status = endpoint.status ?? 200
        if (answer === undefined) return reply.code(204).send()
        const context = { '@odata.context': `${tenant.url()}/v1.0/$metadata#${path.slice(1)}` }
        return reply.code(status).send({ ...context, ...answer })
      },
    })
  }
}

function admit(tenant: Tenant, { permissions }: Endpoint, request: FastifyRequest): void {
  const path = pathOf(request)
  if (tenant.faults.hit(path, 'failing') !== undefined) {
    throw new Problem(503, 'serviceNotAvailable', 'The service is unavailable.')
  }
  const token = requireToken(tenant, request.headers.authorization)
  if (tenant.faults.hit(path, 'rate-limited') !== undefined) throw tooMany(tenant)
  const user = userIn(tenant, request, token)
  countCall(tenant, user?.id ?? 'application')
  if (tenant.faults.hit(path, 'forbidden') !== undefined) throw denied(path)
  requirePermission(tenant, { token, permissions, path, user })
}

/** `/me` is of no use to an application; people reach their own things only. */
function userIn(tenant: Tenant, request: FastifyRequest, token: AccessToken): User | undefined {
  const { user: named } = request.params as { readonly user?: string }
  const isMe = /^\/v1\.0\/me(\/|$)/.test(pathOf(request))
  if (isMe && token.user === undefined) {
    throw badRequest('/me request is only valid with delegated authentication flow.')
  }
  if (named === undefined) return token.user === undefined ? undefined : userBy(tenant, token.user)
  const user = userBy(tenant, decodeURIComponent(named))
  if (user === undefined) {
    throw new Problem(404, 'Request_ResourceNotFound', `Resource '${named}' does not exist.`)
  }
  return user
}

interface Asked {
  readonly token: AccessToken
  readonly permissions: Permissions
  readonly path: string
  readonly user: User | undefined
}

function requirePermission(tenant: Tenant, { token, permissions, path, user }: Asked): void {
  const isApplication = token.user === undefined
  const wanted = isApplication ? permissions.application : permissions.delegated
  if (wanted === undefined || !wanted.some((name) => token.permissions.includes(name))) {
    throw denied(path)
  }
  if (!isApplication) {
    const isOwn = user === undefined || user.id === token.user || path.split('/').length <= 4
    if (!isOwn) throw denied(path)
    return
  }
  const { policyFrom } = tenant.settings
  if (permissions.policy !== true) return
  if (policyFrom !== undefined && policyFrom <= tenant.clock.now()) return
  throw new Problem(403, 'Forbidden', 'No application access policy found for this app.')
}

/** Each workload has its own words. */
function denied(path: string): Problem {
  if (/\/(events|calendar)/.test(path)) {
    return new Problem(
      403,
      'ErrorAccessDenied',
      'Access is denied. Check credentials and try again.',
    )
  }
  if (/onlineMeetings|virtualEvents|subscriptions/.test(path)) {
    return new Problem(403, 'Forbidden', 'Application is not authorized to perform this operation.')
  }
  const message = 'Insufficient privileges to complete the operation.'
  return new Problem(403, 'Authorization_RequestDenied', message)
}

function countCall(tenant: Tenant, mailbox: string): void {
  const window = `${mailbox} ${Math.floor(tenant.clock.now().getTime() / 600_000)}`
  const used = (tenant.counts.get(window) ?? 0) + 1
  tenant.counts.set(window, used)
  if (used > tenant.settings.requestsPerTenMinutes) throw tooMany(tenant)
}

const tooMany = ({ settings }: Tenant) =>
  new Problem(429, 'TooManyRequests', 'Application is over its limit.', {
    'retry-after': settings.retryAfter,
  })

function callOf(tenant: Tenant, request: FastifyRequest, reply: FastifyReply): Call {
  const token = requireToken(tenant, request.headers.authorization)
  const user = userIn(tenant, request, token)
  const prefer = String(request.headers.prefer ?? '')
  const timeZone = /outlook\.timezone\s*=\s*"([^"]*)"/i.exec(prefer)?.[1] ?? 'UTC'
  zoneOf(timeZone)
  reply.header('request-id', randomUUID())
  return {
    parameters: request.params as Record<string, string>,
    query: request.query as Record<string, string>,
    body: request.body,
    token,
    get user() {
      if (user === undefined) throw notFound('user')
      return user
    },
    timeZone,
    isImmutable: /IdType\s*=\s*"ImmutableId"/i.test(prefer),
    url: new URL(request.url, tenant.url()),
  }
}

/** A page of a list; the address of the next one is opaque and followed as it is. */
export function pageOf(tenant: Tenant, call: Call, all: readonly object[]): object {
  const { usualPage, largestPage } = tenant.settings
  const asked = Number(call.query.$top ?? usualPage)
  if (!Number.isInteger(asked) || asked < 1) throw badRequest('The value of $top is not valid.')
  const size = Math.min(asked, largestPage)
  const from = Number(call.query.$skiptoken ?? 0)
  const value = all.slice(from, from + size)
  if (from + size >= all.length) return { value }
  const next = new URL(call.url)
  next.searchParams.set('$skiptoken', String(from + size))
  return { value, '@odata.nextLink': next.href }
}
