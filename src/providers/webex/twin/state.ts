import { randomBytes } from 'node:crypto'
import type { Clock } from '#clock'
import type { Courier } from '../../twin/courier.ts'
import type { Faults } from '../../twin/faults.ts'
import type { Ledger } from '../../twin/ledger.ts'
import type { Rooms } from '../../twin/rooms.ts'
import type { TwinSettings } from './settings.ts'

/** A person with a Webex account in the simulated company. */
export interface User {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly changedAt: Date
}

export interface Client {
  readonly id: string
  readonly secret: string
}

export interface Code {
  readonly clientId: string
  readonly user: User
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly challenge: string | undefined
  readonly expiresAt: Date
}

/** What one consent gave. */
export interface Grant {
  readonly clientId: string
  readonly user: User
  readonly scopes: readonly string[]
  readonly refreshToken: string
  readonly refreshUntil: Date
}

export interface AccessToken {
  readonly grant: Grant
  readonly expiresAt: Date
}

export interface MeetingOrder {
  readonly title: string
  readonly start: string
  readonly end: string
  readonly timezone?: string
  readonly agenda?: string
  readonly password?: string
  readonly recurrence?: string | null
  readonly scheduledType?: 'meeting' | 'webinar'
  readonly sessionTypeId?: number
  readonly siteUrl?: string
  readonly invitees?: readonly InviteeOrder[]
  readonly integrationTags?: readonly string[]
  readonly registration?: Registration
  readonly enabledJoinBeforeHost?: boolean
  readonly joinBeforeHostMinutes?: number
}

export interface Registration {
  readonly autoAcceptRequest?: boolean
  readonly maxRegisterNum?: number
}

export interface Meeting {
  readonly id: string
  readonly host: User
  readonly number: string
  readonly order: MeetingOrder & { readonly password: string; readonly timezone: string }
  readonly start: Date
  readonly end: Date
  /** One for what takes place once. */
  readonly times: readonly Date[]
  /** Milliseconds that single dates last, by their start; the others last as long as the first. */
  readonly lengths?: ReadonlyMap<number, number>
}

export interface InviteeOrder {
  readonly email: string
  readonly displayName?: string
  readonly coHost?: boolean
  readonly panelist?: boolean
}

export interface Invitee extends Required<InviteeOrder> {
  readonly id: string
  readonly meetingId: string
}

export interface RegistrantOrder {
  readonly firstName: string
  readonly lastName: string
  readonly email: string
}

export interface Registrant extends RegistrantOrder {
  readonly id: string
  readonly meetingId: string
  readonly status: 'approved' | 'pending' | 'rejected'
  readonly registeredAt: Date
}

/** One time that a meeting took place. */
export interface Run {
  readonly id: string
  readonly meetingId: string
  readonly start: Date
  end: Date | undefined
}

/** One presence by one device; rows of participants are made of those of one person. */
export interface Presence {
  readonly id: string
  readonly runId: string
  readonly email: string
  readonly name: string
  readonly state: 'joined' | 'lobby'
  readonly joinedAt: Date
  leftAt: Date | undefined
}

export interface JoinLink {
  readonly token: string
  readonly meetingId: string
  readonly email: string
  readonly name: string
  readonly expiresAt: Date
}

export interface RecordingRow {
  readonly id: string
  readonly runId: string
  readonly meetingId: string
  readonly recordedAt: Date
  readonly createdAt: Date
  readonly seconds: number
}

export interface Webhook {
  readonly id: string
  readonly name: string
  readonly targetUrl: string
  readonly resource: string
  readonly event: string
  readonly secret: string | undefined
  readonly createdAt: Date
  status: 'active' | 'inactive'
  failures: number
}

/** The simulated company: everything its parts share. */
export interface Webex {
  readonly clock: Clock
  readonly url: () => string
  readonly client: Client
  /** A second integration, for people who act under their own names. */
  readonly actionClient: Client
  /** Administrator, and who signs in unless the page is told somebody else. */
  readonly host: User
  /** Everybody, by e-mail; the host too. */
  readonly users: Map<string, User>
  readonly settings: TwinSettings
  readonly faults: Faults
  readonly ledger: Ledger
  readonly rooms: Rooms
  readonly courier: Courier
  readonly codes: Map<string, Code>
  /** By refresh token. */
  readonly grants: Map<string, Grant>
  readonly tokens: Map<string, AccessToken>
  readonly meetings: Map<string, Meeting>
  readonly invitees: Map<string, Invitee>
  readonly registrants: Map<string, Registrant>
  readonly runs: Map<string, Run>
  readonly presences: Map<string, Presence>
  readonly links: Map<string, JoinLink>
  readonly recordings: Map<string, RecordingRow>
  readonly webhooks: Map<string, Webhook>
  /** When meetings were created, and requests came. */
  readonly creations: Date[]
  readonly counts: Map<string, number>
}

export const newHex = () => randomBytes(16).toString('hex')
export const newSecret = () => randomBytes(32).toString('base64url')
export const newDigits = (length: number) =>
  String(randomBytes(6).readUIntBE(0, 6) % 10 ** length).padStart(length, '1')

/** UTC, whole seconds. */
export const webexTime = (time: Date) => `${time.toISOString().slice(0, 19)}Z`

/** Ids of single dates end with their time: `<series>_20260516T230000Z`. */
export const dateId = (meetingId: string, time: Date) =>
  `${meetingId}_${webexTime(time).replaceAll(/[-:]/g, '')}`

export const valuesOf = <T extends { readonly meetingId: string }>(
  rows: ReadonlyMap<string, T>,
  meetingId: string,
): readonly T[] => [...rows.values()].filter((row) => row.meetingId === meetingId)
