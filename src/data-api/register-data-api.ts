import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from '#clock'
import type { Database, Relationship, Table, TableCatalogue } from '#database'
import { general } from '#errors'
import type { HttpServer } from '#http'
import type { Identity } from '#identity'
import type { Log } from '#log'
import type { Caller, Pipeline } from '#pipeline'
import { createMetadata, type FiscalCalendar, savedQuerySteps } from '#query'
import { answerError } from './answer-error.ts'
import { answerRequest } from './answer-request.ts'
import { answerBatch } from './batch/answer-batch.ts'
import { type Callers, callersOf } from './callers.ts'
import { correlationHeaders, withCorrelation } from './correlation.ts'
import type { ColumnUses, Customizing } from './customize/customizing.ts'
import { csdlDocument } from './describe/answer-metadata.ts'
import {
  type BoundAction,
  type DataAnswer,
  type DataRequest,
  type Door,
  emptyAnswer,
  type Scope,
  type Visit,
} from './exchange.ts'
import { openScope } from './open-scope.ts'
import { offeredMessages } from './operations/offered-messages.ts'
import { plainPath } from './plain-path.ts'
import { readBody } from './read-body.ts'
import { type Preferences, readPreferences } from './read-preferences.ts'
import { refusals } from './refusals.ts'
import {
  type Admission,
  createServiceProtection,
  type ServiceLimits,
  type ServiceProtection,
} from './service-protection.ts'
import { registerTokenEndpoint } from './tokens/register-token-endpoint.ts'

export interface DataApiNeeds {
  readonly database: Pick<Database, 'db' | 'pool'>
  /** Connections for queries, so that slow ones hold up no write; default those of the database. */
  readonly reading?: Pick<Database, 'pool'>
  readonly pipeline: Pipeline
  readonly identity: Pick<Identity, 'authenticate' | 'actFor' | 'applications'>
  readonly clock: Clock
  readonly log: Log
  /** Without slash at the end. */
  readonly publicUrl: string
  /** The tables with the columns that administrators added; started by its owner. */
  readonly catalogue: TableCatalogue
  readonly relationships: readonly Relationship[]
  /** What of other modules uses a column, which is then not removed. */
  readonly columnUses?: readonly ColumnUses[]
  /** Actions of other modules on rows, such as TriggerServiceEndpointCheck. */
  readonly actions?: readonly BoundAction[]
  /** IANA zone in which the days of queries begin; default UTC. */
  readonly timeZone?: string
  readonly calendar?: FiscalCalendar
  /** Service protection per user; default none. */
  readonly limits?: ServiceLimits
  /**
   * Who is signed in at the console, whose pages ask like every other client but with a cookie.
   * Refuses changes that another site's page sends. Undefined: only keys and tokens are taken.
   */
  readonly sessionCaller?: (request: FastifyRequest) => Promise<Caller>
}

/** What stays while requests come and go. */
interface Desk {
  readonly current: { door: Door }
  readonly scope: Scope
  readonly callers: Callers
  readonly sessionCaller: DataApiNeeds['sessionCaller']
  readonly protect: ServiceProtection
  readonly publicUrl: string
  /** The public URL taken apart, once: 0.4 µs a request. */
  readonly known: { readonly host: string; readonly origin: string }
}

const methods = ['GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS'] as const

/** Bytes of a body: the largest batch that Dataverse takes, too. */
const bodyLimit = 16 * 1024 * 1024

/** `/api/data/v9.0|v9.1|v9.2/`: OData v4 and FetchXML over every table, for clients of Dataverse. */
export async function registerDataApi(server: HttpServer, needs: DataApiNeeds): Promise<void> {
  const desk = openDesk(needs)
  const steps = savedQuerySteps(() => desk.current.door.metadata)
  for (const step of steps) needs.pipeline.addStep(step)
  await registerTokenEndpoint(server, needs)
  await server.register(
    async (api: HttpServer) => {
      // What is logged here names the request itself; a logger for each costs 2 µs of its 190.
      api.setChildLoggerFactory((logger) => logger)
      api.removeAllContentTypeParsers()
      api.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, done) =>
        done(null, body),
      )
      // Strangers do not fill the memory: whoever sends much is known before it is read.
      api.addHook('onRequest', (request, _reply, done) => {
        if (!sendsMuch(request)) return done()
        senderOf(desk, request, request.headers as DataRequest['headers']).then(() => done(), done)
      })
      api.setErrorHandler(async (error, request, reply) => {
        await send(request, reply, failed(desk, request, asTooLarge(error), undefined))
      })
      const route = {
        method: [...methods],
        schema: { hide: true },
        bodyLimit,
        exposeHeadRoute: false,
        handler: (request: FastifyRequest, reply: FastifyReply) => answer(desk, request, reply),
      }
      api.route({ ...route, url: '/:version' })
      api.route({ ...route, url: '/:version/*' })
    },
    { prefix: '/api/data' },
  )
}

/** The server's own sentence names its usual limit. */
function asTooLarge(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code !== 'FST_ERR_CTP_BODY_TOO_LARGE') return error
  return general['too-large']({ limit: bodyLimit }, { cause: error })
}

function openDesk(needs: DataApiNeeds): Desk {
  const { database, reading, pipeline, clock, calendar, identity, publicUrl, limits } = needs
  const current = { door: openDoor(needs, needs.catalogue.tables(), renew) }
  needs.catalogue.follow((tables) => {
    if (tables !== current.door.tables) current.door = openDoor(needs, tables, renew)
  })
  async function renew(): Promise<Door> {
    await needs.catalogue.refresh()
    return current.door
  }
  const metadata = () => current.door.metadata
  const asking = { reader: reading ?? database, clock, metadata, ...(calendar && { calendar }) }
  return {
    current,
    scope: openScope({ db: database.db, pipeline, asking }),
    callers: callersOf(identity),
    sessionCaller: needs.sessionCaller,
    protect: createServiceProtection(limits),
    publicUrl,
    known: new URL(publicUrl),
  }
}

function openDoor(needs: DataApiNeeds, tables: readonly Table[], renew: () => Promise<Door>): Door {
  const { pipeline, log, relationships, actions = [], timeZone = 'UTC' } = needs
  const metadata = createMetadata({ tables, relationships })
  const customizing: Customizing = { columnUses: [], ...needs }
  const csdl = csdlDocument(metadata, () => [...offeredMessages(pipeline), ...actions])
  return { tables, metadata, csdl, actions, pipeline, log, timeZone, customizing, renew }
}

async function answer(desk: Desk, raw: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  let preferences: Preferences | undefined
  let admission: Admission | undefined
  try {
    const request = readRequest(desk, raw)
    if (request.method === 'OPTIONS') return await send(raw, reply, offeredMethods)
    preferences = readPreferences(request.headers.prefer)
    const sender = await senderOf(desk, raw, request.headers)
    admission = desk.protect(sender.initiatingUserId ?? sender.userId)
    const caller = withCorrelation(sender, request.headers, raw.id)
    const visit = { door: desk.current.door, request, caller, preferences, scope: desk.scope }
    const answered = preferred(visit, await answerVisit(desk, visit, raw.id))
    return await send(raw, reply.headers(admission.headers), answered)
  } catch (error) {
    return await send(raw, reply, failed(desk, raw, error, preferences))
  } finally {
    admission?.leave()
  }
}

/** What the API takes somewhere; the 405 of an address says what it takes there. */
const offeredMethods = emptyAnswer({ allow: methods.join(', ') })

/** Bytes; a body in chunks does not say how many it has. */
const much = 1_048_576

const sendsMuch = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > much

/** A key or token says who sends; without one, a browser may be signed in. */
async function senderOf(
  desk: Desk,
  raw: FastifyRequest,
  headers: DataRequest['headers'],
): Promise<Caller> {
  const { sessionCaller } = desk
  if (headers.authorization !== undefined || headers.cookie === undefined || !sessionCaller)
    return await desk.callers(headers)
  return await sessionCaller(raw)
}

async function answerVisit(desk: Desk, visit: Visit, requestId: string): Promise<DataAnswer> {
  const references = new Map<string, string>()
  if (visit.request.path !== '$batch') return await answerRequest(visit, { references })
  return await answerBatch(visit, (error, part) =>
    failure(desk, { error, requestId, preferences: part, offerBasic: false }),
  )
}

const address = /^\/api\/data\/(v[\d.]+)(?:\/([^?]*))?(?:\?(.*))?$/is
const versions = /^v(?:8\.2|9\.[0-2])$/i

function readRequest({ known }: Desk, raw: FastifyRequest): DataRequest {
  const [, version = '', path = '', query = ''] = address.exec(raw.raw.url ?? '') ?? []
  if (!versions.test(version)) throw refusals['api-version-unknown']({ version })
  return {
    method: raw.method,
    root: `${originOf(raw, known)}/api/data/${version}/`,
    path: plainPath(path),
    query,
    headers: raw.headers as Readonly<Record<string, string | undefined>>,
    body: readBody(raw.body, raw.headers['content-type']),
    batched: false,
  }
}

/** Links in answers lead where the client came from; a proxy's TLS is known from the public URL. */
function originOf(raw: FastifyRequest, known: Desk['known']): string {
  return raw.host === known.host ? known.origin : `${raw.protocol}://${raw.host}`
}

function preferred({ preferences }: Visit, given: DataAnswer): DataAnswer {
  if (preferences.honoured.length === 0 || 'preference-applied' in given.headers) return given
  const headers = { ...given.headers, 'preference-applied': preferences.honoured.join(', ') }
  return { ...given, headers }
}

interface Failure {
  readonly error: unknown
  readonly requestId: string
  readonly preferences: Preferences | undefined
  readonly offerBasic: boolean
}

function failed(
  desk: Desk,
  { id: requestId, headers }: FastifyRequest,
  error: unknown,
  preferences: Preferences | undefined,
): DataAnswer {
  // A browser would open a dialog of its own over the page that asks.
  const isBrowser = headers['sec-fetch-site'] !== undefined
  const offerBasic = !isBrowser && !/^Bearer/i.test(headers.authorization ?? '')
  return failure(desk, { error, requestId, preferences, offerBasic })
}

function failure(
  { current: { door }, publicUrl }: Desk,
  { error, ...context }: Failure,
): DataAnswer {
  const { requestId } = context
  const given = answerError(error, { ...context, publicUrl })
  if (given.status >= 500) door.log.error({ err: error, requestId }, 'Data API request failed')
  return given
}

function send(
  { headers: asked, id }: FastifyRequest,
  reply: FastifyReply,
  { status, headers, body }: DataAnswer,
): FastifyReply {
  reply.code(status).header('odata-version', '4.0').header('cache-control', 'no-cache')
  reply.headers(correlationHeaders(asked as DataRequest['headers'], id)).headers(headers)
  if (body === undefined) return reply.send()
  const isWhole = typeof body === 'string' || Buffer.isBuffer(body)
  return reply.send(isWhole ? body : Readable.from(body))
}
