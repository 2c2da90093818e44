import { sql } from 'kysely'
import type { Db } from '#database'
import { leaseInterval } from './claim.ts'
import { type JobStatus, sqlStatusAfter } from './status.ts'
import { unparkHeads } from './unpark.ts'

/** What proves that a worker holds a job. */
export interface Holding {
  readonly id: string
  readonly lease: string
}

/** Leases that ran out and are taken back by one statement. */
const jobsPerStatement = 500

const held = (holdings: readonly Holding[]) => sql`
unnest(
  ${holdings.map(({ id }) => id)}::uuid[],
  ${holdings.map(({ lease }) => lease)}::uuid[]
) as h(id, lease)
where a.asyncoperationid = h.id and a.gr_lease = h.lease and a.statecode = 2`

/** Extends leases that are still held, also ones that ran out but were not taken back yet. Gives them. */
export async function renewLeases(
  db: Db,
  holdings: readonly Holding[],
  leaseMs: number,
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ asyncoperationid: string }>`
update asyncoperation a set gr_leaseduntil = now() + ${leaseInterval(leaseMs)}
from ${held(holdings)}
returning a.asyncoperationid`.execute(db)
  return new Set(rows.map((row) => row.asyncoperationid))
}

/** The status of each job that is still held; 21 and 22 ask its run to stop. */
export async function statusOfHeld(
  db: Db,
  holdings: readonly Holding[],
): Promise<ReadonlyMap<string, JobStatus>> {
  const { rows } = await sql<{ asyncoperationid: string; statuscode: JobStatus }>`
select a.asyncoperationid, a.statuscode from asyncoperation a, ${held(holdings)}`.execute(db)
  return new Map(rows.map((row) => [row.asyncoperationid, row.statuscode]))
}

/**
 * Takes back jobs whose worker let the lease run out: it was killed, or is cut off from the
 * database. They keep their place in the line. Gives how many.
 */
export async function reclaimExpired(db: Db, now: Date): Promise<number> {
  const { rows } = await sql<{ dependencytoken: string | null; statuscode: JobStatus }>`
with expired as materialized (
  select a.asyncoperationid, ${sql.raw(sqlStatusAfter('giveBack'))} as status
  from asyncoperation a
  where a.statecode = 2 and a.gr_leaseduntil < now()
  order by a.gr_leaseduntil
  limit ${jobsPerStatement}
  for update skip locked
)
update asyncoperation a
set statuscode = e.status, statecode = e.status / 10,
  completedon = case when e.status >= 30 then ${now}::timestamptz end,
  gr_lease = null, gr_leaseduntil = null,
  gr_attempt = a.gr_attempt + 1, gr_losses = a.gr_losses + 1, retrycount = a.retrycount + 1,
  gr_breadcrumbs = right(concat_ws(E'\n', a.gr_breadcrumbs,
    ${now.toISOString()}::text || ' attempt ' || a.gr_attempt || ': the worker ' || coalesce(a.hostid, '?')
      || ' disappeared'), 8000),
  modifiedon = ${now}, versionnumber = nextval('gr_versionnumber')
from expired e
where a.asyncoperationid = e.asyncoperationid
returning a.dependencytoken, a.statuscode`.execute(db)
  const keys = rows.filter((row) => row.statuscode >= 30).map((row) => row.dependencytoken)
  await unparkHeads(db, keys)
  return rows.length
}
