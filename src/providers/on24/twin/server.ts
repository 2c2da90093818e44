import formbody from '@fastify/formbody'
import fastify, { type FastifyError, type FastifyInstance } from 'fastify'
import type { Clock } from '#clock'
import { type Log, silentLog } from '#log'
import { createFaults, pathOf, playFaults } from '../../twin/faults.ts'
import { createLedger } from '../../twin/ledger.ts'
import { type ListenOptions, listen } from '../../twin/listen.ts'
import { createRooms } from '../../twin/rooms.ts'
import { registerApi } from './api-routes.ts'
import { createControl, type On24Control } from './control.ts'
import { Failure } from './failure.ts'
import { registerPages } from './pages.ts'
import { defaultSettings } from './settings.ts'
import { newKey, type Vendor } from './state.ts'

export interface TwinOptions extends ListenOptions {
  readonly clock: Clock
  readonly log?: Log
  readonly clientId?: string
  readonly tokenKey?: string
  readonly tokenSecret?: string
}

export interface On24Twin {
  /** Without a slash at the end; the API is below /v2, seamless login at /seamless. */
  readonly url: string
  readonly clientId: string
  readonly tokenKey: string
  readonly tokenSecret: string
  /** What is entered as join address, in place of the vendor's hosts. */
  readonly joinAddress: string
  readonly control: On24Control
  close(): Promise<void>
}

const loginQuery =
  'eventid={eventid}&key={key}&email={email}&firstname={firstname}&lastname={lastname}&company={company}'

/** Starts an ON24 with one client. */
export async function startOn24Twin(options: TwinOptions): Promise<On24Twin> {
  let url = ''
  const vendor = createVendor(options, () => url)
  const server = createServer(vendor, options.log ?? silentLog)
  url = await listen(server, options)
  const { id: clientId, tokenKey, tokenSecret } = vendor.client
  return {
    url,
    clientId,
    tokenKey,
    tokenSecret,
    joinAddress: `${url}/seamless?${loginQuery}`,
    control: createControl(vendor),
    close: async () => {
      await server.close()
    },
  }
}

function createVendor(
  { clock, clientId, tokenKey, tokenSecret }: TwinOptions,
  url: () => string,
): Vendor {
  return {
    clock,
    url,
    client: {
      id: clientId ?? '22355',
      name: 'Garden Webinars',
      tokenKey: tokenKey ?? newKey(),
      tokenSecret: tokenSecret ?? `${newKey()}${newKey()}`.toLowerCase(),
    },
    settings: defaultSettings(),
    faults: createFaults(),
    ledger: createLedger(),
    rooms: createRooms(),
    events: new Map(),
    registrants: new Map(),
    stays: new Map(),
    recent: new Map(),
    visits: new Map(),
  }
}

/** Forms only: a body of JSON is not understood. */
function createServer(vendor: Vendor, log: Log): FastifyInstance {
  const server = fastify({ forceCloseConnections: true, bodyLimit: 256 * 1024 })
  server.removeAllContentTypeParsers()
  answerErrors(server, log)
  server.register(async (api) => {
    await api.register(formbody)
    playFaults(api, vendor.faults)
    api.addHook('onResponse', async (request, reply) => {
      const at = vendor.clock.now().toISOString()
      const { method } = request
      vendor.ledger.note({ at, method, path: pathOf(request), status: reply.statusCode })
    })
    registerApi(api, vendor)
  })
  server.register(async (pages) => registerPages(pages, vendor))
  return server
}

function answerErrors(server: FastifyInstance, log: Log): void {
  server.setErrorHandler((error: FastifyError | Failure, request, reply) => {
    if (error instanceof Failure) {
      return reply.code(error.status).headers(error.headers).send({ message: error.message })
    }
    const status = error.statusCode ?? 500
    if (status < 500) return reply.code(status).send({ message: error.message })
    log.error({ err: error, route: request.routeOptions.url }, 'the twin failed')
    return reply.code(500).send({ message: 'Internal error.' })
  })
  server.setNotFoundHandler((_request, reply) => reply.code(404).send({ message: 'Not found.' }))
}
