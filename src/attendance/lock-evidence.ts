import { sql } from 'kysely'
import type { Tx } from '#database'
import type { Occasion } from '#events'

/** A report and a decision at the same time would count one stay twice: they take turns. */
export async function lockEvidence(tx: Tx, { eventId }: Occasion): Promise<void> {
  const key = `attendance:${eventId}`
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(tx)
}
