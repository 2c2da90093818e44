/** What the first page shows and keeps showing while things happen; SQL over several modules. */
import { sql } from 'kysely'
import type { Db } from '#database'
import {
  type EndpointRow,
  listEndpoints,
  readStepHealth,
  type StepHealth,
} from './endpoint-health-rows.ts'
import { countJobs, type JobCounts } from './job-rows.ts'
import type { FirstSteps, LiveAccount, LiveEndpoint, LiveWebinar } from './live-shapes.ts'

export interface Board {
  readonly webinars: readonly LiveWebinar[]
  readonly endpoints: readonly LiveEndpoint[]
  readonly jobs: JobCounts
  readonly accounts: readonly LiveAccount[]
  readonly recovery: { readonly open: number; readonly oldest: string | null }
  readonly steps: FirstSteps
}

export async function readBoard(db: Db, now: Date): Promise<Board> {
  const [webinars, endpoints, health, jobs, accounts, recovery, steps] = await Promise.all([
    readWebinars(db, now),
    listEndpoints(db),
    readStepHealth(db),
    countJobs(db),
    readAccounts(db),
    readRecovery(db),
    readSteps(db),
  ])
  return {
    ...{ webinars, jobs, accounts, recovery, steps },
    endpoints: endpoints.flatMap((each) => troubleOf(each, health)),
  }
}

const shownWebinars = 12
const justOverMs = 12 * 3_600_000
const cancelled = 100000004
const draft = 100000000

/** What runs or comes next, then what has just ended; in the order of their beginning. */
async function readWebinars(db: Db, now: Date): Promise<readonly LiveWebinar[]> {
  const justOver = new Date(now.getTime() - justOverMs)
  const { rows } = await sql<Omit<LiveWebinar, 'start' | 'end'> & { start: Date; end: Date }>`
with shown as (
  select e.*, e.msevtmgt_eventstartdate at time zone coalesce(e.gr_timezone, 'UTC') as starts,
    e.msevtmgt_eventenddate at time zone coalesce(e.gr_timezone, 'UTC') as ends
  from msevtmgt_event e
  where e.statecode = 0
    and coalesce(e.msevtmgt_publishstatus, ${draft}) <> ${cancelled}
    and e.msevtmgt_eventenddate at time zone coalesce(e.gr_timezone, 'UTC') > ${justOver}
  order by e.msevtmgt_eventenddate at time zone coalesce(e.gr_timezone, 'UTC') <= ${now},
    starts, e.msevtmgt_eventid
  limit ${shownWebinars}
)
select e.msevtmgt_eventid as id, e.msevtmgt_name as name, e.starts as start, e.ends as end,
  coalesce(e.gr_timezone, 'UTC') as zone, e.msevtmgt_eventformat as format,
  coalesce(e.msevtmgt_publishstatus, ${draft}) as "publishStatus",
  nullif(e.msevtmgt_webinarstatus, '') as "webinarStatus",
  nullif(e.msevtmgt_webinarstatusreason, '') as "webinarReason",
  a.msevtmgt_webinarconfigurationid as "accountId", a.msevtmgt_name as "accountName",
  a.msevtmgt_providerservicestatus = 100000000 as "accountHealthy",
  coalesce(e.msevtmgt_registrationcount, 0) as registrations,
  e.msevtmgt_maximumeventcapacity as capacity,
  (select count(distinct c.msevtmgt_registrationid)::integer from msevtmgt_checkin c
    where c.msevtmgt_event = e.msevtmgt_eventid and c.statecode = 0
      and c.gr_supersededon is null and c.gr_isinwaitingroom is not true) as joined,
  (select count(*)::integer from msevtmgt_eventregistration r
    where r.msevtmgt_eventid = e.msevtmgt_eventid and r.statecode = 0
      and r.msevtmgt_publishingstate > 100000001) as refused,
  (select count(*)::integer from msevtmgt_session s
    where s.msevtmgt_event = e.msevtmgt_eventid and s.statecode = 0
      and s.msevtmgt_webinarstatus = 'Failed') as "failedSessions"
from shown e
left join msevtmgt_webinarconfiguration a
  on a.msevtmgt_webinarconfigurationid = e.msevtmgt_webinarconfigurationid
order by e.starts, e.msevtmgt_eventid`.execute(db)
  return rows.map((row) => ({
    ...row,
    start: row.start.toISOString(),
    end: row.end.toISOString(),
  }))
}

/** Endpoints that nothing is wrong with are left out. */
function troubleOf(endpoint: EndpointRow, health: readonly StepHealth[]): LiveEndpoint[] {
  const own = health.filter(({ endpointId }) => endpointId === endpoint.id)
  const toRetry = own.reduce((all, { failed }) => all + failed, 0)
  const waiting = own.reduce((all, each) => all + each.waiting, 0)
  const { id, name, disabledOn, circuitOpen, circuitChangedOn } = endpoint
  const facts = { id, name, toRetry, waiting }
  if (disabledOn !== null) {
    const since = disabledOn.toISOString()
    return [{ ...facts, trouble: 'disabled', reason: endpoint.disabledReason, since }]
  }
  if (circuitOpen) {
    const since = circuitChangedOn?.toISOString() ?? null
    return [{ ...facts, trouble: 'paused', reason: endpoint.circuitReason, since }]
  }
  if (toRetry === 0) return []
  return [{ ...facts, trouble: 'failing', reason: null, since: null }]
}

async function readAccounts(db: Db): Promise<readonly LiveAccount[]> {
  const { rows } = await sql<LiveAccount>`
select a.msevtmgt_webinarconfigurationid as id, a.msevtmgt_name as name,
  p.msevtmgt_name as provider, nullif(a.msevtmgt_message, '') as message,
  case when a.msevtmgt_authorized = 100000002 then 'token-expired'
    when a.msevtmgt_providerservicestatus = 100000001 then 'not-authenticated'
    when a.msevtmgt_providerservicestatus = 100000002 then 'forbidden'
    else 'unhealthy' end as trouble
from msevtmgt_webinarconfiguration a
join msevtmgt_webinarprovider p on p.msevtmgt_webinarproviderid = a.msevtmgt_webinarproviderid
where a.statecode = 0
  and (a.msevtmgt_authorized = 100000002 or a.msevtmgt_providerservicestatus > 100000000)
order by a.msevtmgt_name, id limit 20`.execute(db)
  return rows
}

async function readRecovery(db: Db): Promise<Board['recovery']> {
  const { rows } = await sql<{ open: number; oldest: Date | null }>`
select count(*)::integer as open, min(i.createdon) as oldest from gr_recoveryitem i
where i.gr_outcome = 100000000 and i.statecode = 0`.execute(db)
  return { open: rows[0]?.open ?? 0, oldest: rows[0]?.oldest?.toISOString() ?? null }
}

async function readSteps(db: Db): Promise<FirstSteps> {
  const { rows } = await sql<FirstSteps>`
select
  exists (select 1 from msevtmgt_webinarconfiguration a
    where a.statecode = 0 and a.msevtmgt_providerservicestatus = 100000000) as account,
  exists (select 1 from msevtmgt_event) as event,
  exists (select 1 from msevtmgt_event where msevtmgt_publishstatus = 100000003) as published,
  exists (select 1 from msevtmgt_eventregistration) as registered,
  exists (select 1 from serviceendpoint) as webhook,
  (select e.msevtmgt_eventid from msevtmgt_event e
    where e.msevtmgt_publishstatus = ${draft} order by e.createdon desc limit 1) as "draftEventId",
  (select e.msevtmgt_readableeventid from msevtmgt_event e
    where e.msevtmgt_publishstatus = 100000003 order by e.createdon desc limit 1)
    as "publicEventId"`.execute(db)
  const [row] = rows
  if (row === undefined) throw new Error('A question of existence without an answer.')
  return row
}
