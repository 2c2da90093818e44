import { Type } from 'typebox'

const text = (maxLength: number) => Type.String({ minLength: 1, maxLength })
const flag = Type.Optional(Type.Boolean())
const email = Type.String({ format: 'email' })
/** ISO 8601 with an offset. */
const time = Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d' })

const invitee = {
  email,
  displayName: Type.Optional(text(128)),
  coHost: flag,
  panelist: flag,
  sendEmail: flag,
}

const changeable = {
  agenda: Type.Optional(Type.Union([Type.String({ maxLength: 1300 }), Type.Null()])),
  password: Type.Optional(text(64)),
  timezone: Type.Optional(text(64)),
  recurrence: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  sendEmail: flag,
}

export const newMeeting = Type.Object(
  {
    title: text(128),
    start: time,
    end: time,
    ...changeable,
    scheduledType: Type.Optional(Type.Union([Type.Literal('meeting'), Type.Literal('webinar')])),
    sessionTypeId: Type.Optional(Type.Integer()),
    siteUrl: Type.Optional(text(200)),
    invitees: Type.Optional(Type.Array(Type.Object(invitee), { maxItems: 1000 })),
    integrationTags: Type.Optional(Type.Array(text(64))),
    enabledAutoRecordMeeting: flag,
    enabledJoinBeforeHost: flag,
    joinBeforeHostMinutes: Type.Optional(
      Type.Union([0, 5, 10, 15, 30, 45, 60].map((minutes) => Type.Literal(minutes))),
    ),
    registration: Type.Optional(Type.Object({ autoAcceptRequest: flag })),
  },
  { additionalProperties: false },
)

/** What a PATCH may not say (scheduledType, invitees, registration) is an invalid item. */
export const changedMeeting = Type.Object(
  {
    title: Type.Optional(text(128)),
    start: Type.Optional(time),
    end: Type.Optional(time),
    ...changeable,
  },
  { additionalProperties: false },
)

export const newInvitee = Type.Object({ meetingId: text(100), ...invitee })
export const changedInvitee = Type.Object(invitee)

export const newRegistrant = Type.Object({
  firstName: text(64),
  lastName: text(64),
  email,
  companyName: Type.Optional(text(128)),
  sendEmail: flag,
})

export const statusChange = Type.Object({
  sendEmail: flag,
  registrants: Type.Array(Type.Object({ id: text(200) })),
})

export const joinOrder = Type.Object({
  meetingId: Type.Optional(text(100)),
  meetingNumber: Type.Optional(text(20)),
  joinDirectly: flag,
  email: Type.Optional(email),
  displayName: Type.Optional(text(128)),
  password: Type.Optional(Type.String()),
  expirationMinutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 60 })),
})
