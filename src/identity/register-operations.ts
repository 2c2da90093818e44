/** Applications and API keys under /api/v1, for System Administrators. */
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { HttpServer } from '#http'
import type { Caller } from '#pipeline'
import type { Identity } from './identity.ts'
import { type RoleName, roleIds } from './well-known.ts'

export interface CredentialOperations {
  readonly identity: Pick<Identity, 'applications' | 'apiKeys'>
  /** Who sends the request: an API key, or the session of the console. */
  readonly callerOf: (request: FastifyRequest) => Promise<Caller>
}

const byId = Type.Object({ id: Type.String({ format: 'uuid' }) })
const name = Type.String({ minLength: 1, maxLength: 100 })
const instant = Type.String({ format: 'date-time' })
const roleNames = Object.keys(roleIds) as RoleName[]

const described = (summary: string) => ({
  summary,
  tags: ['Credentials'],
  security: [{ apiKey: [] }],
})

export function registerCredentialOperations(server: HttpServer, o: CredentialOperations): void {
  registerApplications(server, o)
  registerSecrets(server, o)
  registerApiKeys(server, o)
}

function registerApplications(server: HttpServer, o: CredentialOperations): void {
  const { applications } = o.identity
  server.get(
    '/api/v1/applications',
    { schema: described('Programs that sign in with client credentials, and their secrets') },
    async (request) => ({ value: await applications.list(await o.callerOf(request)) }),
  )
  const body = Type.Object({
    name,
    roles: Type.Array(Type.Union(roleNames.map((role) => Type.Literal(role)))),
    secretExpiresOn: Type.Optional(instant),
  })
  server.post(
    '/api/v1/applications',
    { schema: { ...described('Creates an application; its secret is shown once'), body } },
    async (request, reply) => {
      const caller = await o.callerOf(request)
      const { secretExpiresOn, ...wanted } = request.body
      const expiry = dated('secretExpiresOn', secretExpiresOn)
      void reply.code(201).header('cache-control', 'no-store')
      return await applications.create(caller, { ...wanted, ...expiry })
    },
  )
  for (const act of ['disable', 'enable'] as const) {
    const summary =
      act === 'disable'
        ? 'Disables an application: its tokens are good for nothing at once'
        : 'Enables an application again; it needs new tokens'
    server.post(
      `/api/v1/applications/:id/${act}`,
      { schema: { ...described(summary), params: byId } },
      async (request) => {
        const caller = await o.callerOf(request)
        await applications.setEnabled(caller, request.params.id, act === 'enable')
        return { clientId: request.params.id, enabled: act === 'enable' }
      },
    )
  }
}

function registerSecrets(server: HttpServer, o: CredentialOperations): void {
  const { applications } = o.identity
  const body = Type.Object({ expiresOn: Type.Optional(instant) })
  const summary = 'Adds a secret, shown once; the one before stays good, older ones are revoked'
  server.post(
    '/api/v1/applications/:id/secrets',
    { schema: { ...described(summary), params: byId, body } },
    async (request, reply) => {
      const caller = await o.callerOf(request)
      const { expiresOn } = dated('expiresOn', request.body.expiresOn)
      void reply.code(201).header('cache-control', 'no-store')
      return await applications.rotate(caller, request.params.id, expiresOn)
    },
  )
  const params = Type.Object({ ...byId.properties, secretId: Type.String({ format: 'uuid' }) })
  server.post(
    '/api/v1/applications/:id/secrets/:secretId/revoke',
    { schema: { ...described('Revokes a secret and the tokens that it got'), params } },
    async (request) => {
      const caller = await o.callerOf(request)
      const { id, secretId } = request.params
      await applications.revokeSecret(caller, id, secretId)
      return { secretId, revoked: true }
    },
  )
}

function registerApiKeys(server: HttpServer, o: CredentialOperations): void {
  const { apiKeys } = o.identity
  server.get(
    '/api/v1/api-keys',
    { schema: described('API keys, without the keys') },
    async (r) => ({
      value: await apiKeys.list(await o.callerOf(r)),
    }),
  )
  const body = Type.Object({
    name,
    userId: Type.Optional(Type.String({ format: 'uuid' })),
    expiresOn: Type.Optional(instant),
  })
  server.post(
    '/api/v1/api-keys',
    { schema: { ...described('Creates an API key with the rights of a user; shown once'), body } },
    async (request, reply) => {
      const caller = await o.callerOf(request)
      const { expiresOn, ...wanted } = request.body
      void reply.code(201).header('cache-control', 'no-store')
      return await apiKeys.create(caller, { ...wanted, ...dated('expiresOn', expiresOn) })
    },
  )
  const overlap = Type.Object({
    overlapHours: Type.Optional(Type.Number({ minimum: 0, maximum: 24 * 90 })),
  })
  const summary = 'Creates the next key, shown once; the old one ends after the overlap (24 hours)'
  server.post(
    '/api/v1/api-keys/:id/rotate',
    { schema: { ...described(summary), params: byId, body: overlap } },
    async (request, reply) => {
      const caller = await o.callerOf(request)
      const { overlapHours = 24 } = request.body
      void reply.code(201).header('cache-control', 'no-store')
      return await apiKeys.rotate(caller, request.params.id, overlapHours * 3600_000)
    },
  )
  server.post(
    '/api/v1/api-keys/:id/revoke',
    { schema: { ...described('Revokes an API key'), params: byId } },
    async (request) => {
      await apiKeys.revoke(await o.callerOf(request), request.params.id)
      return { id: request.params.id, revoked: true }
    },
  )
}

function dated<const N extends string>(property: N, text: string | undefined) {
  return (text === undefined ? {} : { [property]: new Date(text) }) as { readonly [K in N]?: Date }
}
