/** What the company behind the twin is like. Every value can be changed while it runs. */
export interface TwinSettings {
  /** Groups of calls that the token may make. */
  rights: readonly Right[]
  /** Calls per minute of the twin's clock, each endpoint by itself. */
  perMinute: Readonly<Record<Throttle, number>>
  /** How a call too many is refused: documented is 403; connectors of others have met 429. */
  tooMany: 'forbidden' | 'too-many-requests' | 'too-many-requests-with-a-time'
  /** How long after the end of an event its live stays are told. */
  liveLagSeconds: number
  /** How long after a stay in the archive it is told. */
  archiveLagSeconds: number
  /** How long after a registration the lists of registrants hold it. */
  registrantLagSeconds: number
  /** The most rows of a page, however many are asked for. */
  largestPage: number
  /** Pages for more rows than this are refused. */
  mostItemsPerPage: number
  /** The token was switched off, e.g. because nobody used it for 60 days. */
  tokenIsActive: boolean
  /** The contract of the client has ended. */
  clientIsActive: boolean
  /** The event's "login only" is on, so people are let in by seamless login. */
  seamlessLogin: boolean
  /** Where the archive can be downloaded once it is there. */
  archiveFiles: boolean
}

export const allRights = [
  'clients',
  'events',
  'registrants',
  'attendees',
  'management',
  'registration',
  'helpers',
] as const
export type Right = (typeof allRights)[number]

/** 10: creating; 30: most; 60: changing; 100: lists of people; 1000: one event and registering. */
export type Throttle = 'create' | 'most' | 'change' | 'people' | 'busy'

export function defaultSettings(): TwinSettings {
  return {
    rights: allRights,
    perMinute: { create: 10, most: 30, change: 60, people: 100, busy: 1000 },
    tooMany: 'forbidden',
    liveLagSeconds: 30 * 60,
    archiveLagSeconds: 4 * 3600,
    registrantLagSeconds: 15 * 60,
    largestPage: 1000,
    mostItemsPerPage: 1000,
    tokenIsActive: true,
    clientIsActive: true,
    seamlessLogin: true,
    archiveFiles: false,
  }
}
