import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#database'
import { general } from '#errors'
import { hintChannel } from './enqueue.ts'
import { refusals } from './refusals.ts'
import { type Act, acts, type JobStatus, stateOf, statusAfter, statusLabel } from './status.ts'
import { unparkHeads } from './unpark.ts'

interface Found {
  readonly statuscode: JobStatus
  readonly dependencytoken: string | null
}

/** The row of a job, locked until the end of the transaction. */
async function lockJob(tx: Tx, id: string): Promise<Found> {
  const { rows } = await sql<Found>`
select a.statuscode, a.dependencytoken from asyncoperation a
where a.asyncoperationid = ${id}
for update`.execute(tx)
  const [row] = rows
  if (row === undefined) throw general['not-found']({ what: 'system job', id })
  return row
}

/** What an act sets beside the status, depending on the status it leads to. */
export type Changes = (to: JobStatus) => readonly RawBuilder<unknown>[]

/**
 * Performs one of the acts of `status.ts` on a job; gives the status it has now. Refuses what the
 * table does not list. Where a run must stop, the workers are told.
 */
export async function changeJob(
  tx: Tx,
  id: string,
  act: Act,
  now: Date,
  changes: Changes,
): Promise<JobStatus> {
  const { statuscode, dependencytoken } = await lockJob(tx, id)
  const to = statusAfter(act, statuscode)
  if (to === undefined) throw cannot(id, act, statuscode)
  await sql`
update asyncoperation a
set ${sql.join([
    sql`statuscode = ${to}`,
    sql`statecode = ${stateOf(to)}`,
    sql`modifiedon = ${now}`,
    sql`versionnumber = nextval('gr_versionnumber')`,
    ...changes(to),
  ])}
where a.asyncoperationid = ${id}`.execute(tx)
  await unparkHeads(tx, [dependencytoken])
  await tellWorkers(tx, to)
  return to
}

/** A run is to stop, or there may be work, perhaps at another time than the workers think. */
async function tellWorkers(tx: Tx, status: JobStatus): Promise<void> {
  const payload = stateOf(status) === 2 ? 'stop' : ''
  await sql`select pg_notify(${hintChannel}, ${payload})`.execute(tx)
}

function cannot(id: string, act: Act, status: JobStatus) {
  const allowed = Object.keys(acts[act]).map((from) => statusLabel(Number(from) as JobStatus))
  return refusals['job-cannot']({
    id,
    act,
    status: statusLabel(status),
    allowed: allowed.join(' or '),
  })
}

/** Removes a job, whatever its status: what still runs finds that it is not held any more. */
export async function removeJob(tx: Tx, id: string): Promise<void> {
  const { dependencytoken, statuscode } = await lockJob(tx, id)
  await sql`delete from asyncoperation a where a.asyncoperationid = ${id}`.execute(tx)
  await unparkHeads(tx, [dependencytoken])
  await tellWorkers(tx, statuscode)
}
