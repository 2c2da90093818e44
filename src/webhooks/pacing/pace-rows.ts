/**
 * SQL on what the processes of a hub share about rates and places. Like leases of jobs, these
 * measure real processes, so that the database's clock counts and not the hub's.
 */
import { sql } from 'kysely'
import type { Db } from '#database'

/**
 * Reserves times for so many deliveries, one after the other, where the next free one is near.
 * Gives milliseconds until the first of them; undefined where others have reserved too much.
 */
export async function reserveTimes(
  db: Db,
  endpointId: string,
  o: { readonly count: number; readonly intervalMs: number; readonly nearMs: number },
): Promise<number | undefined> {
  const length = sql`make_interval(secs => ${(o.count * o.intervalMs) / 1_000})`
  const near = sql`make_interval(secs => ${o.nearMs / 1_000})`
  const { rows } = await sql<{ wait: number }>`
insert into gr_endpointpace as p (gr_endpointpaceid, freefrom)
values (${endpointId}, clock_timestamp() + ${length})
on conflict (gr_endpointpaceid) do update
set freefrom = greatest(p.freefrom, clock_timestamp()) + ${length}
where p.freefrom < clock_timestamp() + ${near}
returning extract(epoch from p.freefrom - ${length} - clock_timestamp())::float8 * 1000 as wait
`.execute(db)
  const wait = rows[0]?.wait
  return wait === undefined ? undefined : Math.max(0, wait)
}

export interface PlaceLease {
  readonly endpointId: string
  readonly holder: string
  readonly leaseMs: number
}

const leased = (leaseMs: number) =>
  sql`clock_timestamp() + make_interval(secs => ${leaseMs / 1_000})`

/** Leases up to `count` of the endpoint's `limit` places that nobody holds. Gives how many. */
export async function leasePlaces(
  db: Db,
  { endpointId, holder, leaseMs }: PlaceLease,
  { limit, count }: { readonly limit: number; readonly count: number },
): Promise<number> {
  const { rows } = await sql`
insert into gr_endpointplace as p (endpointid, place, holder, leaseduntil)
select ${endpointId}, s.place, ${holder}, ${leased(leaseMs)}
from generate_series(1, ${limit}::integer) as s(place)
where not exists (
  select from gr_endpointplace o
  where o.endpointid = ${endpointId} and o.place = s.place and o.leaseduntil > clock_timestamp())
limit ${count}
on conflict (endpointid, place) do update
set holder = excluded.holder, leaseduntil = excluded.leaseduntil
where p.leaseduntil <= clock_timestamp()
returning p.place`.execute(db)
  return rows.length
}

/** Gives how many places are still held: others may have taken what ran out. */
export async function renewPlaces(
  db: Db,
  { endpointId, holder, leaseMs }: PlaceLease,
): Promise<number> {
  const { rows } = await sql`
update gr_endpointplace p set leaseduntil = ${leased(leaseMs)}
where p.endpointid = ${endpointId} and p.holder = ${holder}
returning p.place`.execute(db)
  return rows.length
}

/** Gives back so many places; the highest first, which are free again the soonest. */
export async function returnPlaces(
  db: Db,
  { endpointId, holder }: Omit<PlaceLease, 'leaseMs'>,
  count: number,
): Promise<void> {
  await sql`
delete from gr_endpointplace p
using (
  select h.gr_endpointplaceid from gr_endpointplace h
  where h.endpointid = ${endpointId} and h.holder = ${holder}
  order by h.place desc limit ${count}
) given
where p.gr_endpointplaceid = given.gr_endpointplaceid`.execute(db)
}
