/**
 * What goes over the wire, with the property names of the Events API v2.0. Clients rely on every
 * property being there: what is empty is null, never left out.
 */
import { type Static, type TSchema, Type } from 'typebox'

/**
 * Null or the schema. Written as a list of types: for `anyOf`, Ajv would turn a null into an empty
 * string before it tries the second branch.
 */
function nullable<T extends TSchema & { type: string }>(schema: T) {
  return Type.Unsafe<Static<T> | null>({ ...schema, type: [schema.type, 'null'] })
}

const text = nullable(Type.String())
const integer = nullable(Type.Integer())
const boolean = Type.Boolean()
const maybe = nullable(Type.Boolean())
const optional = Type.Optional

/** Columns that a website table configuration chose stand in answers under their logical names. */
const open = {
  additionalProperties: true,
  description: 'With the columns that website table configurations choose',
} as const

export const Building = Type.Object(
  {
    id: Type.String(),
    name: text,
    description: text,
    addressLine1: text,
    addressLine2: text,
    addressLine3: text,
    city: text,
    stateProvince: text,
    postalCode: text,
    country: text,
    addressComposite: text,
    telephone1: text,
    telephone2: text,
    telephone3: text,
    email: text,
    website: text,
    accessibleToilets: maybe,
    disabledAccess: maybe,
    disabledParking: maybe,
    publicTelephoneAvailable: maybe,
    wifiAvailable: maybe,
    wifiSSID: text,
    wifiPassword: text,
    additionalFacilities: text,
  },
  open,
)
export type Building = Static<typeof Building>

export const Room = Type.Object(
  {
    id: Type.String(),
    name: text,
    description: text,
    disabledAccess: maybe,
  },
  open,
)
export type Room = Static<typeof Room>

export const PublishedEvent = Type.Object(
  {
    eventId: Type.String(),
    readableEventId: text,
    eventName: Type.String(),
    description: text,
    eventType: integer,
    eventFormat: integer,
    eventLanguage: integer,
    startDate: Type.String({ description: "Wall-clock time in the event's zone, no offset" }),
    endDate: Type.String(),
    startDateUTC: Type.String(),
    endDateUTC: Type.String(),
    timeZone: nullable(Type.Integer({ description: "Microsoft's index; 4 is Pacific time" })),
    timeZoneName: text,
    publicEventUrl: text,
    image: text,
    building: nullable(Building),
    room: nullable(Room),
    maxCapacity: integer,
    isCapacityRestricted: boolean,
    showWaitlist: boolean,
    autoregisterWaitlistItems: boolean,
    showAutomaticRegistrationCheckbox: boolean,
    allowAnonymousRegistrations: boolean,
    allowCustomAgenda: boolean,
    enableMultiAttendeeRegistration: boolean,
    enableCaptcha: boolean,
    setRegistrationEndDate: boolean,
    stopRegistrationDate: text,
    websiteMessage: text,
    registrationForm: text,
  },
  { ...open, title: 'Event' },
)
export type PublishedEvent = Static<typeof PublishedEvent>

export const Speaker = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    title: text,
    about: text,
    accomplishments: text,
    publications: text,
    email: text,
    blog: text,
    linkedin: text,
    twitter: text,
    website: text,
    image: text,
    imageUrl: text,
    sessions: nullable(Type.Array(Type.Any(), { description: 'Null inside a session' })),
  },
  open,
)
export type Speaker = Static<typeof Speaker>

export const PublishedSession = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    startTime: Type.String(),
    endTime: Type.String(),
    startTimeUTC: Type.String(),
    endTimeUTC: Type.String(),
    timeZone: integer,
    language: integer,
    sessionFormat: integer,
    sessionType: integer,
    sessionSummary: text,
    detailedDescription: text,
    sessionObjectives: text,
    sessionPreRequisites: text,
    camerasPermitted: integer,
    recordingsPermitted: integer,
    building: nullable(Building),
    room: nullable(Room),
    maxCapacity: integer,
    isCapacityRestricted: boolean,
    registrationCount: Type.Integer(),
    alreadyRegistered: boolean,
    userEligibleToRegister: boolean,
    speakers: Type.Array(Speaker),
  },
  { ...open, title: 'Session' },
)
export type PublishedSession = Static<typeof PublishedSession>

export const Track = Type.Object(
  { id: Type.String(), name: Type.String(), description: text },
  open,
)
export const Sponsorship = Type.Object(
  {
    id: Type.String(),
    sponsorId: Type.String(),
    sponsorName: text,
    sponsorshipTopic: Type.String(),
    description: text,
    image: text,
  },
  open,
)
export const Pass = Type.Object(
  {
    passId: Type.String(),
    passName: Type.String(),
    price: Type.Number(),
    currencySymbol: text,
    numberOfPassesLeft: Type.Integer(),
    numberOfPassesSold: Type.Integer(),
    sessions: Type.Array(PublishedSession),
  },
  open,
)
export const CustomRegistrationField = Type.Object(
  {
    customRegistrationFieldId: Type.String(),
    text: Type.String(),
    type: Type.Integer(),
    isRequired: boolean,
    choices: nullable(Type.String({ description: 'One per line' })),
  },
  open,
)
export const CaptchaBootstrap = Type.Object({
  FlowId: Type.String(),
  HipUrl: Type.String({ description: 'Script that defines ObjectName' }),
  ObjectName: Type.String(),
  FunctionName: Type.String({ description: 'callback(Solution, Token, parameter)' }),
})

const AttendeeSession = Type.Object({ sessionId: Type.String(), waitlisted: optional(maybe) })

const Response = Type.Object({
  id: Type.String(),
  value: optional(Type.Unknown()),
  values: optional(Type.Unknown()),
})

const AttendeeToRegister = Type.Object({
  firstName: optional(text),
  lastName: optional(text),
  email: optional(text),
  passId: optional(text),
  waitlisted: optional(maybe),
  autoRegister: optional(maybe),
  responses: optional(nullable(Type.Array(Response))),
  attendeeSessions: optional(nullable(Type.Array(AttendeeSession))),
})

/** The answer to a captcha. */
const HipObject = nullable(
  Type.Object({
    Solution: optional(text),
    Token: optional(text),
    Type: optional(text),
    FlowId: optional(text),
  }),
)

export const FinalizeRequest = Type.Object({
  purchaseId: Type.String({ format: 'uuid' }),
  hipObject: optional(HipObject),
})
export type FinalizeRequest = Static<typeof FinalizeRequest>

export const RegistrationRequest = Type.Object({
  attendees: Type.Array(AttendeeToRegister),
  hipObject: optional(HipObject),
  returnUrl: optional(text),
})
export type RegistrationRequest = Static<typeof RegistrationRequest>

export const RegistrationResult = Type.Object({
  status: Type.String({
    description: 'Success; Initiated and Redirect: a purchase waits for payment; else a failure',
  }),
  errorMessage: text,
  errorCode: text,
  redirectUrl: text,
  purchaseId: text,
})
export type RegistrationResult = Static<typeof RegistrationResult>

export const Failure = Type.Object({
  Message: Type.String(),
  Code: Type.String(),
})

export const SignedInUser = Type.Object(
  {
    id: Type.String({ description: 'The contact' }),
    firstName: text,
    lastName: text,
    email: text,
    isAnonymous: boolean,
  },
  { title: 'User' },
)

export const MyRegistration = Type.Object(
  {
    id: Type.String(),
    contact: text,
    email: text,
    event: text,
    pass: text,
    createdon: Type.String(),
    sessionRegistrations: Type.Array(
      Type.Object(
        { id: Type.String(), sessionName: Type.String(), createdon: Type.String() },
        open,
      ),
    ),
    responses: Type.Array(
      Type.Object({ id: Type.String(), question: Type.String(), response: text }, open),
    ),
  },
  { ...open, title: 'My registration' },
)

export const MyWaitlistItem = Type.Object(
  {
    id: Type.String(),
    invited: boolean,
    autoRegister: boolean,
    contact: text,
    email: text,
    event: text,
    session: text,
  },
  { ...open, title: 'My waitlist item' },
)
