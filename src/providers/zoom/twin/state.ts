import { randomBytes } from 'node:crypto'
import type { Clock } from '#clock'
import type { Courier } from '../../twin/courier.ts'
import type { Faults } from '../../twin/faults.ts'
import type { Ledger } from '../../twin/ledger.ts'
import type { Rooms } from '../../twin/rooms.ts'
import type { TwinSettings } from './settings.ts'

/** Where a meeting lives in the API: `/meetings/…` or `/webinars/…`. */
export type Kind = 'meetings' | 'webinars'

export interface ZoomUser {
  readonly id: string
  readonly email: string
  readonly firstName: string
  readonly lastName: string
  /** 1 basic, 2 licensed. */
  readonly type: 1 | 2
  readonly timezone: string
}

export interface RecurrenceRule {
  readonly type: 1 | 2 | 3
  readonly repeat_interval?: number
  readonly weekly_days?: string
  readonly monthly_day?: number
  readonly monthly_week?: -1 | 1 | 2 | 3 | 4
  readonly monthly_week_day?: number
  readonly end_times?: number
  readonly end_date_time?: string
}

/** What callers ask for; a PATCH has some of it. */
export interface MeetingOrder {
  readonly topic?: string
  readonly type?: number
  readonly start_time?: string
  readonly duration?: number
  readonly timezone?: string
  readonly password?: string
  readonly agenda?: string
  readonly recurrence?: RecurrenceRule
  readonly settings?: Readonly<Record<string, unknown>>
}

export interface Meeting {
  readonly id: string
  readonly uuid: string
  readonly kind: Kind
  readonly host: ZoomUser
  readonly createdAt: Date
  readonly order: Required<Pick<MeetingOrder, 'topic' | 'type' | 'duration' | 'timezone'>> &
    MeetingOrder
  readonly start: Date | undefined
  readonly occurrences: readonly Occurrence[]
}

export interface Occurrence {
  readonly id: string
  readonly start: Date
  readonly minutes: number
  readonly status: 'available' | 'deleted'
}

export interface Registrant {
  readonly id: string
  readonly meetingId: string
  readonly token: string
  readonly email: string
  readonly firstName: string
  readonly lastName: string
  readonly status: 'approved' | 'pending' | 'denied' | 'cancelled'
  readonly createdAt: Date
}

export interface Panelist {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly token: string
}

/** One time that a meeting took place; Zoom calls it a past instance. */
export interface Run {
  readonly uuid: string
  readonly meetingId: string
  readonly start: Date
  end: Date | undefined
  readonly files: RecordingFile[]
}

/** One join of one person. */
export interface Presence {
  readonly id: string
  readonly runUuid: string
  readonly registrantId: string | undefined
  readonly name: string
  readonly email: string
  readonly status: 'in_meeting' | 'in_waiting_room'
  readonly joinedAt: Date
  leftAt: Date | undefined
}

export interface RecordingFile {
  readonly id: string
  readonly start: Date
  readonly end: Date
}

export interface Token {
  readonly expiresAt: Date
}

/** The simulated company: everything its parts share. */
export interface Zoom {
  readonly clock: Clock
  readonly url: () => string
  readonly app: { readonly accountId: string; readonly clientId: string; readonly secret: string }
  /** "Secret Token" of the event subscription. */
  readonly callbackSecret: string
  readonly settings: TwinSettings
  readonly faults: Faults
  readonly ledger: Ledger
  readonly rooms: Rooms
  /** By e-mail. */
  readonly users: Map<string, ZoomUser>
  readonly tokens: Map<string, Token>
  readonly meetings: Map<string, Meeting>
  readonly registrants: Map<string, Registrant>
  /** By meeting. */
  readonly panelists: Map<string, readonly Panelist[]>
  readonly runs: Map<string, Run>
  readonly presences: Map<string, Presence>
  /** Counters of quotas, by what and when. */
  readonly counts: Map<string, number>
  readonly courier: Courier
  /** Where callbacks go; undefined: nobody has entered an address. */
  callbackUrl: string | undefined
}

export const newToken = (bytes = 16) => randomBytes(bytes).toString('base64url')

/** Times in answers: UTC, whole seconds, `Z`. */
export const zoomTime = (time: Date) => `${time.toISOString().slice(0, 19)}Z`

export const newMeetingId = () =>
  `8${String(randomBytes(6).readUIntBE(0, 6) % 1e10).padStart(10, '0')}`

/**
 * 16 bytes in base64. Some begin with "/" and some hold "//", which is where callers go wrong: every
 * third each.
 */
export function newUuid(serial: number): string {
  const bytes = randomBytes(16)
  if (serial % 3 === 1) bytes[0] = 0xfc | ((bytes[0] as number) & 3)
  if (serial % 3 === 2) bytes.set([0xff, 0xff, 0xff], 3)
  return bytes.toString('base64')
}
