import { createHash, timingSafeEqual } from 'node:crypto'
import { problem, tokenProblem } from './problems.ts'
import type { Code, Token } from './state.ts'
import { hashed, later, newId, newToken, nowOf, type Vendor } from './vendor.ts'

/** What the caller sent the browser with. */
export interface AuthorizationRequest {
  readonly clientId: string
  readonly redirectUri: string
  readonly state: string
}

export interface TokenResponse {
  readonly access_token: string
  readonly token_type: 'bearer'
  /** Seconds. */
  readonly expires_in: number
  readonly refresh_token: string
}

/** What is wrong with the request, or undefined. It is shown to the person, never redirected. */
export function faultOfAuthorization(
  vendor: Vendor,
  request: AuthorizationRequest,
): string | undefined {
  if (request.clientId !== vendor.client.id)
    return `The client_id "${request.clientId}" is not registered with this service.`
  if (request.state === '') return 'The request has no state. It protects against forged answers.'
  return faultOfRedirectUri(vendor, request.redirectUri)
}

function faultOfRedirectUri(vendor: Vendor, redirectUri: string): string | undefined {
  const url = URL.parse(redirectUri)
  if (url === null || !/^https?:$/.test(url.protocol) || url.hash !== '')
    return `The redirect_uri "${redirectUri}" is not an absolute http(s) address without fragment.`
  const registered = vendor.settings.redirectUris
  if (registered.length > 0 && !registered.includes(redirectUri))
    return `The redirect_uri "${redirectUri}" is not registered for this client.`
  return undefined
}

/** The person agreed: makes the one-time code and says where the browser goes with it. */
export function approve(vendor: Vendor, request: AuthorizationRequest, account: string): string {
  const code = newToken()
  vendor.state.codes.put({
    id: hashed(code),
    account,
    redirectUri: request.redirectUri,
    expiresAt: later(nowOf(vendor), vendor.settings.codeLifeSeconds),
  })
  return backTo(request, { code })
}

/** The person refused (RFC 6749 §4.1.2.1). */
export function refuse(request: AuthorizationRequest): string {
  return backTo(request, {
    error: 'access_denied',
    error_description: 'The account owner did not agree.',
  })
}

function backTo(request: AuthorizationRequest, answer: Readonly<Record<string, string>>): string {
  const url = new URL(request.redirectUri)
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value)
  url.searchParams.set('state', request.state)
  return url.href
}

/** `POST /auth/token`: both grant types. Throws the token problems of RFC 6749 §5.2. */
export function exchange(vendor: Vendor, body: unknown): TokenResponse {
  const field = fieldsOf(body)
  checkClient(vendor, field('client_id'), field('client_secret'))
  const grantType = field('grant_type')
  if (grantType === 'authorization_code')
    return exchangeCode(vendor, field('code'), field('redirect_uri'))
  if (grantType === 'refresh_token') return exchangeRefreshToken(vendor, field('refresh_token'))
  throw tokenProblem('unsupported_grant_type', `The grant_type "${grantType}" is not supported.`)
}

function fieldsOf(body: unknown): (name: string) => string {
  return (name) => {
    const value = body !== null && typeof body === 'object' ? Reflect.get(body, name) : undefined
    if (typeof value === 'string' && value !== '') return value
    throw tokenProblem('invalid_request', `The body needs "${name}" as a non-empty text.`)
  }
}

function checkClient(vendor: Vendor, id: string, secret: string): void {
  if (id === vendor.client.id && isSame(secret, vendor.client.secret)) return
  throw tokenProblem('invalid_client', 'The client_id or the client_secret is wrong.')
}

function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}

function exchangeCode(vendor: Vendor, text: string, redirectUri: string): TokenResponse {
  const code = vendor.state.codes.get(hashed(text))
  if (code === undefined) throw tokenProblem('invalid_grant', 'The code is not known.')
  if (code.grantId !== undefined) {
    revokeGrant(vendor, code.grantId)
    throw tokenProblem('invalid_grant', 'The code was used before. Its tokens are revoked.')
  }
  if (code.expiresAt <= nowOf(vendor)) throw tokenProblem('invalid_grant', 'The code has expired.')
  if (code.redirectUri !== redirectUri)
    throw tokenProblem('invalid_grant', 'The redirect_uri is not the one the code was made for.')
  return redeem(vendor, code)
}

function redeem(vendor: Vendor, code: Code): TokenResponse {
  const grant = vendor.state.grants.put({ id: newId('grant'), account: code.account })
  vendor.state.codes.put({ ...code, grantId: grant.id })
  return issueTokens(vendor, grant.id)
}

/** Refresh tokens rotate; one that comes back after its use ends the grant (RFC 9700 §4.14.2). */
function exchangeRefreshToken(vendor: Vendor, text: string): TokenResponse {
  const token = vendor.state.tokens.get(hashed(text))
  if (token?.use !== 'refresh')
    throw tokenProblem('invalid_grant', 'The refresh token is not known or was revoked.')
  if (token.spent === true) {
    revokeGrant(vendor, token.grantId)
    throw tokenProblem('invalid_grant', 'The refresh token was used before. Sign in again.')
  }
  vendor.state.tokens.put({ ...token, spent: true })
  return issueTokens(vendor, token.grantId)
}

function issueTokens(vendor: Vendor, grantId: string): TokenResponse {
  const lifeSeconds = vendor.settings.accessTokenLifeSeconds
  const now = nowOf(vendor)
  dropExpiredTokens(vendor, grantId, now)
  const access = newToken()
  const refresh = newToken()
  const expiresAt = later(now, lifeSeconds)
  vendor.state.tokens.put({ id: hashed(access), grantId, use: 'access', expiresAt })
  vendor.state.tokens.put({ id: hashed(refresh), grantId, use: 'refresh' })
  return {
    access_token: access,
    token_type: 'bearer',
    expires_in: lifeSeconds,
    refresh_token: refresh,
  }
}

function dropExpiredTokens(vendor: Vendor, grantId: string, now: string): void {
  for (const token of vendor.state.tokens.inGroup(grantId))
    if (isExpired(token, now)) vendor.state.tokens.remove(token.id)
}

function isExpired(token: Token, now: string): boolean {
  return token.expiresAt !== undefined && token.expiresAt <= now
}

function revokeGrant(vendor: Vendor, grantId: string): void {
  for (const token of vendor.state.tokens.inGroup(grantId)) vendor.state.tokens.remove(token.id)
}

/** Makes tokens useless at once: the access tokens only, or the refresh tokens too. */
export function revokeTokens(vendor: Vendor, which: 'access' | 'all'): void {
  for (const token of vendor.state.tokens.all())
    if (which === 'all' || token.use === 'access') vendor.state.tokens.remove(token.id)
}

/** The account that the bearer token of a request stands for. Throws `unauthenticated`. */
export function accountOf(vendor: Vendor, authorization: string | undefined): string {
  const text = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization ?? '')?.[1]
  const token = text === undefined ? undefined : vendor.state.tokens.get(hashed(text))
  const grant = token?.use === 'access' ? vendor.state.grants.get(token.grantId) : undefined
  if (token === undefined || grant === undefined || isExpired(token, nowOf(vendor)))
    throw problem('unauthenticated', 'The access token is missing, unknown, expired or revoked.', {
      'www-authenticate': text === undefined ? 'Bearer' : 'Bearer error="invalid_token"',
    })
  return grant.account
}
