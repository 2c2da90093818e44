import { randomUUID } from 'node:crypto'
import formbody from '@fastify/formbody'
import fastify, { type FastifyError, type FastifyInstance } from 'fastify'
import type { Clock } from '#clock'
import { type Log, silentLog } from '#log'
import { createCourier } from '../../twin/courier.ts'
import { createFaults, pathOf, playFaults } from '../../twin/faults.ts'
import { createLedger } from '../../twin/ledger.ts'
import { type ListenOptions, listen } from '../../twin/listen.ts'
import { createRooms } from '../../twin/rooms.ts'
import { registerCalendarRoutes, registerPeopleRoutes } from './calendar-routes.ts'
import { createControl, type TwinControl } from './control.ts'
import { registerMeetingRoutes, registerSubscriptionRoutes } from './meeting-routes.ts'
import { exchangeTokens } from './oauth.ts'
import { registerPages } from './pages.ts'
import { Problem, TokenProblem } from './problems.ts'
import { reachByHttp } from './reach.ts'
import { defaultSettings, superUser } from './settings.ts'
import { newSecret, type Reach, type Tenant } from './state.ts'
import { registerRegistrationRoutes, registerWebinarRoutes } from './webinar-routes.ts'

export interface TwinOptions extends ListenOptions {
  readonly clock: Clock
  readonly log?: Log
  readonly clientId?: string
  readonly clientSecret?: string
  /** Carries notifications and validations; default: over the network. */
  readonly reach?: Reach
}

export interface MicrosoftTeamsTwin {
  /** Root of Graph and Entra, without a slash at the end; the API is under `/v1.0`. */
  readonly url: string
  readonly tenantId: string
  readonly clientId: string
  readonly clientSecret: string
  /** Who signs in unless somebody else is chosen. */
  readonly superUser: string
  readonly control: TwinControl
  close(): Promise<void>
}

/** Starts a service that behaves like Microsoft Graph and Entra towards an application. */
export async function startMicrosoftTeamsTwin(options: TwinOptions): Promise<MicrosoftTeamsTwin> {
  let url = ''
  const tenant = createTenant(options, () => url)
  const server = createServer(tenant, options.log ?? silentLog)
  url = await listen(server, options)
  const { id: clientId, secret: clientSecret } = tenant.client
  return {
    url,
    tenantId: tenant.id,
    clientId,
    clientSecret,
    superUser: superUser.mail,
    control: createControl(tenant),
    async close() {
      await server.close()
      await tenant.courier.close()
    },
  }
}

function createTenant(options: TwinOptions, url: () => string): Tenant {
  const reach = options.reach ?? reachByHttp
  return {
    clock: options.clock,
    url,
    id: 'f4b39f1c-520e-4e75-805a-4b0f2016a0c6',
    client: {
      id: options.clientId ?? '3f8a4c2e-7d51-4b6e-9c0a-2e1d5f7b8a90',
      secret: options.clientSecret ?? newSecret(),
    },
    settings: defaultSettings(),
    faults: createFaults(),
    ledger: createLedger(),
    rooms: createRooms(),
    courier: createCourier(reach),
    reach,
    codes: new Map(),
    refreshTokens: new Map(),
    accessTokens: new Map(),
    grants: new Map(),
    events: new Map(),
    meetings: new Map(),
    webinars: new Map(),
    registrations: new Map(),
    runs: new Map(),
    presences: new Map(),
    visitors: new Map(),
    recordings: new Map(),
    subscriptions: new Map(),
    counts: new Map(),
  }
}

function createServer(tenant: Tenant, log: Log): FastifyInstance {
  const server = fastify({
    forceCloseConnections: true,
    bodyLimit: 1024 * 1024,
    routerOptions: { maxParamLength: 1_000 },
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
  })
  server.removeContentTypeParser('text/plain')
  answerProblems(server, tenant, log)
  server.register(async (api) => registerApi(api, tenant))
  server.register(async (pages) => registerPages(pages, tenant))
  return server
}

async function registerApi(api: FastifyInstance, tenant: Tenant): Promise<void> {
  await api.register(formbody)
  playFaults(api, tenant.faults)
  api.addHook('onResponse', async (request, reply) => {
    const at = tenant.clock.now().toISOString()
    const { method } = request
    tenant.ledger.note({ at, method, path: pathOf(request), status: reply.statusCode })
  })
  api.post<{ Params: { tenant: string } }>('/:tenant/oauth2/v2.0/token', (request) =>
    exchangeTokens(tenant, request.params.tenant, (request.body ?? {}) as Record<string, unknown>),
  )
  registerPeopleRoutes(api, tenant)
  registerCalendarRoutes(api, tenant)
  registerMeetingRoutes(api, tenant)
  registerSubscriptionRoutes(api, tenant)
  registerWebinarRoutes(api, tenant)
  registerRegistrationRoutes(api, tenant)
}

function answerProblems(server: FastifyInstance, tenant: Tenant, log: Log): void {
  server.setErrorHandler((error: FastifyError | Problem | TokenProblem, request, reply) => {
    if (error instanceof TokenProblem) {
      return reply.code(error.status).send(tokenFailure(tenant, error))
    }
    const isPlanned = error instanceof Problem
    const status = isPlanned ? error.status : (error.statusCode ?? 500)
    if (status >= 500 && !isPlanned) log.error({ err: error, url: request.url }, 'failed')
    const headers = isPlanned ? error.headers : {}
    const code = isPlanned ? error.code : 'BadRequest'
    const innerError = {
      date: tenant.clock.now().toISOString().slice(0, 19),
      'request-id': randomUUID(),
    }
    return reply
      .code(status)
      .headers(headers)
      .send({ error: { code, message: error.message, innerError } })
  })
  server.setNotFoundHandler((_request, reply) => {
    const message = 'Resource not found for the segment.'
    return reply.code(404).send({ error: { code: 'ResourceNotFound', message } })
  })
}

function tokenFailure({ clock }: Tenant, { error, number, message }: TokenProblem): object {
  const [trace_id, correlation_id] = [randomUUID(), randomUUID()]
  const timestamp = `${clock.now().toISOString().slice(0, 19).replace('T', ' ')}Z`
  const description = `AADSTS${number}: ${message} Trace ID: ${trace_id} Correlation ID: ${correlation_id} Timestamp: ${timestamp}`
  return {
    error,
    error_description: description,
    error_codes: [number],
    timestamp,
    trace_id,
    correlation_id,
  }
}
