/** SQL that reads what is registered, for the cache of a process. */
import { sql } from 'kysely'
import type { Db } from '#database'

/**
 * Changes whenever an endpoint, step or image is created, changed or deleted: version numbers come
 * from one sequence, so the count and the sum cannot both stay. Three small tables: 0.2 ms.
 */
export async function readVersion(db: Db): Promise<string> {
  const { rows } = await sql<{ version: string }>`
select concat_ws(' ', e.version, s.version, i.version) as version from
  (select count(*) || '/' || coalesce(sum(versionnumber), 0) as version from serviceendpoint) e,
  (select count(*) || '/' || coalesce(sum(versionnumber), 0) as version
   from sdkmessageprocessingstep) s,
  (select count(*) || '/' || coalesce(sum(versionnumber), 0) as version
   from sdkmessageprocessingstepimage) i`.execute(db)
  return rows[0]?.version ?? ''
}

export interface EndpointRow {
  readonly serviceendpointid: string
  readonly name: string
  readonly contract: number
  readonly url: string | null
  readonly authtype: number | null
  readonly versionnumber: number
  readonly namespaceaddress: string | null
  readonly solutionnamespace: string | null
  readonly path: string | null
  readonly saskeyname: string | null
  readonly messageformat: number | null
  readonly userclaim: number | null
  readonly gr_signature: number | null
  readonly gr_earliersecretuntil: Date | null
  readonly gr_envelope: number | null
  readonly gr_handshake: boolean | null
  readonly gr_handshakestate: number | null
  readonly gr_allowedrate: number | null
  readonly gr_attempts: number | null
  readonly gr_retrydelay: number | null
  readonly gr_retryminutes: number | null
  readonly gr_disableongone: boolean | null
  readonly gr_disabledon: Date | null
  readonly gr_circuitfailures: number | null
  readonly gr_circuitshare: number | null
  readonly gr_circuitpause: number | null
  readonly gr_circuit: number | null
  readonly gr_rate: number | null
  readonly gr_concurrency: number | null
  readonly gr_ordering: number | null
  readonly gr_sequencenumbers: boolean | null
}

export async function readEndpoints(db: Db): Promise<readonly EndpointRow[]> {
  const { rows } = await sql<EndpointRow>`
select e.serviceendpointid, e.name, e.contract, e.url, e.authtype, e.versionnumber,
  e.namespaceaddress, e.solutionnamespace, e.path, e.saskeyname, e.messageformat, e.userclaim,
  e.gr_signature, e.gr_earliersecretuntil, e.gr_envelope, e.gr_handshake, e.gr_handshakestate,
  e.gr_allowedrate, e.gr_attempts, e.gr_retrydelay, e.gr_retryminutes, e.gr_disableongone,
  e.gr_disabledon, e.gr_circuitfailures, e.gr_circuitshare, e.gr_circuitpause, e.gr_circuit,
  e.gr_rate, e.gr_concurrency, e.gr_ordering, e.gr_sequencenumbers
from serviceendpoint e`.execute(db)
  return rows
}

export interface ImageRow {
  readonly alias: string
  readonly type: number
  readonly attributes: string | null
}

/** An enabled step of a service endpoint; `primarytable` is null or `none` for every table. */
export interface StepRow {
  readonly id: string
  readonly name: string
  readonly endpoint: string
  readonly message: string
  readonly primarytable: string | null
  readonly filteringattributes: string | null
  readonly stage: number
  readonly mode: number
  readonly rank: number
  readonly asyncautodelete: boolean
  readonly changedonly: boolean
  readonly impersonatinguserid: string | null
  readonly impersonatingunit: string | null
  readonly images: readonly ImageRow[]
}

/**
 * In order of registration, which orders equal ranks. Steps for Outlook never run on a server, and
 * those of a disabled endpoint rest.
 */
export async function readEnabledSteps(db: Db): Promise<readonly StepRow[]> {
  const { rows } = await sql<StepRow>`
select s.sdkmessageprocessingstepid as id, s.name, s.eventhandler as endpoint, m.name as message,
  f.primaryobjecttypecode as primarytable, s.filteringattributes, s.stage, s.mode, s.rank,
  s.asyncautodelete, coalesce(s.gr_changedonly, false) as changedonly,
  s.impersonatinguserid, u.businessunitid as impersonatingunit,
  coalesce((
    select json_agg(json_build_object(
      'alias', i.entityalias, 'type', i.imagetype, 'attributes', i.attributes)
      order by i.createdon, i.sdkmessageprocessingstepimageid)
    from sdkmessageprocessingstepimage i
    where i.sdkmessageprocessingstepid = s.sdkmessageprocessingstepid
  ), '[]') as images
from sdkmessageprocessingstep s
join sdkmessage m on m.sdkmessageid = s.sdkmessageid
left join sdkmessagefilter f on f.sdkmessagefilterid = s.sdkmessagefilterid
left join systemuser u on u.systemuserid = s.impersonatinguserid
join serviceendpoint e on e.serviceendpointid = s.eventhandler and e.gr_disabledon is null
where s.statecode = 0 and s.eventhandlertype = 'serviceendpoint' and s.supporteddeployment <> 1
order by s.createdon, s.sdkmessageprocessingstepid`.execute(db)
  return rows
}
