import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, Tx } from '#database'
import type { Envelope, SecretAddress } from './envelope.ts'
import type { Tables } from './tables.ts'

/** All SQL on `gr_secret`. */

export async function upsertSecret(
  tx: Tx,
  { table, row, column }: SecretAddress,
  envelope: Envelope,
  modifiedon: Date,
): Promise<void> {
  const changes = { ...envelope, modifiedon }
  await tx
    .withTables<Tables>()
    .insertInto('gr_secret')
    .values({
      gr_secretid: randomUUID(),
      tablename: table,
      rowid: row,
      columnname: column,
      ...changes,
    })
    .onConflict((conflict) =>
      conflict.columns(['tablename', 'rowid', 'columnname']).doUpdateSet(changes),
    )
    .execute()
}

export async function findSecret(
  db: Db,
  { table, row, column }: SecretAddress,
): Promise<Envelope | undefined> {
  return await db
    .withTables<Tables>()
    .selectFrom('gr_secret')
    .select(['keyid', 'wrappedkey', 'sealed'])
    .where('tablename', '=', table)
    .where('rowid', '=', row)
    .where('columnname', '=', column)
    .executeTakeFirst()
}

export async function listPlaces(db: Db, table: string, rows: readonly string[]) {
  return await db
    .withTables<Tables>()
    .selectFrom('gr_secret')
    .select(['rowid', 'columnname'])
    .where('tablename', '=', table)
    .where('rowid', '=', sql<string>`any(${rows}::uuid[])`)
    .execute()
}

export async function deleteSecrets(
  tx: Tx,
  table: string,
  row: string,
  column: string | undefined,
): Promise<void> {
  const rows = tx
    .withTables<Tables>()
    .deleteFrom('gr_secret')
    .where('tablename', '=', table)
    .where('rowid', '=', row)
  await (column === undefined ? rows : rows.where('columnname', '=', column)).execute()
}

/** Envelopes under one of the given keys, without their values, in the order of their ids. */
export async function listWrappedBy(
  db: Db,
  keyids: readonly string[],
  afterId: string,
  limit: number,
) {
  return await db
    .withTables<Tables>()
    .selectFrom('gr_secret')
    .select(['gr_secretid', 'tablename', 'rowid', 'columnname', 'keyid', 'wrappedkey'])
    .where('keyid', 'in', keyids)
    .where('gr_secretid', '>', afterId)
    .orderBy('gr_secretid')
    .limit(limit)
    .execute()
}

export interface Rewrapping {
  readonly id: string
  readonly before: string
  readonly after: string
}

/** Leaves an envelope alone that somebody has replaced meanwhile. Gives how many were changed. */
export async function replaceWrappings(
  tx: Tx,
  keyid: string,
  changes: readonly Rewrapping[],
): Promise<number> {
  const ids = changes.map(({ id }) => id)
  const before = changes.map((change) => change.before)
  const after = changes.map((change) => change.after)
  const result = await sql`
    update gr_secret as secret set keyid = ${keyid}, wrappedkey = change.after
    from unnest(${ids}::uuid[], ${before}::text[], ${after}::text[]) as change (id, before, after)
    where secret.gr_secretid = change.id and secret.wrappedkey = change.before`.execute(tx)
  return Number(result.numAffectedRows ?? 0n)
}

/** How many secrets each master key wraps. */
export async function countByKey(db: Db): Promise<ReadonlyMap<string, number>> {
  const counts = await db
    .withTables<Tables>()
    .selectFrom('gr_secret')
    .select(['keyid', (each) => each.fn.countAll<number>().as('count')])
    .groupBy('keyid')
    .execute()
  return new Map(counts.map(({ keyid, count }) => [keyid, count]))
}
