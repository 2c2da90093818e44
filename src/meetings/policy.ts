import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#database'
import { general } from '#errors'
import { extentOf, mayDoWith, type Privilege } from '#identity'
import type { Caller } from '#pipeline'

const table = 'gr_meeting'

/**
 * Any of the privileges, be it for own meetings only: those that the caller has planned or was given.
 * Of which meeting is asked by `demandOf` and `readableBy`.
 */
export function demand(caller: Caller, ...privileges: readonly Privilege[]): void {
  if (privileges.some((each) => extentOf(caller, each, table) !== undefined)) return
  throw refusal(privileges[0] ?? 'Read')
}

/** The privilege for this meeting. */
export async function demandOf(
  db: Db,
  caller: Caller,
  privilege: Privilege,
  id: string,
): Promise<void> {
  if (!(await mayDoWith(db, caller, privilege, { table, id }))) throw refusal(privilege)
}

const refusal = (privilege: Privilege) =>
  general['not-allowed']({ who: 'This user', act: privilege.toLowerCase(), table })

/** SQL: the caller may read this row of the table, which goes by the name `alias`. */
export function readableBy(caller: Caller, ofTable: string, alias: string): RawBuilder<boolean> {
  const extent = extentOf(caller, 'Read', ofTable)
  if (extent === 'own') return ownedBy(caller.userId, alias)
  return extent === 'all' ? sql<boolean>`true` : sql<boolean>`false`
}

/** SQL: the user, or a team of the user, owns the row. */
export function ownedBy(userId: string, alias: string): RawBuilder<boolean> {
  const owner = sql.ref(`${alias}.ownerid`)
  return sql<boolean>`(${owner} = ${userId} or ${owner} in (
    select t.teamid from teammembership t where t.systemuserid = ${userId}))`
}
