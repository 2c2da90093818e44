import { Type } from 'typebox'

const text = (maxLength: number) => Type.String({ minLength: 1, maxLength })
const any = Type.Optional(Type.Unknown())
const zonedTime = Type.Object({ dateTime: text(40), timeZone: text(100) })
const content = Type.Object({
  contentType: Type.Union([Type.Literal('text'), Type.Literal('html'), Type.Literal('HTML')]),
  content: Type.String(),
})
const property = Type.Object({ id: text(300), value: Type.String() })
const recurrence = Type.Object({
  pattern: Type.Object({
    type: text(30),
    interval: Type.Integer(),
    daysOfWeek: Type.Optional(Type.Array(Type.String())),
    dayOfMonth: Type.Optional(Type.Integer()),
    index: Type.Optional(Type.String()),
    firstDayOfWeek: Type.Optional(Type.String()),
  }),
  range: Type.Object({
    type: text(30),
    startDate: Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\d$' }),
    endDate: Type.Optional(Type.String()),
    numberOfOccurrences: Type.Optional(Type.Integer()),
    recurrenceTimeZone: Type.Optional(Type.String()),
  }),
})

const ofEvents = {
  subject: Type.Optional(Type.String({ maxLength: 255 })),
  body: Type.Optional(content),
  recurrence: Type.Optional(Type.Union([recurrence, Type.Null()])),
  attendees: any,
  location: any,
  categories: any,
  importance: any,
  showAs: any,
  sensitivity: any,
  hideAttendees: any,
  responseRequested: any,
  allowNewTimeProposals: any,
  isReminderOn: any,
  reminderMinutesBeforeStart: any,
}

export const newEvent = Type.Object(
  {
    ...ofEvents,
    start: zonedTime,
    end: zonedTime,
    isOnlineMeeting: Type.Optional(Type.Boolean()),
    onlineMeetingProvider: Type.Optional(Type.String()),
    transactionId: Type.Optional(text(255)),
    singleValueExtendedProperties: Type.Optional(Type.Array(property)),
  },
  { additionalProperties: false },
)

/** `transactionId` cannot change. */
export const changedEvent = Type.Object(
  {
    ...ofEvents,
    start: Type.Optional(zonedTime),
    end: Type.Optional(zonedTime),
    isOnlineMeeting: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)

const roles = ['attendee', 'presenter', 'producer', 'coorganizer'].map((role) => Type.Literal(role))
const presenters = ['everyone', 'organization', 'roleIsPresenter', 'organizer']

/** Neither the password nor the organiser can be set. */
export const changedMeeting = Type.Object(
  {
    subject: Type.Optional(Type.String()),
    allowedPresenters: Type.Optional(Type.Union(presenters.map((name) => Type.Literal(name)))),
    recordAutomatically: Type.Optional(Type.Boolean()),
    lobbyBypassSettings: Type.Optional(
      Type.Object({ scope: Type.String(), isDialInBypassEnabled: Type.Optional(Type.Boolean()) }),
    ),
    joinMeetingIdSettings: Type.Optional(
      Type.Object({ isPasscodeRequired: Type.Boolean() }, { additionalProperties: false }),
    ),
    participants: Type.Optional(
      Type.Object(
        {
          attendees: Type.Array(
            Type.Object({ upn: text(320), role: Type.Union(roles), identity: any }),
          ),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
)

const organisers = Type.Array(
  Type.Object({ id: text(60), tenantId: Type.Optional(Type.String()), '@odata.type': any }),
)

const ofWebinars = {
  displayName: Type.Optional(Type.String({ maxLength: 255 })),
  description: Type.Optional(content),
  coOrganizers: Type.Optional(organisers),
  settings: any,
}

export const newWebinar = Type.Object(
  {
    ...ofWebinars,
    startDateTime: zonedTime,
    endDateTime: zonedTime,
    audience: Type.Optional(Type.Union([Type.Literal('everyone'), Type.Literal('organization')])),
  },
  { additionalProperties: false },
)

export const changedWebinar = Type.Object(
  {
    ...ofWebinars,
    startDateTime: Type.Optional(zonedTime),
    endDateTime: Type.Optional(zonedTime),
  },
  { additionalProperties: false },
)

export const externalEvent = Type.Object(
  { externalEventId: text(256) },
  { additionalProperties: false },
)

export const newPresenter = Type.Object({
  email: Type.Optional(Type.String()),
  identity: Type.Object({
    '@odata.type': text(100),
    id: Type.Optional(Type.String()),
    email: Type.Optional(Type.String()),
    displayName: Type.Optional(Type.String()),
  }),
  presenterDetails: any,
})

/** Applications name the person; people register themselves. */
export const newRegistration = Type.Object({
  firstName: Type.Optional(text(256)),
  lastName: Type.Optional(text(256)),
  email: Type.Optional(Type.String({ format: 'email' })),
  preferredTimezone: text(100),
  preferredLanguage: text(35),
  registrationQuestionAnswers: any,
  externalRegistrationInformation: Type.Optional(
    Type.Object({ referrer: any, registrationId: Type.Optional(text(256)) }),
  ),
})

const time = Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$' })

export const newSubscription = Type.Object(
  {
    changeType: text(100),
    notificationUrl: text(2_000),
    lifecycleNotificationUrl: Type.Optional(text(2_000)),
    resource: text(2_000),
    expirationDateTime: time,
    clientState: Type.Optional(Type.String({ maxLength: 128 })),
    includeResourceData: Type.Optional(Type.Literal(false)),
  },
  { additionalProperties: false },
)

export const renewal = Type.Object({ expirationDateTime: time }, { additionalProperties: false })
