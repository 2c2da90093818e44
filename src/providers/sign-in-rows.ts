/** All SQL on `gr_signin`: who has signed in to a configuration, and with which settings. */
import { randomUUID } from 'node:crypto'
import type { Db, Tx } from '#database'
import type { Tables } from './tables.ts'

const on = (db: Db) => db.withTables<Tables>()

/** Undefined user: the account itself. */
export interface SignInOf {
  readonly configurationId: string
  readonly userId: string | undefined
}

export interface SignInRow {
  readonly id: string
  readonly signedInOn: Date
  readonly accountName: string | undefined
  readonly fingerprint: string
}

export async function findSignIn(
  db: Db,
  { configurationId, userId }: SignInOf,
): Promise<SignInRow | undefined> {
  const row = await on(db)
    .selectFrom('gr_signin')
    .where('configurationid', '=', configurationId)
    .where('userid', 'is not distinct from', userId ?? null)
    .selectAll()
    .executeTakeFirst()
  if (row === undefined) return undefined
  return {
    id: row.gr_signinid,
    signedInOn: row.signedinon,
    accountName: row.accountname ?? undefined,
    fingerprint: row.settingsfingerprint,
  }
}

/** The id stays the same when somebody signs in again: tokens of persons are kept under it. */
export async function saveSignIn(
  tx: Tx,
  { configurationId, userId }: SignInOf,
  { fingerprint, now }: { readonly fingerprint: string; readonly now: Date },
): Promise<string> {
  const values = { signedinon: now, settingsfingerprint: fingerprint, accountname: null }
  const { gr_signinid: id } = await on(tx)
    .insertInto('gr_signin')
    .values({
      gr_signinid: randomUUID(),
      configurationid: configurationId,
      userid: userId ?? null,
      ...values,
    })
    .onConflict((conflict) => conflict.columns(['configurationid', 'userid']).doUpdateSet(values))
    .returning('gr_signinid')
    .executeTakeFirstOrThrow()
  return id
}

export async function nameSignIn(
  tx: Tx,
  { configurationId, userId }: SignInOf,
  accountName: string,
): Promise<void> {
  await on(tx)
    .updateTable('gr_signin')
    .set({ accountname: accountName.slice(0, 300) })
    .where('configurationid', '=', configurationId)
    .where('userid', 'is not distinct from', userId ?? null)
    .execute()
}

export async function personsSignedIn(db: Db, configurationId: string): Promise<string[]> {
  const rows = await on(db)
    .selectFrom('gr_signin')
    .where('configurationid', '=', configurationId)
    .where('userid', 'is not', null)
    .select('gr_signinid as id')
    .execute()
  return rows.map(({ id }) => id)
}

export async function deleteSignIns(tx: Tx, configurationId: string): Promise<void> {
  await on(tx).deleteFrom('gr_signin').where('configurationid', '=', configurationId).execute()
}
