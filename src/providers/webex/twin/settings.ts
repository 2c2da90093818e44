/** What the company behind the twin is like. Every value can be changed while it runs. */
export interface TwinSettings {
  accessTokenLifeSeconds: number
  refreshTokenLifeSeconds: number
  codeLifeSeconds: number
  /** Scopes that are ticked on the integration; another one at sign-in is an error. */
  integrationScopes: readonly string[]
  /** The redirect addresses that are allowed, compared exactly; an empty list allows any. */
  redirectUris: readonly string[]
  sites: readonly string[]
  sessionTypes: readonly SessionType[]
  /** How long after its end a run is told of. */
  endedLagSeconds: number
  /** Of somebody who is still there: a time at the beginning of 1970, or nothing. */
  openLeave: '1970' | 'absent'
  overrunSeconds: number
  /** Items on one page at most. */
  largestPage: number
  creationsPerDay: number
  requestsPerMinute: number
  /** Deliveries that fail one after the other before a webhook is switched off. */
  failuresUntilInactive: number
}

export interface SessionType {
  readonly id: number
  readonly name: string
  readonly type: 'meeting' | 'webinar' | 'privateMeeting'
}

export function defaultSettings(): TwinSettings {
  return {
    accessTokenLifeSeconds: 1_209_599,
    refreshTokenLifeSeconds: 7_775_999,
    codeLifeSeconds: 300,
    integrationScopes: [
      'spark:all',
      'spark:people_read',
      'spark-admin:people_read',
      'meeting:schedules_read',
      'meeting:schedules_write',
      'meeting:participants_read',
      'meeting:recordings_read',
      'meeting:preferences_read',
    ],
    redirectUris: [],
    sites: ['example.webex.com'],
    sessionTypes: [
      { id: 3, name: 'Webex Meetings Pro 1000', type: 'meeting' },
      { id: 9, name: 'Private Meeting', type: 'privateMeeting' },
      { id: 130, name: 'Webex Webinars 1000', type: 'webinar' },
    ],
    endedLagSeconds: 900,
    openLeave: '1970',
    overrunSeconds: 900,
    largestPage: 100,
    creationsPerDay: 100,
    requestsPerMinute: 6_000,
    failuresUntilInactive: 5,
  }
}
