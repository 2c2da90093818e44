/** Entra: signing in, consent, and tokens of people and of the application. */
import { createHash } from 'node:crypto'
import { isSameSecret } from '../../same-secret.ts'
import { Problem, TokenProblem } from './problems.ts'
import { type AccessToken, type Code, later, newId, newSecret, type Tenant } from './state.ts'

/** What the browser brings to `/authorize`. */
export interface SignInRequest {
  readonly tenant: string
  readonly clientId: string
  readonly redirectUri: string
  readonly responseType: string
  readonly state: string
  readonly scopes: readonly string[]
  readonly challenge: string | undefined
}

export function readSignIn(
  tenant: string,
  fields: Readonly<Record<string, unknown>>,
): SignInRequest {
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '')
  return {
    tenant,
    clientId: text('client_id'),
    redirectUri: text('redirect_uri'),
    responseType: text('response_type'),
    state: text('state'),
    scopes: text('scope').split(' ').filter(Boolean),
    challenge: text('code_challenge') || undefined,
  }
}

/** Wrong clients and addresses are shown to the person; nothing is sent to an address not known. */
export function faultOf(tenant: Tenant, request: SignInRequest): string | undefined {
  if (!isTenant(tenant, request.tenant, ['organizations', 'common'])) {
    return `AADSTS90002: Tenant '${request.tenant}' not found.`
  }
  if (request.clientId !== tenant.client.id) {
    return `AADSTS700016: Application with identifier '${request.clientId}' was not found in the directory.`
  }
  const known = tenant.settings.redirectUris
  const { redirectUri } = request
  if (!URL.canParse(redirectUri) || (known.length > 0 && !known.includes(redirectUri))) {
    return `AADSTS50011: The redirect URI '${redirectUri}' does not match the ones of the application.`
  }
  return undefined
}

const isTenant = ({ id }: Tenant, name: string, others: readonly string[] = []) =>
  name === id || others.includes(name)

/** Users cannot agree to these by themselves. */
const adminOnly: ReadonlySet<string> = new Set(['OnlineMeetingRecording.Read.All'])
const graph = 'https://graph.microsoft.com/'
const ofTheSignIn: ReadonlySet<string> = new Set(['openid', 'profile', 'email', 'offline_access'])

/** Scopes may stand with the address of Graph before them, as the clouds of nations need it. */
function shortName(tenant: Tenant, scope: string): string {
  const root = [graph, `${tenant.url()}/`].find((each) => scope.startsWith(each)) ?? ''
  return scope.slice(root.length)
}

/** Where the browser goes: back with a code, or with the reason why there is none. */
export function decide(
  tenant: Tenant,
  request: SignInRequest,
  person: { readonly userId: string; readonly agrees: boolean },
): string {
  if (request.responseType !== 'code') {
    return backTo(request, { error: 'unsupported_response_type' })
  }
  if (!person.agrees) {
    return backTo(request, { error: 'access_denied', error_description: 'AADSTS65004: declined.' })
  }
  const scopes = request.scopes.map((scope) => shortName(tenant, scope))
  if (!tenant.settings.isAdminConsented && scopes.some((scope) => adminOnly.has(scope))) {
    const error_description = 'AADSTS90094: An administrator of the organization has to agree.'
    return backTo(request, { error: 'access_denied', error_description })
  }
  const code = newSecret()
  tenant.codes.set(code, {
    userId: person.userId,
    redirectUri: request.redirectUri,
    scopes,
    challenge: request.challenge,
    expiresAt: later(tenant, tenant.settings.codeLifeSeconds),
  })
  return backTo(request, { code, session_state: newId() })
}

function backTo(request: SignInRequest, answer: Readonly<Record<string, string>>): string {
  const url = new URL(request.redirectUri)
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value)
  url.searchParams.set('state', request.state)
  return url.href
}

type Field = (name: string) => string

/** `POST /{tenant}/oauth2/v2.0/token`; the client stands in the form or in the header (Basic). */
export function exchangeTokens(
  tenant: Tenant,
  name: string,
  form: Readonly<Record<string, unknown>>,
): object {
  const field: Field = (key) => (typeof form[key] === 'string' ? form[key] : '')
  const grantType = field('grant_type')
  const others = grantType === 'client_credentials' ? [] : ['organizations', 'common']
  if (!isTenant(tenant, name, others)) {
    throw new TokenProblem('invalid_request', 90002, `Tenant '${name}' not found.`)
  }
  checkClient(tenant, field)
  const grant = grants[grantType as keyof typeof grants]
  if (grant === undefined) {
    throw new TokenProblem('unsupported_grant_type', 70003, 'The grant type is not supported.')
  }
  const answer = grant(tenant, field)
  tenant.grants.set(grantType, (tenant.grants.get(grantType) ?? 0) + 1)
  return answer
}

function checkClient({ client }: Tenant, field: Field): void {
  if (field('client_id') !== client.id) {
    throw new TokenProblem('unauthorized_client', 700016, 'The application was not found.')
  }
  if (!isSameSecret(field('client_secret'), client.secret)) {
    throw new TokenProblem('invalid_client', 7000215, 'Invalid client secret provided.', 401)
  }
}

const grants = {
  authorization_code: redeemCode,
  refresh_token: renew,
  client_credentials: admitApplication,
} as const

function redeemCode(tenant: Tenant, field: Field): object {
  const code = tenant.codes.get(field('code'))
  tenant.codes.delete(field('code'))
  if (code === undefined || code.expiresAt <= tenant.clock.now()) {
    throw new TokenProblem('invalid_grant', 70008, 'The code has expired, was used or never given.')
  }
  if (code.redirectUri !== field('redirect_uri')) {
    throw new TokenProblem('invalid_grant', 50011, 'The redirect URI does not match.')
  }
  if (!isProven(code, field('code_verifier'))) {
    throw new TokenProblem('invalid_grant', 501481, 'The code_verifier does not match.')
  }
  return tokensOf(tenant, code.userId, code.scopes)
}

/** RFC 7636 §4.6, where the sign-in began with a challenge. */
const isProven = ({ challenge }: Code, verifier: string) =>
  challenge === undefined || createHash('sha256').update(verifier).digest('base64url') === challenge

/** Another refresh token each time; the earlier one is taken for a while. */
function renew(tenant: Tenant, field: Field): object {
  const text = field('refresh_token')
  const known = tenant.refreshTokens.get(text)
  if (known === undefined || known.expiresAt <= tenant.clock.now()) {
    throw new TokenProblem('invalid_grant', 700082, 'The refresh token has expired or was revoked.')
  }
  const grace = later(tenant, tenant.settings.oldRefreshTokenSeconds)
  const expiresAt = known.expiresAt < grace ? known.expiresAt : grace
  tenant.refreshTokens.set(text, { ...known, expiresAt })
  return tokensOf(tenant, known.userId, known.scopes)
}

function tokensOf(tenant: Tenant, userId: string, scopes: readonly string[]): object {
  const { withheldScopes, refreshTokenLifeSeconds } = tenant.settings
  const given = scopes.filter((scope) => !ofTheSignIn.has(scope) && !withheldScopes.includes(scope))
  const answer = accessTokenOf(tenant, userId, given)
  if (!scopes.includes('offline_access')) return answer
  const refreshToken = newSecret()
  const expiresAt = later(tenant, refreshTokenLifeSeconds)
  tenant.refreshTokens.set(refreshToken, { userId, scopes, expiresAt })
  return { ...answer, refresh_token: refreshToken }
}

/** The application by itself gets everything it was given consent for, and no refresh token. */
function admitApplication(tenant: Tenant, field: Field): object {
  if (field('scope') !== `${graph}.default` && field('scope') !== `${tenant.url()}/.default`) {
    throw new TokenProblem('invalid_scope', 70011, 'The scope must end with /.default.')
  }
  return accessTokenOf(tenant, undefined, tenant.settings.roles)
}

function accessTokenOf(
  tenant: Tenant,
  user: string | undefined,
  permissions: readonly string[],
): object {
  const { accessTokenLifeSeconds: expires_in } = tenant.settings
  const expiresAt = later(tenant, expires_in)
  const claims = {
    aud: graph,
    tid: tenant.id,
    appid: tenant.client.id,
    exp: Math.floor(expiresAt.getTime() / 1000),
    ...(user === undefined ? { roles: permissions } : { oid: user, scp: permissions.join(' ') }),
  }
  const token = [{ typ: 'JWT', alg: 'none' }, claims].map(segment).join('.')
  const access_token = `${token}.${newSecret()}`
  tenant.accessTokens.set(access_token, { user, permissions, expiresAt })
  return {
    token_type: 'Bearer',
    ...(user !== undefined && { scope: permissions.map((each) => `${graph}${each}`).join(' ') }),
    expires_in,
    ext_expires_in: expires_in,
    access_token,
  }
}

const segment = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')

/** Whom the token of a request stands for, and what it may do. */
export function requireToken(tenant: Tenant, authorization: string | undefined): AccessToken {
  const token = tenant.accessTokens.get(/^Bearer (\S+)$/.exec(authorization ?? '')?.[1] ?? '')
  if (token !== undefined && token.expiresAt > tenant.clock.now()) return token
  const message = 'Access token has expired or is not yet valid.'
  throw new Problem(401, 'InvalidAuthenticationToken', message, {
    'www-authenticate': 'Bearer realm="", error="invalid_token"',
  })
}
