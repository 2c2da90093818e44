import { randomUUID } from 'node:crypto'
import type { Clock } from '#clock'
import type { Courier } from '../../twin/courier.ts'
import type { Faults } from '../../twin/faults.ts'
import type { TwinSettings } from './settings.ts'

/** The simulated company and the one team it has. Times are milliseconds of the twin's clock. */
export interface Vendor {
  readonly clock: Clock
  readonly url: () => string
  readonly team: { readonly id: string; readonly key: string; readonly domain: string }
  readonly settings: TwinSettings
  readonly faults: Faults
  readonly courier: Courier
  /** Also deleted ones: what happened in them is told on. */
  readonly rooms: Map<string, Room>
  readonly sessions: Map<string, Session>
  readonly participants: Map<string, Participant>
  readonly recordings: Map<string, TwinRecording>
  readonly webhooks: Map<string, Webhook>
  /** People by the name of their page. */
  readonly visits: Map<string, Entry>
  /** Requests to the API so far, oldest first: `GET /rooms`. */
  readonly calls: string[]
}

export interface RoomSettings {
  readonly description: string
  readonly friendly_url: string
  readonly privacy: 'public' | 'private'
  readonly external_id: string | null
  readonly roles: readonly string[]
  readonly default_role: string
  readonly max_participants: number
  readonly session_length: number | null
  readonly expires_at: string | null
  readonly webhooks: readonly string[]
  readonly recordings_enabled: boolean
  readonly recording_autostart_enabled: boolean
}

export interface Room {
  readonly id: string
  readonly createdAt: number
  settings: RoomSettings
  updatedAt: number
  deletedAt: number | undefined
}

export interface Session {
  readonly id: string
  readonly roomId: string
  readonly startedAt: number
  endedAt: number | undefined
}

export interface Participant {
  readonly id: string
  readonly sessionId: string
  readonly roomId: string
  readonly externalId: string | null
  readonly name: string
  readonly role: string
  joinedAt: number
  leftAt: number | undefined
  /** Browsers that crash leave no leave: the row stays open although the session is over. */
  leaveIsLost: boolean
}

export interface TwinRecording {
  readonly id: string
  readonly roomId: string
  readonly sessionId: string | null
  readonly name: string
  readonly startedAt: number
  readonly seconds: number
  readonly readyAt: number
  isTold: boolean
}

export interface Webhook {
  readonly id: string
  readonly createdAt: number
  endpoint: string
  name: string
  authorizationHeader: string | null
  events: readonly string[]
}

/** What a join token let somebody in as. */
export interface Entry {
  readonly roomId: string
  readonly externalId: string | null
  readonly name: string
  readonly role: string
  participantId: string | undefined
}

export const nowOf = ({ clock }: Pick<Vendor, 'clock'>) => clock.now().getTime()

export const newId = () => randomUUID()

export const liveSession = ({ sessions }: Vendor, roomId: string) =>
  [...sessions.values()].find((each) => each.roomId === roomId && each.endedAt === undefined)

export const presentIn = ({ participants }: Vendor, sessionId: string) =>
  [...participants.values()].filter(
    (each) => each.sessionId === sessionId && each.leftAt === undefined && !each.leaveIsLost,
  )

export const standing = ({ rooms }: Vendor) =>
  [...rooms.values()].filter(({ deletedAt }) => deletedAt === undefined)
