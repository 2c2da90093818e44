/**
 * What the API of Digital Samba answers (developer.digitalsamba.com/rest-api), as far as it is used.
 * Samples of the vendor disagree about numbers and about what may be absent, so both are taken;
 * unknown keys are ignored.
 */
import Type, { type Static, type TSchema } from 'typebox'

const maybe = <T extends TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]))

/** Goes into paths; dots alone would change the path. */
const identifier = Type.String({ minLength: 1, maxLength: 100, pattern: '^(?!\\.{1,2}$)' })
/** People are sent there, so no other scheme will do. */
const webLink = Type.String({ pattern: '^[hH][tT][tT][pP][sS]?://[^\\s]+$', maxLength: 2000 })

export const teamReply = Type.Object({ id: Type.String(), domain: maybe(Type.String()) })

export const roomReply = Type.Object({
  id: identifier,
  room_url: webLink,
  external_id: maybe(Type.String()),
})

export const webhookReply = Type.Object({
  id: identifier,
  endpoint: Type.String(),
  authorization_header: maybe(Type.String()),
})

export const downloadReply = Type.Object({ link: webLink })

/** `total_count` is a string in some samples. */
const listOf = <T extends TSchema>(item: T) =>
  Type.Object({
    total_count: maybe(Type.Union([Type.Number(), Type.String()])),
    data: Type.Array(item),
  })

export const webhooksReply = listOf(webhookReply)

export const sessionsReply = listOf(
  Type.Object({
    id: identifier,
    end_time: maybe(Type.String()),
    live: maybe(Type.Boolean()),
  }),
)

/** Read one by one: a record that cannot be true must not cost the others. */
export const participantsReply = listOf(Type.Unknown())

export const recordingsReply = listOf(
  Type.Object({
    id: identifier,
    name: maybe(Type.String()),
    status: maybe(Type.String()),
    /** Seconds. */
    duration: maybe(Type.Number()),
    created_at: maybe(Type.String()),
  }),
)

/** Errors look as the framework behind the API makes them: a message, and texts per field. */
export const errorReply = Type.Object({
  message: maybe(Type.String()),
  error: maybe(Type.String()),
  errors: maybe(Type.Record(Type.String(), Type.Array(Type.String()))),
})

export type TeamReply = Static<typeof teamReply>
export type RoomReply = Static<typeof roomReply>
export type WebhookReply = Static<typeof webhookReply>
export type SessionItem = Static<typeof sessionsReply>['data'][number]
export type RecordingItem = Static<typeof recordingsReply>['data'][number]
export type ErrorReply = Static<typeof errorReply>

export interface RoomBody {
  readonly description: string
  readonly privacy: 'private'
  readonly roles: readonly string[]
  readonly default_role: string
  readonly max_participants?: number
  readonly session_length: number
  readonly expires_at: string
  readonly recordings_enabled: boolean
  readonly recording_autostart_enabled: boolean
}

/** What only a new room is told: these never change. */
export interface NewRoomBody extends RoomBody {
  readonly friendly_url: string
  readonly external_id: string
  readonly webhooks?: readonly string[]
}

export interface WebhookBody {
  readonly endpoint: string
  readonly name: string
  readonly authorization_header: string
  readonly events: readonly string[]
}
