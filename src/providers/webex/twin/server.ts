import { randomUUID } from 'node:crypto'
import formbody from '@fastify/formbody'
import fastify, { type FastifyError, type FastifyInstance } from 'fastify'
import type { Clock } from '#clock'
import { type Log, silentLog } from '#log'
import { type CarryCall, carryByHttp, createCourier } from '../../twin/courier.ts'
import { createFaults, pathOf, playFaults } from '../../twin/faults.ts'
import { createLedger } from '../../twin/ledger.ts'
import { type ListenOptions, listen } from '../../twin/listen.ts'
import { createRooms } from '../../twin/rooms.ts'
import { createControl, type TwinControl } from './control.ts'
import {
  registerAccountRoutes,
  registerAfterRoutes,
  registerMeetingRoutes,
} from './meeting-routes.ts'
import { exchangeTokens } from './oauth.ts'
import { registerPages } from './pages.ts'
import {
  registerInviteeRoutes,
  registerJoinRoute,
  registerRegistrantRoutes,
} from './people-routes.ts'
import { Problem, TokenProblem } from './problems.ts'
import { defaultSettings } from './settings.ts'
import { newHex, newSecret, type Webex } from './state.ts'
import { registerWebhookRoutes } from './webhooks.ts'

export interface TwinOptions extends ListenOptions {
  readonly clock: Clock
  readonly log?: Log
  readonly clientId?: string
  readonly clientSecret?: string
  /** Carries callbacks; default: over the network. */
  readonly carry?: CarryCall
}

export interface WebexTwin {
  /** Root of the service, without a slash at the end; API and OAuth are under `/v1`. */
  readonly url: string
  readonly clientId: string
  readonly clientSecret: string
  /** The second integration, for people who act under their own names. */
  readonly actionClientId: string
  readonly actionClientSecret: string
  /** Who signs in, and hosts. */
  readonly hostEmail: string
  readonly control: TwinControl
  close(): Promise<void>
}

/** Starts a service that behaves like Webex towards an integration. */
export async function startWebexTwin(options: TwinOptions): Promise<WebexTwin> {
  let url = ''
  const webex = createCompany(options, () => url)
  const control = createControl(webex)
  const server = createServer(webex, options.log ?? silentLog)
  url = await listen(server, options)
  const { id: clientId, secret: clientSecret } = webex.client
  const close = async () => {
    await server.close()
    await webex.courier.close()
  }
  const { id: actionClientId, secret: actionClientSecret } = webex.actionClient
  const action = { actionClientId, actionClientSecret }
  return { url, clientId, clientSecret, ...action, hostEmail: webex.host.email, control, close }
}

function createCompany(options: TwinOptions, url: () => string): Webex {
  const host = {
    id: newHex(),
    name: 'Hanna Host',
    email: 'hanna@webex.example',
    changedAt: options.clock.now(),
  }
  return {
    clock: options.clock,
    url,
    client: {
      id: options.clientId ?? 'greenroom-hub',
      secret: options.clientSecret ?? newSecret(),
    },
    actionClient: { id: 'greenroom-actions', secret: newSecret() },
    host,
    users: new Map([[host.email, host]]),
    settings: defaultSettings(),
    faults: createFaults(),
    ledger: createLedger(),
    rooms: createRooms(),
    courier: createCourier(options.carry ?? carryByHttp),
    codes: new Map(),
    grants: new Map(),
    tokens: new Map(),
    meetings: new Map(),
    invitees: new Map(),
    registrants: new Map(),
    runs: new Map(),
    presences: new Map(),
    links: new Map(),
    recordings: new Map(),
    webhooks: new Map(),
    creations: [],
    counts: new Map(),
  }
}

function createServer(webex: Webex, log: Log): FastifyInstance {
  const server = fastify({
    forceCloseConnections: true,
    bodyLimit: 1024 * 1024,
    routerOptions: { maxParamLength: 300 },
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
  })
  server.removeContentTypeParser('text/plain')
  answerProblems(server, log)
  server.register(async (api) => registerApi(api, webex))
  server.register(async (pages) => registerPages(pages, webex))
  return server
}

async function registerApi(api: FastifyInstance, webex: Webex): Promise<void> {
  await api.register(formbody)
  playFaults(api, webex.faults)
  api.addHook('onResponse', async (request, reply) => {
    const at = webex.clock.now().toISOString()
    const { method } = request
    webex.ledger.note({ at, method, path: pathOf(request), status: reply.statusCode })
  })
  api.post('/v1/access_token', (request) =>
    exchangeTokens(webex, (request.body ?? {}) as Record<string, unknown>),
  )
  registerAccountRoutes(api, webex)
  registerMeetingRoutes(api, webex)
  registerJoinRoute(api, webex)
  registerInviteeRoutes(api, webex)
  registerRegistrantRoutes(api, webex)
  registerAfterRoutes(api, webex)
  registerWebhookRoutes(api, webex)
}

function answerProblems(server: FastifyInstance, log: Log): void {
  const trackingId = () => `ROUTER_${randomUUID().toUpperCase()}`
  server.setErrorHandler((error: FastifyError | Problem | TokenProblem, request, reply) => {
    if (error instanceof TokenProblem) {
      const told = { error: error.error, error_description: error.message }
      return reply.code(400).send({ ...told, trackingID: `CLIENT_${randomUUID()}` })
    }
    const status = error instanceof Problem ? error.status : (error.statusCode ?? 500)
    const headers = error instanceof Problem ? error.headers : {}
    if (status >= 500 && !(error instanceof Problem)) {
      log.error({ err: error, route: request.routeOptions.url }, 'failed')
    }
    const message =
      error instanceof Problem ? error.message : 'The input parameters contain invalid items.'
    const id = trackingId()
    return reply
      .code(status)
      .headers({ ...headers, trackingid: id })
      .send({ message, errors: [{ description: error.message }], trackingId: id })
  })
  server.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ message: 'The requested resource was not found.', errors: [] }),
  )
}
