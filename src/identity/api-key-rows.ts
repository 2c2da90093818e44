/** All SQL on API keys but their use, which is in identity-rows.ts. */
import type { Db, Tx } from '#database'
import type { Tables } from './tables.ts'
import { tokenHash } from './token.ts'

const on = (db: Db) => db.$extendTables<Tables>()

export interface ApiKeyRow {
  readonly id: string
  readonly name: string
  readonly userId: string
  readonly user: string | null
  readonly createdOn: Date
  readonly expiresOn: Date | null
  readonly revokedOn: Date | null
  /** To the minute. */
  readonly lastUsedOn: Date | null
}

function apiKeys(db: Db) {
  return on(db)
    .selectFrom('gr_apikey as k')
    .innerJoin('systemuser as u', 'u.systemuserid', 'k.userid')
    .select([
      'k.gr_apikeyid as id',
      'k.name',
      'k.userid as userId',
      'u.fullname as user',
      'k.createdon as createdOn',
      'k.expireson as expiresOn',
      'k.revokedon as revokedOn',
      'k.lastusedon as lastUsedOn',
    ])
}

export async function listApiKeys(db: Db): Promise<readonly ApiKeyRow[]> {
  return await apiKeys(db).orderBy('k.createdon', 'desc').orderBy('k.gr_apikeyid').execute()
}

export async function findApiKey(db: Db, id: string): Promise<ApiKeyRow | undefined> {
  return await apiKeys(db).where('k.gr_apikeyid', '=', id).executeTakeFirst()
}

export async function insertApiKey(
  tx: Tx,
  apiKey: {
    id: string
    name: string
    userId: string
    key: string
    now: Date
    expires: Date | null
  },
): Promise<void> {
  await on(tx)
    .insertInto('gr_apikey')
    .values({
      gr_apikeyid: apiKey.id,
      name: apiKey.name,
      userid: apiKey.userId,
      keyhash: tokenHash(apiKey.key),
      createdon: apiKey.now,
      expireson: apiKey.expires,
      revokedon: null,
      lastusedon: null,
    })
    .execute()
}

export async function revokeApiKey(tx: Tx, id: string, now: Date): Promise<void> {
  await on(tx)
    .updateTable('gr_apikey')
    .set({ revokedon: now })
    .where('gr_apikeyid', '=', id)
    .where('revokedon', 'is', null)
    .execute()
}

/** Never later than it would have ended anyway. */
export async function endApiKey(tx: Tx, id: string, at: Date): Promise<void> {
  await on(tx)
    .updateTable('gr_apikey')
    .set({ expireson: at })
    .where('gr_apikeyid', '=', id)
    .where((where) => where.or([where('expireson', 'is', null), where('expireson', '>', at)]))
    .execute()
}

export async function isEnabledUser(db: Db, id: string): Promise<boolean> {
  const found = await on(db)
    .selectFrom('systemuser')
    .where('systemuserid', '=', id)
    .where('isdisabled', 'is not', true)
    .select('systemuserid')
    .executeTakeFirst()
  return found !== undefined
}
