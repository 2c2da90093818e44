import { randomUUIDv7 } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import { sqlState, type Tx } from '#database'
import type { JobRequest } from './job.ts'
import { refusals } from './refusals.ts'
import { storableText } from './storable-text.ts'

/** The user in whose name the hub itself acts, and the root business unit: seeded by migration 0001. */
const systemUser = '00000000-0000-4000-8000-000000000003'
const rootBusinessUnit = '00000000-0000-4000-8000-000000000002'

/** Up to so many jobs are written as VALUES (a third faster for one), more as one JSON document. */
const fewJobs = 4

/** Jobs per statement: keeps one statement below a few megabytes with usual payloads. */
const jobsPerStatement = 1000

/** Workers listen here; the payload says whether there is work ('') or a run to be stopped. */
export const hintChannel = 'greenroom_jobs'

/**
 * Writes jobs that exist if and only if this transaction commits. Gives their ids in order;
 * undefined where a job with the same unique key already waits for its first run.
 * `now` is the clock's time for the ledger; left out, it is the time of the transaction.
 *
 * A notification wakes the workers, unless one has said that it is awake. It is a hint only: they
 * also look every `pollMs`.
 */
export async function enqueue(
  tx: Tx,
  jobs: readonly JobRequest[],
  now?: Date,
): Promise<(string | undefined)[]> {
  const entries = jobs.map(toEntry)
  const written = new Set<string>()
  for (let from = 0; from < entries.length; from += jobsPerStatement) {
    const some = entries.slice(from, from + jobsPerStatement)
    for (const id of await insert(tx, some, now)) written.add(id)
  }
  return entries.map(({ id }) => (written.has(id) ? id : undefined))
}

/** One row as the insert takes it. The keys are short because a bulk insert repeats them per row. */
interface Entry {
  readonly id: string
  readonly name: string
  readonly type: number
  readonly kind: string
  readonly payload: string
  readonly key: string | null
  readonly unique: string | null
  readonly due: Date | null
  readonly about: string | null
  readonly abouttable: string | null
  readonly correlation: string
  readonly request: string | null
  readonly depth: number
  readonly owner: string
  readonly step: string | null
  readonly message: string | null
  readonly entity: string | null
  readonly discard: boolean
  readonly rule: string | null
}

function toEntry(job: JobRequest): Entry {
  const id = randomUUIDv7()
  const unique = job.uniqueKey ?? (job.recurrence === undefined ? null : `series:${id}`)
  return {
    id,
    name: storableText(job.name, 256),
    type: job.operationType ?? 54,
    kind: job.kind,
    payload: JSON.stringify(job.payload ?? null),
    key: job.key ?? unique,
    unique,
    due: job.runAt ?? null,
    about: job.regarding?.id ?? null,
    abouttable: job.regarding?.table ?? null,
    correlation: job.correlationId ?? id,
    request: job.requestId ?? null,
    depth: job.depth ?? 1,
    owner: job.ownerId ?? systemUser,
    step: job.owningExtensionId ?? null,
    message: job.messageName ?? null,
    entity: job.primaryTable ?? job.regarding?.table ?? null,
    discard: job.autoDelete ?? false,
    rule: job.recurrence ?? null,
  }
}

async function insert(tx: Tx, entries: readonly Entry[], now: Date | undefined): Promise<string[]> {
  const rows = entries.length <= fewJobs ? valuesOf(entries, now) : recordsOf(entries, now)
  try {
    const { rows: written } = await insertStatement(rows).execute(tx)
    return written.map((row) => row.asyncoperationid)
  } catch (cause) {
    throw unstorable(entries, cause)
  }
}

function insertStatement(rows: RawBuilder<unknown>) {
  return sql<{ asyncoperationid: string }>`
with hint as (
  select pg_notify(${sql.lit(hintChannel)}, '') from asyncoperation_awake w
  where w.last_value < extract(epoch from clock_timestamp()) * 1000
)
insert into asyncoperation (
  asyncoperationid, name, operationtype, gr_kind, gr_payload, dependencytoken, gr_uniquekey,
  postponeuntil, regardingobjectid, regardingobjectidtype, correlationid, requestid, depth,
  ownerid, createdby, modifiedby, owneridtype, owningbusinessunit,
  owningextensionid, messagename, primaryentitytype, gr_autodelete,
  recurrencepattern, recurrencestarttime, createdon, modifiedon, statecode, statuscode, sequence
)
${rows}
on conflict (gr_uniquekey) where statecode < 3 and not gr_begun and gr_uniquekey is not null
do nothing
returning asyncoperationid, (select count(*) from hint)`
}

const writtenAt = (now: Date | undefined) => (now === undefined ? sql`now()` : sql`${now}`)

function valuesOf(entries: readonly Entry[], now: Date | undefined): RawBuilder<unknown> {
  const time = writtenAt(now)
  const rows = entries.map((e) => {
    const start = e.rule === null ? null : (e.due ?? time)
    const place = e.due === null ? sql`0, 0, default` : sql`1, 10, null`
    return sql`(
      ${e.id}, ${e.name}, ${e.type}, ${e.kind}, ${e.payload}, ${e.key}, ${e.unique},
      ${e.due}, ${e.about}, ${e.abouttable}, ${e.correlation}, ${e.request}, ${e.depth},
      ${e.owner}, ${e.owner}, ${e.owner}, 'systemuser', ${sql.lit(rootBusinessUnit)},
      ${e.step}, ${e.message}, ${e.entity}, ${e.discard},
      ${e.rule}, ${start}, ${time}, ${time}, ${place})`
  })
  return sql`values ${sql.join(rows)}`
}

/** One parameter for any number of rows: 65,000 jobs a second against 28,000 as VALUES. */
function recordsOf(entries: readonly Entry[], now: Date | undefined): RawBuilder<unknown> {
  const documents = entries.map(({ payload, ...rest }) => {
    const head = JSON.stringify(rest)
    return `${head.slice(0, -1)},"payload":${payload}}`
  })
  const time = writtenAt(now)
  return sql`
select e.id, e.name, e.type, e.kind, coalesce(e.payload, 'null'), e.key, e."unique",
  e.due, e.about, e.abouttable, e.correlation, e.request, e.depth,
  e.owner, e.owner, e.owner, 'systemuser', ${sql.lit(rootBusinessUnit)}::uuid,
  e.step, e.message, e.entity, e.discard,
  e.rule, case when e.rule is not null then coalesce(e.due, ${time}) end, ${time}, ${time},
  case when e.due is null then 0 else 1 end,
  case when e.due is null then 0 else 10 end,
  case when e.due is null then nextval('asyncoperation_sequence') end
from json_to_recordset(${`[${documents.join(',')}]`}) as e(
  id uuid, name text, type integer, kind text, payload jsonb, key text, "unique" text,
  due timestamptz, about uuid, abouttable text, correlation uuid, request uuid, depth integer,
  owner uuid, step uuid, message text, entity text, discard boolean, rule text)`
}

/** Data exceptions (class 22: a NUL character, a value that is too long) and malformed ids. */
function unstorable(entries: readonly Entry[], cause: unknown): unknown {
  const first = entries[0]
  if (first === undefined || !sqlState(cause)?.startsWith('22')) return cause
  const problem = cause instanceof Error ? cause.message : String(cause)
  return refusals['job-unstorable']({ name: first.name, kind: first.kind, problem }, { cause })
}
