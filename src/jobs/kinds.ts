import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#database'
import { type JobStatus, jobStatus } from './status.ts'

/**
 * Kinds that have finished jobs of a status, as a query with the column `kind`: one probe of
 * `asyncoperation_finished` for each, however many jobs there are.
 */
export const kindsWithStatus = (status: JobStatus): RawBuilder<{ kind: string }> => sql`
with recursive found as (
  (select a.gr_kind as kind from asyncoperation a where a.statuscode = ${sql.lit(status)}
   order by a.gr_kind limit 1)
  union all
  select (select a.gr_kind from asyncoperation a
    where a.statuscode = ${sql.lit(status)} and a.gr_kind > found.kind order by a.gr_kind limit 1)
  from found where found.kind is not null
)
select kind from found where kind is not null`

/** Kinds of which there is any job, open or finished, in the order of their names. */
export async function jobKinds(db: Db): Promise<readonly string[]> {
  const { succeeded, failed, canceled } = jobStatus
  const { rows } = await sql<{ kind: string }>`
select kind from (${kindsWithStatus(succeeded)}) s
union select kind from (${kindsWithStatus(failed)}) f
union select kind from (${kindsWithStatus(canceled)}) c
union select a.gr_kind from asyncoperation a where a.statecode in (0, 1, 2)
order by kind`.execute(db)
  return rows.map(({ kind }) => kind)
}
