import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Clock } from '#clock'
import { type Log, silentLog } from '#log'
import { createByteServer } from '../../twin/byte-server.ts'
import { type CarryCall, carryByHttp, createCourier } from '../../twin/courier.ts'
import { createFaults, pathOf, playFaults } from '../../twin/faults.ts'
import { listen } from '../../twin/listen.ts'
import { registerApi } from './api-routes.ts'
import { createControl, type DigitalSambaControl } from './control.ts'
import { Failure, tooMany } from './failure.ts'
import { registerPages } from './pages.ts'
import { settle } from './sessions.ts'
import { defaultSettings } from './settings.ts'
import type { Vendor } from './state.ts'

export interface TwinOptions {
  readonly clock: Clock
  /** 0, the default, takes a free port. */
  readonly port?: number
  /** Default 127.0.0.1. */
  readonly host?: string
  readonly log?: Log
  readonly teamId?: string
  /** The developer key. */
  readonly key?: string
  /** How callbacks reach others; default: over the network. */
  readonly carry?: CarryCall
}

export interface DigitalSambaTwin {
  /** Without a slash at the end; the API is below /api/v1. */
  readonly url: string
  readonly teamId: string
  readonly key: string
  readonly control: DigitalSambaControl
  close(): Promise<void>
}

/** How often time is looked at although nobody asks, in real milliseconds. */
const settleEveryMs = 1_000

/** Starts a Digital Samba with one team. */
export async function startDigitalSambaTwin(options: TwinOptions): Promise<DigitalSambaTwin> {
  let origin = ''
  const vendor = createVendor(options, () => origin)
  const server = createByteServer()
  answerErrors(server, options.log ?? silentLog)
  await server.register(async (api) => registerGuardedApi(api, vendor), { prefix: '/api/v1' })
  await server.register(async (pages) => registerPages(pages, vendor))
  const timer = setInterval(() => settle(vendor), settleEveryMs).unref()
  origin = await listen(server, options)
  return {
    url: origin,
    teamId: vendor.team.id,
    key: vendor.team.key,
    control: createControl(vendor),
    async close() {
      clearInterval(timer)
      await server.close()
      await vendor.courier.close()
    },
  }
}

function createVendor({ clock, teamId, key, carry }: TwinOptions, url: () => string): Vendor {
  return {
    clock,
    url,
    team: {
      id: teamId ?? '0f2c5b5e-6a34-4d0e-9f43-7d5f2f5b8a10',
      key: key ?? 'a-simulators-developer-key-that-is-long-enough',
      domain: 'garden',
    },
    settings: defaultSettings(),
    faults: createFaults(),
    courier: createCourier(carry ?? carryByHttp),
    rooms: new Map(),
    sessions: new Map(),
    participants: new Map(),
    recordings: new Map(),
    webhooks: new Map(),
    visits: new Map(),
    calls: [],
  }
}

function registerGuardedApi(api: FastifyInstance, vendor: Vendor): void {
  playFaults(api, vendor.faults)
  api.addHook('onRequest', async (request) => {
    const path = pathOf(request)
    if (vendor.faults.hit(path, 'failing') !== undefined) {
      throw new Failure(503, { message: 'Service Unavailable' })
    }
    if (vendor.faults.hit(path, 'forbidden') !== undefined) {
      throw new Failure(403, { message: 'This action is unauthorized.' })
    }
    if (vendor.faults.hit(path, 'rate-limited') !== undefined) throw tooMany(20)
  })
  registerApi(api, vendor)
}

function answerErrors(server: FastifyInstance, log: Log): void {
  server.setErrorHandler((error: Error, request, reply) => {
    if (error instanceof Failure) return answer(reply, error)
    log.error({ err: error, method: request.method, path: pathOf(request) }, 'the twin failed')
    return answer(reply, new Failure(500, { message: 'Server Error' }))
  })
  server.setNotFoundHandler((_request, reply) =>
    answer(reply, new Failure(404, { message: 'Not Found' })),
  )
}

const answer = (reply: FastifyReply, { status, headers, body }: Failure) =>
  reply.code(status).headers(headers).type('application/json').send(body)
