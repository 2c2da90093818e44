import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from '#clock'
import type { HttpServer } from '#http'
import { problemOf, visitorAddress } from '#http'
import type { AccessToken, Identity } from '#identity'
import type { Log } from '#log'
import { Attempts } from './attempts.ts'
import { isProblem, readTokenRequest, type TokenProblem } from './read-token-request.ts'

export interface TokenNeeds {
  readonly identity: { readonly applications: Pick<Identity['applications'], 'issueToken'> }
  readonly clock: Clock
  readonly log: Log
  /** Without slash at the end. */
  readonly publicUrl: string
}

/** Form parameters of a token request are a few hundred bytes. */
const bodyLimit = 16 * 1024

/**
 * Client credentials for access tokens: `/oauth2/token`, and the addresses that clients of
 * Dataverse make of the authority they are given (`/<tenant>/oauth2/token`, `…/v2.0/token`).
 */
export async function registerTokenEndpoint(server: HttpServer, needs: TokenNeeds): Promise<void> {
  const attempts = new Attempts(needs.clock)
  await server.register(async (tokens: HttpServer) => {
    tokens.setErrorHandler((error, request, reply) => {
      const { status, detail } = problemOf(error, request.id)
      if (status >= 500) {
        needs.log.error({ err: error, requestId: request.id }, 'token request failed')
        return refuse(reply, 503, { error: 'temporarily_unavailable', description: plain(detail) })
      }
      return refuse(reply, 400, { error: 'invalid_request', description: plain(detail) })
    })
    for (const url of [
      '/oauth2/token',
      '/oauth2/v2.0/token',
      '/:tenant/oauth2/token',
      '/:tenant/oauth2/v2.0/token',
    ]) {
      tokens.route({
        method: 'POST',
        url,
        schema: { hide: true },
        bodyLimit,
        handler: (request, reply) => answer(needs, attempts, request, reply),
      })
    }
    registerDescription(tokens, needs)
  })
}

async function answer(
  { identity }: TokenNeeds,
  attempts: Attempts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { body, headers } = request
  const wanted = readTokenRequest(body, headers.authorization)
  if (isProblem(wanted)) return refuseClient(reply, wanted, headers.authorization)
  // By both together: nobody can lock out a program by naming its id from elsewhere.
  const keys = [`${visitorAddress(request).address} ${wanted.clientId.slice(0, 60)}`]
  const wait = attempts.wait(keys)
  if (wait > 0) {
    const description = `Too many attempts failed. Send the next one in ${wait} seconds.`
    void reply.header('retry-after', String(wait))
    return refuse(reply, 429, { error: 'temporarily_unavailable', description })
  }
  const token = await identity.applications.issueToken(wanted.clientId, wanted.secret)
  if (token === undefined) {
    attempts.failed(keys)
    return refuseClient(reply, unknownClient, headers.authorization)
  }
  attempts.succeeded(keys)
  return send(reply, 200, tokenAnswer(token, wanted.scope))
}

/** One answer for all, so that nobody learns which ids there are. */
const unknownClient: TokenProblem = {
  error: 'invalid_client',
  description:
    'The application is not known or disabled, or its secret is wrong, expired or revoked.',
}

/** Scopes are accepted and mean nothing; the roles of the application say what it may do. */
const tokenAnswer = ({ token, seconds }: AccessToken, scope: string | undefined) => ({
  token_type: 'Bearer',
  expires_in: seconds,
  ext_expires_in: seconds,
  access_token: token,
  ...(scope === undefined ? {} : { scope }),
})

/** 401 names the scheme where the client tried one (RFC 6749, section 5.2). */
function refuseClient(
  reply: FastifyReply,
  problem: TokenProblem,
  authorization: string | undefined,
): FastifyReply {
  if (problem.error !== 'invalid_client') return refuse(reply, 400, problem)
  if (authorization !== undefined) void reply.header('www-authenticate', 'Basic realm="Greenroom"')
  return refuse(reply, 401, problem)
}

function refuse(
  reply: FastifyReply,
  status: number,
  { error, description }: TokenProblem,
): FastifyReply {
  return send(reply, status, { error, error_description: description })
}

/** RFC 6749, section 5.1: tokens are kept nowhere on the way. */
function send(reply: FastifyReply, status: number, body: object): FastifyReply {
  return reply
    .code(status)
    .headers({ 'cache-control': 'no-store', pragma: 'no-cache' })
    .type('application/json')
    .send(body)
}

const plain = (text: string): string => text.replace(/[^\x20-\x7e]|["\\]/g, "'")

/** Where tokens are to be had, for clients that look (RFC 8414). */
function registerDescription(server: HttpServer, { publicUrl }: TokenNeeds): void {
  const url = '/.well-known/oauth-authorization-server'
  server.get(url, { schema: { hide: true } }, () => ({
    issuer: publicUrl,
    token_endpoint: `${publicUrl}/oauth2/token`,
    grant_types_supported: ['client_credentials'],
    response_types_supported: [],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  }))
}
