/** What the company behind the twin is like. Every value can be changed while it runs. */
export interface TwinSettings {
  accessTokenLifeSeconds: number
  /** Whether the account has the add-on for webinars. */
  webinarPlan: boolean
  /** Granular scopes of the app. */
  scopes: readonly string[]
  /** How long after the end of a run its report is complete. */
  reportLagSeconds: number
  /** What a report says before that: nothing yet, or people with a duration of 0. */
  earlyReports: 'none' | 'zero'
  /** What a series on the 29th to 31st does in months without that day; no document says. */
  shortMonths: 'skip' | 'clamp'
  /** What a second registration with the same e-mail does; observed is the first. */
  repeatedRegistration: 'same' | 'refused'
  /** How long a meeting runs on after its planned end while people are in it. */
  overrunSeconds: number
  /** Items on one page at most, however many are asked for. */
  largestPage: number
  /** Creations and changes of one host in one UTC day. */
  changesPerDay: number
  /** Registrations of one person for one meeting in one UTC day. */
  registrationsPerDay: number
  /** Labels of which the whole account has no calls left for today. */
  usedUp: readonly Label[]
  /** Requests per second, by the label of the call. */
  perSecond: Readonly<Record<Label, number>>
  /** In which unit `x-zm-request-timestamp` comes; both have been seen. */
  timestampUnit: 'seconds' | 'milliseconds'
}

export type Label = 'LIGHT' | 'MEDIUM' | 'HEAVY'

/** Business plan. */
export function defaultSettings(): TwinSettings {
  return {
    accessTokenLifeSeconds: 3599,
    webinarPlan: true,
    scopes: allScopes,
    reportLagSeconds: 600,
    earlyReports: 'none',
    shortMonths: 'skip',
    repeatedRegistration: 'same',
    overrunSeconds: 900,
    largestPage: 300,
    changesPerDay: 100,
    registrationsPerDay: 3,
    usedUp: [],
    perSecond: { LIGHT: 80, MEDIUM: 60, HEAVY: 40 },
    timestampUnit: 'milliseconds',
  }
}

const allScopes = [
  'user:read:user:admin',
  'user:read:list_users:admin',
  ...['meeting', 'webinar'].flatMap((kind) => [
    `${kind}:write:${kind}:admin`,
    `${kind}:read:${kind}:admin`,
    `${kind}:update:${kind}:admin`,
    `${kind}:delete:${kind}:admin`,
    `${kind}:update:status:admin`,
    `${kind}:read:list_${kind}s:admin`,
    `${kind}:write:registrant:admin`,
    `${kind}:read:list_registrants:admin`,
    `${kind}:read:registrant:admin`,
    `${kind}:update:registrant_status:admin`,
    `${kind}:delete:registrant:admin`,
    `${kind}:read:list_past_instances:admin`,
    `report:read:list_${kind}_participants:admin`,
  ]),
  'webinar:write:panelist:admin',
  'webinar:read:list_panelists:admin',
  'webinar:delete:panelist:admin',
  'cloud_recording:read:list_recording_files:admin',
] as const
