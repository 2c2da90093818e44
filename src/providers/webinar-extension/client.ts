/**
 * The endpoints of the Webinar Extension API, version 1.0. Each has two halves: `ask…` builds and
 * sends, `read…` checks and returns and is pure. The paths and the token request are documented by
 * "Connect event management to third-party webinar providers"
 * (learn.microsoft.com/dynamics365/marketing/developer/extend-event-management); endpoints marked ★
 * and all other bodies are our specification of the undocumented rest. The paths above the functions
 * are those of docs/webinar-extension-api.openapi.json.
 */
import { answerReader, type Exchange, refuseRedirect } from '../answer.ts'
import { sendAuthorized } from '../authorized-request.ts'
import type { Account } from '../contract.ts'
import { ProviderError } from '../provider-error.ts'
import { refuseErrors, refuseTokenErrors } from './errors.ts'
import * as wire from './wire.ts'

export const providerId = 'webinar-extension'

/** GET /auth/authorize: the page in which a person signs in; it keeps redirect_uri and state. */
export function authorizeAddress(account: Account, state: string, redirectUri: string): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientIdOf(account),
    redirect_uri: redirectUri,
    state,
  })
  return `${account.baseUrl}/auth/authorize?${query}`
}

/** POST /auth/token after the redirect. The six keys are the documented ones, `null` included. */
export function askTokenForCode(
  account: Account,
  code: string,
  redirectUri: string,
): Promise<Exchange> {
  return askToken(account, [code], {
    grant_type: 'authorization_code',
    code,
    refresh_token: null,
    redirect_uri: redirectUri,
  })
}

/** ★ POST /auth/token with grant_type refresh_token (RFC 6749 §6). */
export function askTokenForRefresh(account: Account, refreshToken: string): Promise<Exchange> {
  return askToken(account, [refreshToken], {
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
  })
}

const tokenAnswer = answerReader(wire.tokenReply)

export function readToken(exchange: Exchange): wire.TokenReply {
  refuseTokenErrors(exchange)
  return tokenAnswer(exchange)
}

/** ★ GET /status: changes nothing, so it also proves that the token is accepted. */
export const askStatus = (account: Account) =>
  ask(account, { act: 'tell its status', method: 'GET', path: '/status' })

export const readStatus = reader(wire.statusReply)

/** ★ GET /webinar-types */
export const askWebinarTypes = (account: Account) =>
  ask(account, { act: 'list its webinar types', method: 'GET', path: '/webinar-types' })

export const readWebinarTypes = reader(wire.webinarTypesReply)

/** POST /webinars */
export const askNewWebinar = (account: Account, body: wire.WebinarBody) =>
  ask(account, {
    act: 'create the webinar',
    method: 'POST',
    path: '/webinars',
    body,
    idempotencyKey: body.externalId,
  })

/** ★ GET /webinars/{webinarId}: asked again while a creation is pending. */
export const askWebinar = (account: Account, webinarId: string) =>
  ask(account, { act: 'tell about the webinar', method: 'GET', path: webinarPath(webinarId) })

/** PUT /webinars/{webinarId} */
export const askChangedWebinar = (account: Account, webinarId: string, body: wire.WebinarBody) =>
  ask(account, {
    act: 'change the webinar',
    method: 'PUT',
    path: webinarPath(webinarId),
    body,
  })

export const readWebinar = reader(wire.webinarReply)

/** DELETE /webinars/{webinarId} */
export const askDeletion = (account: Account, webinarId: string) =>
  ask(account, { act: 'delete the webinar', method: 'DELETE', path: webinarPath(webinarId) })

/** ★ POST /webinars/{webinarId}/registrations */
export const askRegistration = (account: Account, webinarId: string, body: wire.RegistrationBody) =>
  ask(account, {
    act: 'register a person',
    method: 'POST',
    path: `${webinarPath(webinarId)}/registrations`,
    body,
    idempotencyKey: body.externalId,
  })

export const readRegistration = reader(wire.registrationReply)

/** GET /webinars/{webinarId}/registrations, one page */
export const askRegistrations = (account: Account, webinarId: string, cursor: string | undefined) =>
  ask(account, {
    act: 'list the registrations',
    method: 'GET',
    path: `${webinarPath(webinarId)}/registrations${queryOf({ cursor })}`,
  })

export const readRegistrations = reader(wire.registrationsReply)

/** ★ DELETE /webinars/{webinarId}/registrations/{registrationId} */
export const askCancellation = (account: Account, webinarId: string, registrationId: string) =>
  ask(account, {
    act: 'cancel the registration',
    method: 'DELETE',
    path: `${webinarPath(webinarId)}/registrations/${encodeURIComponent(registrationId)}`,
  })

/** A deletion of what is gone has succeeded (404, 410). */
export function readDeletion(exchange: Exchange): void {
  const { status } = exchange.response
  if (status === 404 || status === 410) return
  refuseErrors(exchange)
  refuseRedirect(exchange)
}

/** ★ GET /webinars/{webinarId}/attendance, one page */
export const askAttendance = (
  account: Account,
  webinarId: string,
  since: Date | undefined,
  cursor: string | undefined,
) =>
  ask(account, {
    act: 'tell the attendance',
    method: 'GET',
    path: `${webinarPath(webinarId)}/attendance${queryOf({ since: since?.toISOString(), cursor })}`,
  })

export const readAttendance = reader(wire.attendanceReply)

interface Question {
  readonly act: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly body?: unknown
  readonly idempotencyKey?: string
}

async function ask(account: Account, question: Question): Promise<Exchange> {
  const { act, method, path, body, idempotencyKey } = question
  const { response, sent } = await sendAuthorized(account, {
    method,
    url: account.baseUrl + path,
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return exchangeOf(account, act, sent, response)
}

async function askToken(
  account: Account,
  secrets: readonly string[],
  parameters: Readonly<Record<string, string | null>>,
): Promise<Exchange> {
  const clientSecret = await account.secret('msevtmgt_clientsecret')
  if (clientSecret === undefined) throw missing('client secret')
  const { grant_type, ...rest } = parameters
  const client = { client_id: clientIdOf(account), client_secret: clientSecret }
  const response = await account.request({
    method: 'POST',
    url: `${account.baseUrl}/auth/token`,
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify({ grant_type, ...client, ...rest }),
  })
  return exchangeOf(account, 'give a token', [...secrets, clientSecret], response)
}

function exchangeOf(
  account: Account,
  act: string,
  sent: readonly string[],
  response: Exchange['response'],
): Exchange {
  const service = URL.parse(account.baseUrl)?.host ?? account.baseUrl
  return { provider: providerId, service, act, sent, response, receivedAt: account.clock.now() }
}

function reader<T extends Parameters<typeof answerReader>[0]>(schema: T) {
  const read = answerReader<T>(schema)
  return (exchange: Exchange) => {
    refuseErrors(exchange)
    return read(exchange)
  }
}

function clientIdOf(account: Account): string {
  if (account.clientId === undefined) throw missing('client id')
  return account.clientId
}

function missing(what: string): ProviderError {
  return new ProviderError('scope', {
    provider: providerId,
    message: `The webinar provider record has no ${what}. Enter the one that the provider gave you.`,
  })
}

const webinarPath = (webinarId: string) => `/webinars/${encodeURIComponent(webinarId)}`

function queryOf(parameters: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`
}
