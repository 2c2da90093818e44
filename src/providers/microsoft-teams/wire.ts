/**
 * What Graph and Entra answer, as far as it is used here; members beside these are ignored. Times of
 * events have no offset and are in UTC, because a header asks for it.
 */
import Type, { type Static, type TObject } from 'typebox'

const identifier = Type.String({ minLength: 1, maxLength: 1_000, pattern: '^(?!\\.{1,2}$)' })
/** People are sent there, so no other scheme will do. */
const webLink = Type.String({ pattern: '^[hH][tT][tT][pP][sS]?://[^\\s]+$', maxLength: 4000 })
const text = Type.Optional(Type.Union([Type.String(), Type.Null()]))

const list = <T extends TObject>(item: T) =>
  Type.Object({ value: Type.Array(item), '@odata.nextLink': Type.Optional(Type.String()) })

export const tokenReply = Type.Object({
  access_token: Type.String({ minLength: 1, maxLength: 20_000 }),
  expires_in: Type.Optional(Type.Number({ minimum: 0, maximum: 10_000_000_000 })),
  refresh_token: Type.Optional(Type.String({ minLength: 1, maxLength: 20_000 })),
})

/** The page of contexts is what tells Graph from any other service that speaks JSON. */
export const userReply = Type.Object({
  '@odata.context': Type.String(),
  id: identifier,
  displayName: text,
  mail: text,
  userPrincipalName: text,
})

export const calendarReply = Type.Object({
  id: Type.String(),
  allowedOnlineMeetingProviders: Type.Optional(Type.Array(Type.String())),
})

const zonedTime = Type.Object({ dateTime: Type.String(), timeZone: Type.String() })

const recurrence = Type.Object({
  pattern: Type.Object({
    type: Type.String(),
    interval: Type.Optional(Type.Integer()),
    daysOfWeek: Type.Optional(Type.Array(Type.String())),
    dayOfMonth: Type.Optional(Type.Integer()),
    index: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  }),
  range: Type.Object({
    type: Type.String(),
    startDate: Type.Optional(Type.String()),
    endDate: text,
    numberOfOccurrences: Type.Optional(Type.Integer()),
  }),
})

export const eventReply = Type.Object({
  id: identifier,
  subject: text,
  body: Type.Optional(Type.Object({ content: Type.String() })),
  start: zonedTime,
  end: zonedTime,
  recurrence: Type.Optional(Type.Union([recurrence, Type.Null()])),
  isOnlineMeeting: Type.Optional(Type.Boolean()),
  onlineMeeting: Type.Optional(
    Type.Union([
      Type.Object({ joinUrl: Type.Optional(Type.Union([webLink, Type.Null()])) }),
      Type.Null(),
    ]),
  ),
  webLink: Type.Optional(webLink),
})

export const eventsReply = list(eventReply)

export const listedPerson = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 300 }),
  displayName: Type.String({ minLength: 1 }),
  mail: text,
  userPrincipalName: text,
})

export const listedEvent = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 300 }),
  subject: text,
  start: zonedTime,
  end: zonedTime,
  originalStartTimeZone: text,
  organizer: Type.Optional(
    Type.Union([Type.Object({ emailAddress: Type.Object({ address: text }) }), Type.Null()]),
  ),
  isCancelled: Type.Optional(Type.Boolean()),
  onlineMeeting: Type.Optional(Type.Union([Type.Object({ joinUrl: text }), Type.Null()])),
  webLink: text,
  lastModifiedDateTime: text,
})

export const instancesReply = list(Type.Object({ id: identifier, start: zonedTime }))

const participant = Type.Object({ upn: text, role: text })

export const meetingReply = Type.Object({
  id: identifier,
  allowedPresenters: text,
  recordAutomatically: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
  lobbyBypassSettings: Type.Optional(Type.Union([Type.Object({ scope: text }), Type.Null()])),
  participants: Type.Optional(
    Type.Object({ attendees: Type.Optional(Type.Union([Type.Array(participant), Type.Null()])) }),
  ),
})

export const meetingsReply = list(meetingReply)

export const reportsReply = list(Type.Object({ id: identifier }))

/** Read one by one: a record that cannot be true must not cost the others. */
export const recordsReply = Type.Object({
  value: Type.Array(Type.Unknown()),
  '@odata.nextLink': Type.Optional(Type.String()),
})

export const recordingsReply = list(
  Type.Object({
    id: Type.String(),
    createdDateTime: text,
    endDateTime: text,
    recordingContentUrl: Type.Optional(webLink),
  }),
)

export const webinarReply = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 90, pattern: '^[\\w@.-]+$' }),
  status: Type.String(),
  displayName: text,
  description: Type.Optional(Type.Union([Type.Object({ content: text }), Type.Null()])),
  startDateTime: zonedTime,
  endDateTime: zonedTime,
  coOrganizers: Type.Optional(Type.Array(Type.Object({ id: text }))),
  externalEventInformation: Type.Optional(
    Type.Union([Type.Array(Type.Object({ externalEventId: text })), Type.Null()]),
  ),
})

export const webinarsReply = list(webinarReply)

export const sessionsReply = list(
  Type.Object({ id: identifier, joinWebUrl: Type.Optional(Type.Union([webLink, Type.Null()])) }),
)

export const presentersReply = list(
  Type.Object({
    id: identifier,
    email: text,
    identity: Type.Optional(Type.Object({ id: text, email: text })),
  }),
)

export const registrationReply = Type.Object({ id: identifier, status: text })

export const subscriptionReply = Type.Object({
  id: identifier,
  resource: Type.String(),
  notificationUrl: Type.String(),
  expirationDateTime: Type.String(),
})

export const subscriptionsReply = list(subscriptionReply)

/** Graph wraps its errors, the token endpoint says error and error_description. */
export const graphErrorReply = Type.Object({
  error: Type.Object({ code: text, message: text }),
})

export const tokenErrorReply = Type.Object({
  error: Type.String(),
  error_description: text,
  error_codes: Type.Optional(Type.Array(Type.Integer())),
})

export const notificationMessage = Type.Object({
  value: Type.Array(
    Type.Object({
      subscriptionId: Type.String(),
      clientState: text,
      changeType: text,
      lifecycleEvent: text,
      resourceData: Type.Optional(
        Type.Union([Type.Object({ id: text, eventType: text, eventDateTime: text }), Type.Null()]),
      ),
    }),
    { maxItems: 1_000 },
  ),
})

export type TokenReply = Static<typeof tokenReply>
export type UserReply = Static<typeof userReply>
export type EventReply = Static<typeof eventReply>
export type MeetingReply = Static<typeof meetingReply>
export type RecordingsReply = Static<typeof recordingsReply>
export type WebinarReply = Static<typeof webinarReply>
export type RegistrationReply = Static<typeof registrationReply>
export type SubscriptionReply = Static<typeof subscriptionReply>
export type NotificationMessage = Static<typeof notificationMessage>

/** A time on the clock of a zone. */
export interface ZonedTime {
  readonly dateTime: string
  readonly timeZone: string
}

export interface RecurrenceBody {
  readonly pattern: {
    readonly type: 'daily' | 'weekly' | 'absoluteMonthly' | 'relativeMonthly'
    readonly interval: number
    readonly daysOfWeek?: readonly string[]
    readonly firstDayOfWeek?: 'monday'
    readonly dayOfMonth?: number
    readonly index?: 'first' | 'second' | 'third' | 'fourth' | 'last'
  }
  readonly range: {
    readonly type: 'endDate' | 'noEnd' | 'numbered'
    readonly startDate: string
    readonly endDate?: string
    readonly numberOfOccurrences?: number
    readonly recurrenceTimeZone: string
  }
}

export interface EventChange {
  readonly subject?: string
  readonly body?: { readonly contentType: 'html'; readonly content: string }
  readonly start?: ZonedTime
  readonly end?: ZonedTime
  readonly recurrence?: RecurrenceBody | null
}

export interface EventBody extends Required<Omit<EventChange, 'recurrence'>> {
  readonly recurrence?: RecurrenceBody
  readonly isOnlineMeeting: true
  readonly onlineMeetingProvider: 'teamsForBusiness'
  readonly transactionId: string
  readonly allowNewTimeProposals: false
  readonly responseRequested: false
  readonly isReminderOn: false
  readonly singleValueExtendedProperties: readonly { readonly id: string; readonly value: string }[]
}

export interface MeetingBody {
  readonly allowedPresenters: 'roleIsPresenter' | 'organizer'
  readonly recordAutomatically: boolean
  readonly lobbyBypassSettings: { readonly scope: string; readonly isDialInBypassEnabled: boolean }
  readonly participants: {
    readonly attendees: readonly {
      readonly upn: string
      readonly role: 'coorganizer' | 'presenter'
    }[]
  }
}

export interface WebinarBody {
  readonly displayName: string
  readonly description: { readonly contentType: 'text'; readonly content: string }
  readonly startDateTime: ZonedTime
  readonly endDateTime: ZonedTime
  readonly coOrganizers: readonly CoOrganizer[]
}

export interface CoOrganizer {
  readonly '@odata.type': '#microsoft.graph.communicationsUserIdentity'
  readonly id: string
  readonly tenantId: string
}

export interface PresenterBody {
  readonly email?: string
  readonly identity: {
    readonly '@odata.type': string
    readonly id?: string
    readonly email?: string
    readonly displayName?: string
  }
}

export interface RegistrationBody {
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly preferredTimezone: string
  readonly preferredLanguage: string
  readonly externalRegistrationInformation: {
    readonly referrer: string
    readonly registrationId: string
  }
}
