/** SQL of tracks, speakers and sponsors as the Events API shows them. */
import { sql } from 'kysely'
import type { Db } from '#database'
import { publishStatus, type SpeakerRow } from '#events'

const live = publishStatus.live.value
/** Internal tracks are for planning (event-management.md §5.1). */
const external = 100000001

export interface TrackRow {
  readonly id: string
  readonly name: string
  readonly description: string | null
}

/** External live tracks of an event. */
export async function tracksOf(db: Db, eventId: string): Promise<TrackRow[]> {
  const { rows } = await sql<TrackRow>`
    select t.msevtmgt_sessiontrackid as id, t.msevtmgt_name as name,
      t.msevtmgt_description as description
    from msevtmgt_sessiontrack t
    where t.msevtmgt_eventid = ${eventId} and t.statecode = 0
      and t.msevtmgt_publishstatus = ${live} and t.msevtmgt_tracktype = ${external}
    order by t.msevtmgt_name, t.msevtmgt_sessiontrackid`.execute(db)
  return rows
}

/** The event of a published track and the ids of its sessions. */
export async function sessionsOfTrack(
  db: Db,
  trackId: string,
): Promise<{ eventId: string; sessionIds: string[] } | undefined> {
  const { rows } = await sql<{ eventId: string; sessionIds: string[] }>`
    select t.msevtmgt_eventid as "eventId", array(
      select l.msevtmgt_sessionid::text from msevtmgt_sessiontrack_session l
      where l.msevtmgt_sessiontrackid = t.msevtmgt_sessiontrackid
    ) as "sessionIds"
    from msevtmgt_sessiontrack t
    where t.msevtmgt_sessiontrackid = ${trackId} and t.statecode = 0
      and t.msevtmgt_publishstatus = ${live} and t.msevtmgt_tracktype = ${external}`.execute(db)
  return rows[0]
}

/** Who speaks at the event as a whole, beside those of its sessions. */
export async function speakersOfEvent(db: Db, eventId: string): Promise<SpeakerRow[]> {
  const { rows } = await sql<SpeakerRow>`
    select p.* from msevtmgt_speaker p
    where p.statecode = 0 and p.msevtmgt_speakerid in (
      select g.msevtmgt_speaker from msevtmgt_speakerengagement g
      where g.msevtmgt_event = ${eventId} and g.msevtmgt_session is null and g.statecode = 0)
    order by p.msevtmgt_name, p.msevtmgt_speakerid`.execute(db)
  return rows
}

export interface SponsorshipRow {
  readonly id: string
  readonly sponsorId: string
  readonly sponsorName: string | null
  readonly sponsorshipTopic: string
  readonly description: string | null
}

/** Sponsors of an event, the highest level first. */
export async function sponsorshipsOf(db: Db, eventId: string): Promise<SponsorshipRow[]> {
  const { rows } = await sql<SponsorshipRow>`
    select s.msevtmgt_sponsorshipid as id, s.msevtmgt_sponsor as "sponsorId",
      a.name as "sponsorName", s.msevtmgt_name as "sponsorshipTopic",
      s.msevtmgt_description as description
    from msevtmgt_sponsorship s
    join account a on a.accountid = s.msevtmgt_sponsor
    where s.msevtmgt_event = ${eventId} and s.statecode = 0
    order by s.msevtmgt_sponsorshipcategory nulls last, a.name, s.msevtmgt_sponsorshipid`.execute(
    db,
  )
  return rows
}

interface EngagementRow {
  readonly id: string
  readonly sessionId: string
  readonly speakerId: string
}

/** Which engagement links a speaker to a session. */
export async function engagementsOf(
  db: Db,
  sessionIds: readonly string[],
): Promise<EngagementRow[]> {
  const { rows } = await sql<EngagementRow>`
    select g.msevtmgt_speakerengagementid as id, g.msevtmgt_session as "sessionId",
      g.msevtmgt_speaker as "speakerId"
    from msevtmgt_speakerengagement g
    where g.msevtmgt_session = any (${sessionIds}::uuid[]) and g.statecode = 0
    order by g.createdon desc`.execute(db)
  return rows
}

/** Whether a speaker speaks at something that is live: at others nobody shall look. */
export async function isShownSpeaker(db: Db, speakerId: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from msevtmgt_speaker p
    where p.msevtmgt_speakerid = ${speakerId} and p.statecode = 0 and exists (
      select 1 from msevtmgt_event e
      where e.statecode = 0 and e.msevtmgt_publishstatus = ${live} and e.msevtmgt_eventid in (
        select g.msevtmgt_event from msevtmgt_speakerengagement g
        where g.msevtmgt_speaker = p.msevtmgt_speakerid and g.statecode = 0
        union
        select s.msevtmgt_event from msevtmgt_session s
        where s.msevtmgt_eventspeakerid = p.msevtmgt_speakerid
        union
        select s.msevtmgt_event from msevtmgt_session_speaker l
        join msevtmgt_session s on s.msevtmgt_sessionid = l.msevtmgt_sessionid
        where l.msevtmgt_speakerid = p.msevtmgt_speakerid))`.execute(db)
  return rows.length > 0
}

export async function isShownSponsorship(db: Db, sponsorshipId: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from msevtmgt_sponsorship s
    join msevtmgt_event e on e.msevtmgt_eventid = s.msevtmgt_event
    where s.msevtmgt_sponsorshipid = ${sponsorshipId} and s.statecode = 0
      and e.statecode = 0 and e.msevtmgt_publishstatus = ${live}`.execute(db)
  return rows.length > 0
}
