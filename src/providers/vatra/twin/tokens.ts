/** Join tokens: RS256 (RFC 7518 §3.3), verified by hand with the public key of the account. */
import { verify } from 'node:crypto'
import { type Entry, nowOf, type Vendor } from './state.ts'

/** Why a token lets nobody in, or as whom it does. */
export type TokenReading =
  | { readonly kind: 'entry'; readonly entry: Entry }
  | { readonly kind: 'refused'; readonly why: string }

const refused = (why: string): TokenReading => ({ kind: 'refused', why })

const knownRoles = ['attendee', 'presenter', 'host']

export function readToken(vendor: Vendor, webinarId: string, token: string): TokenReading {
  const [header = '', payload = '', signature = '', ...rest] = token.split('.')
  // Only this algorithm, whatever the header says (RFC 8725 §3.1).
  if (rest.length > 0 || objectIn(header).alg !== 'RS256') return refused('The token is invalid.')
  const isSigned = verify(
    'sha256',
    Buffer.from(`${header}.${payload}`),
    vendor.publicKey,
    Buffer.from(signature, 'base64url'),
  )
  if (!isSigned) return refused('The token is invalid.')
  const claims = objectIn(payload)
  const seconds = nowOf(vendor) / 1000
  if (typeof claims.exp !== 'number' || claims.exp <= seconds) {
    return refused('The token has expired.')
  }
  if (typeof claims.nbf === 'number' && claims.nbf > seconds) return refused('It is too early.')
  if (claims.aud !== 'vatra') return refused('The token is for another service.')
  if (claims.room !== webinarId) return refused('The token is for another room.')
  return entryFor(webinarId, claims)
}

function entryFor(webinarId: string, claims: Readonly<Record<string, unknown>>): TokenReading {
  const { sub, name, role } = claims
  if (typeof sub !== 'string' || sub === '') return refused('The token names nobody.')
  if (typeof role !== 'string' || !knownRoles.includes(role)) return refused('Unknown role.')
  const entry = {
    webinarId,
    externalId: sub,
    name: typeof name === 'string' ? name : 'Guest',
    role,
    stayId: undefined,
  }
  return { kind: 'entry', entry }
}

function objectIn(part: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
