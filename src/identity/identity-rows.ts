/** All SQL on the tables of users and their credentials. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, Tx } from '#database'
import type { Caller } from '#pipeline'
import type { Tables } from './tables.ts'
import { tokenHash } from './token.ts'

const on = (db: Db) => db.$extendTables<Tables>()

interface KnownUser {
  readonly systemuserid: string
  readonly businessunitid: string
  readonly roles: readonly string[]
}

export function callerOf(user: KnownUser): Caller {
  return { userId: user.systemuserid, businessUnitId: user.businessunitid, roles: user.roles }
}

function enabledUsers(db: Db) {
  return on(db)
    .selectFrom('systemuser as u')
    .where('u.isdisabled', 'is not', true)
    .select(['u.systemuserid', 'u.businessunitid'])
    .select(
      sql<string[]>`array(
        select r.name from systemuserroles sr join role r on r.roleid = sr.roleid
        where sr.systemuserid = u.systemuserid order by r.name)`.as('roles'),
    )
}

export async function userOfApiKey(
  db: Db,
  apiKey: string,
  now: Date,
): Promise<KnownUser | undefined> {
  return await enabledUsers(db)
    .innerJoin('gr_apikey as k', 'k.userid', 'u.systemuserid')
    .where('k.keyhash', '=', tokenHash(apiKey))
    .where('k.revokedon', 'is', null)
    .where((where) => where.or([where('k.expireson', 'is', null), where('k.expireson', '>', now)]))
    .executeTakeFirst()
}

/** By the token of an application that is enabled, got with a secret that was not revoked. */
export async function userOfAccessToken(
  db: Db,
  token: string,
  now: Date,
): Promise<KnownUser | undefined> {
  return await enabledUsers(db)
    .innerJoin('gr_application as a', 'a.userid', 'u.systemuserid')
    .innerJoin('gr_accesstoken as t', 't.applicationid', 'a.gr_applicationid')
    .where('t.tokenhash', '=', tokenHash(token))
    .where('t.expireson', '>', now)
    .where('a.disabledon', 'is', null)
    .executeTakeFirst()
}

/** By the id here, or by the one in the organisation's directory. */
export async function userOfId(
  db: Db,
  column: 'systemuserid' | 'azureactivedirectoryobjectid',
  id: string,
): Promise<KnownUser | undefined> {
  return await enabledUsers(db).where(`u.${column}`, '=', id).executeTakeFirst()
}

export async function userOfSession(
  db: Db,
  token: string,
  now: Date,
): Promise<KnownUser | undefined> {
  return await enabledUsers(db)
    .innerJoin('gr_signinsession as s', 's.userid', 'u.systemuserid')
    .where('s.tokenhash', '=', tokenHash(token))
    .where('s.expireson', '>', now)
    .executeTakeFirst()
}

export async function passwordOfEmail(
  db: Db,
  email: string,
): Promise<{ userId: string; hash: string } | undefined> {
  return await on(db)
    .selectFrom('systemuser as u')
    .innerJoin('gr_password as p', 'p.userid', 'u.systemuserid')
    .where(sql`lower(u.internalemailaddress)`, '=', email.toLowerCase())
    .where('u.isdisabled', 'is not', true)
    .select(['u.systemuserid as userId', 'p.hash'])
    .executeTakeFirst()
}

/** Marks the link used and gives its user; undefined when it is unknown, used or too old. */
export async function useSignInLink(tx: Tx, token: string, now: Date): Promise<string | undefined> {
  const used = await on(tx)
    .updateTable('gr_signinlink')
    .set({ usedon: now })
    .where('tokenhash', '=', tokenHash(token))
    .where('usedon', 'is', null)
    .where('expireson', '>', now)
    .returning('userid')
    .executeTakeFirst()
  return used?.userid
}

export async function insertSignInLink(
  tx: Tx,
  userId: string,
  token: string,
  expires: Date,
): Promise<void> {
  await on(tx)
    .insertInto('gr_signinlink')
    .values({
      gr_signinlinkid: randomUUID(),
      userid: userId,
      tokenhash: tokenHash(token),
      expireson: expires,
      usedon: null,
    })
    .execute()
}

export async function insertSession(
  tx: Tx,
  session: { userId: string; token: string; now: Date; expires: Date },
): Promise<void> {
  await on(tx)
    .insertInto('gr_signinsession')
    .values({
      gr_signinsessionid: randomUUID(),
      userid: session.userId,
      tokenhash: tokenHash(session.token),
      createdon: session.now,
      expireson: session.expires,
    })
    .execute()
}

export async function deleteSession(tx: Tx, token: string): Promise<void> {
  await on(tx).deleteFrom('gr_signinsession').where('tokenhash', '=', tokenHash(token)).execute()
}

/** Writes the key unless it is there already, so that a restart with the same setting is quiet. */
export async function ensureApiKey(
  tx: Tx,
  apiKey: { name: string; userId: string; key: string; now: Date },
): Promise<void> {
  await on(tx)
    .insertInto('gr_apikey')
    .values({
      gr_apikeyid: randomUUID(),
      name: apiKey.name,
      userid: apiKey.userId,
      keyhash: tokenHash(apiKey.key),
      createdon: apiKey.now,
      expireson: null,
      revokedon: null,
    })
    .onConflict((conflict) => conflict.column('keyhash').doNothing())
    .execute()
}

export async function setPassword(tx: Tx, userId: string, hash: string, now: Date): Promise<void> {
  await on(tx)
    .insertInto('gr_password')
    .values({ userid: userId, hash, changedon: now })
    .onConflict((conflict) => conflict.column('userid').doUpdateSet({ hash, changedon: now }))
    .execute()
}

export async function findUserByEmail(db: Db, email: string): Promise<string | undefined> {
  const user = await on(db)
    .selectFrom('systemuser')
    .where(sql`lower(internalemailaddress)`, '=', email.toLowerCase())
    .select('systemuserid')
    .executeTakeFirst()
  return user?.systemuserid
}

/** Whether a person, not only the hub itself, can administrate. */
export async function hasAdministrator(
  db: Db,
  systemUserId: string,
  roleId: string,
): Promise<boolean> {
  const found = await on(db)
    .selectFrom('systemuserroles')
    .where('roleid', '=', roleId)
    .where('systemuserid', '!=', systemUserId)
    .select('systemuserid')
    .executeTakeFirst()
  return found !== undefined
}
