import { Type } from 'typebox'

const shortText = Type.String({ minLength: 1, maxLength: 100 })
const email = Type.String({ format: 'email', maxLength: 100 })

/** ISO-8601 in UTC: a time with any other offset is refused, not converted. */
const instant = Type.String({ format: 'date-time', pattern: 'Z$' })

const person = { name: shortText, email }

export const webinarOrderSchema = Type.Object({
  externalId: shortText,
  kind: Type.Union([Type.Literal('event'), Type.Literal('session')]),
  title: Type.String({ minLength: 1, maxLength: 300 }),
  description: Type.Optional(Type.String({ maxLength: 5000 })),
  start: instant,
  end: instant,
  timeZone: shortText,
  language: Type.Optional(shortText),
  webinarType: Type.Optional(shortText),
  maxAttendees: Type.Optional(Type.Integer({ minimum: 1 })),
  producer: Type.Optional(Type.Object(person)),
  presenters: Type.Optional(Type.Array(Type.Object({ externalId: shortText, ...person }))),
})

export const registrantSchema = Type.Object({
  externalId: shortText,
  role: Type.Union([Type.Literal('attendee'), Type.Literal('presenter')]),
  firstName: Type.String({ maxLength: 100 }),
  lastName: Type.String({ maxLength: 100 }),
  email,
  company: Type.Optional(Type.String({ maxLength: 200 })),
  language: Type.Optional(shortText),
  answers: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})

export const webinarPath = Type.Object({ webinarId: Type.String() })
export const registrationPath = Type.Object({
  webinarId: Type.String(),
  registrationId: Type.String(),
})
export const pageQuery = Type.Object({ cursor: Type.Optional(Type.String()) })
export const attendanceQuery = Type.Object({
  cursor: Type.Optional(Type.String()),
  since: Type.Optional(instant),
})

const duration = Type.Number({ minimum: 0 })
const count = Type.Integer({ minimum: 1 })

/** Any part of the settings; an unknown name is refused, so that a typing error shows. */
export const settingsSchema = Type.Partial(
  Type.Object({
    creationDelaySeconds: duration,
    attendanceLagSeconds: duration,
    overrunSeconds: duration,
    codeLifeSeconds: duration,
    accessTokenLifeSeconds: duration,
    heartbeatSeconds: duration,
    heartbeatTimeoutSeconds: duration,
    pageSize: count,
    maxDurationMinutes: count,
    maxAttendees: count,
    webinarTypes: Type.Array(Type.Object({ name: shortText, value: shortText })),
    redirectUris: Type.Array(Type.String()),
  }),
  { additionalProperties: false },
)

const scope = { path: Type.Optional(Type.String()), times: Type.Optional(count) }

function mode<const Kind extends string, Fields extends Record<string, object>>(
  kind: Kind,
  fields: Fields,
) {
  return Type.Object(
    { kind: Type.Literal(kind), ...fields, ...scope },
    { additionalProperties: false },
  )
}

export const modesSchema = Type.Object({
  modes: Type.Array(
    Type.Union([
      mode('unhealthy', { message: Type.Optional(Type.String()) }),
      mode('slow', { delayMs: duration }),
      mode('forbidden', { message: Type.Optional(Type.String()) }),
      mode('rateLimited', { perMinute: Type.Integer({ minimum: 0 }) }),
      mode('html', {}),
      mode('empty', { how: Type.Union([Type.Literal('body'), Type.Literal('close')]) }),
      mode('redirect', { location: Type.Optional(Type.String()) }),
      mode('garbageAttendance', {}),
    ]),
  ),
})

export const revokeSchema = Type.Object({
  which: Type.Optional(Type.Union([Type.Literal('access'), Type.Literal('all')])),
})
export const failureSchema = Type.Object({ reason: Type.String({ minLength: 1 }) })
export const approvalSchema = Type.Object({
  redirectUri: Type.String(),
  state: Type.String(),
  account: Type.Optional(Type.String({ minLength: 1 })),
})
export const playedStaySchema = Type.Object({
  registrationId: Type.String(),
  join: instant,
  leave: Type.Optional(instant),
  questionsAsked: Type.Optional(Type.Integer({ minimum: 0 })),
  watchedRecording: Type.Optional(Type.Boolean()),
})
export const correctionSchema = Type.Object({
  stayId: Type.String(),
  leave: Type.Optional(instant),
  viewingMinutes: Type.Optional(duration),
  questionsAsked: Type.Optional(Type.Integer({ minimum: 0 })),
})
