import { sql } from 'kysely'
import type { Db } from '#database'
import { type Occasion, outcome } from '#events'
import type { Stand } from './recompute.ts'

/** What is known about an occasion by its outcome: once it was held, absence can be told. */
export async function currentStand(db: Db, { table, id }: Occasion): Promise<Stand> {
  const { rows } = await sql<{ ended: number | null }>`
    select gr_ended as ended from ${sql.table(table)}
    where ${sql.ref(`${table}id`)} = ${id}`.execute(db)
  const ended = rows[0]?.ended
  return {
    absenceCanBeTold: ended === outcome.held.value,
    notHeld: ended === outcome.notHeld.value,
  }
}
