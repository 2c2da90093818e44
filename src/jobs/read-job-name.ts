import { sql } from 'kysely'
import type { Db } from '#database'

/** What people read of a job; undefined where there is none. */
export async function readJobName(db: Db, id: string): Promise<string | undefined> {
  const { rows } = await sql<{ name: string }>`
    select name from asyncoperation where asyncoperationid = ${id}`.execute(db)
  return rows[0]?.name
}
