/** SQL on the rows that show handlers: one assembly for the folder, one plug-in type per file. */
import { sql } from 'kysely'
import type { Db, Tx } from '#database'
import { organizationId, systemUserId } from '#identity'
import { handlerState } from '../choices.ts'
import { nameUuid } from '../name-uuid.ts'
import type { StepRow } from '../registration-rows.ts'

export const handlersAssembly = 'greenroom.handlers'

export const handlerId = (file: string): string => nameUuid(`handler:${file}`)

/** A file of the folder, as it was found at the start. */
export interface FoundHandler {
  /** Without its ending: what people call it. */
  readonly file: string
  readonly friendlyName: string
  readonly description: string | null
  /** Undefined where it can run. */
  readonly problem: string | undefined
}

/** Rows that are right already stay untouched, so that their versions do. */
export async function writeHandlers(
  tx: Tx,
  found: readonly FoundHandler[],
  now: Date,
): Promise<void> {
  // Hubs that start together do this one after the other.
  await sql`select pg_advisory_xact_lock(hashtextextended('plugintype', 4602))`.execute(tx)
  await writeAssembly(tx, now)
  for (const each of found) await writeHandler(tx, each, now)
  const present = found.map(({ file }) => handlerId(file))
  await sql`
update plugintype p
set gr_handlerstate = ${handlerState.missing.value},
  gr_handlerproblem = 'its file is not in the folder of handlers any more',
  modifiedon = ${now}, versionnumber = nextval('gr_versionnumber')
where p.pluginassemblyid = ${handlerId('')} and p.plugintypeid <> all(${present}::uuid[])
  and p.gr_handlerstate is distinct from ${handlerState.missing.value}`.execute(tx)
}

async function writeAssembly(tx: Tx, now: Date): Promise<void> {
  await sql`
insert into pluginassembly (
  pluginassemblyid, name, description, culture, version, major, minor, customizationlevel,
  componentstate, ismanaged, organizationid, createdon, createdby, modifiedon, modifiedby,
  statecode, statuscode
) values (
  ${handlerId('')}, ${handlersAssembly}, 'Handlers of the folder that GREENROOM_HANDLERS names.',
  'neutral', '1.0.0.0', 1, 0, 1, 0, false, ${organizationId}, ${now}, ${systemUserId}, ${now},
  ${systemUserId}, 0, 1
)
on conflict (pluginassemblyid) do nothing`.execute(tx)
}

async function writeHandler(tx: Tx, found: FoundHandler, now: Date): Promise<void> {
  const state = found.problem === undefined ? handlerState.ready : handlerState.broken
  await sql`
insert into plugintype (
  plugintypeid, pluginassemblyid, name, typename, friendlyname, description, assemblyname, culture,
  version, major, minor, isworkflowactivity, customizationlevel, componentstate, ismanaged,
  organizationid, gr_handlerstate, gr_handlerproblem, createdon, createdby, modifiedon, modifiedby,
  statecode, statuscode
) values (
  ${handlerId(found.file)}, ${handlerId('')}, ${found.file}, ${found.file}, ${found.friendlyName},
  ${found.description}, ${handlersAssembly}, 'neutral', '1.0.0.0', 1, 0, false, 1, 0, false,
  ${organizationId}, ${state.value}, ${found.problem ?? null}, ${now}, ${systemUserId}, ${now},
  ${systemUserId}, 0, 1
)
on conflict (plugintypeid) do update set
  friendlyname = excluded.friendlyname, description = excluded.description,
  gr_handlerstate = excluded.gr_handlerstate, gr_handlerproblem = excluded.gr_handlerproblem,
  modifiedon = excluded.modifiedon, versionnumber = nextval('gr_versionnumber')
where (plugintype.friendlyname, plugintype.description, plugintype.gr_handlerstate,
    plugintype.gr_handlerproblem)
  is distinct from (excluded.friendlyname, excluded.description, excluded.gr_handlerstate,
    excluded.gr_handlerproblem)`.execute(tx)
}

/** An enabled step that runs a handler; `endpoint` is its plug-in type. */
export interface HandlerStepRow extends StepRow {
  readonly handler: string
  readonly configuration: string | null
  readonly secureconfiguration: string | null
}

export async function readHandlerSteps(db: Db): Promise<readonly HandlerStepRow[]> {
  const { rows } = await sql<HandlerStepRow>`
select s.sdkmessageprocessingstepid as id, s.name, s.eventhandler as endpoint, m.name as message,
  f.primaryobjecttypecode as primarytable, s.filteringattributes, s.stage, s.mode, s.rank,
  s.asyncautodelete, coalesce(s.gr_changedonly, false) as changedonly, s.impersonatinguserid,
  u.businessunitid as impersonatingunit, p.name as handler, s.configuration,
  s.sdkmessageprocessingstepsecureconfigid as secureconfiguration,
  coalesce((
    select json_agg(json_build_object(
      'alias', i.entityalias, 'type', i.imagetype, 'attributes', i.attributes)
      order by i.createdon, i.sdkmessageprocessingstepimageid)
    from sdkmessageprocessingstepimage i
    where i.sdkmessageprocessingstepid = s.sdkmessageprocessingstepid
  ), '[]') as images
from sdkmessageprocessingstep s
join sdkmessage m on m.sdkmessageid = s.sdkmessageid
join plugintype p on p.plugintypeid = s.eventhandler
left join sdkmessagefilter f on f.sdkmessagefilterid = s.sdkmessagefilterid
left join systemuser u on u.systemuserid = s.impersonatinguserid
where s.statecode = 0 and s.eventhandlertype = 'plugintype' and s.supporteddeployment <> 1
order by s.createdon, s.sdkmessageprocessingstepid`.execute(db)
  return rows
}
