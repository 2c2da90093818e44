/** All SQL on the tables of applications, their secrets and their tokens. */
import { sql } from 'kysely'
import type { Db, Tx } from '#database'
import type { Tables } from './tables.ts'
import { tokenHash } from './token.ts'

const on = (db: Db) => db.$extendTables<Tables>()

export interface ApplicationRow {
  readonly id: string
  readonly name: string
  readonly userId: string
  readonly createdOn: Date
  readonly disabledOn: Date | null
  readonly roles: readonly string[]
}

export interface SecretRow {
  readonly id: string
  readonly applicationId: string
  readonly hint: string
  readonly createdOn: Date
  readonly expiresOn: Date
  readonly revokedOn: Date | null
  /** When it last got a token. */
  readonly lastUsedOn: Date | null
}

function applications(db: Db) {
  return on(db)
    .selectFrom('gr_application as a')
    .select([
      'a.gr_applicationid as id',
      'a.name',
      'a.userid as userId',
      'a.createdon as createdOn',
      'a.disabledon as disabledOn',
    ])
    .select(
      sql<string[]>`array(
        select r.name from systemuserroles sr join role r on r.roleid = sr.roleid
        where sr.systemuserid = a.userid order by r.name)`.as('roles'),
    )
}

export async function listApplications(db: Db): Promise<readonly ApplicationRow[]> {
  return await applications(db).orderBy('a.name').orderBy('a.gr_applicationid').execute()
}

/** Changes of one application happen one after the other. */
export async function lockApplication(tx: Tx, id: string): Promise<boolean> {
  const found = await on(tx)
    .selectFrom('gr_application')
    .where('gr_applicationid', '=', id)
    .select('gr_applicationid')
    .forUpdate()
    .executeTakeFirst()
  return found !== undefined
}

export async function insertApplication(
  tx: Tx,
  application: { id: string; name: string; userId: string; now: Date },
): Promise<void> {
  await on(tx)
    .insertInto('gr_application')
    .values({
      gr_applicationid: application.id,
      name: application.name,
      userid: application.userId,
      createdon: application.now,
      disabledon: null,
    })
    .execute()
}

export async function setDisabled(tx: Tx, id: string, disabledOn: Date | null): Promise<void> {
  await on(tx)
    .updateTable('gr_application')
    .set({ disabledon: disabledOn })
    .where('gr_applicationid', '=', id)
    .execute()
}

function secrets(db: Db) {
  return on(db)
    .selectFrom('gr_applicationsecret')
    .select([
      'gr_applicationsecretid as id',
      'applicationid as applicationId',
      'hint',
      'createdon as createdOn',
      'expireson as expiresOn',
      'revokedon as revokedOn',
      'lastusedon as lastUsedOn',
    ])
    .orderBy('createdon', 'desc')
    .orderBy('gr_applicationsecretid')
}

export async function listSecrets(db: Db): Promise<readonly SecretRow[]> {
  return await secrets(db).execute()
}

/** Newest first. */
export async function validSecrets(
  db: Db,
  applicationId: string,
  now: Date,
): Promise<readonly SecretRow[]> {
  return await secrets(db)
    .where('applicationid', '=', applicationId)
    .where('revokedon', 'is', null)
    .where('expireson', '>', now)
    .execute()
}

export async function insertSecret(
  tx: Tx,
  secret: { id: string; applicationId: string; secret: string; now: Date; expires: Date },
): Promise<void> {
  await on(tx)
    .insertInto('gr_applicationsecret')
    .values({
      gr_applicationsecretid: secret.id,
      applicationid: secret.applicationId,
      secrethash: tokenHash(secret.secret),
      hint: secret.secret.slice(0, 4),
      createdon: secret.now,
      expireson: secret.expires,
      revokedon: null,
      lastusedon: null,
    })
    .execute()
}

/** Gives whether there was one to revoke. The tokens that it got go with it. */
export async function revokeSecret(
  tx: Tx,
  applicationId: string,
  id: string,
  now: Date,
): Promise<boolean> {
  const revoked = await on(tx)
    .updateTable('gr_applicationsecret')
    .set({ revokedon: now })
    .where('gr_applicationsecretid', '=', id)
    .where('applicationid', '=', applicationId)
    .where('revokedon', 'is', null)
    .returning('gr_applicationsecretid')
    .executeTakeFirst()
  await on(tx).deleteFrom('gr_accesstoken').where('secretid', '=', id).execute()
  return revoked !== undefined
}

/** The id of the secret, if application, user and secret are good. */
export async function findGoodSecret(
  db: Db,
  credentials: { clientId: string; secret: string; now: Date },
): Promise<string | undefined> {
  const found = await on(db)
    .selectFrom('gr_applicationsecret as s')
    .innerJoin('gr_application as a', 'a.gr_applicationid', 's.applicationid')
    .innerJoin('systemuser as u', 'u.systemuserid', 'a.userid')
    .where('a.gr_applicationid', '=', credentials.clientId)
    .where('s.secrethash', '=', tokenHash(credentials.secret))
    .where('s.revokedon', 'is', null)
    .where('s.expireson', '>', credentials.now)
    .where('a.disabledon', 'is', null)
    .where('u.isdisabled', 'is not', true)
    .select('s.gr_applicationsecretid as id')
    .executeTakeFirst()
  return found?.id
}

export async function insertToken(
  tx: Tx,
  token: {
    id: string
    token: string
    applicationId: string
    secretId: string
    now: Date
    expires: Date
  },
): Promise<void> {
  await on(tx)
    .insertInto('gr_accesstoken')
    .values({
      gr_accesstokenid: token.id,
      tokenhash: tokenHash(token.token),
      applicationid: token.applicationId,
      secretid: token.secretId,
      createdon: token.now,
      expireson: token.expires,
    })
    .execute()
  await on(tx)
    .updateTable('gr_applicationsecret')
    .set({ lastusedon: token.now })
    .where('gr_applicationsecretid', '=', token.secretId)
    .execute()
}

/** All of an application, or those that have ended by an instant. */
export async function deleteTokens(tx: Tx, applicationId: string, endedBy?: Date): Promise<void> {
  const ofApplication = on(tx)
    .deleteFrom('gr_accesstoken')
    .where('applicationid', '=', applicationId)
  await (endedBy === undefined
    ? ofApplication
    : ofApplication.where('expireson', '<=', endedBy)
  ).execute()
}
