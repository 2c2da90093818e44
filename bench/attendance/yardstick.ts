/**
 * The same verdicts by one statement, as somebody would write it by hand for exactly this rule: no
 * series, no session, no listener, one threshold. Times are united by PostgreSQL's multiranges.
 */
import { sql } from 'kysely'
import type { Db, Tx } from '#database'
import { systemCaller } from '#identity'
import { end, start } from './make-event.ts'

const presence = sql`
  select r.msevtmgt_eventregistrationid as id,
    bool_or(k.gr_source in (100000001, 100000002, 100000004)) as stayed,
    least(60, floor(coalesce((
        select sum(extract(epoch from upper(s) - lower(s)))
        from unnest(range_agg(tstzrange(k.msevtmgt_checkintime, k.msevtmgt_checkouttime)) filter (
            where k.gr_source <> 100000000 and k.msevtmgt_checkintime < k.msevtmgt_checkouttime)
          * tstzmultirange(tstzrange(${start}, ${end}))) s), 0) / 60)
      + coalesce(sum(k.msevtmgt_viewingdurationinmins) filter (
          where k.gr_source <> 100000000 and k.msevtmgt_checkintime is null), 0))::integer as minutes
  from msevtmgt_eventregistration r
  left join msevtmgt_checkin k on k.msevtmgt_registrationid = r.msevtmgt_eventregistrationid
    and k.gr_supersededon is null and k.statecode = 0`

const verdicts = (event: string, needed: number) => sql`
  select p.id, coalesce(p.minutes, 0) as minutes,
    case when p.stayed and p.minutes >= ${needed}::integer then 100000001 else 100000002 end as verdict
  from (${presence} where r.msevtmgt_eventid = ${event} and r.statecode = 0
    group by r.msevtmgt_eventregistrationid) p`

export async function decideByHand(tx: Tx, event: string, needed: number): Promise<void> {
  const { userId, businessUnitId } = systemCaller
  await sql`
    with v as materialized (${verdicts(event, needed)}),
    changed as (
      update msevtmgt_eventregistration r
      set gr_verdict = v.verdict, gr_attendedminutes = v.minutes, modifiedon = ${end}::timestamptz,
        modifiedby = ${userId}::uuid, versionnumber = nextval('gr_versionnumber')
      from v where r.msevtmgt_eventregistrationid = v.id returning r.msevtmgt_eventregistrationid
    )
    insert into gr_verdictchange (gr_verdictchangeid, name, registrationid, verdict, previousverdict,
      attendedminutes, requiredminutes, reason, decidedon, createdon, createdby, modifiedon, modifiedby,
      statecode, statuscode, ownerid, owneridtype, owningbusinessunit)
    select gen_random_uuid(), 'By hand', v.id, v.verdict, r.gr_verdict, v.minutes, ${needed}::integer,
      'Attended ' || v.minutes || ' of 60 minutes, ' || ${needed}::integer || ' are needed.',
      ${end}::timestamptz, ${end}::timestamptz, ${userId}::uuid, ${end}::timestamptz, ${userId}::uuid,
      0, 1, ${userId}::uuid, 'systemuser', ${businessUnitId}::uuid
    from v join msevtmgt_eventregistration r on r.msevtmgt_eventregistrationid = v.id`.execute(tx)
}

/** Registrations whose stored verdict or minutes are not those of the hand-written rule. */
export async function differences(db: Db, event: string, needed: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from (${verdicts(event, needed)}) v
    join msevtmgt_eventregistration r on r.msevtmgt_eventregistrationid = v.id
    where r.gr_verdict is distinct from v.verdict
      or coalesce(r.gr_attendedminutes, 0) <> v.minutes`.execute(db)
  return rows[0]?.count ?? -1
}
