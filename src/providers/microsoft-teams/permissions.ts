/** What the hub asks Entra for, and what a token says that it got. */
import type { Choices } from './settings.ts'

/** Least rights of each thing the hub does (learn.microsoft.com/graph/permissions-reference). */
const ofMeetings = [
  'User.Read',
  'User.ReadBasic.All',
  'Calendars.ReadWrite',
  'OnlineMeetings.ReadWrite',
  'OnlineMeetingArtifact.Read.All',
  'OnlineMeetingRecording.Read.All',
]
const ofWebinars = ['VirtualEvent.ReadWrite']

export const registeringRole = 'VirtualEventRegistration-Anon.ReadWrite.All'

const roles = [
  'User.Read.All',
  'Calendars.ReadWrite',
  'OnlineMeetings.ReadWrite.All',
  'OnlineMeetingArtifact.Read.All',
  'OnlineMeetingRecording.Read.All',
]

export function wantedPermissions({ isDelegated, hasWebinars }: Choices): readonly string[] {
  if (!isDelegated) return roles
  return hasWebinars ? [...ofMeetings, ...ofWebinars] : ofMeetings
}

/** For the sign-in: with the address of Graph, because each cloud has its own. */
export function scopesOf(choices: Choices): string {
  const graph = new URL(choices.apiUrl).origin
  const scopes = wantedPermissions(choices).map((scope) => `${graph}/${scope}`)
  return ['openid', 'profile', 'offline_access', ...scopes].join(' ')
}

export const everythingConsented = ({ apiUrl }: Choices) => `${new URL(apiUrl).origin}/.default`

/**
 * Tokens are opaque by contract, so this is for telling people only. Undefined: it does not say,
 * which is no fault.
 */
export function permissionsIn(token: string): readonly string[] | undefined {
  const claims = claimsIn(token)
  if (typeof claims?.scp === 'string') return claims.scp.split(' ').filter(Boolean)
  if (!Array.isArray(claims?.roles)) return undefined
  return claims.roles.filter((role): role is string => typeof role === 'string')
}

function claimsIn(token: string): Record<string, unknown> | undefined {
  const [, payload] = token.split('.')
  if (payload === undefined) return undefined
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString())
    return typeof claims === 'object' && claims !== null ? { ...claims } : undefined
  } catch {
    return undefined
  }
}

/** Rights to write hold those to read. */
export function missingIn(held: readonly string[], wanted: readonly string[]): readonly string[] {
  return wanted.filter(
    (each) =>
      !held.includes(each) &&
      !held.includes(each.replace(/^User\.Read(Basic\.All)?$/, 'User.Read.All')),
  )
}
