/** How Graph and Entra are called: addresses, headers, tokens. */
import { answerReader, type Exchange, refuseRedirect } from '../answer.ts'
import { sendAuthorized } from '../authorized-request.ts'
import type { Account, TokenGrant } from '../contract.ts'
import { allPages } from '../pages.ts'
import { ProviderError } from '../provider-error.ts'
import { refuseErrors, refuseTokenErrors } from './errors.ts'
import { toTokenSet } from './mapping.ts'
import { everythingConsented, scopesOf } from './permissions.ts'
import { choicesOf, providerId, required } from './settings.ts'
import { recordsReply, type TokenReply, tokenReply } from './wire.ts'

export interface GraphExchange extends Exchange {
  /** The permission without which Graph says 403. */
  readonly needs: string
}

export interface Question {
  readonly act: string
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Begins behind the version; parts of it are encoded already. */
  readonly path: string
  readonly body?: unknown
  /** Permission of whoever signed in, and of the application. */
  readonly needs: string
}

/** Times in UTC, and ids that stay when an event is moved. */
const preferences = 'outlook.timezone="UTC", IdType="ImmutableId"'

export function ask(account: Account, question: Question): Promise<GraphExchange> {
  const { path, body } = question
  const url = choicesOf(account).apiUrl + path
  return send(account, question, url, body === undefined ? undefined : JSON.stringify(body))
}

/** Any further page of a list: its address is opaque, and the token goes to Graph only. */
export function askNextPage(account: Account, question: Question, url: string) {
  if (URL.parse(url)?.origin === new URL(choicesOf(account).apiUrl).origin) {
    return send(account, { ...question, method: 'GET' }, url, undefined)
  }
  throw new ProviderError('unexpected', {
    provider: providerId,
    message: 'Graph names a next page that is on another server; the token is not sent there.',
  })
}

async function send(
  account: Account,
  { act, method, needs }: Question,
  url: string,
  body: string | undefined,
): Promise<GraphExchange> {
  const headers = {
    accept: 'application/json',
    prefer: preferences,
    ...(body !== undefined && { 'content-type': 'application/json' }),
  }
  const request = { method, url, headers, ...(body !== undefined && { body }) }
  const grant = choicesOf(account).isDelegated ? undefined : applicationGrant(account)
  const { response, sent } = await sendAuthorized(account, request, grant)
  const { apiUrl } = choicesOf(account)
  return { ...exchangeOf(account, apiUrl, act, sent, response), needs }
}

/** Follows a list to its end. */
export async function all<Item>(
  account: Account,
  question: Question,
  read: (exchange: GraphExchange) => {
    readonly value: readonly Item[]
    readonly '@odata.nextLink'?: string | undefined
  },
): Promise<readonly Item[]> {
  const pages = await allPages(providerId, async (next) => {
    const exchange =
      next === undefined ? await ask(account, question) : await askNextPage(account, question, next)
    const reply = read(exchange)
    return { items: reply.value, next: reply['@odata.nextLink'] }
  })
  return pages.flatMap(({ items }) => items)
}

export function reader<T extends Parameters<typeof answerReader>[0]>(schema: T) {
  const read = answerReader<T>(schema)
  return (exchange: GraphExchange) => {
    refuseErrors(exchange)
    return read(exchange)
  }
}

/** A list whose rows are read one by one. */
export const readRows = reader(recordsReply)

/** For answers without content worth reading. */
export function readDone(exchange: GraphExchange): void {
  refuseErrors(exchange)
  refuseRedirect(exchange)
}

/** What is gone already was deleted. */
export function readDeletion(exchange: GraphExchange): void {
  const { status } = exchange.response
  if (status === 404 || status === 410) return
  readDone(exchange)
}

/** Client credentials: the application by itself (RFC 6749 §4.4), always at its own directory. */
export function applicationGrant(account: Account): TokenGrant {
  const { loginUrl, tenantId } = choicesOf(account)
  return {
    of: `${loginUrl} ${tenantId} ${account.clientId}`,
    request: async () => toTokenSet(readToken(await askApplicationToken(account))),
  }
}

/** POST /{tenant}/oauth2/v2.0/token with grant_type client_credentials. */
const askApplicationToken = (account: Account) =>
  askToken(account, [], {
    grant_type: 'client_credentials',
    scope: everythingConsented(choicesOf(account)),
  })

/** GET /{tenant}/oauth2/v2.0/authorize: the page in which a person signs in and agrees. */
export function authorizeAddress(
  account: Account,
  state: string,
  redirectUri: string,
  codeChallenge: string | undefined,
): string {
  const choices = choicesOf(account)
  const query = new URLSearchParams({
    client_id: required(account.clientId, 'application (client) ID'),
    response_type: 'code',
    response_mode: 'query',
    redirect_uri: redirectUri,
    scope: scopesOf(choices),
    state,
    prompt: 'select_account',
  })
  if (codeChallenge !== undefined) {
    query.set('code_challenge', codeChallenge)
    query.set('code_challenge_method', 'S256')
  }
  const { loginUrl, tenantId } = choices
  return `${loginUrl}/${encodeURIComponent(tenantId)}/oauth2/v2.0/authorize?${query}`
}

/** POST /{tenant}/oauth2/v2.0/token with a code. */
export const askTokenForCode = (
  account: Account,
  code: string,
  redirectUri: string,
  codeVerifier: string | undefined,
) =>
  askToken(account, [code], {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    scope: scopesOf(choicesOf(account)),
    ...(codeVerifier !== undefined && { code_verifier: codeVerifier }),
  })

/** The same with a refresh token: the answer has another one, which replaces it. */
export const askTokenForRefresh = (account: Account, refreshToken: string) =>
  askToken(account, [refreshToken], {
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    scope: scopesOf(choicesOf(account)),
  })

const tokenAnswer = answerReader(tokenReply)

export function readToken(exchange: Exchange): TokenReply {
  refuseTokenErrors(exchange)
  return tokenAnswer(exchange)
}

async function askToken(
  account: Account,
  secrets: readonly string[],
  parameters: Readonly<Record<string, string>>,
): Promise<Exchange> {
  const { loginUrl, tenantId } = choicesOf(account)
  const clientId = required(account.clientId, 'application (client) ID')
  const secret = required(await account.secret('gr_clientsecret'), 'client secret')
  const response = await account.request({
    method: 'POST',
    url: `${loginUrl}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`,
    headers: {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: String(
      new URLSearchParams({ ...parameters, client_id: clientId, client_secret: secret }),
    ),
  })
  return exchangeOf(account, loginUrl, 'give a token', [...secrets, secret], response)
}

function exchangeOf(
  account: Account,
  address: string,
  act: string,
  sent: readonly string[],
  response: Exchange['response'],
): Exchange {
  const service = URL.parse(address)?.host ?? address
  return { provider: providerId, service, act, sent, response, receivedAt: account.clock.now() }
}
