/** SQL of replays. */
import { sql } from 'kysely'
import type { Db, Tx } from '#database'
import { deliveryJobKind } from '../delivery-job.ts'
import { replayedDeliveries, replayState, stateOf } from './tables.ts'

export interface ReplaySelection {
  readonly deliveries: number
  readonly createdFrom: Date | null
  readonly createdTo: Date
  readonly endedFrom: Date | null
  readonly endpointId: string | null
  readonly stepId: string | null
  readonly jobId: string | null
}

export interface ReplayRow extends ReplaySelection {
  readonly id: string
  readonly name: string
  readonly systemJobId: string | null
  readonly targetEndpointId: string | null
  readonly perSecond: number
  readonly marked: boolean
  readonly state: number
  readonly total: number
  readonly sent: number
  readonly skipped: number
  readonly hasBegun: boolean
  readonly orderedBy: string | null
  readonly orderedOn: Date
  readonly endedOn: Date | null
}

const columns = sql`
r.gr_replayid as id, r.name, r.asyncoperationid as "systemJobId", r.deliveries,
r.createdfrom as "createdFrom", r.createdto as "createdTo", r.endedfrom as "endedFrom",
r.serviceendpointid as "endpointId", r.sdkmessageprocessingstepid as "stepId", r.jobid as "jobId",
r.targetendpointid as "targetEndpointId", r.persecond as "perSecond", r.marked,
${sql.raw(stateOf('r'))} as state,
r.total, r.sent, r.skipped, r.atjobid is not null as "hasBegun",
r.orderedby as "orderedBy", r.orderedon as "orderedOn", r.endedon as "endedOn"`

export async function insertReplay(
  tx: Tx,
  replay: Omit<ReplayRow, 'state' | 'sent' | 'skipped' | 'hasBegun' | 'endedOn'>,
): Promise<void> {
  await sql`
insert into gr_replay (gr_replayid, name, asyncoperationid, deliveries, createdfrom, createdto,
  endedfrom, serviceendpointid, sdkmessageprocessingstepid, jobid, targetendpointid, persecond,
  marked, ownstate, total, sent, skipped, orderedby, orderedon)
values (${replay.id}, ${replay.name}, ${replay.systemJobId}, ${replay.deliveries},
  ${replay.createdFrom}, ${replay.createdTo}, ${replay.endedFrom}, ${replay.endpointId},
  ${replay.stepId}, ${replay.jobId}, ${replay.targetEndpointId}, ${replay.perSecond},
  ${replay.marked}, ${replayState.running.value}, ${replay.total}, 0, 0, ${replay.orderedBy},
  ${replay.orderedOn})`.execute(tx)
}

export async function findReplay(db: Db, id: string): Promise<ReplayRow | undefined> {
  const { rows } = await sql<ReplayRow>`
select ${columns} from gr_replay r where r.gr_replayid = ${id}`.execute(db)
  return rows[0]
}

export async function listReplays(db: Db): Promise<readonly ReplayRow[]> {
  const { rows } = await sql<ReplayRow>`
select ${columns} from gr_replay r order by r.orderedon desc limit 100`.execute(db)
  return rows
}

/**
 * Finished deliveries that a replay is about. Succeeded ones only of endpoints that keep them for
 * this: their bodies hold personal data that nobody may expect to be sent again.
 */
const chosen = (s: ReplaySelection) => sql`
from asyncoperation a
where a.gr_kind = ${sql.lit(deliveryJobKind)} and a.createdon < ${s.createdTo}
  and ${ofStatus(s.deliveries)}
  ${s.jobId === null ? sql`` : sql`and a.asyncoperationid = ${s.jobId}`}
  ${s.createdFrom === null ? sql`` : sql`and a.createdon >= ${s.createdFrom}`}
  ${s.endedFrom === null ? sql`` : sql`and a.completedon >= ${s.endedFrom}`}
  ${s.stepId === null ? sql`` : sql`and a.owningextensionid = ${s.stepId}`}
  ${s.endpointId === null ? sql`` : sql`and a.gr_payload->>'endpoint' = ${s.endpointId}`}`

function ofStatus(deliveries: number) {
  const failed = sql`a.statuscode = 31`
  if (deliveries === replayedDeliveries.failed.value) return failed
  const succeeded = sql`(a.statuscode = 30 and exists (
    select from serviceendpoint e
    where e.serviceendpointid = (a.gr_payload->>'endpoint')::uuid and e.gr_keepsucceeded))`
  if (deliveries === replayedDeliveries.succeeded.value) return succeeded
  return sql`(${failed} or ${succeeded})`
}

export async function countDeliveries(db: Db, selection: ReplaySelection): Promise<number> {
  const { rows } = await sql<{ total: number }>`
select count(*)::integer as total ${chosen(selection)}`.execute(db)
  return rows[0]?.total ?? 0
}

/** A finished delivery that is to be sent again. */
export interface FinishedDelivery {
  readonly id: string
  readonly hasFailed: boolean
  readonly name: string
  readonly payload: unknown
  readonly ownerId: string | null
  readonly correlationId: string | null
  readonly depth: number | null
  readonly stepId: string | null
  readonly message: string | null
  readonly table: string | null
  readonly rowId: string | null
  readonly rowTable: string | null
}

/** The next part, in the order of the changes; locked, so that nobody retries them meanwhile. */
export async function nextDeliveries(
  tx: Tx,
  replay: ReplayRow,
  limit: number,
): Promise<readonly FinishedDelivery[]> {
  // Compared where it is kept: instants here have milliseconds, PostgreSQL's microseconds.
  const after = replay.hasBegun
    ? sql`and (a.createdon, a.asyncoperationid) > (
        select r.atcreatedon, r.atjobid from gr_replay r where r.gr_replayid = ${replay.id})`
    : sql``
  const { rows } = await sql<FinishedDelivery>`
select a.asyncoperationid as id, a.statuscode = 31 as "hasFailed", a.name,
  a.gr_payload as payload, a.ownerid as "ownerId", a.correlationid as "correlationId", a.depth,
  a.owningextensionid as "stepId", a.messagename as message, a.primaryentitytype as "table",
  a.regardingobjectid as "rowId", a.regardingobjectidtype as "rowTable"
${chosen(replay)} ${after}
order by a.createdon, a.asyncoperationid
limit ${limit}
for update of a`.execute(tx)
  return rows
}

export interface Progress {
  readonly at: FinishedDelivery
  readonly sent: number
  readonly skipped: number
}

export async function advanceReplay(tx: Tx, id: string, { at, sent, skipped }: Progress) {
  await sql`
update gr_replay r
set atcreatedon = a.createdon, atjobid = a.asyncoperationid, sent = r.sent + ${sent},
  skipped = r.skipped + ${skipped}
from asyncoperation a
where r.gr_replayid = ${id} and a.asyncoperationid = ${at.id}`.execute(tx)
}

/** Locks the replay; gives whether it is still to go on. */
export async function lockRunning(tx: Tx, id: string): Promise<ReplayRow | undefined> {
  const { rows } = await sql<ReplayRow>`
select ${columns} from gr_replay r
where r.gr_replayid = ${id} and r.ownstate = ${replayState.running.value}
for update of r`.execute(tx)
  return rows[0]
}

export async function endReplay(tx: Tx, id: string, state: number, now: Date): Promise<void> {
  await sql`
update gr_replay r set ownstate = ${state}, endedon = ${now}
where r.gr_replayid = ${id} and r.ownstate = ${replayState.running.value}`.execute(tx)
}

/** Lets the receiver know why it comes again. */
export async function markDelivery(tx: Tx, id: string, replayId: string): Promise<void> {
  const mark = JSON.stringify({ replay: replayId })
  await sql`
update asyncoperation a set gr_payload = a.gr_payload || ${mark}::jsonb
where a.asyncoperationid = ${id}`.execute(tx)
}
