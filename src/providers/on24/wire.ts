/**
 * What the REST API v2 of ON24 answers, as far as it is used. The vendor's OpenAPI document has
 * examples and no schemas, and its samples spell names in two ways; unknown keys are ignored.
 */
import Type, { type Static, type TSchema } from 'typebox'

const maybe = <T extends TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]))

/** Numbers in the samples; goes into paths, so nothing but digits will do. */
const identifier = Type.Union([
  Type.Integer({ minimum: 1 }),
  Type.String({ pattern: '^\\d{1,18}$' }),
])
/** People are sent there, so no other scheme will do. */
const webLink = Type.String({ pattern: '^[hH][tT][tT][pP][sS]?://[^\\s]+$', maxLength: 2000 })

export const clientReply = Type.Object({ clientname: maybe(Type.String()) })

/** Creating and changing answer with this spelling … */
export const plannedReply = Type.Object({
  wccevent: Type.Object({
    eventId: identifier,
    audienceUrl: maybe(webLink),
    PMUrl: maybe(webLink),
    pmurl: maybe(webLink),
  }),
})

/** … and reading with this one. */
export const eventReply = Type.Object({
  eventid: identifier,
  audienceurl: maybe(webLink),
  pmurl: maybe(webLink),
  description: maybe(Type.String()),
  tags: maybe(Type.Array(Type.Unknown())),
  archivestart: maybe(Type.String()),
  archiveend: maybe(Type.String()),
  goodafter: maybe(Type.String()),
  singlefilearchive: maybe(Type.String()),
  presentermediavideofile: maybe(Type.String()),
})

export const eventsReply = Type.Object({
  totalevents: Type.Integer({ minimum: 0 }),
  events: Type.Array(eventReply),
})

export const languagesReply = Type.Object({
  languagecodes: Type.Array(
    Type.Object({ languagecd: Type.String({ minLength: 1 }), countrycd: maybe(Type.String()) }),
  ),
})

export const eventTypesReply = Type.Object({
  eventtypes: Type.Array(
    Type.Object({ label: Type.String(), value: Type.String({ minLength: 1 }) }),
  ),
})

export const registrantReply = Type.Object({ eventuserid: identifier })

/** Only whether the lists may be read is of interest. */
export const registrantsReply = Type.Object({ registrants: Type.Array(Type.Unknown()) })
export const attendeesReply = Type.Object({ attendees: Type.Array(Type.Unknown()) })

export const sessionsReply = Type.Object({
  pagecount: maybe(Type.Integer({ minimum: 0 })),
  /** Read one by one: a record that cannot be true must not cost the others. */
  attendeesession: Type.Array(Type.Unknown()),
})

export const errorReply = Type.Object({ message: Type.String() })

export type EventReply = Static<typeof eventReply>
export type PlannedReply = Static<typeof plannedReply>
export type LanguagesReply = Static<typeof languagesReply>
export type EventTypesReply = Static<typeof eventTypesReply>

/** What is sent; names without a value are left out. */
export type Form = Readonly<Record<string, string | undefined>>
