/** What is read of users, teams and roles for lists and forms. */
import { sql } from 'kysely'
import type { Db } from '#database'
import type { Named, TeamRow, UserShape } from './people-shapes.ts'
import type { Tables } from './tables.ts'

export type UserRow = UserShape<Date>

const on = (db: Db) => db.$extendTables<Tables>()

export interface UserFilter {
  /** In names and e-mails. */
  readonly text?: string
  readonly enabled?: boolean
  readonly roleId?: string
  /** Programs too. */
  readonly applications?: boolean
}

const named = (table: 'role' | 'team') => {
  const [id, name] = [sql.ref(`x.${table}id`), sql.ref('x.name')]
  return sql`json_build_object('id', ${id}, 'name', ${name})`
}

function users(db: Db) {
  return on(db)
    .selectFrom('systemuser as u')
    .select([
      'u.systemuserid as id',
      'u.fullname as name',
      'u.firstname as firstName',
      'u.lastname as lastName',
      'u.internalemailaddress as email',
      'u.gr_language as language',
      'u.gr_timezone as timeZone',
      'u.createdon as createdOn',
      sql<boolean>`u.isdisabled is not true`.as('enabled'),
      sql<boolean>`u.accessmode is not distinct from 4`.as('isApplication'),
      sql<boolean>`exists (select from gr_password p where p.userid = u.systemuserid)`.as(
        'hasPassword',
      ),
      sql<boolean>`exists (select from gr_externalidentity e where e.userid = u.systemuserid)`.as(
        'usesSingleSignOn',
      ),
      sql<Date | null>`(select max(a.createdon) from gr_audit a
        where a.userid = u.systemuserid and a.action = 'sign-in')`.as('lastSignInOn'),
      sql<Named[]>`coalesce((select json_agg(${named('role')} order by x.name) from role x
        join systemuserroles sr on sr.roleid = x.roleid
        where sr.systemuserid = u.systemuserid), '[]')`.as('roles'),
      sql<UserRow['teams']>`coalesce((select json_agg(json_build_object(
          'id', t.teamid, 'name', t.name, 'roles', coalesce((
            select json_agg(${named('role')} order by x.name) from role x
            join teamroles tr on tr.roleid = x.roleid where tr.teamid = t.teamid), '[]'))
          order by t.name)
        from team t join teammembership m on m.teamid = t.teamid
        where m.systemuserid = u.systemuserid), '[]')`.as('teams'),
    ])
}

export async function findUser(db: Db, id: string): Promise<UserRow | undefined> {
  return await users(db).where('u.systemuserid', '=', id).executeTakeFirst()
}

const mostUsers = 2000

export async function listUsers(db: Db, filter: UserFilter): Promise<readonly UserRow[]> {
  let query = users(db).orderBy('u.fullname').orderBy('u.systemuserid').limit(mostUsers)
  const { text, enabled, roleId, applications = false } = filter
  if (!applications) query = query.where(sql<boolean>`u.accessmode is distinct from 4`)
  if (enabled !== undefined) {
    query = query.where(sql<boolean>`(u.isdisabled is not true) = ${enabled}`)
  }
  if (text !== undefined) {
    query = query.where(
      sql<boolean>`strpos(lower(concat_ws(' ', u.fullname, u.internalemailaddress)), lower(${text})) > 0`,
    )
  }
  if (roleId !== undefined) {
    query = query.where(
      sql<boolean>`exists (select from systemuserroles sr
        where sr.systemuserid = u.systemuserid and sr.roleid = ${roleId})`,
    )
  }
  return await query.execute()
}

function teams(db: Db) {
  return on(db)
    .selectFrom('team as t')
    .select(['t.teamid as id', 't.name', 't.description'])
    .select([
      sql<TeamRow['members']>`coalesce((select json_agg(json_build_object(
          'id', u.systemuserid, 'name', coalesce(u.fullname, u.internalemailaddress, ''),
          'email', u.internalemailaddress) order by u.fullname)
        from systemuser u join teammembership m on m.systemuserid = u.systemuserid
        where m.teamid = t.teamid), '[]')`.as('members'),
      sql<Named[]>`coalesce((select json_agg(${named('role')} order by x.name) from role x
        join teamroles tr on tr.roleid = x.roleid where tr.teamid = t.teamid), '[]')`.as('roles'),
    ])
}

export async function listTeams(db: Db): Promise<readonly TeamRow[]> {
  return await teams(db).orderBy('t.name').orderBy('t.teamid').execute()
}

export async function findTeam(db: Db, id: string): Promise<TeamRow | undefined> {
  return await teams(db).where('t.teamid', '=', id).executeTakeFirst()
}
