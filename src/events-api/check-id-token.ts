/**
 * Id tokens of visitors who signed in at the web application's own OpenID Connect provider
 * (OpenID Connect Core 1.0 §3.1.3.7): signature by the provider's published keys, issuer, audience,
 * time. The provider is whatever the application's metadata document names.
 */
import { createRemoteJWKSet, customFetch, errors, type JWTPayload, jwtVerify } from 'jose'
import type { Clock } from '#clock'
import type { WebApplicationRow } from '#events'
import { isOutboundFailure, type Outbound } from '#outbound'
import { refusals } from './refusals.ts'

export interface TokenNeeds {
  readonly outbound: Pick<Outbound, 'request'>
  readonly clock: Clock
}

export type IdTokenCheck = (application: WebApplicationRow, token: string) => Promise<JWTPayload>

interface ProviderMetadata {
  readonly issuer: string
  readonly keys: ReturnType<typeof createRemoteJWKSet>
}

/** Metadata documents change with a provider's issuer or key address: hardly ever. */
const metadataKeptMs = 10 * 60_000
/** Documents and key sets have a few kilobytes. */
const largestDocument = 512 * 1024
const timeoutMs = 5_000
/** Made-up keys in tokens must not let visitors make the hub ask the provider all the time. */
const askAgainMs = 2_000
/** Clocks of provider and hub differ a little (RFC 7519 §4.1.4). */
const leewaySeconds = 60
/** Asymmetric ones only: with a public key as shared secret anybody could sign. */
const algorithms = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
]

/**
 * Gives what a valid token says. Documents are kept ten minutes; keys too, but a token with an
 * unknown key asks again (at most every two seconds), so keys may rotate at any time.
 * @throws refusals `sign-in-not-set-up`, `id-token-invalid`, `identity-provider-unavailable`
 */
export function createIdTokenCheck(needs: TokenNeeds): IdTokenCheck {
  const known = new Map<string, { provider: Promise<ProviderMetadata>; until: number }>()
  const providerAt = (address: string): Promise<ProviderMetadata> => {
    const now = needs.clock.now().getTime()
    const held = known.get(address)
    if (held !== undefined && held.until > now) return held.provider
    const provider = readMetadata(needs, address)
    known.set(address, { provider, until: now + metadataKeptMs })
    provider.catch(() => known.delete(address))
    return provider
  }
  return async (application, token) => {
    const { msevtmgt_aadclientid: audience, msevtmgt_aadmetadataendpoint: address } = application
    if (!audience || !address) {
      throw refusals['sign-in-not-set-up']({ name: application.msevtmgt_name })
    }
    const { issuer, keys } = await providerAt(address)
    return await verify(token, { issuer, keys, audience, now: needs.clock.now() })
  }
}

interface Expected extends ProviderMetadata {
  readonly audience: string
  readonly now: Date
}

async function verify(token: string, { issuer, keys, audience, now }: Expected) {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms,
      currentDate: now,
      clockTolerance: leewaySeconds,
      requiredClaims: ['exp', 'sub'],
    })
    return checkAuthorizedParty(payload, audience)
  } catch (error) {
    if (isUnreachable(error)) {
      throw refusals['identity-provider-unavailable']({ problem: error.message }, { cause: error })
    }
    if (!(error instanceof errors.JOSEError)) throw error
    throw refusals['id-token-invalid']({ problem: problemOf(error) }, { input: 'Authorization' })
  }
}

/** A token for several audiences says for which of them it was made (Core 1.0 §2, azp). */
function checkAuthorizedParty(payload: JWTPayload, audience: string): JWTPayload {
  const several = Array.isArray(payload.aud) && payload.aud.length > 1
  if (several && payload.azp !== audience) {
    throw refusals['id-token-invalid']({ problem: 'it was made for another application' })
  }
  return payload
}

/** jose's messages name the claim that fails, never the token. */
function problemOf(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return 'it has expired'
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'its signature is wrong'
  if (error instanceof errors.JWKSNoMatchingKey) return 'its key is none of the provider’s'
  return error.message
}

class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

function isUnreachable(error: unknown): error is Error {
  return (
    error instanceof Unreachable ||
    isOutboundFailure(error) ||
    error instanceof errors.JWKSTimeout ||
    error instanceof errors.JWKSInvalid
  )
}

async function readMetadata(needs: TokenNeeds, address: string): Promise<ProviderMetadata> {
  try {
    const document = (await (await fetchDocument(needs, address)).json()) as Record<string, unknown>
    const { issuer, jwks_uri: keysAddress } = document
    if (typeof issuer !== 'string' || typeof keysAddress !== 'string') {
      throw new Unreachable('the metadata document lacks issuer or jwks_uri')
    }
    const keys = createRemoteJWKSet(new URL(keysAddress), {
      timeoutDuration: timeoutMs,
      cooldownDuration: askAgainMs,
      [customFetch]: (url) => fetchDocument(needs, url),
    })
    return { issuer, keys }
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    throw refusals['identity-provider-unavailable']({ problem }, { cause: error })
  }
}

async function fetchDocument({ outbound }: TokenNeeds, url: string): Promise<Response> {
  const answer = await outbound.request({
    method: 'GET',
    url,
    headers: { accept: 'application/json' },
    timeoutMs,
    maxBytes: largestDocument,
  })
  if (answer.status !== 200) throw new Unreachable(`${url} answers ${answer.status}`)
  return new Response(answer.text(), { headers: { 'content-type': 'application/json' } })
}
