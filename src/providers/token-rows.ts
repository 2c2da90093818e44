/**
 * All SQL on `gr_accounttoken`. A *turn* is the right to renew the token of one configuration; one
 * process has it at a time. It is taken and given back in short transactions, and lapses on the
 * database's clock, because it measures real processes.
 */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, Tx } from '#database'
import type { Tables } from './tables.ts'

const on = (db: Db) => db.withTables<Tables>()

export interface TokenRow {
  readonly expiresOn: Date | undefined
  /** The provider has stopped accepting the sign-in. */
  readonly ended: boolean
}

export async function findTokenRow(db: Db, configurationId: string): Promise<TokenRow | undefined> {
  const row = await on(db)
    .selectFrom('gr_accounttoken')
    .where('configurationid', '=', configurationId)
    .select(['expireson', 'endedon'])
    .executeTakeFirst()
  return row === undefined ? undefined : toTokenRow(row)
}

export interface LockedTokenRow extends TokenRow {
  /** The turn of some process, lapsed or not. */
  readonly turn: string | undefined
  readonly turnIsTaken: boolean
}

/** Holds the row until the transaction ends; it is the lock around every change of the tokens. */
export async function lockTokenRow(
  tx: Tx,
  configurationId: string,
): Promise<LockedTokenRow | undefined> {
  const row = await on(tx)
    .selectFrom('gr_accounttoken')
    .where('configurationid', '=', configurationId)
    .select([
      'expireson',
      'endedon',
      'renewal',
      sql<boolean>`renewal is not null and renewaluntil > clock_timestamp()`.as('istaken'),
    ])
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) return undefined
  return { ...toTokenRow(row), turn: row.renewal ?? undefined, turnIsTaken: row.istaken }
}

/** For grants, where no sign-in has made the row. */
export async function ensureTokenRow(tx: Tx, configurationId: string): Promise<void> {
  await on(tx)
    .insertInto('gr_accounttoken')
    .values({ configurationid: configurationId })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Gives the turn to the caller for so many seconds; to be called while the row is locked. */
export async function takeTurn(tx: Tx, configurationId: string, seconds: number): Promise<string> {
  const turn = randomUUID()
  await on(tx)
    .updateTable('gr_accounttoken')
    .set({
      renewal: turn,
      renewaluntil: sql<Date>`clock_timestamp() + make_interval(secs => ${seconds})`,
    })
    .where('configurationid', '=', configurationId)
    .execute()
  return turn
}

export async function giveTurnBack(tx: Tx, configurationId: string, turn: string): Promise<void> {
  await on(tx)
    .updateTable('gr_accounttoken')
    .set({ renewal: null, renewaluntil: null })
    .where('configurationid', '=', configurationId)
    .where('renewal', '=', turn)
    .execute()
}

/** New tokens are in the vault: until when they hold. Ends whatever turn there is. */
export async function saveTokenRow(
  tx: Tx,
  configurationId: string,
  expiresOn: Date | undefined,
): Promise<void> {
  const values = {
    expireson: expiresOn ?? null,
    endedon: null,
    renewal: null,
    renewaluntil: null,
  }
  await on(tx)
    .insertInto('gr_accounttoken')
    .values({ configurationid: configurationId, ...values })
    .onConflict((conflict) => conflict.column('configurationid').doUpdateSet(values))
    .execute()
}

export async function endTokenRow(tx: Tx, configurationId: string, now: Date): Promise<void> {
  await on(tx)
    .updateTable('gr_accounttoken')
    .set({ endedon: now, expireson: null, renewal: null, renewaluntil: null })
    .where('configurationid', '=', configurationId)
    .execute()
}

export async function deleteTokenRow(tx: Tx, configurationId: string): Promise<void> {
  await on(tx)
    .deleteFrom('gr_accounttoken')
    .where('configurationid', '=', configurationId)
    .execute()
}

function toTokenRow(row: { readonly expireson: Date | null; readonly endedon: Date | null }) {
  return { expiresOn: row.expireson ?? undefined, ended: row.endedon !== null }
}
