/** All SQL on `gr_authorizationrequest`: sign-ins under way. */
import { randomUUID } from 'node:crypto'
import type { Db, Tx } from '#database'
import type { Tables } from './tables.ts'

const on = (db: Db) => db.withTables<Tables>()

/** Who is to be signed in: the account, or the person who asks, for what they do themselves. */
export type AuthorizationPurpose = 'account' | 'action'

export interface AuthorizationRequest {
  readonly stateHash: string
  readonly configurationId: string
  readonly userId: string
  readonly purpose: AuthorizationPurpose
  readonly redirectUri: string
  readonly expiresOn: Date
}

export async function insertAuthorizationRequest(
  tx: Tx,
  request: AuthorizationRequest,
): Promise<void> {
  await on(tx)
    .insertInto('gr_authorizationrequest')
    .values({
      gr_authorizationrequestid: randomUUID(),
      statehash: request.stateHash,
      configurationid: request.configurationId,
      userid: request.userId,
      purpose: request.purpose,
      redirecturi: request.redirectUri,
      expireson: request.expiresOn,
      usedon: null,
    })
    .execute()
}

/** Marks the request as used and gives it; whoever comes second finds `alreadyUsed`. */
export async function redeemAuthorizationRequest(
  tx: Tx,
  stateHash: string,
  now: Date,
): Promise<(AuthorizationRequest & { readonly alreadyUsed: boolean }) | undefined> {
  const row = await on(tx)
    .selectFrom('gr_authorizationrequest')
    .where('statehash', '=', stateHash)
    .selectAll()
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) return undefined
  if (row.usedon === null) await markUsed(tx, stateHash, now)
  return {
    stateHash,
    configurationId: row.configurationid,
    userId: row.userid,
    purpose: row.purpose === 'action' ? 'action' : 'account',
    redirectUri: row.redirecturi,
    expiresOn: row.expireson,
    alreadyUsed: row.usedon !== null,
  }
}

async function markUsed(tx: Tx, stateHash: string, now: Date): Promise<void> {
  await on(tx)
    .updateTable('gr_authorizationrequest')
    .set({ usedon: now })
    .where('statehash', '=', stateHash)
    .execute()
}

/** Sign-ins that were started for what the account was before are not finished any more. */
export async function deleteAuthorizationRequests(tx: Tx, configurationId: string): Promise<void> {
  await on(tx)
    .deleteFrom('gr_authorizationrequest')
    .where('configurationid', '=', configurationId)
    .execute()
}

export async function deleteExpiredAuthorizationRequests(tx: Tx, before: Date): Promise<void> {
  await on(tx).deleteFrom('gr_authorizationrequest').where('expireson', '<', before).execute()
}
