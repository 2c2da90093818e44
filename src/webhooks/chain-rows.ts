/** All SQL on `gr_correlationdepth`. Rows are only added: nobody waits for a lock here. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, Tx } from '#database'

/** The deepest firing of a correlation since an instant, or undefined where none is known. */
export async function deepestFiring(
  db: Db,
  correlationId: string,
  since: Date,
): Promise<number | undefined> {
  const { rows } = await sql<{ depth: number | null }>`
select max(d.depth) as depth from gr_correlationdepth d
where d.correlationid = ${correlationId} and d.firedon > ${since}`.execute(db)
  return rows[0]?.depth ?? undefined
}

export async function insertFiring(
  db: Db,
  firing: { readonly correlationId: string; readonly depth: number; readonly firedOn: Date },
): Promise<void> {
  await sql`
insert into gr_correlationdepth (gr_correlationdepthid, correlationid, depth, firedon)
values (${randomUUID()}, ${firing.correlationId}, ${firing.depth}, ${firing.firedOn})`.execute(db)
}

export async function deleteFirings(tx: Tx, before: Date): Promise<void> {
  await sql`delete from gr_correlationdepth d where d.firedon <= ${before}`.execute(tx)
}
