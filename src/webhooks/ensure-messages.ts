import { sql } from 'kysely'
import type { Tx } from '#database'
import { organizationId, systemUserId } from '#identity'
import { type CataloguedMessage, noTable } from './message-catalogue.ts'

/**
 * Writes the messages and filters that exist, and closes those that do not any more; rows that are
 * right already stay untouched, so that their versions do. By SQL: these rows are the hub's own
 * declarations, hundreds of them at every start, and no step may see or change them.
 */
export async function ensureMessages(
  tx: Tx,
  messages: readonly CataloguedMessage[],
  now: Date,
): Promise<void> {
  // Hubs that start together do this one after the other.
  await sql`select pg_advisory_xact_lock(hashtextextended('sdkmessage', 4606))`.execute(tx)
  await writeMessages(tx, messages, now)
  await writeFilters(tx, messages, now)
  await closeForgotten(tx, messages, now)
}

async function writeMessages(
  tx: Tx,
  messages: readonly CataloguedMessage[],
  now: Date,
): Promise<void> {
  const ids = messages.map(({ id }) => id)
  const names = messages.map(({ name }) => name)
  await sql`
insert into sdkmessage (
  sdkmessageid, name, autotransact, availability, customizationlevel, expand, isactive, isprivate,
  isreadonly, isvalidforexecuteasync, template, workflowsdkstepenabled, componentstate, ismanaged,
  organizationid, createdon, createdby, modifiedon, modifiedby, statecode, statuscode
)
select m.id, m.name, true, 0, 0, false, true, false, false, false, false, false, 0, true,
  ${organizationId}::uuid, ${now}::timestamptz, ${systemUserId}::uuid, ${now}::timestamptz,
  ${systemUserId}::uuid, 0, 1
from unnest(${ids}::uuid[], ${names}::text[]) as m(id, name)
on conflict (sdkmessageid) do update set
  isactive = true, modifiedon = excluded.modifiedon, versionnumber = nextval('gr_versionnumber')
where not sdkmessage.isactive`.execute(tx)
}

async function writeFilters(
  tx: Tx,
  messages: readonly CataloguedMessage[],
  now: Date,
): Promise<void> {
  const filters = messages.flatMap(({ id, name, filters: own }) =>
    own.map((filter) => ({ ...filter, messageId: id, name: filterName(name, filter.primary) })),
  )
  await sql`
insert into sdkmessagefilter (
  sdkmessagefilterid, sdkmessageid, name, primaryobjecttypecode, secondaryobjecttypecode,
  iscustomprocessingstepallowed, isvisible, availability, customizationlevel, restrictionlevel,
  workflowsdkstepenabled, componentstate, ismanaged, organizationid,
  createdon, createdby, modifiedon, modifiedby, statecode, statuscode
)
select f.id, f.message, f.name, f.primarytable, ${noTable}::text, f.allowed, true, 0, 0, 0,
  false, 0, true, ${organizationId}::uuid, ${now}::timestamptz, ${systemUserId}::uuid,
  ${now}::timestamptz, ${systemUserId}::uuid, 0, 1
from unnest(
  ${filters.map(({ id }) => id)}::uuid[], ${filters.map((each) => each.messageId)}::uuid[],
  ${filters.map(({ name }) => name)}::text[], ${filters.map(({ primary }) => primary)}::text[],
  ${filters.map(({ stepsAllowed }) => stepsAllowed)}::boolean[]
) as f(id, message, name, primarytable, allowed)
on conflict (sdkmessagefilterid) do update set
  iscustomprocessingstepallowed = excluded.iscustomprocessingstepallowed, isvisible = true,
  modifiedon = excluded.modifiedon, versionnumber = nextval('gr_versionnumber')
where (sdkmessagefilter.iscustomprocessingstepallowed, sdkmessagefilter.isvisible)
  is distinct from (excluded.iscustomprocessingstepallowed, true)`.execute(tx)
}

const filterName = (message: string, primary: string): string => `${message} of ${primary}`

/** Steps may still point to them, so they stay, but nothing new can be registered. */
async function closeForgotten(
  tx: Tx,
  messages: readonly CataloguedMessage[],
  now: Date,
): Promise<void> {
  const filters = messages.flatMap((each) => each.filters.map(({ id }) => id))
  await sql`
update sdkmessagefilter f
set iscustomprocessingstepallowed = false, isvisible = false, modifiedon = ${now},
  versionnumber = nextval('gr_versionnumber')
where f.sdkmessagefilterid <> all(${filters}::uuid[])
  and (f.iscustomprocessingstepallowed or f.isvisible)`.execute(tx)
  await sql`
update sdkmessage m
set isactive = false, modifiedon = ${now}, versionnumber = nextval('gr_versionnumber')
where m.sdkmessageid <> all(${messages.map(({ id }) => id)}::uuid[]) and m.isactive`.execute(tx)
}
