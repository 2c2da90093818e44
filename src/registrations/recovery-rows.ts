import type { Db, Row, Tx } from '#database'
import { recoveryOutcome } from './choices.ts'
import type { recoveryitemTable } from './recovery-table.ts'
import type { Tables } from './tables.ts'

export type RecoveryRow = Row<typeof recoveryitemTable>

/** Holds the item until the transaction ends, so that it is settled once. */
export async function lockRecoveryItem(tx: Tx, id: string): Promise<RecoveryRow | undefined> {
  return await tx
    .withTables<Tables>()
    .selectFrom('gr_recoveryitem as i')
    .selectAll('i')
    .where('i.gr_recoveryitemid', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export async function readRecoveryItem(db: Db, id: string): Promise<RecoveryRow | undefined> {
  return await db
    .withTables<Tables>()
    .selectFrom('gr_recoveryitem as i')
    .selectAll('i')
    .where('i.gr_recoveryitemid', '=', id)
    .executeTakeFirst()
}

/** The open item about the same thing, if there is one. */
export async function findOpenItem(db: Db, reference: string): Promise<RecoveryRow | undefined> {
  return await db
    .withTables<Tables>()
    .selectFrom('gr_recoveryitem as i')
    .selectAll('i')
    .where('i.gr_reference', '=', reference)
    .where('i.gr_outcome', '=', recoveryOutcome.open.value)
    .executeTakeFirst()
}

export interface OpenItem {
  readonly id: string
  readonly name: string
  readonly kind: number
  readonly eventId: string | null
  readonly problem: string | null
  readonly attempts: number
  readonly createdOn: Date
  /** The request as it came, or as it was repaired. */
  readonly payload: unknown
}

/** What waits to be repaired, the oldest first; of one event or of all. */
export async function listRecoveryItems(db: Db, eventId?: string): Promise<OpenItem[]> {
  const rows = await db
    .withTables<Tables>()
    .selectFrom('gr_recoveryitem as i')
    .selectAll('i')
    .where('i.gr_outcome', '=', recoveryOutcome.open.value)
    .where('i.statecode', '=', 0)
    .$if(eventId !== undefined, (query) => query.where('i.gr_event', '=', eventId as string))
    .orderBy('i.createdon')
    .limit(500)
    .execute()
  return rows.map((row) => ({
    id: row.gr_recoveryitemid,
    name: row.gr_name,
    kind: row.gr_kind,
    eventId: row.gr_event,
    problem: row.gr_error,
    attempts: row.gr_attempts ?? 1,
    createdOn: row.createdon,
    payload: JSON.parse(row.gr_payload) as unknown,
  }))
}
