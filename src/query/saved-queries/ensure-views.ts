import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Table, Tx } from '#database'
import { systemUserId } from '#identity'

/**
 * Gives every table that APIs show a first view, "All contacts": its name, when it was created and
 * its state, newest first. By SQL and only where there is none yet under that id: administrators
 * change views as they like, and a removed one comes back as it was, like the tables themselves.
 */
export async function ensureViews(tx: Tx, tables: readonly Table[], now: Date): Promise<void> {
  const views = tables
    .filter(({ exposed, ownership }) => exposed && ownership !== 'none')
    .map(({ name, pluralLabel, primaryName, primaryKey }) => ({
      id: viewId(name),
      name: `All ${pluralLabel}`,
      table: name,
      text: fetchXmlOf(name, [primaryName ?? primaryKey, 'createdon', 'statecode']),
    }))
  await sql`
insert into savedquery (
  savedqueryid, name, returnedtypecode, fetchxml, querytype, isdefault, isquickfindquery,
  createdon, createdby, modifiedon, modifiedby, statecode, statuscode
)
select v.id, v.name, v.tablename, v.fetchxml, 0,
  not exists (
    select 1 from savedquery q where q.returnedtypecode = v.tablename and q.isdefault
  ), false,
  ${now}::timestamptz, ${systemUserId}::uuid, ${now}::timestamptz, ${systemUserId}::uuid, 0, 1
from unnest(
  ${views.map(({ id }) => id)}::uuid[], ${views.map(({ name }) => name)}::text[],
  ${views.map(({ table }) => table)}::text[], ${views.map(({ text }) => text)}::text[]
) as v(id, name, tablename, fetchxml)
on conflict (savedqueryid) do nothing`.execute(tx)
}

function fetchXmlOf(table: string, columns: readonly string[]): string {
  const attributes = columns.map((name) => `<attribute name="${name}"/>`).join('')
  return `<fetch><entity name="${table}">${attributes}<order attribute="createdon" descending="true"/></entity></fetch>`
}

/** The same in every hub (RFC 9562, version 8). */
function viewId(table: string): string {
  const hash = createHash('sha256').update(`greenroom view ${table}`).digest('hex')
  const parts = [hash.slice(0, 8), hash.slice(8, 12), `8${hash.slice(13, 16)}`]
  return [...parts, `a${hash.slice(17, 20)}`, hash.slice(20, 32)].join('-')
}
