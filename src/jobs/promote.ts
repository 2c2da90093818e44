import { sql } from 'kysely'
import type { Db } from '#database'
import { sqlStatusAfter } from './status.ts'

/** Jobs moved by one statement; the next one follows at once while there are as many. */
const jobsPerStatement = 500

export interface Promoted {
  readonly promoted: number
  /** There may be more that are due. */
  readonly more: boolean
  /** When the next waiting job is due. */
  readonly nextDue: Date | undefined
}

/**
 * Puts waiting jobs that are due into the line, the longest due first: those that have no place
 * yet at its end. One statement in a transaction of its own.
 */
export async function promoteDueJobs(db: Db, now: Date): Promise<Promoted> {
  const { rows } = await sql<{ promoted: number; nextdue: Date | null }>`
with due as materialized (
  select d.asyncoperationid, coalesce(d.sequence, nextval('asyncoperation_sequence')) as place
  from (
    select w.asyncoperationid, w.sequence from asyncoperation w
    where w.statecode = 1 and w.postponeuntil <= ${now}
    order by w.postponeuntil, w.asyncoperationid
    limit ${jobsPerStatement}
    for update skip locked
  ) d
), moved as (
  update asyncoperation a
  set statecode = 0, statuscode = ${sql.raw(sqlStatusAfter('promote'))}, sequence = d.place,
    modifiedon = ${now}, versionnumber = nextval('gr_versionnumber')
  from due d
  where a.asyncoperationid = d.asyncoperationid
  returning a.asyncoperationid
)
select (select count(*) from moved) as promoted,
  (select min(w.postponeuntil) from asyncoperation w
   where w.statecode = 1 and w.postponeuntil > ${now}) as nextdue`.execute(db)
  const [row] = rows
  const promoted = row?.promoted ?? 0
  return { promoted, more: promoted === jobsPerStatement, nextDue: row?.nextdue ?? undefined }
}
