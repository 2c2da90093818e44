/** All SQL on roles and on what those of one's own allow. */
import { sql } from 'kysely'
import type { Db, Tx } from '#database'
import { callerRole } from './identity-rows.ts'
import type { Extent, Privilege } from './privilege.ts'
import type { Tables } from './tables.ts'

const on = (db: Db) => db.$extendTables<Tables>()

export interface RoleRow {
  readonly id: string
  readonly name: string
  readonly users: number
  readonly teams: number
  /** As it stands in a caller. */
  readonly asCaller: string
}

export async function listRoles(db: Db, id?: string): Promise<readonly RoleRow[]> {
  const query = on(db)
    .selectFrom('role as r')
    .select(['r.roleid as id', 'r.name'])
    .select([
      sql<number>`(select count(*)::int from systemuserroles x where x.roleid = r.roleid)`.as(
        'users',
      ),
      sql<number>`(select count(*)::int from teamroles x where x.roleid = r.roleid)`.as('teams'),
      callerRole.as('asCaller'),
    ])
    .orderBy('r.name')
    .orderBy('r.roleid')
  return await (id === undefined ? query : query.where('r.roleid', '=', id)).execute()
}

export async function replacePrivileges(
  tx: Tx,
  roleId: string,
  entries: readonly { id: string; table: string; privilege: Privilege; rows: Extent }[],
): Promise<void> {
  await on(tx).deleteFrom('gr_roleprivilege').where('roleid', '=', roleId).execute()
  if (entries.length === 0) return
  await on(tx)
    .insertInto('gr_roleprivilege')
    .values(
      entries.map((entry) => ({
        gr_roleprivilegeid: entry.id,
        roleid: roleId,
        tablename: entry.table,
        privilege: entry.privilege,
        rows: entry.rows,
      })),
    )
    .execute()
}
