import { sql } from 'kysely'
import type { Db } from '#database'
import type { Holding } from './leases.ts'
import { type JobStatus, sqlStatusAfter } from './status.ts'
import { storableText } from './storable-text.ts'

/** How a run ended, as the ledger takes it. */
export interface Ending extends Holding {
  readonly move: 'succeed' | 'fail' | 'suspend' | 'giveBack'
  readonly friendlyMessage?: string
  /** For technicians; never with secrets. */
  readonly message?: string
  readonly errorCode?: number
  /** Suspend: when to run again. */
  readonly due?: Date
  /** Suspend: this was a failed attempt, the next one counts. Keeps the place in the line. */
  readonly retried?: boolean
  /** How long the run took. */
  readonly seconds?: number
  /** A line for "What happened so far". */
  readonly breadcrumb?: string
}

export interface Settled {
  readonly id: string
  /** What became of it; a cancellation or pause asked for meanwhile has its way. */
  readonly status: JobStatus
  readonly key: string | null
  /** When it runs again, where it was suspended. */
  readonly due: Date | null
}

/** What a job that is stopped half-way shows. */
const canceledSentence = 'The run was stopped, because the job was cancelled.'

/**
 * Writes endings of jobs that this worker still holds, and gives those: what is missing was taken
 * back by others, or, with `skipLocked`, is locked by somebody at this moment. With `skipLocked`
 * one job that a user's transaction holds does not keep the others waiting.
 */
export async function settleJobs(
  db: Db,
  endings: readonly Ending[],
  now: Date,
  options: { readonly skipLocked: boolean },
): Promise<Settled[]> {
  const { rows } = await sql<SettledRow>`
with ended as materialized (${endedRows(endings)}),
mine as materialized (${heldRows(options.skipLocked)}),
removed as (${removal}),
kept as (${change(now)})
select * from kept union all select * from removed`.execute(db)
  return rows.map(toSettled)
}

const endedRows = (endings: readonly Ending[]) => sql`
select * from json_to_recordset(${JSON.stringify(endings.map(toRecord))}) as e(
  id uuid, lease uuid, move text, friendly text, message text, code integer,
  due timestamptz, retried boolean, seconds double precision, breadcrumb text)`

/** The jobs among them that are still held, locked, with the status that they get. */
const heldRows = (skipLocked: boolean) => sql`
select a.asyncoperationid, a.gr_autodelete as discard, e.*, case e.move
  when 'succeed' then ${sql.raw(sqlStatusAfter('succeed'))}
  when 'fail' then ${sql.raw(sqlStatusAfter('fail'))}
  when 'suspend' then ${sql.raw(sqlStatusAfter('suspend'))}
  else ${sql.raw(sqlStatusAfter('giveBack'))} end as status
from asyncoperation a
join ended e on a.asyncoperationid = e.id and a.gr_lease = e.lease
where a.statecode = 2
for update of a ${skipLocked ? sql`skip locked` : sql``}`

const removal = sql`
delete from asyncoperation a using mine m
where a.asyncoperationid = m.asyncoperationid and m.discard and m.status = 30
returning a.asyncoperationid, m.status, a.dependencytoken, null::timestamptz as due`

const change = (now: Date) => sql`
update asyncoperation a
set statuscode = m.status, statecode = m.status / 10,
  completedon = case when m.status >= 30 then ${now}::timestamptz end,
  executiontimespan = m.seconds,
  friendlymessage = case
    when m.status = 32 then ${sql.lit(canceledSentence)}
    when m.move = 'giveBack' then a.friendlymessage
    else m.friendly end,
  message = case when m.move = 'giveBack' then a.message else m.message end,
  errorcode = case when m.status = 31 then m.code end,
  postponeuntil = case when m.status = 10 and a.statuscode = 20 then m.due else a.postponeuntil end,
  sequence = case when m.move = 'suspend' and m.status = 10 and not m.retried then null
    else a.sequence end,
  retrycount = a.retrycount + m.retried::integer,
  gr_attempt = a.gr_attempt + m.retried::integer,
  gr_tries = case when m.retried then a.gr_tries + 1 when m.move = 'giveBack' then a.gr_tries else 1 end,
  gr_losses = case when m.move = 'giveBack' then a.gr_losses else 0 end,
  gr_lease = null, gr_leaseduntil = null,
  gr_breadcrumbs = case when m.breadcrumb is null then a.gr_breadcrumbs
    else right(concat_ws(E'\n', a.gr_breadcrumbs, m.breadcrumb), 8000) end,
  modifiedon = ${now}, versionnumber = nextval('gr_versionnumber')
from mine m
where a.asyncoperationid = m.asyncoperationid and not (m.discard and m.status = 30)
returning a.asyncoperationid, a.statuscode as status, a.dependencytoken,
  case when a.statecode = 1 then a.postponeuntil end as due`

function toRecord(ending: Ending) {
  return {
    id: ending.id,
    lease: ending.lease,
    move: ending.move,
    friendly: storable(ending.friendlyMessage, 100_000),
    message: storable(ending.message, 20_000),
    code: ending.errorCode ?? null,
    due: ending.due ?? null,
    retried: ending.retried ?? false,
    seconds: ending.seconds ?? null,
    breadcrumb: storable(ending.breadcrumb, 2000),
  }
}

const storable = (text: string | undefined, limit: number) =>
  text === undefined ? null : storableText(text, limit)

interface SettledRow {
  readonly asyncoperationid: string
  readonly status: JobStatus
  readonly dependencytoken: string | null
  readonly due: Date | null
}

const toSettled = (row: SettledRow): Settled => ({
  id: row.asyncoperationid,
  status: row.status,
  key: row.dependencytoken,
  due: row.due,
})
