/**
 * What Zoom answers, as far as it is used here; members beside these are ignored. Times are UTC with
 * `Z`, durations minutes, in rows of participants seconds.
 */
import Type, { type Static } from 'typebox'

/** Ten or eleven digits; text in callbacks. */
const meetingId = Type.Union([
  Type.Integer({ minimum: 1 }),
  Type.String({ pattern: '^\\d{1,20}$' }),
])
const identifier = Type.String({ minLength: 1, maxLength: 100, pattern: '^(?!\\.{1,2}$)' })
/** People are sent there, so no other scheme will do. */
const webLink = Type.String({ pattern: '^[hH][tT][tT][pP][sS]?://[^\\s]+$', maxLength: 2000 })
const time = Type.String({ format: 'date-time' })
const nextPage = Type.Optional(Type.String({ maxLength: 4000 }))

export const tokenReply = Type.Object({
  access_token: Type.String({ minLength: 1, maxLength: 20_000 }),
  expires_in: Type.Optional(Type.Number({ minimum: 0, maximum: 10_000_000_000 })),
})

export const userReply = Type.Object({
  id: Type.String(),
  email: Type.String(),
  display_name: Type.Optional(Type.String()),
  /** 1 basic, 2 licensed, 3 on premises. */
  type: Type.Integer(),
})

export const meetingReply = Type.Object({
  id: meetingId,
  topic: Type.Optional(Type.String()),
  type: Type.Optional(Type.Integer()),
  start_time: Type.Optional(time),
  duration: Type.Optional(Type.Number()),
  timezone: Type.Optional(Type.String()),
  agenda: Type.Optional(Type.String()),
  password: Type.Optional(Type.String()),
  join_url: Type.Optional(webLink),
  start_url: Type.Optional(webLink),
  recurrence: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  settings: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  occurrences: Type.Optional(
    Type.Array(
      Type.Object({
        occurrence_id: Type.Optional(Type.String()),
        start_time: Type.Optional(time),
        duration: Type.Optional(Type.Number()),
        status: Type.Optional(Type.String()),
      }),
    ),
  ),
})

const listed = Type.Object({
  id: meetingId,
  topic: Type.Optional(Type.String()),
  start_time: Type.Optional(Type.String()),
  agenda: Type.Optional(Type.String()),
})

/** Read row by row, for tables that people query. */
export const directoryUser = Type.Object({
  id: identifier,
  email: Type.Optional(Type.String()),
  display_name: Type.Optional(Type.String()),
  first_name: Type.Optional(Type.String()),
  last_name: Type.Optional(Type.String()),
  status: Type.Optional(Type.String()),
})

export const directoryMeeting = Type.Object({
  id: meetingId,
  topic: Type.Optional(Type.String()),
  start_time: Type.Optional(time),
  duration: Type.Optional(Type.Number()),
  timezone: Type.Optional(Type.String()),
  join_url: Type.Optional(webLink),
})

const rows = Type.Optional(Type.Array(Type.Unknown()))

export const directoryReply = Type.Object({
  users: rows,
  meetings: rows,
  webinars: rows,
  next_page_token: nextPage,
})

export const meetingsReply = Type.Object({
  meetings: Type.Optional(Type.Array(listed)),
  webinars: Type.Optional(Type.Array(listed)),
  next_page_token: nextPage,
})

export const registrationReply = Type.Object({
  registrant_id: identifier,
  join_url: Type.Optional(webLink),
})

export const registrantReply = Type.Object({
  id: identifier,
  email: Type.String(),
  status: Type.Optional(Type.String()),
  join_url: Type.Optional(webLink),
})

export const registrantsReply = Type.Object({
  registrants: Type.Array(registrantReply),
  next_page_token: nextPage,
})

export const panelistsReply = Type.Object({
  panelists: Type.Array(
    Type.Object({ id: Type.String(), email: Type.String(), join_url: Type.Optional(webLink) }),
  ),
})

const instances = Type.Optional(Type.Array(Type.Object({ uuid: Type.String({ minLength: 1 }) })))

export const instancesReply = Type.Object({ meetings: instances, webinars: instances })

export const participantsReply = Type.Object({
  /** Read one by one: a row that cannot be true must not cost the others. */
  participants: Type.Array(Type.Unknown()),
  next_page_token: nextPage,
})

export const recordingsReply = Type.Object({
  topic: Type.Optional(Type.String()),
  recording_files: Type.Array(
    Type.Object({
      id: Type.Optional(Type.String()),
      file_type: Type.Optional(Type.String()),
      recording_start: Type.Optional(Type.String()),
      recording_end: Type.Optional(Type.String()),
      play_url: Type.Optional(webLink),
      download_url: Type.Optional(webLink),
      status: Type.Optional(Type.String()),
    }),
  ),
})

/** The API says code and message, the token endpoint error and reason. */
export const errorReply = Type.Object({
  code: Type.Optional(Type.Integer()),
  message: Type.Optional(Type.String()),
  errors: Type.Optional(
    Type.Array(
      Type.Object({ field: Type.Optional(Type.String()), message: Type.Optional(Type.String()) }),
    ),
  ),
  error: Type.Optional(Type.String()),
  reason: Type.Optional(Type.String()),
})

/** A callback; what is missing in `object` depends on the event. */
export const callbackMessage = Type.Object({
  event: Type.String({ minLength: 1, maxLength: 100 }),
  event_ts: Type.Optional(Type.Integer()),
  payload: Type.Object({
    plainToken: Type.Optional(Type.String({ maxLength: 500 })),
    operation: Type.Optional(Type.String()),
    object: Type.Optional(
      Type.Object({
        id: Type.Optional(meetingId),
        uuid: Type.Optional(Type.String()),
        type: Type.Optional(Type.Union([Type.Integer(), Type.String()])),
        participant: Type.Optional(
          Type.Object({
            user_id: Type.Optional(Type.String()),
            participant_uuid: Type.Optional(Type.String()),
            email: Type.Optional(Type.String()),
            registrant_id: Type.Optional(Type.String()),
            join_time: Type.Optional(Type.String()),
            leave_time: Type.Optional(Type.String()),
          }),
        ),
      }),
    ),
  }),
})

export type TokenReply = Static<typeof tokenReply>
export type UserReply = Static<typeof userReply>
export type MeetingReply = Static<typeof meetingReply>
export type ListedMeeting = Static<typeof listed>
export type RegistrantReply = Static<typeof registrantReply>
export type RecordingsReply = Static<typeof recordingsReply>
export type ErrorReply = Static<typeof errorReply>
export type CallbackMessage = Static<typeof callbackMessage>

/** `recurrence` of a meeting: how often, on which days, and until when. */
export interface RecurrenceBody {
  /** 1 daily, 2 weekly, 3 monthly. */
  readonly type: 1 | 2 | 3
  readonly repeat_interval: number
  /** Sunday is 1. */
  readonly weekly_days?: string
  readonly monthly_day?: number
  readonly monthly_week?: -1 | 1 | 2 | 3 | 4
  readonly monthly_week_day?: number
  readonly end_times?: number
  readonly end_date_time?: string
}

export interface MeetingBody {
  readonly topic: string
  readonly type: number
  readonly start_time: string
  readonly duration: number
  readonly timezone: string
  readonly agenda: string
  readonly password?: string
  readonly recurrence?: RecurrenceBody
  readonly settings: Readonly<Record<string, unknown>>
}

export interface RegistrantBody {
  readonly email: string
  readonly first_name: string
  readonly last_name?: string
  readonly org?: string
  readonly language?: string
}
