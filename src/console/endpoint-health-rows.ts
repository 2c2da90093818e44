/** SQL on how endpoints are doing: what their system jobs and their delivery log say. */
import { sql } from 'kysely'
import type { Db } from '#database'

export interface EndpointRow {
  readonly id: string
  readonly name: string
  readonly contract: number
  readonly url: string | null
  readonly address: string | null
  readonly path: string | null
  readonly circuitOpen: boolean
  readonly circuitChangedOn: Date | null
  readonly circuitReason: string | null
  readonly disabledOn: Date | null
  readonly disabledReason: string | null
  readonly logged: boolean
  readonly steps: number
  readonly forgets: boolean
}

const circuitIsOpen = 2

/** One or all of them, in the order of their names. */
export async function listEndpoints(db: Db, id?: string): Promise<readonly EndpointRow[]> {
  const { rows } = await sql<EndpointRow>`
select e.serviceendpointid as id, e.name, e.contract, split_part(e.url, '?', 1) as url,
  coalesce(e.namespaceaddress, e.solutionnamespace) as address, e.path,
  e.gr_circuit is not distinct from ${sql.lit(circuitIsOpen)} as "circuitOpen",
  e.gr_circuitchangedon as "circuitChangedOn", e.gr_circuitreason as "circuitReason",
  e.gr_disabledon as "disabledOn", e.gr_disabledreason as "disabledReason",
  coalesce(e.gr_logdeliveries, false) as logged,
  (select count(*)::integer from sdkmessageprocessingstep s
   where s.eventhandler = e.serviceendpointid) as steps,
  not coalesce(e.gr_keepsucceeded, false) and exists (
    select from sdkmessageprocessingstep s
    where s.eventhandler = e.serviceendpointid and s.asyncautodelete) as forgets
from serviceendpoint e
where ${id === undefined ? sql`true` : sql`e.serviceendpointid = ${id}`}
order by e.name`.execute(db)
  return rows
}

export interface StepHealth {
  readonly endpointId: string
  readonly stepId: string
  /** Not sent yet. */
  readonly waiting: number
  readonly oldestWaitingOn: Date | null
  /** Failed whenever, and not sent since: what is there to retry. */
  readonly failed: number
}

/** What is open and what has failed, by step; steps without either are not among them. */
export async function readStepHealth(db: Db, endpointId?: string): Promise<readonly StepHealth[]> {
  const { rows } = await sql<StepHealth>`
select s.eventhandler as "endpointId", s.sdkmessageprocessingstepid as "stepId",
  count(*) filter (where a.statecode < 3)::integer as waiting,
  min(a.createdon) filter (where a.statecode < 3) as "oldestWaitingOn",
  count(*) filter (where a.statuscode = 31)::integer as failed
from asyncoperation a
join sdkmessageprocessingstep s on s.sdkmessageprocessingstepid = a.owningextensionid
where (a.statecode in (0, 1, 2) or (a.statuscode = 31 and a.gr_kind = 'webhook.delivery'))
  and ${endpointId === undefined ? sql`true` : sql`s.eventhandler = ${endpointId}`}
group by 1, 2`.execute(db)
  return rows
}

export interface HourRow {
  readonly endpointId: string
  readonly startedOn: Date
  readonly succeeded: number
  readonly failed: number
}

/** Deliveries that ended within a day, by hour: system jobs, which are kept for a while. */
export async function readHours(
  db: Db,
  since: Date,
  endpointId?: string,
): Promise<readonly HourRow[]> {
  const { rows } = await sql<HourRow>`
select s.eventhandler as "endpointId", date_trunc('hour', a.completedon) as "startedOn",
  count(*) filter (where a.statuscode = 30)::integer as succeeded,
  count(*) filter (where a.statuscode = 31)::integer as failed
from asyncoperation a
join sdkmessageprocessingstep s on s.sdkmessageprocessingstepid = a.owningextensionid
where a.statuscode in (30, 31) and a.gr_kind = 'webhook.delivery' and a.completedon >= ${since}
  and ${endpointId === undefined ? sql`true` : sql`s.eventhandler = ${endpointId}`}
group by 1, 2 order by 2`.execute(db)
  return rows
}

/** The same from the log of attempts, for endpoints that keep one. */
export async function readLoggedHours(
  db: Db,
  since: Date,
  endpointIds: readonly string[],
): Promise<readonly HourRow[]> {
  const { rows } = await sql<HourRow>`
select t.serviceendpointid as "endpointId", date_trunc('hour', t.startedon) as "startedOn",
  count(*) filter (where t.outcome = 1)::integer as succeeded,
  count(*) filter (where t.outcome <> 1)::integer as failed
from gr_deliveryattempt t
where t.serviceendpointid = any(${endpointIds}::uuid[]) and t.startedon >= ${since}
group by 1, 2 order by 2`.execute(db)
  return rows
}

export interface Latency {
  readonly medianMs: number | null
  readonly slowMs: number | null
}

/** Of the last thousand deliveries within a day: half, and nineteen of twenty, were faster. */
export async function readLatency(db: Db, since: Date, endpoint: EndpointRow): Promise<Latency> {
  const times = endpoint.logged
    ? sql`select t.totalms as ms from gr_deliveryattempt t
where t.serviceendpointid = ${endpoint.id} and t.startedon >= ${since}
order by t.startedon desc limit 1000`
    : sql`select a.executiontimespan * 1000 as ms from asyncoperation a
join sdkmessageprocessingstep s on s.sdkmessageprocessingstepid = a.owningextensionid
where s.eventhandler = ${endpoint.id} and a.statuscode = 30
  and a.gr_kind = 'webhook.delivery' and a.completedon >= ${since}
order by a.completedon desc limit 1000`
  const { rows } = await sql<Latency>`
select percentile_cont(0.5) within group (order by m.ms) as "medianMs",
  percentile_cont(0.95) within group (order by m.ms) as "slowMs"
from (${times}) m`.execute(db)
  return rows[0] ?? { medianMs: null, slowMs: null }
}
