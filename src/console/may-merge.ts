import { sql } from 'kysely'
import type { Db } from '#database'
import { extentOf } from '#identity'
import type { Caller } from '#pipeline'

/** Says of two contacts whether a caller may merge them: that changes both. */
type MayMerge = (one: string, other: string) => boolean

/** For contacts of these ids, in one statement at most. */
export async function mayMergeOf(
  db: Db,
  caller: Caller,
  ids: readonly string[],
): Promise<MayMerge> {
  const extent = extentOf(caller, 'Update', 'contact')
  if (extent !== 'own') return () => extent === 'all'
  const own = await ownContacts(db, caller, ids)
  return (one, other) => own.has(one.toLowerCase()) && own.has(other.toLowerCase())
}

async function ownContacts(
  db: Db,
  { userId }: Caller,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select c.contactid as id from contact c
    where c.contactid = any(${[...new Set(ids)]}::uuid[])
      and (c.ownerid = ${userId} or c.ownerid in (
        select m.teamid from teammembership m where m.systemuserid = ${userId}))`.execute(db)
  return new Set(rows.map(({ id }) => id))
}
