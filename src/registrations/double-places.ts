/** Places that two contacts both have: one person cannot keep two of them. */
import { sql } from 'kysely'
import type { Clock } from '#clock'
import { readMerge } from '#contacts'
import type { Db } from '#database'
import type { Execution, Step } from '#pipeline'
import { refusals } from './refusals.ts'

export interface SharedPlace {
  readonly kind: 'registration' | 'waitlist'
  readonly eventId: string
  readonly eventName: string
  readonly sessionName: string | null
  /** Registration or waitlist item of each of the two contacts. */
  readonly ids: readonly [string, string]
}

/**
 * Active registrations for events that are not over, and active places on a waitlist, that both
 * contacts have. What is over is history: a contact may have two registrations of it.
 */
export async function findSharedPlaces(
  db: Db,
  contactIds: readonly [string, string],
  now: Date,
): Promise<SharedPlace[]> {
  const [one, other] = contactIds
  const { rows } = await sql<SharedPlace>`
    select 'registration' as kind, e.msevtmgt_eventid as "eventId", e.msevtmgt_name as "eventName",
      null as "sessionName", json_build_array(min(a.msevtmgt_eventregistrationid::text),
        min(b.msevtmgt_eventregistrationid::text)) as ids
    from msevtmgt_eventregistration a
    join msevtmgt_eventregistration b on b.msevtmgt_eventid = a.msevtmgt_eventid
      and b.msevtmgt_contactid = ${other} and b.statecode = 0 and b.msevtmgt_iscanceled is not true
    join msevtmgt_event e on e.msevtmgt_eventid = a.msevtmgt_eventid
      and e.msevtmgt_eventenddate > ${now}::timestamptz at time zone coalesce(e.gr_timezone, 'UTC')
    where a.msevtmgt_contactid = ${one} and a.statecode = 0 and a.msevtmgt_iscanceled is not true
    group by e.msevtmgt_eventid, e.msevtmgt_name
    union all
    select 'waitlist', e.msevtmgt_eventid, e.msevtmgt_name, s.msevtmgt_name,
      json_build_array(a.msevtmgt_waitlistitemid, b.msevtmgt_waitlistitemid)
    from msevtmgt_waitlistitem a
    join msevtmgt_waitlistitem b on b.msevtmgt_contact = ${other} and b.statecode = 0
      and b.msevtmgt_event is not distinct from a.msevtmgt_event
      and b.msevtmgt_session is not distinct from a.msevtmgt_session
    left join msevtmgt_session s on s.msevtmgt_sessionid = a.msevtmgt_session
    join msevtmgt_event e on e.msevtmgt_eventid = coalesce(a.msevtmgt_event, s.msevtmgt_event)
    where a.msevtmgt_contact = ${one} and a.statecode = 0
    order by 3, 1`.execute(db)
  return rows
}

/** Which of two places stays is decided by a person, before their contacts are merged. */
export function refuseSharedPlaces(clock: Clock): Step {
  return {
    name: 'Registrations: merged contacts share no place',
    message: 'Merge',
    table: 'contact',
    stage: 20,
    rank: 100,
    run: async (execution: Execution) => {
      const { targetId, subordinateId } = readMerge(execution)
      const shared = await findSharedPlaces(execution.db, [targetId, subordinateId], clock.now())
      if (shared.length === 0) return
      const names = shared.map(({ eventName, sessionName }) => sessionName ?? eventName)
      throw refusals['contacts-share-places']({ places: [...new Set(names)].join(', ') })
    },
  }
}
