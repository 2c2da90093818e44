import { randomBytes } from 'node:crypto'
import type { Clock } from '#clock'
import type { Faults } from '../../twin/faults.ts'
import type { Ledger } from '../../twin/ledger.ts'
import type { Rooms } from '../../twin/rooms.ts'
import type { Throttle, TwinSettings } from './settings.ts'

/** The simulated company and the one client it has. Times are milliseconds of the twin's clock. */
export interface Vendor {
  readonly clock: Clock
  readonly url: () => string
  readonly client: {
    readonly id: string
    readonly name: string
    readonly tokenKey: string
    readonly tokenSecret: string
  }
  readonly settings: TwinSettings
  readonly faults: Faults
  readonly ledger: Ledger
  readonly rooms: Rooms
  readonly events: Map<string, TwinEvent>
  /** By event and e-mail address. */
  readonly registrants: Map<string, TwinRegistrant>
  readonly stays: Map<string, Stay>
  /** Instants of the calls of the last minute, by endpoint. */
  readonly recent: Map<string, number[]>
  /** People in front of a page, by the name of the page. */
  readonly visits: Map<string, Visitor>
}

export interface EventSettings {
  readonly title: string
  readonly abstract: string | undefined
  readonly summary: string | undefined
  readonly start: number
  readonly minutes: number
  readonly eventType: string
  readonly languageCd: string
  readonly countryCd: string | undefined
  readonly timeZone: string
  readonly tags: readonly string[]
  readonly campaignCode: string | undefined
  readonly archiveAvailable: boolean
  readonly registrationIsOpen: boolean
}

export interface TwinEvent {
  readonly id: string
  readonly key: string
  /** Of the presentation manager. */
  readonly managerKey: string
  readonly createdAt: number
  settings: EventSettings
  modifiedAt: number
  isActive: boolean
  isDeleted: boolean
  /** When the presenters ended it; until then its plan counts. */
  endedAt: number | undefined
}

export interface TwinRegistrant {
  readonly userId: string
  readonly eventId: string
  readonly createdAt: number
  email: string
  changedAt: number
  isDeleted: boolean
  isForgotten: boolean
  /** What was sent, by lower-case name. */
  fields: Readonly<Record<string, string>>
}

/** One time that one person watched. */
export interface Stay {
  readonly id: string
  readonly eventId: string
  readonly userId: string
  readonly usage: 'Live' | 'Archived'
  joinedAt: number
  leftAt: number | undefined
  /** Of this stay alone; else that of the settings. */
  readonly lagSeconds: number | undefined
}

export interface Visitor {
  readonly eventId: string
  readonly role: 'attendee' | 'presenter'
  /** Presenters are not registered. */
  readonly userId: string | undefined
}

export const nowOf = ({ clock }: Pick<Vendor, 'clock'>) => clock.now().getTime()

export const newKey = () => randomBytes(16).toString('hex').toUpperCase()

export const registrantKey = (eventId: string, email: string) =>
  `${eventId} ${email.trim().toLowerCase()}`

export const registrantsOf = ({ registrants }: Vendor, eventId: string) =>
  [...registrants.values()].filter((each) => each.eventId === eventId)

export const endOf = ({ endedAt, settings }: TwinEvent) =>
  endedAt ?? settings.start + settings.minutes * 60_000

export const standing = ({ events }: Vendor) =>
  [...events.values()].filter(({ isDeleted }) => !isDeleted)

/** Ids of events and of people come from one row of numbers, far from small ones. */
export function nextId({ events, registrants, stays }: Vendor, from: number): string {
  return String(from + events.size + registrants.size + stays.size)
}

export type { Throttle }
