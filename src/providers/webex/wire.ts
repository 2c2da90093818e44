/**
 * What Webex answers, as far as it is used here; members beside these are ignored. Times are ISO 8601,
 * UTC as long as no header asks for another zone.
 */
import Type, { type Static, type TObject } from 'typebox'

const identifier = Type.String({ minLength: 1, maxLength: 300, pattern: '^(?!\\.{1,2}$)' })
/** People are sent there, so no other scheme will do. */
const webLink = Type.String({ pattern: '^[hH][tT][tT][pP][sS]?://[^\\s]+$', maxLength: 4000 })
const text = Type.Optional(Type.String())

const list = <T extends TObject>(item: T) => Type.Object({ items: Type.Array(item) })

export const tokenReply = Type.Object({
  access_token: Type.String({ minLength: 1, maxLength: 20_000 }),
  expires_in: Type.Optional(Type.Number({ minimum: 0, maximum: 10_000_000_000 })),
  refresh_token: Type.Optional(Type.String({ minLength: 1, maxLength: 20_000 })),
})

export const personReply = Type.Object({
  displayName: text,
  emails: Type.Optional(Type.Array(Type.String())),
})

/** Lists whose rows are looked at one by one: one that is odd must not spoil the others. */
export const looseList = Type.Object({ items: Type.Array(Type.Unknown()) })

const instant = Type.Optional(Type.String({ format: 'date-time' }))

export const listedPerson = Type.Object({
  id: identifier,
  displayName: text,
  emails: Type.Optional(Type.Array(Type.String())),
  status: text,
  loginEnabled: Type.Optional(Type.Boolean()),
  lastModified: instant,
})

export type ListedPerson = Static<typeof listedPerson>

export const listedMeeting = Type.Object({
  id: identifier,
  title: text,
  start: instant,
  end: instant,
  timezone: text,
  hostEmail: text,
  state: text,
  webLink: Type.Optional(webLink),
})

export type ListedMeeting = Static<typeof listedMeeting>

export const sitesReply = Type.Object({
  sites: Type.Array(
    Type.Object({ siteUrl: Type.String(), default: Type.Optional(Type.Boolean()) }),
  ),
})

export const sessionTypesReply = list(
  Type.Object({
    id: Type.Union([Type.String({ minLength: 1, maxLength: 50 }), Type.Integer()]),
    name: Type.String(),
    type: Type.Optional(Type.String()),
  }),
)

export const meetingReply = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 100, pattern: '^[\\w-]+$' }),
  title: text,
  agenda: text,
  password: text,
  start: Type.Optional(Type.String()),
  end: Type.Optional(Type.String()),
  timezone: text,
  recurrence: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  scheduledType: text,
  webLink: Type.Optional(webLink),
  registration: Type.Optional(Type.Union([Type.Object({}), Type.Null()])),
})

export const meetingsReply = list(meetingReply)

export const inviteeReply = Type.Object({
  id: identifier,
  email: Type.String(),
  coHost: Type.Optional(Type.Boolean()),
  panelist: Type.Optional(Type.Boolean()),
})

export const inviteesReply = list(inviteeReply)

export const registrantReply = Type.Object({ id: identifier, email: text, status: text })

export const registrantsReply = list(registrantReply)

export const joinReply = Type.Object({ joinLink: webLink })

/** Read one by one: a row that cannot be true must not cost the others. */
export const participantsReply = Type.Object({ items: Type.Array(Type.Unknown()) })

export const recordingsReply = list(
  Type.Object({
    id: Type.String(),
    topic: text,
    timeRecorded: text,
    createTime: text,
    playbackUrl: Type.Optional(webLink),
    downloadUrl: Type.Optional(webLink),
    durationSeconds: Type.Optional(Type.Number()),
  }),
)

export const webhookReply = Type.Object({
  id: identifier,
  targetUrl: Type.String(),
  resource: Type.String(),
  event: Type.String(),
  status: text,
})

export const webhooksReply = list(webhookReply)

/** The API says message and errors, the token endpoint error and error_description. */
export const errorReply = Type.Object({
  message: text,
  errors: Type.Optional(Type.Array(Type.Object({ description: text }))),
  error: text,
  error_description: text,
})

export const callbackMessage = Type.Object({
  resource: Type.String({ minLength: 1, maxLength: 100 }),
  event: Type.String({ minLength: 1, maxLength: 100 }),
  data: Type.Object({
    id: identifier,
    meetingId: text,
    meetingSeriesId: text,
    email: text,
    state: text,
    joinedTime: text,
    leftTime: text,
    start: text,
    end: text,
    createTime: text,
  }),
})

export type TokenReply = Static<typeof tokenReply>
export type PersonReply = Static<typeof personReply>
export type SessionTypesReply = Static<typeof sessionTypesReply>
export type MeetingReply = Static<typeof meetingReply>
export type InviteeReply = Static<typeof inviteeReply>
export type RecordingsReply = Static<typeof recordingsReply>
export type ErrorReply = Static<typeof errorReply>
export type CallbackMessage = Static<typeof callbackMessage>

/** What a change may say; creating says more. */
export interface ChangeBody {
  readonly title: string
  readonly agenda: string
  readonly start: string
  readonly end: string
  readonly timezone: string
  readonly password?: string
  /** RFC 5545 text; null for what takes place once. */
  readonly recurrence: string | null
}

export interface InviteeBody {
  readonly email: string
  readonly displayName: string
  readonly coHost: boolean
  readonly panelist?: boolean
}

export interface MeetingBody extends Omit<ChangeBody, 'recurrence'> {
  readonly recurrence?: string
  readonly scheduledType: 'meeting' | 'webinar'
  readonly sessionTypeId?: number
  readonly siteUrl?: string
  readonly sendEmail: false
  readonly invitees: readonly InviteeBody[]
  readonly integrationTags: readonly string[]
  readonly enabledAutoRecordMeeting: boolean
  readonly enabledJoinBeforeHost?: boolean
  readonly joinBeforeHostMinutes?: number
  readonly registration?: Readonly<Record<string, boolean | number>>
}

export interface RegistrantBody {
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly companyName?: string
  readonly sendEmail: false
}
