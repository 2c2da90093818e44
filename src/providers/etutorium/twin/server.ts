import type { FastifyInstance } from 'fastify'
import type { Clock } from '#clock'
import { type Log, silentLog } from '#log'
import { createByteServer } from '../../twin/byte-server.ts'
import { createFaults, pathOf, playFaults } from '../../twin/faults.ts'
import { listen } from '../../twin/listen.ts'
import { registerApi } from './api-routes.ts'
import { createControl, type ETutoriumControl } from './control.ts'
import { Failure, FrontFailure, notFound } from './failure.ts'
import { registerPages } from './pages.ts'
import { defaultSettings } from './settings.ts'
import type { Vendor } from './state.ts'

export interface TwinOptions {
  readonly clock: Clock
  /** 0, the default, takes a free port. */
  readonly port?: number
  /** Default 127.0.0.1. */
  readonly host?: string
  readonly log?: Log
  readonly token?: string
  readonly moodleKey?: string
}

export interface ETutoriumTwin {
  /** Without a slash at the end; API and rooms are at one address. */
  readonly url: string
  readonly token: string
  readonly moodleKey: string
  readonly control: ETutoriumControl
  close(): Promise<void>
}

/** Starts an eTutorium with one account. */
export async function startETutoriumTwin(options: TwinOptions): Promise<ETutoriumTwin> {
  let origin = ''
  const vendor = createVendor(options, () => origin)
  const server = createByteServer()
  answerErrors(server, vendor, options.log ?? silentLog)
  await server.register(async (api) => registerGuardedApi(api, vendor))
  await server.register(async (pages) => registerPages(pages, vendor))
  origin = await listen(server, options)
  return {
    url: origin,
    token: vendor.token,
    moodleKey: vendor.moodleKey,
    control: createControl(vendor),
    close: () => server.close(),
  }
}

function createVendor({ clock, token, moodleKey }: TwinOptions, url: () => string): Vendor {
  return {
    clock,
    url,
    token: token ?? 'a-simulators-api-key-that-is-long-enough',
    moodleKey: moodleKey ?? 'a_simulators_moodle_key_4711',
    settings: defaultSettings(),
    faults: createFaults(),
    webinars: new Map(),
    participants: new Map(),
    calls: [],
    nextId: 4711,
  }
}

function registerGuardedApi(api: FastifyInstance, vendor: Vendor): void {
  const { faults } = vendor
  playFaults(api, faults)
  api.addHook('onRequest', async (request) => {
    const path = pathOf(request)
    if (faults.hit(path, 'failing') !== undefined) throw new FrontFailure(503, 'Maintenance')
    if (faults.hit(path, 'forbidden') !== undefined) throw new FrontFailure(403, 'Forbidden')
    if (faults.hit(path, 'rate-limited') !== undefined) throw FrontFailure.tooMany(20)
  })
  registerApi(api, vendor)
}

function answerErrors(server: FastifyInstance, { settings }: Vendor, log: Log): void {
  const statusOf = (failure: Failure) =>
    failure instanceof FrontFailure || settings.failures === 'status' ? failure.status : 200
  server.setErrorHandler((error: Error, request, reply) => {
    if (error instanceof Failure) {
      return reply.code(statusOf(error)).headers(error.headers).send(error.body)
    }
    log.error({ err: error, method: request.method, path: pathOf(request) }, 'the twin failed')
    return reply.code(500).send({ message: 'Server error' })
  })
  server.setNotFoundHandler((_request, reply) => reply.code(404).send(notFound('Page').body))
}
