import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { publishStatus, readSession, type SessionWithSpeakers, sessionsOf } from '#events'
import type { HttpServer } from '#http'
import { describeSession, describeSpeaker } from './describe-event.ts'
import { placesOfSessions } from './place-rows.ts'
import { preparePublishing } from './prepare-publishing.ts'
import { sessionsOfTrack, speakersOfEvent, sponsorshipsOf, tracksOf } from './program-rows.ts'
import { ById, ByRowId, type Context, readPublished, schemaOf } from './published.ts'
import { refusals } from './refusals.ts'
import { PublishedSession, Speaker, Sponsorship, Track } from './shapes.ts'

/** Single sessions, tracks, speakers and sponsors of live events. */
export function routeProgram(api: HttpServer, context: Context): void {
  routeSession(api, context)
  routeTracks(api, context)
  routePeople(api, context)
}

function routeSession(api: HttpServer, context: Context): void {
  api.get(
    '/sessions/:id',
    { schema: { ...schemaOf('One session', { 200: PublishedSession }), params: ByRowId } },
    async (request) => {
      const { id } = request.params
      const session = await readSession(context.db, id)
      const status = session?.msevtmgt_publishstatus
      if (session?.statecode !== 0 || status !== publishStatus.live.value) {
        throw refusals['published-session-unknown']({ id })
      }
      const [described] = await describeSessions(context, request, session.msevtmgt_event, [id])
      if (described === undefined) throw refusals['published-session-unknown']({ id })
      return described
    },
  )
}

function routeTracks(api: HttpServer, context: Context): void {
  const { db } = context
  api.get(
    '/events/:id/tracks',
    {
      schema: { ...schemaOf('Public tracks', { 200: Type.Array(Track) }), params: ById },
    },
    async (request) => {
      const event = await readPublished(db, request.params.id)
      const tracks = await tracksOf(db, event.msevtmgt_eventid)
      const others = { msevtmgt_sessiontrack: tracks.map(({ id }) => id) }
      const { extras } = await preparePublishing(context, { others })
      return tracks.map((track) => ({ ...extras('msevtmgt_sessiontrack', track.id), ...track }))
    },
  )
  api.get(
    '/tracks/:id/sessions',
    {
      schema: {
        ...schemaOf('Live sessions of a track', { 200: Type.Array(PublishedSession) }),
        params: ByRowId,
      },
    },
    async (request) => {
      const { id } = request.params
      const track = await sessionsOfTrack(db, id)
      if (track === undefined) throw refusals['published-track-unknown']({ id })
      return await describeSessions(context, request, track.eventId, track.sessionIds)
    },
  )
}

function routePeople(api: HttpServer, context: Context): void {
  const { db } = context
  api.get(
    '/events/:id/speakers',
    {
      schema: {
        ...schemaOf('Speakers with their live sessions', { 200: Type.Array(Speaker) }),
        params: ById,
      },
    },
    async (request) => {
      const event = await readPublished(db, request.params.id)
      const sessions = await sessionsOf(db, event.msevtmgt_eventid)
      const others = await speakersOfEvent(db, event.msevtmgt_eventid)
      const everybody = new Map(
        [...sessions.flatMap(({ speakers }) => speakers), ...others].map((speaker) => [
          speaker.msevtmgt_speakerid,
          speaker,
        ]),
      )
      const publishing = await preparePublishing(context, { sessions, speakers: others })
      return [...everybody.values()]
        .toSorted((a, b) => a.msevtmgt_name.localeCompare(b.msevtmgt_name))
        .map((speaker) => ({
          ...describeSpeaker(speaker, publishing),
          sessions: spokenSessions(sessions, speaker.msevtmgt_speakerid).map((each) =>
            // Speakers inside sessions inside speakers would never end.
            describeSession({ ...each, speakers: [] }, event, undefined, publishing),
          ),
        }))
    },
  )
  api.get(
    '/events/:id/sponsorships',
    {
      schema: { ...schemaOf('Sponsors', { 200: Type.Array(Sponsorship) }), params: ById },
    },
    async (request) => {
      const event = await readPublished(db, request.params.id)
      const sponsorships = await sponsorshipsOf(db, event.msevtmgt_eventid)
      const others = { msevtmgt_sponsorship: sponsorships.map(({ id }) => id) }
      const { extras, pictureOf } = await preparePublishing(context, { others })
      return sponsorships.map((each) => ({
        ...extras('msevtmgt_sponsorship', each.id),
        ...each,
        image: pictureOf(each.id),
      }))
    },
  )
}

function spokenSessions(
  sessions: readonly SessionWithSpeakers[],
  speakerId: string,
): SessionWithSpeakers[] {
  return sessions.filter(({ speakers }) =>
    speakers.some(({ msevtmgt_speakerid }) => msevtmgt_speakerid === speakerId),
  )
}

/** Those of the sessions that are live, with places and speakers; the event must be published. */
async function describeSessions(
  context: Context,
  request: FastifyRequest,
  eventId: string,
  sessionIds: readonly string[],
): Promise<PublishedSession[]> {
  const { db } = context
  const event = await readPublished(db, eventId)
  const wanted = (await sessionsOf(db, eventId)).filter(({ session }) =>
    sessionIds.includes(session.msevtmgt_sessionid),
  )
  if (wanted.length === 0) return []
  const places = await placesOfSessions(db, sessionIds)
  const visitor = await context.visitors.find(request)
  const shown = { sessions: wanted, places: places.values(), visitor }
  const publishing = await preparePublishing(context, shown)
  return wanted.map((each) =>
    describeSession(each, event, places.get(each.session.msevtmgt_sessionid), publishing),
  )
}
