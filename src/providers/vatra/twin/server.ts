import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Clock } from '#clock'
import { type Log, silentLog } from '#log'
import { createByteServer } from '../../twin/byte-server.ts'
import { createFaults, pathOf, playFaults } from '../../twin/faults.ts'
import { html } from '../../twin/html.ts'
import { listen } from '../../twin/listen.ts'
import { sendPage } from '../../twin/page.ts'
import { createApi } from './api-routes.ts'
import { createControl, type VatraControl } from './control.ts'
import { Failure, tooMany } from './failure.ts'
import { registerPages } from './pages.ts'
import { defaultSettings } from './settings.ts'
import { spelled } from './spelling.ts'
import type { Vendor } from './state.ts'

/** PEM. */
export interface TwinKeys {
  readonly publicKey: string
  readonly privateKey: string
}

export interface TwinOptions {
  readonly clock: Clock
  /** 0, the default, takes a free port. */
  readonly port?: number
  /** Default 127.0.0.1. */
  readonly host?: string
  readonly log?: Log
  readonly token?: string
  /** The pair that the account shows; default: a new one. */
  readonly keys?: TwinKeys
}

export interface VatraTwin {
  /** Without a slash at the end; the API is below /api/v1, rooms are below /room. */
  readonly url: string
  readonly token: string
  readonly keys: TwinKeys
  readonly control: VatraControl
  close(): Promise<void>
}

/** Starts a Vatra server with one account. */
export async function startVatraTwin(options: TwinOptions): Promise<VatraTwin> {
  const keys = options.keys ?? newKeys()
  const vendor = createVendor(options, keys)
  const server = createByteServer()
  playFaults(server, vendor.faults)
  playRefusals(server, vendor)
  answerErrors(server, vendor, options.log ?? silentLog)
  await server.register(async (pages) => registerPages(pages, vendor))
  answerTheRest(server, vendor)
  const url = await listen(server, options)
  return {
    url,
    token: vendor.token,
    keys,
    control: createControl(vendor),
    close: () => server.close(),
  }
}

export const newKeys = (): TwinKeys =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })

function createVendor({ clock, token }: TwinOptions, { publicKey }: TwinKeys): Vendor {
  return {
    clock,
    settings: defaultSettings(),
    faults: createFaults(),
    token: token ?? 'a-simulators-api-token-that-is-long-enough',
    publicKey: createPublicKey(publicKey),
    webinars: new Map(),
    stays: new Map(),
    recordings: new Map(),
    visits: new Map(),
    calls: [],
  }
}

function playRefusals(server: FastifyInstance, { faults }: Vendor): void {
  server.addHook('onRequest', async (request) => {
    const path = pathOf(request)
    if (faults.hit(path, 'failing') !== undefined) {
      throw new Failure(503, 'unavailable', 'The service is being maintained.')
    }
    if (faults.hit(path, 'forbidden') !== undefined) {
      throw new Failure(403, 'forbidden', 'The plan of this account does not allow it.')
    }
    if (faults.hit(path, 'rate-limited') !== undefined) throw tooMany(20)
  })
}

/** Where the API begins can be changed, so its paths are not the router's. */
function answerTheRest(server: FastifyInstance, vendor: Vendor): void {
  const answer = createApi(vendor)
  server.setNotFoundHandler((request, reply) => {
    const isApi = pathOf(request).startsWith(`${vendor.settings.root}/`)
    return (isApi ? answer(request, reply) : undefined) ?? sendNothing(reply)
  })
}

/** Paths that lead nowhere get the page of the web site, not an error of the API. */
const sendNothing = (reply: FastifyReply) =>
  sendPage(reply, 404, { title: 'Not found', body: html`<h1>Nothing is here</h1>` })

function answerErrors(server: FastifyInstance, { settings }: Vendor, log: Log): void {
  server.setErrorHandler((error: Error, request, reply) => {
    if (error instanceof Failure) {
      const body = spelled(error.body, settings.spelling)
      return reply.code(error.status).headers(error.headers).send(body)
    }
    log.error({ err: error, method: request.method, path: pathOf(request) }, 'the twin failed')
    const { status, body } = new Failure(500, 'internal', 'Something went wrong.')
    return reply.code(status).send(body)
  })
}
