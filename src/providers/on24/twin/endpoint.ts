import type { FastifyInstance, FastifyRequest } from 'fastify'
import { pathOf } from '../../twin/faults.ts'
import { Failure, notPermitted, tooMany, wrongToken } from './failure.ts'
import type { Right, Throttle } from './settings.ts'
import { nowOf, type Vendor } from './state.ts'

/** What a handler gets. Names of queries and forms come in any case; they are lower here. */
export interface Call {
  /** `event`, where the path has one. */
  readonly eventId: string
  readonly email: string
  readonly query: Readonly<Record<string, string>>
  readonly form: Form
}

/** A form by lower-case name; a name may come several times. */
export interface Form {
  text(name: string): string | undefined
  all(name: string): readonly string[]
  readonly fields: Readonly<Record<string, string>>
}

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below /v2/client/{client}. */
  readonly path: string
  readonly right: Right
  readonly throttle: Throttle
  answer(call: Call): object
}

export function serve(server: FastifyInstance, vendor: Vendor, endpoint: Endpoint): void {
  server.route({
    method: endpoint.method,
    url: `/v2/client/:client${endpoint.path}`,
    onRequest: async (request) => admit(vendor, endpoint, request),
    handler: async (request) => endpoint.answer(callOf(endpoint, request)),
  })
}

/** In the order in which ON24 looks: who asks, for which client, may they, how often. */
function admit(vendor: Vendor, endpoint: Endpoint, request: FastifyRequest): void {
  const path = pathOf(request)
  const { faults, settings, client } = vendor
  if (faults.hit(path, 'failing') !== undefined) throw new Failure(503, 'Service Unavailable')
  checkToken(vendor, request)
  const { client: id } = request.params as { client: string }
  if (id !== client.id) throw new Failure(404, `The client ${id} doesn't exist.`)
  if (!settings.clientIsActive) throw new Failure(403, `The client id ${id} is inactive.`)
  if (faults.hit(path, 'forbidden') !== undefined) throw notPermitted()
  if (!settings.rights.includes(endpoint.right)) throw notPermitted()
  if (faults.hit(path, 'rate-limited') !== undefined) throw tooMany[settings.tooMany](20)
  count(vendor, endpoint)
}

function checkToken({ client, settings }: Vendor, { headers }: FastifyRequest): void {
  const { accesstokenkey: key, accesstokensecret: secret } = headers
  if (key === undefined || secret === undefined) {
    throw new Failure(401, 'Header must contain both accessTokenKey and accessTokenSecret.')
  }
  if (key !== client.tokenKey || secret !== client.tokenSecret) throw wrongToken()
  if (!settings.tokenIsActive) {
    throw new Failure(401, 'AccessTokenKey and AccessTokenSecret are deactivated.')
  }
}

/** Any sixty seconds count, whatever the minute on the clock. */
function count(vendor: Vendor, { method, path, throttle }: Endpoint): void {
  const now = nowOf(vendor)
  const name = `${method} ${path}`
  const recent = (vendor.recent.get(name) ?? []).filter((at) => now - at < 60_000)
  vendor.recent.set(name, recent)
  const most = vendor.settings.perMinute[throttle]
  if (recent.length >= most) {
    const seconds = Math.max(1, Math.ceil(((recent[0] ?? now) + 60_000 - now) / 1000))
    throw tooMany[vendor.settings.tooMany](seconds)
  }
  recent.push(now)
}

function callOf({ path }: Endpoint, request: FastifyRequest): Call {
  const { event = '', email = '' } = request.params as Record<string, string>
  if (path.includes(':event') && !/^\d+$/.test(event)) {
    throw new Failure(404, `The event ${event} doesn't exist.`)
  }
  const query = lowered(Object.entries(request.query as Record<string, string>))
  return { eventId: event, email, query, form: formOf(request.body) }
}

const lowered = (entries: readonly (readonly [string, string])[]) =>
  Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), value]))

function formOf(body: unknown): Form {
  const entries = Object.entries((body ?? {}) as Record<string, string | string[]>)
  const values = new Map(entries.map(([name, value]) => [name.toLowerCase(), [value].flat()]))
  return {
    text: (name) => values.get(name)?.at(-1),
    all: (name) => values.get(name) ?? [],
    fields: Object.fromEntries([...values].map(([name, [first = '']]) => [name, first])),
  }
}

/** A page of rows by `itemsperpage` and the zero-based `pageoffset`. */
export function pageOf<Row>({ settings }: Vendor, { query }: Call, rows: readonly Row[]) {
  const asked = Number(query.itemsperpage ?? 100)
  const page = Number(query.pageoffset ?? 0)
  if (!Number.isInteger(asked) || asked < 10 || asked > settings.mostItemsPerPage) {
    throw new Failure(400, `Invalid value for itemsPerPage: ${query.itemsperpage}`)
  }
  if (!Number.isInteger(page) || page < 0) {
    throw new Failure(400, `Invalid value for pageOffset: ${query.pageoffset}`)
  }
  const size = Math.min(asked, settings.largestPage)
  return {
    rows: rows.slice(page * size, (page + 1) * size),
    pagecount: Math.ceil(rows.length / size),
    currentpage: page,
  }
}
