/** Join tokens: HS256 with the developer key, made by the API or by whoever has the key. */
import { createHmac } from 'node:crypto'
import { type Entry, nowOf, type Room, type Vendor } from './state.ts'

/** Why a token lets nobody in, or as whom it does. */
export type TokenReading =
  | { readonly kind: 'entry'; readonly entry: Entry }
  | { readonly kind: 'refused'; readonly why: string }

const refused = (why: string): TokenReading => ({ kind: 'refused', why })

export function readToken(vendor: Vendor, room: Room, token: string): TokenReading {
  const [header = '', payload = '', signature = ''] = token.split('.')
  const { team } = vendor
  const expected = createHmac('sha256', team.key).update(`${header}.${payload}`).digest('base64url')
  if (signature !== expected || objectIn(header).alg !== 'HS256') {
    return refused('The token is invalid.')
  }
  const claims = objectIn(payload)
  const seconds = nowOf(vendor) / 1000
  if (typeof claims.exp === 'number' && claims.exp <= seconds)
    return refused('The token has expired.')
  if (typeof claims.nbf === 'number' && claims.nbf > seconds) return refused('It is too early.')
  if (claims.td !== team.id || claims.rd !== room.id)
    return refused('The token is for another room.')
  return entryFor(room, claims)
}

function entryFor(room: Room, claims: Readonly<Record<string, unknown>>): TokenReading {
  const { roles, default_role } = room.settings
  const role = claims.role ?? default_role
  if (typeof role !== 'string' || !roles.includes(role)) return refused('The role is unknown.')
  const text = (value: unknown) => (typeof value === 'string' ? value : null)
  return {
    kind: 'entry',
    entry: {
      roomId: room.id,
      externalId: text(claims.ud),
      name: text(claims.u) ?? 'Guest',
      role,
      participantId: undefined,
    },
  }
}

function objectIn(part: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
