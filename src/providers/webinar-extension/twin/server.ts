import formbody from '@fastify/formbody'
import fastify, { type FastifyInstance } from 'fastify'
import type { Clock } from '#clock'
import { type Log, silentLog } from '#log'
import { createLedger } from '../../twin/ledger.ts'
import { registerPageScript, registerPageStyle, sendPage } from '../../twin/page.ts'
import { createPulse } from '../../twin/pulse.ts'
import { answerErrors } from './answer-errors.ts'
import {
  registerAccountRoutes,
  registerAttendanceRoute,
  registerRegistrationRoutes,
  registerWebinarRoutes,
} from './api-routes.ts'
import { accountOf } from './authorization.ts'
import { registerSignInRoutes, registerTokenRoute } from './authorization-routes.ts'
import { createControl, type TwinControl } from './control.ts'
import { registerControlRoutes } from './control-routes.ts'
import { createMisbehaviour, noteRequest, refuseWhenForbidden } from './misbehave.ts'
import { createModes } from './modes.ts'
import { welcomePage } from './room-pages.ts'
import { registerJoinRoutes, registerRoomRoutes } from './room-routes.ts'
import { defaultSettings } from './settings.ts'
import { openState } from './state.ts'
import type { Vendor } from './vendor.ts'

export interface TwinOptions {
  readonly clock: Clock
  /** 0, the default, takes a free port. */
  readonly port?: number
  /** Default 127.0.0.1. */
  readonly host?: string
  readonly log?: Log
  readonly clientId?: string
  readonly clientSecret?: string
  /** Where webinars, registrations, stays and tokens outlive the process; default: nowhere. */
  readonly stateFile?: string
}

export interface WebinarExtensionTwin {
  /** Base service URL, without a slash at the end. */
  readonly url: string
  readonly clientId: string
  readonly clientSecret: string
  readonly control: TwinControl
  close(): Promise<void>
}

/** Starts a webinar service that implements the Webinar Extension API. */
export async function startWebinarExtensionTwin(
  options: TwinOptions,
): Promise<WebinarExtensionTwin> {
  const log = options.log ?? silentLog
  let url = ''
  const vendor = createVendor(options, () => url)
  const control = createControl(vendor)
  const server = await createServer(vendor, control, log)
  const close = async () => {
    await server.close()
    vendor.state.close()
  }
  const host = options.host ?? '127.0.0.1'
  try {
    await server.listen({ host, port: options.port ?? 0 })
  } catch (error) {
    await close()
    throw error
  }
  url = addressOf(server, host)
  const { id: clientId, secret: clientSecret } = vendor.client
  return { url, clientId, clientSecret, control, close }
}

function createVendor(options: TwinOptions, url: () => string): Vendor {
  return {
    clock: options.clock,
    url,
    client: {
      id: options.clientId ?? 'greenroom-hub',
      secret: options.clientSecret ?? 'a-simulator-keeps-no-secrets',
    },
    state: openState(options.stateFile),
    settings: defaultSettings(),
    modes: createModes(),
    ledger: createLedger(),
    pulse: createPulse(),
    failures: [],
  }
}

/** A service that listens on every address is told by the one that works on its own machine. */
function addressOf(server: FastifyInstance, host: string): string {
  const address = server.server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

async function createServer(
  vendor: Vendor,
  control: TwinControl,
  log: Log,
): Promise<FastifyInstance> {
  const server = fastify({
    forceCloseConnections: true,
    bodyLimit: 256 * 1024,
    // A vendor refuses a number sent as text; Fastify's defaults would silently convert it.
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
  })
  server.removeContentTypeParser('text/plain')
  answerErrors(server, log)
  await server.register(async (api) => registerApi(api, vendor))
  await server.register(async (pages) => registerPages(pages, vendor))
  await server.register(async (steering) => registerControlRoutes(steering, control))
  return server
}

async function registerApi(api: FastifyInstance, vendor: Vendor): Promise<void> {
  api.addHook('onRequest', createMisbehaviour(vendor))
  api.addHook('onResponse', async (request, reply) => {
    noteRequest(vendor, request, reply.statusCode)
  })
  registerTokenRoute(api, vendor)
  await api.register(async (guarded) => {
    guarded.addHook('onRequest', async (request) => {
      accountOf(vendor, request.headers.authorization)
      refuseWhenForbidden(vendor, request)
    })
    registerAccountRoutes(guarded, vendor)
    registerWebinarRoutes(guarded, vendor)
    registerRegistrationRoutes(guarded, vendor)
    registerAttendanceRoute(guarded, vendor)
  })
}

async function registerPages(pages: FastifyInstance, vendor: Vendor): Promise<void> {
  await pages.register(formbody)
  // What a browser may call a beacon without a body.
  pages.addContentTypeParser('text/plain', { parseAs: 'string' }, async () => undefined)
  pages.get('/', (_request, reply) => sendPage(reply, 200, welcomePage()))
  registerPageStyle(pages)
  registerPageScript(pages, '/pages/room.js', new URL('./room-page.js', import.meta.url))
  registerSignInRoutes(pages, vendor)
  registerJoinRoutes(pages, vendor)
  registerRoomRoutes(pages, vendor)
}
