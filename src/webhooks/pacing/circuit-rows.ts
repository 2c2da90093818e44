/** All SQL on `gr_endpointcircuit`. */
import { sql } from 'kysely'
import type { Db, Tx } from '#database'

/** The share of failures is that of so many milliseconds. */
const windowMs = 60_000

export interface Counted {
  readonly failuresInRow: number
  readonly successes: number
  readonly failures: number
}

export interface Outcomes {
  readonly successes: number
  readonly failures: number
  /** Failures after the last success. */
  readonly trailing: number
}

/** Adds outcomes of one process to what all of them have seen. */
export async function addOutcomes(
  db: Db,
  id: string,
  { successes, failures, trailing }: Outcomes,
  now: Date,
): Promise<Counted> {
  const since = new Date(now.getTime() - windowMs)
  const { rows } = await sql<Counted>`
insert into gr_endpointcircuit as c
  (gr_endpointcircuitid, failuresinrow, windowstart, successes, failures, probes)
values (${id}, ${trailing}, ${now}, ${successes}, ${failures}, 0)
on conflict (gr_endpointcircuitid) do update
set failuresinrow = case when ${successes}::integer = 0
    then c.failuresinrow + excluded.failuresinrow else excluded.failuresinrow end,
  windowstart = case when c.windowstart < ${since} then excluded.windowstart else c.windowstart end,
  successes = excluded.successes + case when c.windowstart < ${since} then 0 else c.successes end,
  failures = excluded.failures + case when c.windowstart < ${since} then 0 else c.failures end
returning c.failuresinrow as "failuresInRow", c.successes, c.failures`.execute(db)
  return rows[0] as Counted
}

/** Gives whether it was closed until now. */
export async function openCircuit(tx: Tx, id: string, now: Date, until: Date): Promise<boolean> {
  const { rows } = await sql`
insert into gr_endpointcircuit as c (gr_endpointcircuitid, failuresinrow, windowstart, successes,
  failures, openuntil, probes)
values (${id}, 0, ${now}, 0, 0, ${until}, 0)
on conflict (gr_endpointcircuitid) do update
set openuntil = excluded.openuntil, probes = 0, probinguntil = null
where c.openuntil is null
returning c.gr_endpointcircuitid`.execute(tx)
  return rows.length > 0
}

/** Gives whether it was open until now. Counting starts again. */
export async function closeCircuit(tx: Tx, id: string, now: Date): Promise<boolean> {
  const { rows } = await sql`
update gr_endpointcircuit c
set openuntil = null, probinguntil = null, probes = 0, failuresinrow = 0, successes = 0,
  failures = 0, windowstart = ${now}
where c.gr_endpointcircuitid = ${id} and c.openuntil is not null
returning c.gr_endpointcircuitid`.execute(tx)
  return rows.length > 0
}

/**
 * Takes the right to make the one delivery that an open circuit lets through; false where it is
 * not time, another one is under way or the circuit was closed. One that nothing is known of any
 * more, since PostgreSQL crashed, is due.
 */
export async function takeProbe(db: Db, id: string, now: Date, until: Date): Promise<boolean> {
  const { rows } = await sql`
insert into gr_endpointcircuit as c (gr_endpointcircuitid, failuresinrow, windowstart, successes,
  failures, openuntil, probes, probinguntil)
values (${id}, 0, ${now}, 0, 0, ${now}, 0, ${until})
on conflict (gr_endpointcircuitid) do update
set probinguntil = excluded.probinguntil
where c.openuntil <= ${now} and coalesce(c.probinguntil, ${now}) <= ${now}
returning c.gr_endpointcircuitid`.execute(db)
  return rows.length > 0
}

/** Each failed probe doubles the pause, up to a limit. Gives until when it is open now. */
export async function keepOpen(
  db: Db,
  id: string,
  now: Date,
  o: { readonly pauseMs: number; readonly longestMs: number },
): Promise<Date> {
  const { rows } = await sql<{ openuntil: Date }>`
update gr_endpointcircuit c
set probes = c.probes + 1, probinguntil = null, openuntil = ${now}::timestamptz
  + make_interval(secs => least(${o.pauseMs / 1_000} * 2.0 ^ least(c.probes + 1, 20), ${o.longestMs / 1_000}))
where c.gr_endpointcircuitid = ${id}
returning c.openuntil`.execute(db)
  return rows[0]?.openuntil ?? new Date(now.getTime() + o.pauseMs)
}

/** Until when nothing can be tried; undefined where another process has closed the circuit. */
export async function findPause(db: Db, id: string): Promise<Date | undefined> {
  const { rows } = await sql<{ until: Date | null }>`
select case when c.openuntil is not null then greatest(c.openuntil, c.probinguntil) end as until from gr_endpointcircuit c
where c.gr_endpointcircuitid = ${id}`.execute(db)
  return rows[0]?.until ?? undefined
}
