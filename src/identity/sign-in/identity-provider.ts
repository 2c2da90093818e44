/** The OpenID Connect provider, seen from here: its documents, its token endpoint, what its id tokens say. */
import { createRemoteJWKSet, customFetch, errors, type JWTPayload, jwtVerify } from 'jose'
import type { Clock } from '#clock'
import { isRefusal } from '#errors'
import { isOutboundFailure, type Outbound, type OutboundRequest } from '#outbound'
import { refusals } from '../refusals.ts'

interface ProviderNeeds {
  readonly outbound: Pick<Outbound, 'request'>
  readonly clock: Clock
  readonly redirectUri: string
  readonly settings: {
    readonly issuer: string
    readonly clientId: string
    readonly clientSecret: string
  }
}

/** Who signed in, as the provider says. */
export interface Person {
  readonly issuer: string
  readonly subject: string
  readonly email: string | undefined
  readonly emailVerified: boolean
  readonly firstName: string | undefined
  readonly lastName: string | undefined
}

interface Metadata {
  readonly authorizationEndpoint: string
  readonly tokenEndpoint: string
  readonly userInfoEndpoint: string | undefined
  readonly secretInBody: boolean
  readonly keys: ReturnType<typeof createRemoteJWKSet>
}

interface Answer {
  readonly code?: string
  readonly iss?: string
  readonly error?: string
  readonly error_description?: string
}

const keptMs = 10 * 60_000
const timeoutMs = 8_000
const largestDocument = 512 * 1024
/** Clocks differ a little (RFC 7519 §4.1.4). */
const leewaySeconds = 60
/** Asymmetric ones only: those with a shared secret would make the client secret a signing key. */
const algorithms = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
]

export function createIdentityProvider(o: ProviderNeeds) {
  let known: { metadata: Promise<Metadata>; until: number } | undefined

  async function metadata(): Promise<Metadata> {
    const now = o.clock.now().getTime()
    if (known !== undefined && known.until > now) return await known.metadata
    const read = { metadata: readMetadata(o), until: now + keptMs }
    known = read
    read.metadata.catch(() => {
      if (known === read) known = undefined
    })
    return await read.metadata
  }

  return {
    async authorizationUrl(begun: {
      state: string
      nonce: string
      challenge: string
    }): Promise<string> {
      const url = new URL((await metadata()).authorizationEndpoint)
      const asked = {
        response_type: 'code',
        client_id: o.settings.clientId,
        redirect_uri: o.redirectUri,
        scope: 'openid email profile',
        state: begun.state,
        nonce: begun.nonce,
        code_challenge: begun.challenge,
        code_challenge_method: 'S256',
      }
      for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value)
      return url.href
    },

    /** Exchanges the code and checks the id token (Core 1.0 §3.1.3.7). */
    async personOf(answer: Answer, begun: { nonce: string; verifier: string }): Promise<Person> {
      refuseFailed(answer, o.settings.issuer)
      const read = await metadata()
      const tokens = await exchange(o, read, answer.code ?? '', begun.verifier)
      const claims = await checkIdToken(o, read, tokens.idToken, begun.nonce)
      const more = claims.email === undefined ? await userInfo(o, read, tokens, claims.sub) : {}
      return personFrom(o.settings.issuer, { ...claims, ...more })
    },
  }
}

/** The issuer in the answer keeps answers of another provider out (RFC 9207). */
function refuseFailed({ code, iss, error, error_description: why }: Answer, issuer: string): void {
  if (error !== undefined)
    throw failed(`the identity provider says "${(why ?? error).slice(0, 300)}"`)
  if (iss !== undefined && iss !== issuer) throw failed('the answer is from another provider')
  if (code === undefined) throw failed('the answer has no code')
}

const failed = (problem: string, cause?: unknown) =>
  refusals['single-sign-on-failed']({ problem }, cause === undefined ? {} : { cause })

const unavailable = (problem: string, cause?: unknown) =>
  refusals['single-sign-on-unavailable']({ problem }, cause === undefined ? {} : { cause })

type Json = Readonly<Record<string, unknown>>

async function call({ outbound }: ProviderNeeds, request: OutboundRequest) {
  try {
    return await outbound.request({ ...request, timeoutMs, maxBytes: largestDocument })
  } catch (error) {
    if (!isOutboundFailure(error)) throw error
    throw unavailable(error.message, error)
  }
}

function jsonOf(text: string, what: string): Json {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as Json
  } catch (error) {
    throw unavailable(`${what} is no JSON`, error)
  }
  throw unavailable(`${what} is no JSON object`)
}

async function getJson(o: ProviderNeeds, url: string, authorization?: string): Promise<Json> {
  const headers = { accept: 'application/json', ...(authorization && { authorization }) }
  const answer = await call(o, { method: 'GET', url, headers })
  if (answer.status !== 200) throw unavailable(`${new URL(url).pathname} answers ${answer.status}`)
  return jsonOf(answer.text(), new URL(url).pathname)
}

async function readMetadata(o: ProviderNeeds): Promise<Metadata> {
  const { issuer } = o.settings
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const document = await getJson(o, address)
  // A document of another issuer would make its tokens good here (Discovery 1.0 §4.3).
  if (document.issuer !== issuer) {
    throw unavailable(`its document is of the issuer ${String(document.issuer)}, not ${issuer}`)
  }
  const addressOf = (name: string) => {
    const value = document[name]
    if (typeof value === 'string' && URL.canParse(value)) return value
    throw unavailable(`its document lacks ${name}`)
  }
  const methods = document.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
  return {
    authorizationEndpoint: addressOf('authorization_endpoint'),
    tokenEndpoint: addressOf('token_endpoint'),
    userInfoEndpoint:
      document.userinfo_endpoint === undefined ? undefined : addressOf('userinfo_endpoint'),
    secretInBody: Array.isArray(methods) && !methods.includes('client_secret_basic'),
    keys: createRemoteJWKSet(new URL(addressOf('jwks_uri')), {
      timeoutDuration: timeoutMs,
      cooldownDuration: 2000,
      [customFetch]: async (url) => Response.json(await getJson(o, url)),
    }),
  }
}

interface Tokens {
  readonly idToken: string
  readonly accessToken: string | undefined
}

async function exchange(
  o: ProviderNeeds,
  { tokenEndpoint, secretInBody }: Metadata,
  code: string,
  verifier: string,
): Promise<Tokens> {
  const { clientId, clientSecret } = o.settings
  const form = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    redirect_uri: o.redirectUri,
    code_verifier: verifier,
    ...(secretInBody ? { client_id: clientId, client_secret: clientSecret } : {}),
  })
  // RFC 6749 §2.3.1: both parts are form-encoded before they are joined.
  const pair = [clientId, clientSecret].map((part) => encodeURIComponent(part)).join(':')
  const answer = await call(o, {
    method: 'POST',
    url: tokenEndpoint,
    headers: {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
      ...(secretInBody ? {} : { authorization: `Basic ${Buffer.from(pair).toString('base64')}` }),
    },
    body: form.toString(),
  })
  const tokens = jsonOf(answer.text(), 'the answer of the token endpoint')
  if (answer.status !== 200 || typeof tokens.id_token !== 'string') {
    const code = typeof tokens.error === 'string' ? tokens.error : `status ${answer.status}`
    throw failed(`the identity provider did not take the code (${code.slice(0, 100)})`)
  }
  const { access_token: accessToken } = tokens
  return {
    idToken: tokens.id_token,
    accessToken: typeof accessToken === 'string' ? accessToken : undefined,
  }
}

type Claims = JWTPayload & { readonly sub: string }

async function checkIdToken(
  o: ProviderNeeds,
  { keys }: Metadata,
  idToken: string,
  nonce: string,
): Promise<Claims> {
  const { issuer, clientId: audience } = o.settings
  try {
    const { payload } = await jwtVerify(idToken, keys, {
      ...{ issuer, audience, algorithms, clockTolerance: leewaySeconds },
      currentDate: o.clock.now(),
      requiredClaims: ['exp', 'iat', 'sub'],
    })
    if (payload.nonce !== nonce) throw failed('the id token was made for another sign-in')
    const several = Array.isArray(payload.aud) && payload.aud.length > 1
    if ((several || payload.azp !== undefined) && payload.azp !== audience) {
      throw failed('the id token was made for another application')
    }
    return payload as Claims
  } catch (error) {
    if (isRefusal(error)) throw error
    if (!(error instanceof errors.JOSEError)) throw error
    if (error instanceof errors.JWKSTimeout) throw unavailable(error.message, error)
    throw failed(`the id token is not valid: ${error.message}`, error)
  }
}

/** Providers that keep claims out of id tokens tell them here (Core 1.0 §5.3.2: same subject). */
async function userInfo(
  o: ProviderNeeds,
  { userInfoEndpoint }: Metadata,
  { accessToken }: Tokens,
  subject: string,
): Promise<Json> {
  if (userInfoEndpoint === undefined || accessToken === undefined) return {}
  const claims = await getJson(o, userInfoEndpoint, `Bearer ${accessToken}`)
  if (claims.sub === subject) return claims
  throw failed('the identity provider answers about somebody else')
}

function personFrom(issuer: string, claims: Json): Person {
  const text = (name: string, longest: number) => {
    const value = claims[name]
    return typeof value === 'string' && value.trim() !== ''
      ? value.trim().slice(0, longest)
      : undefined
  }
  const subject = text('sub', 256) ?? ''
  if (subject.length > 255) throw failed('the subject is longer than 255 characters')
  return {
    issuer,
    subject,
    email: text('email', 1000),
    emailVerified: claims.email_verified === true,
    firstName: text('given_name', 256),
    lastName: text('family_name', 256) ?? text('name', 256),
  }
}
