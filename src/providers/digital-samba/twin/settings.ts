/** What the company behind the twin is like. Every value can be changed while it runs. */
export interface TwinSettings {
  /** Of one team, on the twin's clock. */
  requestsPerMinute: number
  /** The most rows that a list gives at once. */
  pageSize: number
  /** How long after a leave the lists know of it. Twin's clock. */
  attendanceLagSeconds: number
  /** How long an empty session goes on. Twin's clock. */
  emptySeconds: number
  /** How long a recording is converted. Twin's clock. */
  conversionSeconds: number
  /** Roles that start a session; others wait for them. */
  startingRoles: readonly string[]
  /** The documentation and the vendor's examples differ about what a webhook holds, and how. */
  webhookShape: 'documented' | 'exemplary'
  webhookHeader: 'bearer' | 'verbatim'
}

export function defaultSettings(): TwinSettings {
  return {
    requestsPerMinute: 1000,
    pageSize: 100,
    attendanceLagSeconds: 0,
    emptySeconds: 60,
    conversionSeconds: 120,
    startingRoles: ['moderator', 'speaker', 'attendee'],
    webhookShape: 'documented',
    webhookHeader: 'bearer',
  }
}
