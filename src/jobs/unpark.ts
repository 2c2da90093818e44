import { sql } from 'kysely'
import type { Db } from '#database'

/**
 * A key with thousands of jobs in line would make every claim step over all but its first. A claim
 * that turns out slow therefore *parks* them: parked jobs are in another part of the index
 * `asyncoperation_ready`. Whoever takes the head of a line out of it (completes, cancels, removes
 * it) unparks the next one.
 *
 * That this forgets nobody: parking locks the head (`for share`) while it parks those behind it,
 * so the head's end comes either before, and then parking sees that it is not open any more, or
 * after, and then the `unparkHeads` that follows that end sees what was parked.
 */
export async function parkBehindHeads(db: Db, kinds: readonly string[]): Promise<number> {
  const { rows } = await sql`
with keys as materialized (
  select distinct s.dependencytoken
  from (
    select r.dependencytoken from asyncoperation r
    where r.statecode = 0 and r.gr_parked = false and r.gr_kind = any(${kinds}::text[])
      and r.dependencytoken is not null
    limit 20000
  ) s
), heads as materialized (
  select h.dependencytoken, h.sequence from keys k
  cross join lateral (
    select o.dependencytoken, o.sequence from asyncoperation o
    where o.dependencytoken = k.dependencytoken and o.statecode < 3 and o.sequence is not null
    order by o.sequence
    limit 1
    for share skip locked
  ) h
), behind as materialized (
  select b.asyncoperationid from heads h
  cross join lateral (
    select r.asyncoperationid from asyncoperation r
    where r.dependencytoken = h.dependencytoken and r.statecode < 3 and r.sequence > h.sequence
      and r.statecode = 0 and r.gr_parked = false
    order by r.sequence
    limit 5000
    for update skip locked
  ) b
  limit 5000
)
update asyncoperation a set gr_parked = true
from behind b
where a.asyncoperationid = b.asyncoperationid
returning a.asyncoperationid`.execute(db)
  return rows.length
}

/** Lets the first job of each of these keys be taken, where it was parked. */
export async function unparkHeads(db: Db, keys: readonly (string | null)[]): Promise<void> {
  const distinct = [...new Set(keys)].filter((key) => key !== null)
  if (distinct.length === 0) return
  await sql`
update asyncoperation a set gr_parked = false
from unnest(${distinct}::text[]) as k(key)
cross join lateral (
  select o.asyncoperationid, o.gr_parked from asyncoperation o
  where o.dependencytoken = k.key and o.statecode < 3 and o.sequence is not null
  order by o.sequence
  limit 1
) h
where h.gr_parked and a.asyncoperationid = h.asyncoperationid`.execute(db)
}

/** Mends what a row deleted by other means than this module left parked. Gives how many. */
export async function unparkForgotten(db: Db): Promise<number> {
  const { rows } = await sql`
update asyncoperation a set gr_parked = false
from (
  select distinct p.dependencytoken as key from asyncoperation p
  where p.statecode = 0 and p.gr_parked
) k
cross join lateral (
  select o.asyncoperationid, o.gr_parked from asyncoperation o
  where o.dependencytoken = k.key and o.statecode < 3 and o.sequence is not null
  order by o.sequence
  limit 1
) h
where h.gr_parked and a.asyncoperationid = h.asyncoperationid
returning a.asyncoperationid`.execute(db)
  return rows.length
}
