import type { FastifyInstance, FastifyReply } from 'fastify'
import { sendPage } from '../../twin/page.ts'
import {
  type AuthorizationRequest,
  approve,
  exchange,
  faultOfAuthorization,
  refuse,
} from './authorization.ts'
import { Problem, tokenProblem } from './problems.ts'
import { brokenRequestPage, signInPage } from './sign-in-page.ts'
import type { Vendor } from './vendor.ts'

type Fields = Readonly<Record<string, unknown>>

/** `GET /auth/authorize` and the form on it. */
export function registerSignInRoutes(server: FastifyInstance, vendor: Vendor): void {
  server.get('/auth/authorize', (request, reply) => {
    const asked = readRequest(request.query as Fields)
    const fault = faultOfAuthorization(vendor, asked)
    if (fault !== undefined) return sendPage(reply, 400, brokenRequestPage(fault))
    return sendPage(reply, 200, signInPage(asked))
  })

  server.post('/auth/authorize', (request, reply) => {
    const fields = (request.body ?? {}) as Fields
    const asked = readRequest(fields)
    const fault = faultOfAuthorization(vendor, asked)
    if (fault !== undefined) return sendPage(reply, 400, brokenRequestPage(fault))
    return answerDecision(vendor, reply, asked, fields)
  })
}

function answerDecision(
  vendor: Vendor,
  reply: FastifyReply,
  asked: AuthorizationRequest,
  fields: Fields,
): FastifyReply {
  const decision = textOf(fields, 'decision')
  if (decision === 'refuse') return reply.redirect(refuse(asked), 302)
  const account = textOf(fields, 'account').trim()
  if (decision !== 'allow' || account === '' || textOf(fields, 'password') === '')
    return sendPage(reply, 422, signInPage(asked, 'Enter an account and a password.'))
  return reply.redirect(approve(vendor, asked, account), 302)
}

function readRequest(fields: Fields): AuthorizationRequest {
  return {
    clientId: textOf(fields, 'client_id'),
    redirectUri: textOf(fields, 'redirect_uri'),
    state: textOf(fields, 'state'),
  }
}

/** A parameter given twice arrives as a list and counts as absent. */
function textOf(fields: Fields, name: string): string {
  const value = fields[name]
  return typeof value === 'string' ? value : ''
}

export function registerTokenRoute(server: FastifyInstance, vendor: Vendor): void {
  server.post('/auth/token', {
    handler: (request, reply) =>
      reply.header('cache-control', 'no-store').send(exchange(vendor, request.body)),
    errorHandler: (error) => {
      if (error instanceof Problem) throw error
      if ((error.statusCode ?? 500) >= 500) throw error
      throw tokenProblem('invalid_request', `The body cannot be read as JSON: ${error.message}`)
    },
  })
}
