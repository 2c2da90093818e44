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
import { registerMeetingRoutes, registerUserRoute, registerUsersRoute } from './meeting-routes.ts'
import { grantToken } from './oauth.ts'
import { registerPages } from './pages.ts'
import {
  registerPanelistRoutes,
  registerRecordingRoute,
  registerRegistrantRoutes,
  registerReportRoutes,
} from './people-routes.ts'
import { Problem, TokenProblem } from './problems.ts'
import { defaultSettings } from './settings.ts'
import { newToken, type Zoom } from './state.ts'

export interface TwinOptions extends ListenOptions {
  readonly clock: Clock
  readonly log?: Log
  readonly accountId?: string
  readonly clientId?: string
  readonly clientSecret?: string
  readonly callbackSecret?: string
  /** The licensed host; more users by `control.addUser`. */
  readonly hostEmail?: string
  /** Carries callbacks; default: over the network. */
  readonly carry?: CarryCall
}

export interface ZoomTwin {
  /** Root of both the API (`/v2`) and OAuth (`/oauth/token`), without a slash at the end. */
  readonly url: string
  readonly accountId: string
  readonly clientId: string
  readonly clientSecret: string
  readonly callbackSecret: string
  readonly hostEmail: string
  readonly control: TwinControl
  close(): Promise<void>
}

/** Starts a service that behaves like Zoom towards a Server-to-Server app. */
export async function startZoomTwin(options: TwinOptions): Promise<ZoomTwin> {
  const log = options.log ?? silentLog
  let url = ''
  const zoom = createCompany(options, () => url)
  const control = createControl(zoom)
  const hostEmail = options.hostEmail ?? 'host@zoom.example'
  control.addUser({ email: hostEmail, type: 2, firstName: 'Hanna', lastName: 'Host' })
  const server = createServer(zoom, log)
  url = await listen(server, options)
  const { accountId, clientId, secret: clientSecret } = zoom.app
  const { callbackSecret } = zoom
  const close = async () => {
    await server.close()
    await zoom.courier.close()
  }
  return { url, accountId, clientId, clientSecret, callbackSecret, hostEmail, control, close }
}

function createCompany(options: TwinOptions, url: () => string): Zoom {
  return {
    clock: options.clock,
    url,
    app: {
      accountId: options.accountId ?? randomUUID(),
      clientId: options.clientId ?? 'greenroom-hub',
      secret: options.clientSecret ?? newToken(24),
    },
    callbackSecret: options.callbackSecret ?? newToken(16),
    settings: defaultSettings(),
    faults: createFaults(),
    ledger: createLedger(),
    rooms: createRooms(),
    users: new Map(),
    tokens: new Map(),
    meetings: new Map(),
    registrants: new Map(),
    panelists: new Map(),
    runs: new Map(),
    presences: new Map(),
    counts: new Map(),
    courier: createCourier(options.carry ?? carryByHttp),
    callbackUrl: undefined,
  }
}

function createServer(zoom: Zoom, log: Log): FastifyInstance {
  const server = fastify({
    forceCloseConnections: true,
    bodyLimit: 256 * 1024,
    // A UUID that was encoded twice is longer than the 100 characters of the default.
    routerOptions: { maxParamLength: 300 },
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
  })
  server.removeContentTypeParser('text/plain')
  answerProblems(server, log)
  server.register(async (api) => registerApi(api, zoom))
  server.register(async (pages) => registerPages(pages, zoom))
  return server
}

async function registerApi(api: FastifyInstance, zoom: Zoom): Promise<void> {
  await api.register(formbody)
  playFaults(api, zoom.faults)
  api.addHook('onResponse', async (request, reply) => {
    const at = zoom.clock.now().toISOString()
    const { method } = request
    zoom.ledger.note({ at, method, path: pathOf(request), status: reply.statusCode })
  })
  api.addHook('onSend', async (_request, reply) => {
    reply.header('x-zm-trackingid', randomUUID())
  })
  api.post('/oauth/token', (request) =>
    grantToken(zoom, request.headers.authorization, {
      ...(request.query as object),
      ...(request.body as object | undefined),
    }),
  )
  registerUserRoute(api, zoom)
  registerUsersRoute(api, zoom)
  for (const kind of ['meetings', 'webinars'] as const) {
    registerMeetingRoutes(api, zoom, kind)
    registerRegistrantRoutes(api, zoom, kind)
    registerReportRoutes(api, zoom, kind)
  }
  registerPanelistRoutes(api, zoom)
  registerRecordingRoute(api, zoom)
}

function answerProblems(server: FastifyInstance, log: Log): void {
  server.setErrorHandler((error: FastifyError | Problem | TokenProblem, request, reply) => {
    if (error instanceof TokenProblem) {
      return reply.code(400).send({ reason: error.message, error: error.error })
    }
    if (error instanceof Problem) {
      const { status, code, message, headers } = error
      return reply.code(status).headers(headers).send({ code, message })
    }
    if ((error.statusCode ?? 500) < 500) {
      const errors = [{ field: 'body', message: error.message }]
      return reply.code(400).send({ code: 300, message: 'Validation Failed.', errors })
    }
    log.error({ err: error, route: request.routeOptions.url }, 'failed')
    return reply.code(500).send({ code: 500, message: 'Internal error.' })
  })
  server.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ code: 404, message: 'No handler found for this path.' }),
  )
}
