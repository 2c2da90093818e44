/** All SQL on the tables of users and their credentials. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, Tx } from '#database'
import type { Caller } from '#pipeline'
import { accessMode } from './choices.ts'
import type { Tables } from './tables.ts'
import { tokenHash } from './token.ts'
import { roleIds } from './well-known.ts'

const administrator = roleIds['System Administrator']

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
    .select(callerRoles.as('roles'))
}

/** As `own-role.ts` reads it. */
const writtenOutRole = sql<string>`'{;' || coalesce((
  select string_agg(g.tablename || '=' || g.letters || ';', '' order by g.tablename) from (
    select p.tablename, string_agg(
      case p.rows when 'all' then left(p.privilege, 1) else lower(left(p.privilege, 1)) end, ''
      order by p.privilege) as letters
    from gr_roleprivilege p where p.roleid = r.roleid group by p.tablename) g), '') || '}'`

/** How the role `r` stands in a caller. */
export const callerRole = sql<string>`case when r.roleid = any(${Object.values(roleIds)}::uuid[])
  then r.name else ${writtenOutRole} end`

/** The user's own and those of the user's teams; those of one's own making are written out. */
const callerRoles = sql<string[]>`array(
  select ${callerRole} from role r
  where r.roleid in (
    select sr.roleid from systemuserroles sr where sr.systemuserid = u.systemuserid
    union all
    select tr.roleid from teamroles tr join teammembership m on m.teamid = tr.teamid
    where m.systemuserid = u.systemuserid)
  order by 1)`

export async function userOfApiKey(
  db: Db,
  apiKey: string,
  now: Date,
): Promise<(KnownUser & { lastusedon: Date | null }) | undefined> {
  return await enabledUsers(db)
    .innerJoin('gr_apikey as k', 'k.userid', 'u.systemuserid')
    .select('k.lastusedon')
    .where('k.keyhash', '=', tokenHash(apiKey))
    .where('k.revokedon', 'is', null)
    .where((where) => where.or([where('k.expireson', 'is', null), where('k.expireson', '>', now)]))
    .executeTakeFirst()
}

/** Not where somebody else did it meanwhile: requests of one key come by the hundred. */
export async function touchApiKey(tx: Tx, apiKey: string, now: Date, since: Date): Promise<void> {
  await on(tx)
    .updateTable('gr_apikey')
    .set({ lastusedon: now })
    .where('keyhash', '=', tokenHash(apiKey))
    .where((where) => where.or([where('lastusedon', 'is', null), where('lastusedon', '<', since)]))
    .execute()
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
): Promise<(KnownUser & { lastusedon: Date }) | undefined> {
  return await enabledUsers(db)
    .innerJoin('gr_signinsession as s', 's.userid', 'u.systemuserid')
    .select('s.lastusedon')
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
      lastusedon: null,
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

/** A user who can sign in, as letters and passwords need it. */
export interface Account {
  readonly id: string
  readonly email: string | null
  readonly name: string | null
  readonly language: string | null
  readonly disabled: boolean
}

function accounts(db: Db) {
  return on(db)
    .selectFrom('systemuser as u')
    .select([
      'u.systemuserid as id',
      'u.internalemailaddress as email',
      'u.fullname as name',
      'u.gr_language as language',
      sql<boolean>`u.isdisabled is true`.as('disabled'),
    ])
}

export async function findAccount(db: Db, userId: string): Promise<Account | undefined> {
  return await accounts(db).where('u.systemuserid', '=', userId).executeTakeFirst()
}

export async function findUserByEmail(db: Db, email: string): Promise<Account | undefined> {
  return await accounts(db)
    .where(sql`lower(u.internalemailaddress)`, '=', email.trim().toLowerCase())
    .executeTakeFirst()
}

/** Enabled people who administrate, by roles of their own or of a team, without some. */
export async function administratorsBut(
  db: Db,
  without: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select u.systemuserid as id from systemuser u
    where u.isdisabled is not true and u.accessmode is distinct from ${accessMode.nonInteractive.value}
      and u.systemuserid <> all(${without}::uuid[])
      and (exists (select from systemuserroles sr
          where sr.systemuserid = u.systemuserid and sr.roleid = ${administrator})
        or exists (select from teammembership m join teamroles tr on tr.teamid = m.teamid
          where m.systemuserid = u.systemuserid and tr.roleid = ${administrator}))`.execute(db)
  return rows.map(({ id }) => id)
}
