/** What the tenant behind the twin is like. Every value can be changed while it runs. */
export interface TwinSettings {
  /** Graph varies it between 60 and 90 minutes. */
  accessTokenLifeSeconds: number
  /** Prolonged by every renewal, which also gives another one. */
  refreshTokenLifeSeconds: number
  /** So long an earlier refresh token is still taken. */
  oldRefreshTokenSeconds: number
  codeLifeSeconds: number
  /** The redirect addresses that are allowed, compared exactly; an empty list allows any. */
  redirectUris: readonly string[]
  /** Whether an administrator has agreed to what users cannot agree to by themselves. */
  isAdminConsented: boolean
  /** Scopes that the token does not get although they were asked for. */
  withheldScopes: readonly string[]
  /** Application permissions with admin consent. */
  roles: readonly string[]
  users: readonly User[]
  /** From when the application access policy works, which takes up to 30 minutes; undefined: none. */
  policyFrom: Date | undefined
  /** How often an event is shown without its join address after its creation. */
  readsUntilJoinUrl: number
  /** How long after everybody has left a report is there. */
  reportLagSeconds: number
  /** Items on one page where nothing is asked for, and at most. */
  usualPage: number
  largestPage: number
  requestsPerTenMinutes: number
  /** Of a 429; Graph also sends fractions. */
  retryAfter: string
  /** Where subscriptions may be sent: https only, unless a test listens on its own machine. */
  requiresHttps: boolean
  /** Events whose webinars wait for approval by the organiser. */
  approvesByHand: boolean
}

export interface User {
  readonly id: string
  readonly displayName: string
  readonly mail: string
  readonly hasMailbox: boolean
  readonly hasTeams: boolean
}

export const superUser: User = {
  id: '8716745d-77a9-4be3-afff-009e4b81658e',
  displayName: 'Sue Super',
  mail: 'sue@contoso.example',
  hasMailbox: true,
  hasTeams: true,
}

export const curator: User = {
  id: '5e72d8a1-1f0b-4c6d-9a52-3c1b7f0e9d24',
  displayName: 'Carl Curator',
  mail: 'carl@contoso.example',
  hasMailbox: true,
  hasTeams: true,
}

export function defaultSettings(): TwinSettings {
  return {
    accessTokenLifeSeconds: 4_500,
    refreshTokenLifeSeconds: 90 * 86_400,
    oldRefreshTokenSeconds: 3_600,
    codeLifeSeconds: 600,
    redirectUris: [],
    isAdminConsented: true,
    withheldScopes: [],
    roles: [
      'Calendars.ReadWrite',
      'OnlineMeetingArtifact.Read.All',
      'OnlineMeetingRecording.Read.All',
      'OnlineMeetings.ReadWrite.All',
      'User.Read.All',
      'VirtualEventRegistration-Anon.ReadWrite.All',
    ],
    users: [superUser, curator],
    policyFrom: new Date(0),
    readsUntilJoinUrl: 0,
    reportLagSeconds: 300,
    usualPage: 10,
    largestPage: 1_000,
    requestsPerTenMinutes: 10_000,
    retryAfter: '12.5',
    requiresHttps: true,
    approvesByHand: false,
  }
}
