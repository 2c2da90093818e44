import { createHash } from 'node:crypto'
import { isSameSecret } from '../../same-secret.ts'
import { Problem, TokenProblem } from './problems.ts'
import { type Code, type Grant, newSecret, type Webex } from './state.ts'

/** What the browser brings to `/authorize`. */
export interface SignInRequest {
  readonly clientId: string
  readonly redirectUri: string
  readonly state: string
  readonly scopes: readonly string[]
  readonly challenge: string | undefined
  /** E-mail of who is at the browser; default: the host. */
  readonly account: string | undefined
}

export function readSignIn(fields: Readonly<Record<string, unknown>>): SignInRequest {
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '')
  return {
    clientId: text('client_id'),
    redirectUri: text('redirect_uri'),
    state: text('state'),
    scopes: text('scope').split(' ').filter(Boolean),
    challenge: text('code_challenge') || undefined,
    account: text('account') || undefined,
  }
}

/** Wrong clients and addresses are shown to the person; nothing is sent to an address not known. */
export function faultOf(
  webex: Webex,
  { clientId, redirectUri }: SignInRequest,
): string | undefined {
  if (clientBy(webex, clientId) === undefined) return 'This integration is not known.'
  const known = webex.settings.redirectUris
  if (!URL.canParse(redirectUri) || (known.length > 0 && !known.includes(redirectUri))) {
    return 'The redirect URI is not one of this integration.'
  }
  return undefined
}

const clientBy = ({ client, actionClient }: Webex, id: string) =>
  [client, actionClient].find((each) => each.id === id)

/** Where the browser goes: back with a code, or with the reason why there is none. */
export function decide(webex: Webex, request: SignInRequest, accepted: boolean): string {
  if (request.scopes.some((scope) => !webex.settings.integrationScopes.includes(scope))) {
    return backTo(request, { error: 'invalid_scope' })
  }
  if (!accepted) return backTo(request, { error: 'access_denied' })
  const code = newSecret()
  webex.codes.set(code, {
    clientId: request.clientId,
    user: webex.users.get(request.account ?? '') ?? webex.host,
    redirectUri: request.redirectUri,
    scopes: request.scopes,
    challenge: request.challenge,
    expiresAt: later(webex, webex.settings.codeLifeSeconds),
  })
  return backTo(request, { code })
}

function backTo(request: SignInRequest, answer: Readonly<Record<string, string>>): string {
  const url = new URL(request.redirectUri)
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value)
  url.searchParams.set('state', request.state)
  return url.href
}

/** `POST /access_token`: client and secret stand in the form, nowhere else. */
export function exchangeTokens(webex: Webex, form: Readonly<Record<string, unknown>>): object {
  const field = (name: string) => String(form[name] ?? '')
  const client = clientBy(webex, field('client_id'))
  if (client === undefined || !isSameSecret(field('client_secret'), client.secret)) {
    throw new TokenProblem('invalid_client', 'client authentication failed')
  }
  const grantType = field('grant_type')
  if (grantType === 'authorization_code') return redeemCode(webex, field)
  if (grantType === 'refresh_token') return refresh(webex, client.id, field('refresh_token'))
  throw new TokenProblem('invalid_request', 'grant_type is not supported')
}

function redeemCode(webex: Webex, field: (name: string) => string): object {
  const code = webex.codes.get(field('code'))
  webex.codes.delete(field('code'))
  const isOurs = code?.clientId === field('client_id')
  if (code === undefined || !isOurs || code.expiresAt <= webex.clock.now()) {
    throw new TokenProblem('invalid_grant', 'The authorization code is not valid or was used.')
  }
  if (code.redirectUri !== field('redirect_uri') || !isProven(code, field('code_verifier'))) {
    throw new TokenProblem('invalid_grant', 'redirect_uri or code_verifier does not match.')
  }
  const refreshUntil = later(webex, webex.settings.refreshTokenLifeSeconds)
  const { clientId, user, scopes } = code
  const grant = { clientId, user, scopes, refreshToken: newSecret(), refreshUntil }
  webex.grants.set(grant.refreshToken, grant)
  return issue(webex, grant)
}

/** RFC 7636 §4.6, where the sign-in began with a challenge. */
const isProven = ({ challenge }: Code, verifier: string) =>
  challenge === undefined || createHash('sha256').update(verifier).digest('base64url') === challenge

/** The refresh token stays the same, and its use prolongs it. */
function refresh(webex: Webex, clientId: string, refreshToken: string): object {
  const known = webex.grants.get(refreshToken)
  const isOurs = known?.clientId === clientId
  if (known === undefined || !isOurs || known.refreshUntil <= webex.clock.now()) {
    throw new TokenProblem('invalid_grant', 'The refresh token is not valid.')
  }
  const grant = { ...known, refreshUntil: later(webex, webex.settings.refreshTokenLifeSeconds) }
  webex.grants.set(refreshToken, grant)
  return issue(webex, grant)
}

function issue(webex: Webex, grant: Grant): object {
  const token = newSecret()
  const { accessTokenLifeSeconds, refreshTokenLifeSeconds } = webex.settings
  webex.tokens.set(token, { grant, expiresAt: later(webex, accessTokenLifeSeconds) })
  return {
    access_token: token,
    expires_in: accessTokenLifeSeconds,
    refresh_token: grant.refreshToken,
    refresh_token_expires_in: refreshTokenLifeSeconds,
    token_type: 'Bearer',
    scope: grant.scopes.join(' '),
  }
}

const later = ({ clock }: Webex, seconds: number) =>
  new Date(clock.now().getTime() + seconds * 1000)

/** What the consent behind the token of a request gave. */
export function requireToken(webex: Webex, authorization: string | undefined): Grant {
  const token = webex.tokens.get(/^Bearer (\S+)$/.exec(authorization ?? '')?.[1] ?? '')
  if (token !== undefined && token.expiresAt > webex.clock.now()) return token.grant
  throw new Problem(
    401,
    'The request requires a valid access token set in the Authorization request header.',
  )
}

export function requireScope(granted: readonly string[], scopes: readonly string[]): void {
  if (scopes.some((scope) => granted.includes(scope))) return
  throw forbidden(scopes)
}

export const forbidden = (scopes: readonly string[]) =>
  new Problem(403, `Call rejected based on missing scope: ${scopes.join(' or ')}.`)
