/** What stands on the first page of an event, in two statements. */
import { sql } from 'kysely'
import type { Db } from '#database'

export interface OverviewCounts {
  readonly registered: number
  readonly canceled: number
  readonly unpublished: number
  readonly unpublishable: number
  readonly completed: number
  readonly failed: number
  readonly pending: number
  readonly waiting: number
  readonly invited: number
  readonly opened: number
  readonly present: number
}

/** 0 join link, 1–4 what proves that somebody was there; 1 published, 0 pending, 2–4 failed. */
export async function countsOf(db: Db, eventId: string): Promise<OverviewCounts> {
  const { rows } = await sql<OverviewCounts>`
    select r.*, w.*, c.*
    from (
      select count(*) filter (where statecode = 0)::integer as registered,
        count(*) filter (where statecode <> 0)::integer as canceled,
        count(*) filter (where statecode = 0 and msevtmgt_publishingstate = 100000000)::integer
          as unpublished,
        count(*) filter (where statecode = 0 and msevtmgt_publishingstate > 100000001)::integer
          as unpublishable,
        count(*) filter (where statecode = 0 and gr_verdict = 100000001)::integer as completed,
        count(*) filter (where statecode = 0 and gr_verdict = 100000002)::integer as failed,
        count(*) filter (where statecode = 0 and coalesce(gr_verdict, 100000000) = 100000000)::integer
          as pending
      from msevtmgt_eventregistration where msevtmgt_eventid = ${eventId}
    ) r, (
      select count(*) filter (where gr_invitationslot is null)::integer as waiting,
        count(*) filter (where gr_invitationslot is not null)::integer as invited
      from msevtmgt_waitlistitem where msevtmgt_event = ${eventId} and statecode = 0
    ) w, (
      select count(distinct k.msevtmgt_registrationid)
          filter (where k.gr_source = 100000000)::integer as opened,
        count(distinct k.msevtmgt_registrationid)
          filter (where k.gr_source <> 100000000)::integer as present
      from msevtmgt_checkin k
      where k.msevtmgt_event = ${eventId} and k.statecode = 0 and k.gr_supersededon is null
        and k.gr_isinwaitingroom is not true
    ) c`.execute(db)
  const [row] = rows
  if (row === undefined) throw new Error('A count without a row.')
  return row
}

export interface OverviewFacts {
  readonly webinarOperation: string | null
  readonly webinarStatus: string | null
  readonly webinarReason: string | null
  readonly joinUrl: string | null
  readonly hostUrl: string | null
  readonly accountName: string | null
  readonly accountStatus: number | null
  readonly accountMessage: string | null
  readonly sessions: number
  readonly draftSessions: number
  readonly speakers: number
  readonly hasPicture: boolean
}

export async function factsOf(db: Db, eventId: string): Promise<OverviewFacts | undefined> {
  const { rows } = await sql<OverviewFacts>`
    select nullif(e.msevtmgt_webinaroperation, '') as "webinarOperation",
      nullif(e.msevtmgt_webinarstatus, '') as "webinarStatus",
      nullif(e.msevtmgt_webinarstatusreason, '') as "webinarReason",
      coalesce(e.gr_webinarurl, e.msevtmgt_webinarurl) as "joinUrl",
      e.msevtmgt_presentationmanagerurl as "hostUrl",
      a.msevtmgt_name as "accountName", a.msevtmgt_providerservicestatus as "accountStatus",
      a.msevtmgt_message as "accountMessage",
      (select count(*)::integer from msevtmgt_session s
        where s.msevtmgt_event = e.msevtmgt_eventid and s.statecode = 0) as sessions,
      (select count(*)::integer from msevtmgt_session s
        where s.msevtmgt_event = e.msevtmgt_eventid and s.statecode = 0
          and s.msevtmgt_publishstatus not in (100000003, 100000004)) as "draftSessions",
      (select count(*)::integer from msevtmgt_speakerengagement g
        where g.msevtmgt_event = e.msevtmgt_eventid and g.statecode = 0) as speakers,
      exists (select 1 from gr_picture p where p.gr_event = e.msevtmgt_eventid) as "hasPicture"
    from msevtmgt_event e
    left join msevtmgt_webinarconfiguration a
      on a.msevtmgt_webinarconfigurationid = e.msevtmgt_webinarconfigurationid
    where e.msevtmgt_eventid = ${eventId}`.execute(db)
  return rows[0]
}
