/** SQL of the event pages. A page is one statement; events with passes or questions add one for each. */
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#database'
import {
  type EventRow,
  fieldsOf,
  publishStatus,
  type RegistrableEvent,
  type RegistrationField,
  readPasses,
  registrableColumns,
  type SellablePass,
  type SessionRow,
  trackType,
} from '#events'

export interface Place {
  readonly name: string | null
  readonly room: string | null
  /** In one line. */
  readonly address: string | null
}

export interface SpeakerOnPage {
  readonly id: string
  readonly name: string
  readonly title: string | null
  readonly about: string | null
  readonly website: string | null
  readonly linkedin: string | null
  /** Fingerprint of the photo; null where there is none. */
  readonly picture: string | null
}

export interface SessionOnPage {
  readonly id: string
  readonly name: string
  /** Wall-clock time in the zone of the event. */
  readonly start: string
  readonly end: string
  readonly summary: string | null
  readonly description: string | null
  readonly format: number | null
  readonly language: number | null
  readonly capacity: number | null
  readonly taken: number
  readonly msevtmgt_showwaitlist: SessionRow['msevtmgt_showwaitlist']
  readonly msevtmgt_waitlistthissession: SessionRow['msevtmgt_waitlistthissession']
  readonly place: Place
  readonly speakerIds: readonly string[]
}

export interface TrackOnPage {
  readonly name: string
  readonly description: string | null
  readonly sessionIds: readonly string[]
}

export interface LogoOnPage {
  readonly fingerprint: string
  /** Pixels of the file; null for files that were uploaded before they were counted. */
  readonly width: number | null
  readonly height: number | null
}

export interface SponsorOnPage {
  readonly id: string
  readonly picture: LogoOnPage | null
  readonly name: string
  readonly website: string | null
  readonly topic: string
  readonly description: string | null
  /** A number of `msevtmgt_sponsorshipcategory`. */
  readonly level: number | null
}

export type EventOnPage = RegistrableEvent &
  Pick<
    EventRow,
    | 'msevtmgt_readableeventid'
    | 'msevtmgt_description'
    | 'msevtmgt_eventformat'
    | 'msevtmgt_language'
    | 'msevtmgt_allowcustomagenda'
    | 'msevtmgt_websitepreference'
    | 'msevtmgt_enablemultiattendeeregistration'
    | 'msevtmgt_showautomaticregistrationcheckbox'
  > & {
    readonly place: Place
    readonly sessions: readonly SessionOnPage[]
    readonly speakers: readonly SpeakerOnPage[]
    /** Fingerprint of the event's picture; null where there is none. */
    readonly picture: string | null
    readonly tracks: readonly TrackOnPage[]
    /** The highest level first. */
    readonly sponsors: readonly SponsorOnPage[]
    readonly passes: readonly SellablePass[]
    readonly questions: readonly RegistrationField[]
  }

type EventRowOnPage = Omit<EventOnPage, 'passes' | 'questions'>

const eventColumns = sql`
  ${registrableColumns}, e.msevtmgt_readableeventid, e.msevtmgt_description,
  e.msevtmgt_eventformat, e.msevtmgt_language, e.msevtmgt_allowcustomagenda,
  e.msevtmgt_websitepreference, e.msevtmgt_enablemultiattendeeregistration,
  e.msevtmgt_showautomaticregistrationcheckbox`

/** Of rows aliased `b` (building), `v` (venue) and `r` (room). */
const place = sql`json_build_object(
  'name', coalesce(b.msevtmgt_name, v.msevtmgt_name),
  'room', r.msevtmgt_name,
  'address', coalesce(b.msevtmgt_addresscomposite, v.msevtmgt_addresscomposite))`

export const placeOfEvent = sql`
  left join msevtmgt_building b on b.msevtmgt_buildingid = e.msevtmgt_building
  left join msevtmgt_venue v on v.msevtmgt_venueid = e.msevtmgt_primaryvenue
  left join msevtmgt_room r on r.msevtmgt_roomid = e.msevtmgt_room`

const placeOfSession = sql`
  left join msevtmgt_building b on b.msevtmgt_buildingid = s.msevtmgt_building
  left join msevtmgt_venue v on v.msevtmgt_venueid = s.msevtmgt_venue
  left join msevtmgt_room r on r.msevtmgt_roomid = s.msevtmgt_room`

const live = publishStatus.live.value

/** An engagement, the many-to-many link or the session's own lookup: each makes somebody a speaker. */
const speakersOfSession = sql`
  select g.msevtmgt_speaker as id from msevtmgt_speakerengagement g
  where g.msevtmgt_session = s.msevtmgt_sessionid and g.statecode = 0
  union
  select l.msevtmgt_speakerid from msevtmgt_session_speaker l
  where l.msevtmgt_sessionid = s.msevtmgt_sessionid
  union
  select s.msevtmgt_eventspeakerid where s.msevtmgt_eventspeakerid is not null`

const sessionsOfEvent = sql`
  select s.msevtmgt_starttime as starttime, s.msevtmgt_sessionid as sessionid, speakers.ids as speakerids,
    json_build_object(
      'id', s.msevtmgt_sessionid, 'name', s.msevtmgt_name,
      'start', to_char(s.msevtmgt_starttime, 'YYYY-MM-DD"T"HH24:MI:SS'),
      'end', to_char(s.msevtmgt_endtime, 'YYYY-MM-DD"T"HH24:MI:SS'),
      'summary', s.msevtmgt_sessionsummary, 'description', s.msevtmgt_detaileddescription,
      'format', s.msevtmgt_sessionformat, 'language', s.msevtmgt_language,
      'capacity', s.msevtmgt_sessionmaxcapacity,
      'taken', coalesce(s.msevtmgt_registrationcount, 0) + coalesce(s.gr_seatsreserved, 0),
      'msevtmgt_showwaitlist', s.msevtmgt_showwaitlist,
      'msevtmgt_waitlistthissession', s.msevtmgt_waitlistthissession,
      'place', ${place}, 'speakerIds', to_json(speakers.ids)) as described
  from msevtmgt_session s
  ${placeOfSession}
  cross join lateral (select array(${speakersOfSession}) as ids) speakers
  where s.msevtmgt_event = e.msevtmgt_eventid and s.statecode = 0
    and s.msevtmgt_publishstatus = ${live}`

/** Tracks for the public; those for planning stay inside. */
const tracks = sql`(
  select coalesce(json_agg(json_build_object(
      'name', t.msevtmgt_name, 'description', t.msevtmgt_description,
      'sessionIds', array(
        select x.msevtmgt_sessionid from msevtmgt_sessiontrack_session x
        where x.msevtmgt_sessiontrackid = t.msevtmgt_sessiontrackid))
      order by t.msevtmgt_name, t.msevtmgt_sessiontrackid), '[]')
  from msevtmgt_sessiontrack t
  where t.msevtmgt_eventid = e.msevtmgt_eventid and t.statecode = 0
    and t.msevtmgt_publishstatus = ${live} and t.msevtmgt_tracktype = ${trackType.external.value})`

const sponsors = sql`(
  select coalesce(json_agg(json_build_object(
      'id', p.msevtmgt_sponsorshipid,
      'picture', (select json_build_object('fingerprint', x.gr_fingerprint, 'width', x.gr_width,
          'height', x.gr_height) from gr_picture x
        where x.gr_sponsorship = p.msevtmgt_sponsorshipid and x.statecode = 0),
      'name', coalesce(a.name, p.msevtmgt_name), 'website', a.websiteurl, 'topic', p.msevtmgt_name,
      'description', p.msevtmgt_description, 'level', p.msevtmgt_sponsorshipcategory)
      order by p.msevtmgt_sponsorshipcategory nulls last, a.name, p.msevtmgt_sponsorshipid), '[]')
  from msevtmgt_sponsorship p
  left join account a on a.accountid = p.msevtmgt_sponsor
  where p.msevtmgt_event = e.msevtmgt_eventid and p.statecode = 0)`

/** Speakers of the live sessions, and those who were engaged for the event as a whole. */
const sessionsAndSpeakers = sql`
  with live_session as materialized (${sessionsOfEvent})
  select
    (select coalesce(json_agg(l.described order by l.starttime, l.sessionid), '[]')
      from live_session l) as sessions,
    (select coalesce(json_agg(json_build_object(
        'id', p.msevtmgt_speakerid, 'name', p.msevtmgt_name, 'title', p.msevtmgt_title,
        'about', p.msevtmgt_about, 'website', p.msevtmgt_website,
        'linkedin', p.msevtmgt_linkedin,
        'picture', (select x.gr_fingerprint from gr_picture x
          where x.gr_speaker = p.msevtmgt_speakerid and x.statecode = 0)) order by p.msevtmgt_name, p.msevtmgt_speakerid), '[]')
      from msevtmgt_speaker p
      where p.statecode = 0 and p.msevtmgt_speakerid in (
        select unnest(l.speakerids) from live_session l
        union
        select g.msevtmgt_speaker from msevtmgt_speakerengagement g
        where g.msevtmgt_event = e.msevtmgt_eventid and g.msevtmgt_session is null
          and g.statecode = 0)) as speakers,
    ${tracks} as tracks, ${sponsors} as sponsors`

const uuidShape = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** An event in any state, by its readable id or its id, with all that its page shows. */
export async function readEventOnPage(
  db: Db,
  idOrReadableId: string,
): Promise<EventOnPage | undefined> {
  const wanted: RawBuilder<unknown> = uuidShape.test(idOrReadableId)
    ? sql`e.msevtmgt_eventid = ${idOrReadableId}`
    : sql`lower(e.msevtmgt_readableeventid) = lower(${idOrReadableId})`
  const { rows } = await sql<EventRowOnPage>`
    select ${eventColumns}, ${place} as place, around.*,
      (select x.gr_fingerprint from gr_picture x
        where x.gr_event = e.msevtmgt_eventid and x.statecode = 0) as picture
    from msevtmgt_event e
    ${placeOfEvent}
    cross join lateral (${sessionsAndSpeakers}) around
    where ${wanted}`.execute(db)
  const event = rows[0]
  if (event === undefined) return undefined
  const id = event.msevtmgt_eventid
  const [passes, questions] = await Promise.all([
    event.sellsPasses ? readPasses(db, id) : [],
    event.asksQuestions ? fieldsOf(db, [id]) : [],
  ])
  return { ...event, passes, questions }
}

export interface EventInList {
  readonly id: string
  readonly readableId: string
  readonly name: string
  readonly start: string
  readonly end: string
  readonly zone: string | null
  readonly zoneIndex: number | null
  readonly format: number | null
  readonly language: number | null
  readonly capacity: number | null
  readonly taken: number
  readonly place: Place
  readonly modifiedOn: Date
}

/** Events with a page of their own that are not over; drafts and events without a website are not. */
const listed = (now: Date) => sql`
  e.statecode = 0 and e.msevtmgt_publishstatus = ${live}
  and coalesce(e.msevtmgt_websitepreference, 192350001) = 192350001
  and e.msevtmgt_readableeventid is not null
  and e.msevtmgt_eventenddate at time zone coalesce(e.gr_timezone, 'UTC') > ${now}`

/** The next events first. */
export async function upcomingEvents(
  db: Db,
  now: Date,
  part: { readonly skip: number; readonly limit: number },
): Promise<EventInList[]> {
  const { rows } = await sql<EventInList>`
    select e.msevtmgt_eventid as id, e.msevtmgt_readableeventid as "readableId",
      e.msevtmgt_name as name, e.msevtmgt_eventstartdate as start, e.msevtmgt_eventenddate as "end",
      e.gr_timezone as zone, e.msevtmgt_eventtimezone as "zoneIndex",
      e.msevtmgt_eventformat as format, e.msevtmgt_language as language,
      e.msevtmgt_maximumeventcapacity as capacity,
      coalesce(e.msevtmgt_registrationcount, 0) + coalesce(e.gr_seatsreserved, 0) as taken,
      e.modifiedon as "modifiedOn",
      ${place} as place
    from msevtmgt_event e
    ${placeOfEvent}
    where ${listed(now)}
    order by e.msevtmgt_eventstartdate, e.msevtmgt_eventid
    offset ${part.skip} limit ${part.limit}`.execute(db)
  return rows
}

/** An event as far as a page about something else needs it. */
export interface EventInShort {
  readonly id: string
  readonly readableId: string | null
  readonly name: string
  readonly start: string
  readonly end: string
  readonly zone: string | null
  readonly zoneIndex: number | null
  readonly format: number | null
  readonly language: number | null
  readonly joinEarlyMinutes: number
  readonly publishStatus: number | null
  readonly active: boolean
  readonly place: Place
}

/** Of an event aliased `e`, with `placeOfEvent` joined. */
export const eventInShort = sql`
  e.msevtmgt_eventid as id, e.msevtmgt_readableeventid as "readableId", e.msevtmgt_name as name,
  e.msevtmgt_eventstartdate as start, e.msevtmgt_eventenddate as "end", e.gr_timezone as zone,
  e.msevtmgt_eventtimezone as "zoneIndex", e.msevtmgt_eventformat as format,
  e.msevtmgt_language as language,
  coalesce(e.gr_joinearlyminutes, 30) as "joinEarlyMinutes",
  e.msevtmgt_publishstatus as "publishStatus", e.statecode = 0 as active, ${place} as place`

export async function readOrganisationName(db: Db): Promise<string | undefined> {
  const { rows } = await sql<{ name: string }>`select o.name from organization o limit 1`.execute(
    db,
  )
  return rows[0]?.name
}
