/**
 * What goes over the wire of the Webinar Extension API, version 1.0: JSON, UTF-8, instants in
 * ISO 8601. The paths and the keys of the token request are documented; everything else is our
 * specification of the undocumented rest. Unknown keys are ignored, `null` means absent.
 */
import Type, { type Static, type TSchema } from 'typebox'

const maybe = <T extends TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]))
const instant = Type.String({ format: 'date-time' })
/** Goes into paths, and into columns of 100 characters; dots alone would change the path. */
const identifier = Type.String({ minLength: 1, maxLength: 100, pattern: '^(?!\\.{1,2}$)' })
/** People are sent there, so no other scheme will do. */
const webLink = Type.String({ pattern: '^[hH][tT][tT][pP][sS]?://[^\\s]+$', maxLength: 2000 })
const cursor = maybe(Type.String({ minLength: 1, maxLength: 4000 }))

export const tokenReply = Type.Object({
  access_token: Type.String({ minLength: 1, maxLength: 20_000 }),
  token_type: maybe(Type.String({ pattern: '^[bB][eE][aA][rR][eE][rR]$' })),
  expires_in: maybe(Type.Number({ minimum: 0, maximum: 10_000_000_000 })),
  refresh_token: maybe(Type.String({ minLength: 1, maxLength: 20_000 })),
})

export const statusReply = Type.Object({
  status: Type.Union([
    Type.Literal('healthy'),
    Type.Literal('degraded'),
    Type.Literal('unhealthy'),
  ]),
  message: maybe(Type.String()),
  accountName: maybe(Type.String()),
  limits: maybe(
    Type.Object({
      maxDurationMinutes: maybe(Type.Number({ minimum: 0 })),
      maxAttendees: maybe(Type.Number({ minimum: 0 })),
    }),
  ),
})

export const webinarTypesReply = Type.Array(
  Type.Object({
    name: Type.String({ minLength: 1 }),
    value: Type.String({ minLength: 1, maxLength: 100 }),
  }),
)

export const webinarReply = Type.Object({
  webinarId: identifier,
  webinarUrl: maybe(webLink),
  presentationManagerUrl: maybe(webLink),
  status: Type.Union([Type.Literal('created'), Type.Literal('pending'), Type.Literal('failed')]),
  statusReason: maybe(Type.String()),
})

const registrationState = Type.Union([Type.Literal('registered'), Type.Literal('cancelled')])

export const registrationReply = Type.Object({
  registrationId: identifier,
  joinUrl: maybe(webLink),
  status: maybe(registrationState),
})

export const registrationsReply = Type.Object({
  items: Type.Array(
    Type.Object({
      registrationId: identifier,
      externalId: maybe(Type.String()),
      joinUrl: maybe(webLink),
      status: registrationState,
    }),
  ),
  nextCursor: cursor,
})

export const attendanceReply = Type.Object({
  updatedAt: instant,
  /** Read one by one: a record that cannot be true must not cost the others. */
  items: Type.Array(Type.Unknown()),
  nextCursor: cursor,
})

/** Also takes the shape that OAuth 2.0 token endpoints answer with (RFC 6749 §5.2). */
export const errorReply = Type.Object({
  code: maybe(Type.String()),
  message: maybe(Type.String()),
  retryable: maybe(Type.Boolean()),
  error: maybe(Type.String()),
  error_description: maybe(Type.String()),
})

export type TokenReply = Static<typeof tokenReply>
export type StatusReply = Static<typeof statusReply>
export type WebinarReply = Static<typeof webinarReply>
export type RegistrationReply = Static<typeof registrationReply>
export type RegistrationItem = Static<typeof registrationsReply>['items'][number]
export type RegistrationsReply = Static<typeof registrationsReply>
export type AttendanceReply = Static<typeof attendanceReply>
export type ErrorReply = Static<typeof errorReply>

export interface WebinarBody {
  readonly externalId: string
  readonly kind: 'event' | 'session'
  readonly title: string
  readonly description?: string
  readonly start: string
  readonly end: string
  readonly timeZone: string
  readonly language?: string
  readonly webinarType?: string
  readonly maxAttendees?: number
  readonly producer?: { readonly name: string; readonly email: string }
  readonly presenters?: readonly {
    readonly externalId: string
    readonly name: string
    readonly email: string
  }[]
}

export interface RegistrationBody {
  readonly externalId: string
  readonly role: 'attendee'
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly company?: string
  readonly language?: string
}
