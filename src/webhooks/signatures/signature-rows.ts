import { sql } from 'kysely'
import type { Db } from '#database'

/** `gr_signature` of an endpoint. */
export async function findSignature(db: Db, id: string): Promise<number | undefined> {
  const { rows } = await sql<{ kind: number | null }>`
select e.gr_signature as kind from serviceendpoint e where e.serviceendpointid = ${id}`.execute(db)
  return rows[0]?.kind ?? undefined
}
