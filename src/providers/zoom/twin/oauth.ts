import { isSameSecret } from '../../same-secret.ts'
import { Problem, TokenProblem } from './problems.ts'
import { newToken, type Zoom } from './state.ts'

/** `POST /oauth/token` of a Server-to-Server app: credentials in, token out, nothing to renew it with. */
export function grantToken(
  zoom: Zoom,
  authorization: string | undefined,
  parameters: Readonly<Record<string, unknown>>,
): object {
  if (!isApp(zoom, authorization)) {
    throw new TokenProblem('invalid_client', 'Invalid client_id or client_secret')
  }
  const { grant_type: grantType, account_id: accountId } = parameters
  if (grantType !== 'account_credentials' || accountId !== zoom.app.accountId) {
    throw new TokenProblem('unsupported_grant_type', 'unsupported grant type')
  }
  const token = newToken(48)
  const seconds = zoom.settings.accessTokenLifeSeconds
  const expiresAt = new Date(zoom.clock.now().getTime() + seconds * 1000)
  zoom.tokens.set(token, { expiresAt })
  return {
    access_token: token,
    token_type: 'bearer',
    expires_in: seconds,
    scope: zoom.settings.scopes.join(' '),
    api_url: zoom.url(),
  }
}

function isApp({ app }: Zoom, authorization: string | undefined): boolean {
  const sent = /^Basic (.+)$/.exec(authorization ?? '')?.[1] ?? ''
  return isSameSecret(Buffer.from(sent, 'base64').toString(), `${app.clientId}:${app.secret}`)
}

/** Any token that was given and is not over: a new one does not end the old ones. */
export function requireToken(zoom: Zoom, authorization: string | undefined): void {
  const token = zoom.tokens.get(/^Bearer (\S+)$/.exec(authorization ?? '')?.[1] ?? '')
  if (token === undefined) throw new Problem(401, 124, 'Invalid access token.')
  if (token.expiresAt <= zoom.clock.now()) {
    throw new Problem(401, 124, 'Access token is expired.')
  }
}

/** The granular or the classic scope of a call will do. */
export function requireScope(zoom: Zoom, scopes: readonly string[]): void {
  if (!scopes.some((scope) => zoom.settings.scopes.includes(scope))) throw missingScope(scopes)
}

/** Zoom says 400 here, not 403. */
export const missingScope = (scopes: readonly string[]) =>
  new Problem(400, 4711, `Invalid access token, does not contain scopes:[${scopes.join(', ')}].`)
