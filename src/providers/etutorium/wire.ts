/**
 * What eTutorium answers, as far as two clients show: davintoo/etutorium-api (A, 2019) and the
 * vendor's Moodle module felgenner/moodle.etutorium.com (B, 2020). There is no official reference.
 * Ids are numbers; unknown keys are ignored.
 */
import Type, { type Static, type TSchema } from 'typebox'

const maybe = <T extends TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]))

const identifier = Type.Union([
  Type.Integer({ minimum: 0 }),
  Type.String({ pattern: '^[A-Za-z0-9_-]{1,100}$' }),
])

/** People are sent there, so no other scheme will do. */
const webLink = Type.String({ pattern: '^[hH][tT][tT][pP][sS]?://[^\\s]+$', maxLength: 2000 })

export const webinarReply = Type.Object({ id: identifier, title: maybe(Type.String()) })

/** What `/cabinet/webinar` tells is not known: any JSON will do. */
export const cabinetReply = Type.Unknown()

export const participantsReply = Type.Array(
  Type.Object({
    id: maybe(identifier),
    access_token: Type.String({ pattern: '^[^\\s/]{1,500}$' }),
  }),
)

/** Read one by one: a record that cannot be true must not cost the others. */
export const participantListReply = Type.Array(Type.Unknown())

export const moodleParticipantReply = Type.Object({ authurl: webLink })

/** `ok` is false with `error` or `validate`; B also meets a bare `message`. */
export interface FailureReply {
  readonly ok?: unknown
  readonly error?: unknown
  readonly validate?: unknown
  readonly message?: unknown
}

export type ParticipantReply = Static<typeof participantsReply>[number]
export type WebinarReply = Static<typeof webinarReply>

/** In the vendor's words. */
export type Role = 'listener' | 'presenter' | 'moderator'

export interface WebinarBody {
  readonly title: string
  /** IANA name. */
  readonly timezone: string
  /** `YYYY-MM-DD HH:MM:SS` in that zone. */
  readonly start_time: string
  readonly finish_time: string
  readonly language: string
  readonly quick_signup: 'NONE'
  readonly archive_access: 'NONE'
  readonly chat_enabled: 0 | 1
  readonly customized_email: 0 | 1
  readonly public_chat: 0 | 1
  readonly show_participant_tab: 0 | 1
  readonly show_participant_count: 0 | 1
  readonly stream_places: number
  readonly enable_ask_question: 0 | 1
}

export interface ParticipantBody {
  readonly email: string
  readonly username: string
  readonly first_name: string
  readonly second_name: string
  readonly role: Role
}

export interface InvitationBody {
  readonly webinarID: string
  readonly participants: readonly ParticipantBody[]
  readonly role: Role
  readonly send_notification: 0 | 1
}
