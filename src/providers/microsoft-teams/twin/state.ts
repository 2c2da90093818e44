import { randomBytes, randomUUID } from 'node:crypto'
import type { Clock } from '#clock'
import type { Courier, OutgoingCall } from '../../twin/courier.ts'
import type { Faults } from '../../twin/faults.ts'
import type { Ledger } from '../../twin/ledger.ts'
import type { Rooms } from '../../twin/rooms.ts'
import type { TwinSettings, User } from './settings.ts'

export interface Code {
  readonly userId: string
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly challenge: string | undefined
  readonly expiresAt: Date
}

export interface RefreshToken {
  readonly userId: string
  readonly scopes: readonly string[]
  readonly expiresAt: Date
}

/** Of a person who signed in, or of the application itself. */
export interface AccessToken {
  readonly user: string | undefined
  readonly permissions: readonly string[]
  readonly expiresAt: Date
}

/** A time on the clock of a zone, as Graph writes it. */
export interface ZonedTime {
  readonly dateTime: string
  readonly timeZone: string
}

export interface RecurrenceOrder {
  readonly pattern: {
    readonly type: string
    readonly interval: number
    readonly daysOfWeek?: readonly string[]
    readonly dayOfMonth?: number
    readonly index?: string
    readonly firstDayOfWeek?: string
  }
  readonly range: {
    readonly type: string
    readonly startDate: string
    readonly endDate?: string
    readonly numberOfOccurrences?: number
    readonly recurrenceTimeZone?: string
  }
}

export interface EventOrder {
  readonly subject?: string
  readonly body?: { readonly contentType: string; readonly content: string }
  readonly start: ZonedTime
  readonly end: ZonedTime
  readonly isOnlineMeeting?: boolean
  readonly onlineMeetingProvider?: string
  readonly recurrence?: RecurrenceOrder | null
  readonly transactionId?: string
  readonly singleValueExtendedProperties?: readonly ExtendedProperty[]
}

export interface ExtendedProperty {
  readonly id: string
  readonly value: string
}

export interface CalendarEvent {
  /** Changes when the event is moved; the immutable one never does. */
  readonly id: string
  readonly immutableId: string
  readonly ownerId: string
  readonly order: EventOrder
  readonly content: string
  readonly start: Date
  readonly end: Date
  /** One for what takes place once. */
  readonly times: readonly Date[]
  readonly meetingId: string | undefined
  readonly reads: { left: number }
  readonly changedAt: Date
}

export interface Participant {
  readonly upn?: string
  readonly role?: string
}

export interface Meeting {
  readonly id: string
  readonly threadId: string
  readonly joinWebUrl: string
  readonly organizerId: string
  readonly passcode: string
  readonly options: MeetingOptions
}

export interface MeetingOptions {
  readonly subject?: string
  readonly allowedPresenters: string
  readonly recordAutomatically: boolean
  readonly lobbyBypassSettings: object
  readonly joinMeetingIdSettings: { readonly isPasscodeRequired: boolean }
  readonly participants: { readonly attendees: readonly Participant[] }
}

export interface Presenter {
  readonly id: string
  readonly email: string
  readonly identity: object
}

export interface WebinarOrder {
  readonly displayName?: string
  readonly description?: { readonly contentType: string; readonly content: string }
  readonly startDateTime: ZonedTime
  readonly endDateTime: ZonedTime
  readonly audience?: string
  readonly coOrganizers?: readonly { readonly id: string }[]
  readonly settings?: object
}

export interface Webinar {
  readonly id: string
  readonly ownerId: string
  readonly order: WebinarOrder
  readonly meetingId: string
  readonly sessionId: string
  status: 'draft' | 'published' | 'canceled'
  externalId: string | undefined
  presenters: readonly Presenter[]
}

export interface RegistrationOrder {
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly preferredTimezone: string
  readonly preferredLanguage: string
  readonly externalRegistrationInformation?: object
}

export interface Registration extends RegistrationOrder {
  readonly id: string
  readonly webinarId: string
  readonly registeredAt: Date
  status: 'registered' | 'pendingApproval' | 'canceled'
  canceledAt: Date | undefined
}

/** One time that a meeting took place, from the first who came to the last who left; has a report. */
export interface Run {
  readonly id: string
  readonly meetingId: string
  readonly start: Date
  end: Date | undefined
}

export interface Guest {
  readonly name: string
  /** Undefined: joined without signing in. */
  readonly email: string | undefined
  readonly registrationId: string | undefined
}

export interface Presence extends Guest {
  readonly id: string
  readonly runId: string
  readonly joinedAt: Date
  leftAt: Date | undefined
}

export interface Visitor extends Guest {
  readonly token: string
  readonly meetingId: string
}

export interface RecordingRow {
  readonly id: string
  readonly meetingId: string
  readonly start: Date
  readonly end: Date
}

export interface Subscription {
  readonly id: string
  readonly resource: string
  readonly changeType: string
  readonly notificationUrl: string
  readonly clientState: string | undefined
  readonly lifecycleNotificationUrl: string | undefined
  /** Who asked: a user, or the application. */
  readonly creatorId: string
  readonly isImmutable: boolean
  expiresAt: Date
}

/** Carries a call over the network and gives the answer; status 0 where none came. */
export type Reach = (call: OutgoingCall) => Promise<{
  readonly status: number
  readonly contentType?: string
  readonly text?: string
}>

/** The simulated tenant: everything its parts share. */
export interface Tenant {
  readonly clock: Clock
  readonly url: () => string
  readonly id: string
  readonly client: { readonly id: string; readonly secret: string }
  readonly settings: TwinSettings
  readonly faults: Faults
  readonly ledger: Ledger
  readonly rooms: Rooms
  readonly courier: Courier
  readonly reach: Reach
  readonly codes: Map<string, Code>
  readonly refreshTokens: Map<string, RefreshToken>
  readonly accessTokens: Map<string, AccessToken>
  /** How often each kind of grant gave a token. */
  readonly grants: Map<string, number>
  readonly events: Map<string, CalendarEvent>
  readonly meetings: Map<string, Meeting>
  readonly webinars: Map<string, Webinar>
  readonly registrations: Map<string, Registration>
  readonly runs: Map<string, Run>
  readonly presences: Map<string, Presence>
  readonly visitors: Map<string, Visitor>
  readonly recordings: Map<string, RecordingRow>
  readonly subscriptions: Map<string, Subscription>
  /** Requests of the mailbox in each ten minutes. */
  readonly counts: Map<string, number>
}

export const newId = () => randomUUID()
export const newSecret = () => randomBytes(32).toString('base64url')
/** Ids of Exchange are long and may hold `-`, `_` and `=`. */
export const newItemId = () => `AAMk${randomBytes(96).toString('base64url')}=`

export const later = ({ clock }: Tenant, seconds: number): Date =>
  new Date(clock.now().getTime() + seconds * 1000)

export const userBy = ({ settings }: Tenant, idOrName: string): User | undefined =>
  settings.users.find(
    ({ id, mail }) => id === idOrName || mail.toLowerCase() === idOrName.toLowerCase(),
  )
