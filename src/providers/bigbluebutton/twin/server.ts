import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Clock } from '#clock'
import { type Log, silentLog } from '#log'
import { createByteServer } from '../../twin/byte-server.ts'
import { type CarryCall, carryByHttp, createCourier } from '../../twin/courier.ts'
import { createFaults, pathOf, playFaults } from '../../twin/faults.ts'
import { listen } from '../../twin/listen.ts'
import { registerApi } from './api-routes.ts'
import { type BigBlueButtonControl, createControl } from './control.ts'
import { registerPages } from './pages.ts'
import { settle } from './rooms.ts'
import { defaultSettings } from './settings.ts'
import type { Vendor } from './state.ts'

export interface TwinOptions {
  readonly clock: Clock
  /** 0, the default, takes a free port. */
  readonly port?: number
  /** Default 127.0.0.1. */
  readonly host?: string
  readonly log?: Log
  /** The shared secret. */
  readonly secret?: string
  /** How callbacks reach others; default: over the network. */
  readonly carry?: CarryCall
}

export interface BigBlueButtonTwin {
  /** What `bbb-conf --secret` prints as URL. */
  readonly url: string
  readonly secret: string
  readonly control: BigBlueButtonControl
  close(): Promise<void>
}

/** The example of the vendor's documentation. */
const publicSecret = '639259d4-9dd8-4b25-bf01-95f9567eaf4b'

/** How often time is looked at although nobody asks, in real milliseconds. */
const settleEveryMs = 1_000

/** Starts a BigBlueButton server that nobody needs a camera for. */
export async function startBigBlueButtonTwin(options: TwinOptions): Promise<BigBlueButtonTwin> {
  let origin = ''
  const vendor = createVendor(options, () => origin)
  const server = createByteServer()
  answerErrors(server, options.log ?? silentLog)
  await server.register(async (api) => registerGuardedApi(api, vendor))
  await server.register(async (pages) => registerPages(pages, vendor))
  const timer = setInterval(() => settle(vendor), settleEveryMs).unref()
  origin = await listen(server, options)
  return {
    url: `${origin}/bigbluebutton/`,
    secret: vendor.secret,
    control: createControl(vendor),
    async close() {
      clearInterval(timer)
      await server.close()
      await vendor.courier.close()
    },
  }
}

function createVendor({ clock, secret, carry }: TwinOptions, url: () => string): Vendor {
  return {
    clock,
    url,
    secret: secret ?? publicSecret,
    settings: defaultSettings(),
    faults: createFaults(),
    calls: [],
    courier: createCourier(carry ?? carryByHttp),
    rooms: new Map(),
    recordings: [],
    hooks: new Map(),
    sessions: new Map(),
    analytics: [],
  }
}

/** The server has neither rights nor limits; what stands before it may. */
const proxyStatuses = { failing: 503, forbidden: 403, 'rate-limited': 429 } as const

function registerGuardedApi(api: FastifyInstance, vendor: Vendor): void {
  playFaults(api, vendor.faults)
  api.addHook('onRequest', async (request, reply) => {
    const fault = vendor.faults.hit(pathOf(request), 'failing', 'forbidden', 'rate-limited')
    if (fault === undefined) return undefined
    const answer = fault === 'rate-limited' ? reply.header('retry-after', '20') : reply
    return proxyPage(answer, proxyStatuses[fault as keyof typeof proxyStatuses])
  })
  registerApi(api, vendor)
}

function answerErrors(server: FastifyInstance, log: Log): void {
  server.setErrorHandler((error: Error, request, reply) => {
    log.error({ err: error, method: request.method, path: pathOf(request) }, 'the twin failed')
    return proxyPage(reply, 500)
  })
  server.setNotFoundHandler((_request, reply) => proxyPage(reply, 404))
}

/** Errors of HTTP come from the proxy before the server, which answers with pages of its own. */
const proxyPage = (reply: FastifyReply, status: number) =>
  reply
    .code(status)
    .type('text/html')
    .send(`<html><head><title>${status}</title></head><body><h1>${status}</h1>nginx</body></html>`)
