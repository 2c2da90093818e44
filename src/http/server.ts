import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import formBody from '@fastify/formbody'
import swagger from '@fastify/swagger'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  fastify,
  LogController,
  type RawReplyDefaultExpression,
  type RawRequestDefaultExpression,
  type RawServerDefault,
} from 'fastify'
import { general } from '#errors'
import type { Log } from '#log'
import { bodyLimit, problemOf } from './problem.ts'
import { refuseInfinite } from './refuse-infinite.ts'

/** Doors register their routes on it; schemas are TypeBox and become types and OpenAPI. */
export type HttpServer = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

export interface HttpServerOptions {
  readonly log: Log
  readonly publicUrl: string
  /** Trust X-Forwarded-* of a proxy in front. */
  readonly trustProxy?: boolean
}

/** One server for all doors: request ids, problem details, forms, cookies, OpenAPI. */
export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const server: HttpServer = fastify({
    loggerInstance: options.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    // A logger per request would run its id through the redaction: 15 µs of each request, 5 % of a
    // registration's. The few places that log name the request themselves.
    childLoggerFactory: (log) => log,
    bodyLimit,
    trustProxy: options.trustProxy ?? false,
    genReqId: () => randomUUID(),
    routerOptions: { caseSensitive: false, maxParamLength: 500, ignoreTrailingSlash: true },
    forceCloseConnections: 'idle',
    // Node's own limit, which Fastify switches off: whoever sends a body byte by byte is let go.
    requestTimeout: 300_000,
    // Queries of the Data API may be 32 KB long; Node's own limit for all headers is 16 KB.
    http: { maxHeaderSize: 65_536 },
  }).withTypeProvider<TypeBoxTypeProvider>()
  const headers = everywhere(options.publicUrl)
  server.addHook('onRequest', (_, reply, done) => {
    void reply.headers(headers)
    done()
  })
  server.addHook('preHandler', refuseInfinite)
  server.setErrorHandler(answerProblem)
  server.setNotFoundHandler((request) => {
    throw general['unknown-address']({ method: request.method, path: pathOf(request) })
  })
  await server.register(cookie)
  await server.register(formBody)
  await server.register(swagger, { openapi: openApiHead(options.publicUrl) })
  server.get('/openapi.json', { schema: { hide: true } }, () => server.swagger())
  return server
}

/** What came from people is never taken for a page, and nobody comes back without TLS. */
function everywhere(publicUrl: string): Record<string, string> {
  return {
    'x-content-type-options': 'nosniff',
    ...(publicUrl.startsWith('https:') && { 'strict-transport-security': 'max-age=31536000' }),
  }
}

/** Errors of handlers: refusals are answered, everything else is also logged with its cause. */
function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = problemOf(error, request.id)
  if (problem.status >= 500) {
    request.log.error(
      { err: error, requestId: request.id, path: pathOf(request) },
      'request failed',
    )
  }
  void reply.code(problem.status).type('application/problem+json').send(problem)
}

/** Paths are logged without their query: queries carry tokens and personal data. */
function pathOf(request: FastifyRequest): string {
  return request.url.split('?')[0] ?? request.url
}

function openApiHead(publicUrl: string) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Greenroom',
      version: '0.1.0',
      description: "The hub's own operations and the Events API.",
    },
    servers: [{ url: publicUrl }],
    components: {
      securitySchemes: {
        apiKey: { type: 'http' as const, scheme: 'bearer' },
        idToken: { type: 'http' as const, scheme: 'bearer', bearerFormat: 'JWT' },
      },
    },
  }
}
