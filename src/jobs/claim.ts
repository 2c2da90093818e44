import { sql } from 'kysely'
import type { Db } from '#database'
import type { Regarding } from './job.ts'
import { sqlStatusAfter } from './status.ts'

/** A job that this worker holds, as the database had it when it was claimed. */
export interface ClaimedJob {
  readonly id: string
  /** Changes with every claim: whoever still knows it still holds the job. */
  readonly lease: string
  readonly kind: string
  readonly name: string
  readonly payload: unknown
  readonly attempt: number
  /** Attempts since someone last asked for the job. */
  readonly tries: number
  /** How often a worker disappeared while it ran this job. */
  readonly losses: number
  readonly ownerId: string | undefined
  readonly correlationId: string
  readonly depth: number
  readonly regarding: Regarding | undefined
  readonly key: string | undefined
  readonly uniqueKey: string | undefined
  readonly autoDelete: boolean
  readonly recurring: boolean
  /** When it could have begun at the earliest. */
  readonly readySince: Date
}

export interface ClaimRequest {
  /** How many of each kind there is room for; the first kinds are served first. */
  readonly room: ReadonlyMap<string, number>
  /** How many altogether. */
  readonly limit: number
  /** A new identity for this claim. */
  readonly lease: string
  readonly leaseMs: number
  readonly workerName: string
  readonly now: Date
}

/**
 * Takes the next jobs of each kind, in order, under a lease. One statement in a transaction of its
 * own. A keyed job is taken only when no older one of its key is open and none is running; the
 * unique index `asyncoperation_onerunning` holds where two workers look at the same moment: one of
 * them then fails with 23505 and claims again.
 */
export async function claimJobs(db: Db, request: ClaimRequest): Promise<ClaimedJob[]> {
  const kinds = [...request.room.keys()]
  const slots = [...request.room.values()]
  const { rows } = await sql<ClaimedRow>`
with next as materialized (
  select j.asyncoperationid
  from unnest(${kinds}::text[], ${slots}::integer[]) as w(kind, slots)
  cross join (${withoutFlush}) as relaxed
  cross join lateral (${nextOfKind}) j
  limit ${request.limit}
)
update asyncoperation a
set statecode = 2, statuscode = ${sql.raw(sqlStatusAfter('claim'))}, gr_begun = true,
  gr_lease = ${request.lease}, gr_leaseduntil = now() + ${leaseInterval(request.leaseMs)},
  hostid = ${request.workerName}, startedon = ${request.now}, modifiedon = ${request.now},
  versionnumber = nextval('gr_versionnumber')
from next n
where a.asyncoperationid = n.asyncoperationid
returning a.asyncoperationid, a.gr_lease, a.gr_kind, a.name, a.gr_payload, a.gr_attempt, a.gr_tries,
  a.gr_losses, a.ownerid, a.correlationid, a.depth, a.regardingobjectid, a.regardingobjectidtype,
  a.dependencytoken, a.gr_uniquekey, a.gr_autodelete, a.recurrencepattern is not null as recurring,
  greatest(a.createdon, a.postponeuntil) as readysince, a.sequence`.execute(db)
  return rows.sort((a, b) => a.sequence - b.sequence).map(toClaimedJob)
}

/**
 * The first jobs of the kind `w.kind` that may be taken. `offset 0` keeps both checks of the key
 * what they are meant to be, one probe of an index per job: the planner would otherwise be free to
 * join with all open jobs.
 */
const nextOfKind = sql`
select r.asyncoperationid
from asyncoperation r
where r.statecode = 0 and r.gr_parked = false and r.gr_kind = w.kind
  and (r.dependencytoken is null or (
    not exists (
      select from asyncoperation o
      where o.dependencytoken = r.dependencytoken and o.statecode < 3 and o.sequence < r.sequence
      offset 0)
    and not exists (
      select from asyncoperation o
      where o.dependencytoken = r.dependencytoken and o.statecode = 2
      offset 0)))
order by r.sequence
limit w.slots
for update of r skip locked`

/**
 * Commits this statement's transaction without waiting for the disk, which takes most of a claim's
 * time: a claim that a crash of PostgreSQL undoes leaves its job in line, and its worker finds at
 * the end that it does not hold the job. Endings of jobs are flushed.
 */
const withoutFlush = sql`select set_config('synchronous_commit', 'off', true)`

/** Leases measure real processes, so the database's clock counts, not the hub's. */
export const leaseInterval = (milliseconds: number) =>
  sql`make_interval(secs => ${milliseconds / 1000})`

interface ClaimedRow {
  readonly asyncoperationid: string
  readonly gr_lease: string
  readonly gr_kind: string
  readonly name: string
  readonly gr_payload: unknown
  readonly gr_attempt: number
  readonly gr_tries: number
  readonly gr_losses: number
  readonly ownerid: string | null
  readonly correlationid: string | null
  readonly depth: number | null
  readonly regardingobjectid: string | null
  readonly regardingobjectidtype: string | null
  readonly dependencytoken: string | null
  readonly gr_uniquekey: string | null
  readonly gr_autodelete: boolean
  readonly recurring: boolean
  readonly readysince: Date
  readonly sequence: number
}

function toClaimedJob(row: ClaimedRow): ClaimedJob {
  const { regardingobjectid: id, regardingobjectidtype: table } = row
  return {
    id: row.asyncoperationid,
    lease: row.gr_lease,
    kind: row.gr_kind,
    name: row.name,
    payload: row.gr_payload,
    attempt: row.gr_attempt,
    tries: row.gr_tries,
    losses: row.gr_losses,
    ownerId: row.ownerid ?? undefined,
    correlationId: row.correlationid ?? row.asyncoperationid,
    depth: row.depth ?? 1,
    regarding: id === null || table === null ? undefined : { table, id },
    key: row.dependencytoken ?? undefined,
    uniqueKey: row.gr_uniquekey ?? undefined,
    autoDelete: row.gr_autodelete,
    recurring: row.recurring,
    readySince: row.readysince,
  }
}
