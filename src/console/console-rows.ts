/** Reads that the pages show; they join what several modules keep. */
import { sql } from 'kysely'
import type { Db } from '#database'
import type { ForecastWish } from '#providers'

interface AudienceRow {
  readonly configurationId: string | null
  readonly registrants: number
  readonly webinarType: string | null
  readonly webinarId: string | null
}

/** How many people the provider may have to know: the capacity, or who is registered already. */
export async function audienceOf(db: Db, eventId: string): Promise<ForecastWish | undefined> {
  const { rows } = await sql<AudienceRow>`
    select e.msevtmgt_webinarconfigurationid as "configurationId",
      greatest(coalesce(e.msevtmgt_maximumeventcapacity, 0), coalesce(e.msevtmgt_registrationcount, 0))
        as registrants,
      t.msevtmgt_value as "webinarType", nullif(e.msevtmgt_webinarid, '') as "webinarId"
    from msevtmgt_event e
    left join msevtmgt_webinartype t on t.msevtmgt_webinartypeid = e.msevtmgt_webinartype
    where e.msevtmgt_eventid = ${eventId}`.execute(db)
  const [row] = rows
  if (row === undefined || row.configurationId === null) return undefined
  const { configurationId, registrants, webinarType, webinarId } = row
  return {
    configurationId,
    registrants,
    webinarType: webinarType ?? undefined,
    webinarId: webinarId ?? undefined,
  }
}

/** Jobs behind registrations of an event that failed for good, to run them again. */
export async function failedJobsOfEvent(db: Db, eventId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select a.asyncoperationid as id from asyncoperation a
    where a.statuscode = 31 and (a.regardingobjectid = ${eventId} or a.regardingobjectid in (
      select msevtmgt_eventregistrationid from msevtmgt_eventregistration where msevtmgt_eventid = ${eventId}
      union select msevtmgt_sessionid from msevtmgt_session where msevtmgt_event = ${eventId}
      union select sr.msevtmgt_sessionregistrationid from msevtmgt_sessionregistration sr
        join msevtmgt_session s on s.msevtmgt_sessionid = sr.msevtmgt_sessionid
        where s.msevtmgt_event = ${eventId}))`.execute(db)
  return rows.map((row) => row.id)
}
