import { sql } from 'kysely'
import type { Db } from '#database'
import { mayAdministrate } from '#identity'
import type { Caller } from '#pipeline'

export type SavedQueryKind = 'savedQuery' | 'userQuery'

export interface SavedQuery {
  /** Logical name of the table that it asks. */
  readonly table: string
  readonly language: 'fetchxml' | 'odata'
  readonly text: string
}

/**
 * Undefined where there is none, or one that another user has kept for himself; whoever runs it
 * needs the rights for what it asks.
 */
export async function findSavedQuery(
  db: Db,
  caller: Caller,
  kind: SavedQueryKind,
  id: string,
): Promise<SavedQuery | undefined> {
  const table = kind === 'savedQuery' ? 'savedquery' : 'userquery'
  const { userId } = caller
  const own =
    kind === 'savedQuery' || mayAdministrate(caller)
      ? sql`true`
      : sql`(q.ownerid = ${userId}::uuid or q.ownerid in (
          select m.teamid from teammembership m where m.systemuserid = ${userId}::uuid))`
  const odata = kind === 'savedQuery' ? sql`null::text` : sql`q.gr_odataquery`
  const { rows } = await sql<SavedQuery>`
select q.returnedtypecode as "table", coalesce(q.fetchxml, ${odata}) as text,
  case when q.fetchxml is null then 'odata' else 'fetchxml' end as language
from ${sql.table(table)} q where ${sql.ref(`q.${table}id`)} = ${id}::uuid and ${own}`.execute(db)
  return rows[0]
}
