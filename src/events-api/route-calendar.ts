import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { calendarContentType, renderCalendar } from '#calendar'
import { isOnline, publishStatus, readEvent, readSession } from '#events'
import type { HttpServer } from '#http'
import { readNumber } from '#registrations'
import { placesOfEvents, placesOfSessions } from './place-rows.ts'
import { type Context, openSchemaOf } from './published.ts'
import { refusals } from './refusals.ts'
import { calendarEntry, checkInUrl, type Entry } from './write-calendar.ts'

const mostEntries = 50
const Wanted = Type.Array(
  Type.Object({
    readableEventId: Type.String({ minLength: 1, maxLength: 200 }),
    sessionId: Type.Optional(Type.Union([Type.String({ format: 'uuid' }), Type.Null()])),
    data: Type.Optional(
      Type.Union([
        Type.Record(
          Type.String({ maxLength: 100 }),
          Type.Union([Type.String({ maxLength: 2000 }), Type.Number(), Type.Null()]),
        ),
        Type.Null(),
      ]),
    ),
  }),
  { minItems: 1, maxItems: mostEntries },
)
type Wanted = Static<typeof Wanted>

const query = Type.Object({
  data: Type.String({
    maxLength: 16_000,
    description:
      'JSON: [{"readableEventId", "sessionId"?, "data"?: {"key": "value"}}]; {{key}} in the calendar content becomes value',
  }),
})

/** The personal calendar file; mails link to it, so it asks for no web application. */
export function routeCalendar(api: HttpServer, context: Context): void {
  api.get(
    '/calendar/personal/ics',
    {
      schema: {
        ...openSchemaOf('Events and sessions as a calendar file, filled in for one person'),
        produces: ['text/calendar'],
        querystring: query,
      },
    },
    async (request, reply) => {
      const wanted = readWanted(request.query.data)
      const events = []
      for (const each of wanted) events.push(await describe(context, each))
      return reply
        .type(calendarContentType('PUBLISH'))
        .header('content-disposition', 'attachment; filename="event.ics"')
        .header('cache-control', 'private, no-store')
        .send(
          renderCalendar({ method: 'PUBLISH', stamp: context.clock.now(), times: 'utc', events }),
        )
    },
  )
}

function readWanted(text: string): Wanted {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch (error) {
    const problem = (error as Error).message
    throw refusals['calendar-data-unreadable']({ problem }, { input: 'data', cause: error })
  }
  if (Value.Check(Wanted, data)) return data
  const [first] = Value.Errors(Wanted, data)
  const problem = `${first?.instancePath || 'it'} ${first?.message ?? 'has another shape'}`
  throw refusals['calendar-data-unreadable']({ problem }, { input: 'data' })
}

async function describe(context: Context, wanted: Wanted[number]) {
  const entry = await readEntry(context, wanted)
  const { publicUrl, organizer } = context
  const { event, session } = entry
  const id = event.msevtmgt_readableeventid ?? event.msevtmgt_eventid
  const calendarEvent = calendarEntry(entry, {
    organizer,
    eventUrl: `${publicUrl}/e/${encodeURIComponent(id)}`,
    uidHost: new URL(publicUrl).hostname,
    streamed: isOnline(session?.msevtmgt_sessionformat ?? event.msevtmgt_eventformat),
  })
  return { ...calendarEvent, attendees: undefined as never }
}

async function readEntry({ db, publicUrl }: Context, wanted: Wanted[number]): Promise<Entry> {
  const { readableEventId: id, sessionId } = wanted
  const event = await readEvent(db, id)
  const status = event?.msevtmgt_publishstatus
  if (event?.statecode !== 0 || !isPublic(status)) throw refusals['published-event-unknown']({ id })
  const session = sessionId ? await readSession(db, sessionId) : undefined
  const isHere = session?.msevtmgt_event === event.msevtmgt_eventid && session.statecode === 0
  if (sessionId && !(isHere && isPublic(session.msevtmgt_publishstatus))) {
    throw refusals['published-session-unknown']({ id: sessionId })
  }
  const places = sessionId
    ? await placesOfSessions(db, [sessionId])
    : await placesOfEvents(db, [event.msevtmgt_eventid])
  const [place] = places.values()
  const names = [place?.room, place?.building].map((each) => each?.msevtmgt_name ?? undefined)
  return {
    event,
    session,
    place: names.filter((name) => name !== undefined).join(', ') || undefined,
    values: valuesOf(wanted, publicUrl),
  }
}

/** Files that were sent out are asked for again after an event was cancelled. */
function isPublic(status: number | null | undefined): boolean {
  return status === publishStatus.live.value || status === publishStatus.cancelled.value
}

/**
 * The values of the placeholders. The link that checks in is made here, of the registration number
 * in `eventRegistrationId`: a link to anywhere else must not come into a file of this hub.
 */
function valuesOf({ data }: Wanted[number], publicUrl: string): Record<string, string> {
  const given = Object.entries(data ?? {}).filter(
    ([key, value]) => key !== checkInUrl && value !== null,
  )
  const values = Object.fromEntries(given.map(([key, value]) => [key, String(value)]))
  const own = data?.[checkInUrl]
  if (typeof own === 'string' && own.startsWith(`${publicUrl}/`))
    return { ...values, [checkInUrl]: own }
  const number = readNumber(values.eventRegistrationId ?? '')
  if (number === undefined) return values
  return {
    ...values,
    [checkInUrl]: `${publicUrl}/EvtMgmt/api/v2.0/checkin/stream?eventRegistrationId=${number}`,
  }
}
