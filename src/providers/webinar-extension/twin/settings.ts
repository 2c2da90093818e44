export interface WebinarType {
  readonly name: string
  readonly value: string
}

/** What the company behind the twin is like. Every value can be changed while it runs. */
export interface TwinSettings {
  /** How long a webinar stays pending; 0 answers with the outcome at once. Twin's clock. */
  creationDelaySeconds: number
  /** How long after a leave the report carries it. Twin's clock. */
  attendanceLagSeconds: number
  /** How long a room stays open after the planned end. Twin's clock. */
  overrunSeconds: number
  /** Twin's clock. */
  codeLifeSeconds: number
  /** Twin's clock. */
  accessTokenLifeSeconds: number
  /** How often an open join page says that it is there. Real time. */
  heartbeatSeconds: number
  /** After how long without a heartbeat a join page counts as gone. Real time. */
  heartbeatTimeoutSeconds: number
  /** Items on one page of registrations or attendance. */
  pageSize: number
  maxDurationMinutes: number
  maxAttendees: number
  webinarTypes: readonly WebinarType[]
  /** The redirect addresses that are allowed, compared exactly; an empty list allows any. */
  redirectUris: readonly string[]
}

export function defaultSettings(): TwinSettings {
  return {
    creationDelaySeconds: 3,
    attendanceLagSeconds: 300,
    overrunSeconds: 900,
    codeLifeSeconds: 60,
    accessTokenLifeSeconds: 3600,
    heartbeatSeconds: 15,
    heartbeatTimeoutSeconds: 60,
    pageSize: 100,
    maxDurationMinutes: 480,
    maxAttendees: 3000,
    webinarTypes: [
      { name: 'Live webinar', value: 'live' },
      { name: 'Live with recording', value: 'live-recorded' },
      { name: 'On demand', value: 'on-demand' },
    ],
    redirectUris: [],
  }
}
