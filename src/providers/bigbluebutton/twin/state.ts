import { createHash, randomBytes } from 'node:crypto'
import type { Clock } from '#clock'
import type { Courier } from '../../twin/courier.ts'
import type { Faults } from '../../twin/faults.ts'
import type { TwinSettings } from './settings.ts'

/** The simulated server: everything its parts share. Times are milliseconds of the twin's clock. */
export interface Vendor {
  readonly clock: Clock
  readonly url: () => string
  readonly secret: string
  readonly settings: TwinSettings
  readonly faults: Faults
  /** Calls of the API so far, oldest first: `create`, `hooks/list`. */
  readonly calls: string[]
  readonly courier: Courier
  /** Rooms that exist, by the id that was given to them. */
  readonly rooms: Map<string, Room>
  /** Newest last. */
  readonly recordings: TwinRecording[]
  readonly hooks: Map<string, Hook>
  /** People by the session token of their entry. */
  readonly sessions: Map<string, Session>
  /** Analytics that the script will send. */
  readonly analytics: { readonly dueAt: number; readonly room: Room; readonly endedAt: number }[]
}

export type Role = 'MODERATOR' | 'VIEWER'

export interface Room {
  readonly meetingId: string
  readonly internalId: string
  readonly name: string
  readonly createTime: number
  readonly attendeePassword: string
  readonly moderatorPassword: string
  readonly voiceBridge: string
  /** 0: without end. */
  readonly durationMinutes: number
  readonly maxParticipants: number
  readonly emptyMinutes: { readonly neverJoined: number; readonly lastLeft: number }
  readonly record: boolean
  readonly autoStartRecording: boolean
  readonly keepEvents: boolean
  readonly logoutUrl: string | undefined
  /** Names in lower case, without `meta_`. */
  readonly metadata: ReadonlyMap<string, string>
  readonly people: Person[]
  slides: number
  messages: number
  isRecording: boolean
  wasRecorded: boolean
  forciblyEndedAt: number | undefined
}

export interface Person {
  readonly internalId: string
  /** The passed `userID`, else the internal one. */
  readonly externalId: string
  readonly name: string
  readonly role: Role
  readonly customData: ReadonlyMap<string, string>
  readonly stays: Stay[]
}

export interface Stay {
  readonly joinedAt: number
  leftAt: number | undefined
}

export interface Session {
  readonly room: Room
  readonly person: Person
}

export interface TwinRecording {
  readonly recordId: string
  readonly meetingId: string
  readonly name: string
  readonly startTime: number
  readonly endTime: number
  readonly participants: number
  readonly readyAt: number
  readonly readyUrl: string | undefined
  readonly metadata: Map<string, string>
  readonly tracks: TextTrack[]
  state: 'processing' | 'published' | 'unpublished'
}

export interface TextTrack {
  readonly kind: string
  readonly lang: string
  readonly label: string
}

export interface Hook {
  readonly id: string
  readonly callbackUrl: string
  readonly meetingId: string | undefined
  /** Undefined: all. */
  readonly eventIds: readonly string[] | undefined
  readonly isPermanent: boolean
  readonly getRaw: boolean
}

export const nowOf = ({ clock }: Pick<Vendor, 'clock'>) => clock.now().getTime()

/** Documented: SHA-1 of the external id, a dash and the time of creation. */
export const internalIdOf = (meetingId: string, createTime: number) =>
  `${createHash('sha1').update(meetingId).digest('hex')}-${createTime}`

export const newId = (prefix: string, bytes = 6) => `${prefix}${randomBytes(bytes).toString('hex')}`

/** Who is in the room now, or was at its end. */
export const present = ({ people }: Room) =>
  people.filter(({ stays }) => stays.some(({ leftAt }) => leftAt === undefined))

export const hasBeenJoined = ({ people }: Room) => people.some(({ stays }) => stays.length > 0)
