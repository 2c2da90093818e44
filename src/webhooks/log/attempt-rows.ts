/** SQL of the delivery log. */
import { createHash, randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, Tx } from '#database'
import { isRefusal } from '#errors'
import { isOutboundFailure } from '#outbound'
import type { Attempt } from '../attempt.ts'
import { attemptOutcome } from './tables.ts'

/** Of the answer's body, in bytes: enough to see what a receiver complains about. */
const keptOfAnswer = 1024

/**
 * Many attempts by one statement. How long each waited in the queue is what its system job says;
 * one that is gone already leaves it open.
 */
export async function insertAttempts(tx: Tx, attempts: readonly Attempt[]): Promise<void> {
  await sql`
insert into gr_deliveryattempt (gr_deliveryattemptid, name, serviceendpointid,
  sdkmessageprocessingstepid, asyncoperationid, attempt, outcome, startedon, messagename,
  primaryentitytype, regardingobjectid, correlationid, method, url, requestheaders, bodybytes,
  bodysha256, responsestatus, responseheaders, responsestart, queuems, sentms, firstbytems, totalms,
  errorcode, problem)
select t.id, t.name, t.endpoint, t.step, t.job, t.attempt, t.outcome, t.started, t.message, t.entity,
  t.row, t.correlation, t.method, t.url, t.sent, t.bytes, t.sha256, t.status, t.received, t.start,
  greatest(0, round(extract(epoch from t.started - greatest(a.createdon, a.postponeuntil)) * 1000)),
  t.connected, t.first, t.total, t.code, t.problem
from json_to_recordset(${JSON.stringify(attempts.map(toRecord))}) as t(
  id uuid, name text, endpoint uuid, step uuid, job uuid, attempt integer, outcome integer,
  started timestamptz, message text, entity text, row uuid, correlation uuid, method text, url text, sent jsonb,
  bytes integer, sha256 text, status integer, received jsonb, start text, connected integer,
  first integer, total integer, code integer, problem text)
left join asyncoperation a on a.asyncoperationid = t.job`.execute(tx)
}

function toRecord(attempt: Attempt) {
  const { request, response, error } = attempt
  const outcome = outcomeOf(attempt)
  const result = response === undefined ? outcome.label : String(response.status)
  return {
    id: randomUUIDv7(),
    name: storable(
      `${attempt.message} of ${attempt.table} to ${attempt.endpointName}: ${result}`,
      300,
    ),
    endpoint: attempt.endpointId,
    step: attempt.stepId ?? null,
    job: attempt.jobId ?? null,
    attempt: attempt.attempt,
    outcome: outcome.value,
    started: attempt.startedAt,
    message: attempt.message,
    entity: attempt.table,
    row: attempt.regarding?.id ?? null,
    correlation: attempt.correlationId,
    // A broker takes a message, not a request.
    method: /^https?:/.test(request.url) ? 'POST' : 'SEND',
    url: request.url.slice(0, 2000),
    sent: request.headers,
    bytes: request.body === undefined ? null : Buffer.byteLength(request.body),
    sha256: request.body === undefined ? null : sha256(request.body),
    status: response?.status ?? null,
    received: response === undefined ? null : withoutCookies(response.headers),
    start: response === undefined ? null : startOf(response.body),
    connected: rounded(response?.timing?.sentMs),
    first: rounded(response?.timing?.firstByteMs),
    total: attempt.durationMs,
    code: isRefusal(error) && error.dataverse !== undefined ? error.dataverse | 0 : null,
    problem: error === undefined ? null : problemOf(error),
  }
}

/** Messages of errors that nobody planned for may name what is inside the network. */
function problemOf(error: Error): string {
  if (!isRefusal(error)) return 'The attempt failed unexpectedly; the log of the hub says why.'
  return storable(`${error.sentence} ${error.advice}`, 4000)
}

function outcomeOf({ delivered, response, error }: Attempt) {
  if (delivered) return attemptOutcome.delivered
  if (response !== undefined) return attemptOutcome.refused
  if (isRefusal(error, 'endpoint-timed-out')) return attemptOutcome.timedOut
  if (isRefusal(error) && isOutboundFailure(error.cause)) return attemptOutcome.notReached
  return attemptOutcome.notSent
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

const rounded = (milliseconds: number | undefined) =>
  milliseconds === undefined ? null : Math.round(milliseconds)

/** A receiver's sessions are its own. */
function withoutCookies(headers: Readonly<Record<string, string>>): Record<string, string> {
  const shown = Object.entries(headers).map(([name, value]) => [
    name,
    name === 'set-cookie' ? '[removed]' : storable(value, 2000),
  ])
  return Object.fromEntries(shown)
}

const startOf = (body: Uint8Array) =>
  storable(Buffer.from(body.subarray(0, keptOfAnswer)).toString('utf8'), keptOfAnswer)

/** PostgreSQL keeps no NUL in text. */
const storable = (text: string, limit: number) =>
  text.replaceAll('\0', '\uFFFD').slice(0, limit).toWellFormed()

/** Removes a batch of what is older than its endpoint keeps it; gives how many. */
export async function deleteOldAttempts(
  tx: Tx,
  now: Date,
  defaultDays: number,
  limit: number,
): Promise<number> {
  const { numAffectedRows } = await sql`
with old as materialized (
  select o.gr_deliveryattemptid
  from (select distinct serviceendpointid from gr_deliveryattempt) k
  left join serviceendpoint e on e.serviceendpointid = k.serviceendpointid
  cross join lateral (
    select t.gr_deliveryattemptid from gr_deliveryattempt t
    where t.serviceendpointid = k.serviceendpointid and t.startedon <
      ${now}::timestamptz - make_interval(days => coalesce(e.gr_logdays, ${defaultDays}::integer))
    order by t.startedon limit ${limit}
  ) o
  limit ${limit}
)
delete from gr_deliveryattempt t using old
where t.gr_deliveryattemptid = old.gr_deliveryattemptid`.execute(tx)
  return Number(numAffectedRows ?? 0)
}

export interface LogSettings {
  readonly id: string
  readonly logs: boolean
  readonly keepsSucceeded: boolean
}

export async function readLogSettings(db: Db): Promise<readonly LogSettings[]> {
  const { rows } = await sql<LogSettings>`
select e.serviceendpointid as id, coalesce(e.gr_logdeliveries, false) as logs,
  coalesce(e.gr_keepsucceeded, false) as "keepsSucceeded"
from serviceendpoint e
where e.gr_logdeliveries or e.gr_keepsucceeded`.execute(db)
  return rows
}
