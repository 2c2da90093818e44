import { sql } from 'kysely'
import type { Db } from '#database'

/** Rows that get the sentence by one statement; the rest follows at the next look. */
const jobsPerStatement = 1000

/**
 * Gives the kinds of jobs in line that are not among `known`, and says on those rows why they
 * wait. They stay in line: a newer version of the hub, started beside this one, may know them.
 */
export async function markUnknownKinds(db: Db, known: readonly string[]): Promise<string[]> {
  const unknown = (await kindsInLine(db)).filter((kind) => !known.includes(kind))
  if (unknown.length > 0) await mark(db, unknown)
  return unknown
}

/** One probe of the index per kind, however many jobs there are. */
async function kindsInLine(db: Db): Promise<string[]> {
  const { rows } = await sql<{ kind: string }>`
with recursive kinds as (
  (select a.gr_kind as kind from asyncoperation a
   where a.statecode = 0 and a.gr_parked = false order by a.gr_kind limit 1)
  union all
  select (
    select a.gr_kind from asyncoperation a
    where a.statecode = 0 and a.gr_parked = false and a.gr_kind > k.kind
    order by a.gr_kind limit 1
  ) from kinds k where k.kind is not null
)
select k.kind from kinds k where k.kind is not null`.execute(db)
  return rows.map((row) => row.kind)
}

async function mark(db: Db, kinds: readonly string[]): Promise<void> {
  await sql`
update asyncoperation a
set friendlymessage = 'No worker knows how to do "' || a.gr_kind || '". The job waits for one that does.',
  versionnumber = nextval('gr_versionnumber')
where a.asyncoperationid in (
  select w.asyncoperationid from asyncoperation w
  where w.statecode = 0 and w.gr_parked = false and w.gr_kind = any(${kinds}::text[])
    and w.friendlymessage is null
  limit ${jobsPerStatement}
  for update skip locked)`.execute(db)
}
