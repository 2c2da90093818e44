import { sql } from 'kysely'
import type { Db } from '#database'

export type SavedQueryKind = 'savedQuery' | 'userQuery'

export interface SavedQuery {
  /** Logical name of the table that it asks. */
  readonly table: string
  readonly fetchXml: string
}

/** Undefined where there is none; whoever runs it needs the rights for what it asks. */
export async function findSavedQuery(
  db: Db,
  kind: SavedQueryKind,
  id: string,
): Promise<SavedQuery | undefined> {
  const table = kind === 'savedQuery' ? 'savedquery' : 'userquery'
  const { rows } = await sql<SavedQuery>`
select q.returnedtypecode as "table", q.fetchxml as "fetchXml"
from ${sql.table(table)} q where ${sql.ref(`q.${table}id`)} = ${id}::uuid`.execute(db)
  return rows[0]
}
