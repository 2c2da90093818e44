import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, Tx } from '#database'

export interface DifferentContacts {
  /** The older contact. */
  readonly oneId: string
  readonly otherId: string
  readonly declaredOn: Date
  /** Name of the user; null where there is none any more. */
  readonly declaredBy: string | null
}

/** Of two contacts, as SQL: whether somebody said that they are two people. */
export const areDifferent = (one: string, other: string) => sql`exists (
  select from gr_differentcontacts d
  where d.gr_one = least(${sql.ref(one)}, ${sql.ref(other)})
    and d.gr_other = greatest(${sql.ref(one)}, ${sql.ref(other)}))`

/** Gives whether that is new. */
export async function insertDifferent(
  tx: Tx,
  [one, other]: readonly [string, string],
  by: { readonly userId: string; readonly now: Date },
): Promise<boolean> {
  const { rows } = await sql`
    insert into gr_differentcontacts
      (gr_differentcontactsid, gr_one, gr_other, gr_declaredby, gr_declaredon)
    select ${randomUUIDv7()}, least(x.one, x.other), greatest(x.one, x.other),
      (select u.systemuserid from systemuser u where u.systemuserid = ${by.userId}), ${by.now}
    from (values (${one}::uuid, ${other}::uuid)) as x (one, other)
    on conflict (gr_one, gr_other) do nothing
    returning 1`.execute(tx)
  return rows.length > 0
}

/** Gives whether there was any. */
export async function deleteDifferent(
  tx: Tx,
  [one, other]: readonly [string, string],
): Promise<boolean> {
  const { rows } = await sql`
    delete from gr_differentcontacts d
    using (values (${one}::uuid, ${other}::uuid)) as x (one, other)
    where d.gr_one = least(x.one, x.other) and d.gr_other = greatest(x.one, x.other)
    returning 1`.execute(tx)
  return rows.length > 0
}

/**
 * After a merge: whoever was told apart from the contact that went is told apart from the one that
 * stayed. That the two themselves were is settled by the merge.
 */
export async function carryDifferences(tx: Tx, from: string, to: string): Promise<void> {
  await sql`
    with gone as (
      delete from gr_differentcontacts d where ${from}::uuid in (d.gr_one, d.gr_other) returning d.*
    )
    insert into gr_differentcontacts
      (gr_differentcontactsid, gr_one, gr_other, gr_declaredby, gr_declaredon)
    select g.gr_differentcontactsid, least(x.third, ${to}::uuid), greatest(x.third, ${to}::uuid),
      g.gr_declaredby, g.gr_declaredon
    from gone g
    cross join lateral (
      select case when g.gr_one = ${from}::uuid then g.gr_other else g.gr_one end as third
    ) x
    where x.third <> ${to}::uuid
    on conflict (gr_one, gr_other) do nothing`.execute(tx)
}

interface Page {
  readonly offset: number
  readonly limit: number
}

/** Pairs of active contacts that were declared different, the newest first. */
export async function listDifferent(
  db: Db,
  page: Page,
): Promise<{ readonly total: number; readonly pairs: readonly DifferentContacts[] }> {
  const { rows } = await sql<DifferentContacts & { readonly total: number }>`
    select case when a.older then d.gr_one else d.gr_other end as "oneId",
      case when a.older then d.gr_other else d.gr_one end as "otherId",
      d.gr_declaredon as "declaredOn", u.fullname as "declaredBy",
      count(*) over ()::int as total
    from gr_differentcontacts d
    join contact c on c.contactid = d.gr_one and c.statecode = 0
    join contact o on o.contactid = d.gr_other and o.statecode = 0
    cross join lateral (
      select (c.createdon, c.contactid) < (o.createdon, o.contactid) as older
    ) a
    left join systemuser u on u.systemuserid = d.gr_declaredby
    order by d.gr_declaredon desc, d.gr_differentcontactsid
    offset ${page.offset} limit ${page.limit}`.execute(db)
  const pairs = rows.map(({ total: _, ...pair }) => pair)
  return { total: rows[0]?.total ?? 0, pairs }
}

/** Who said of two contacts that they are different, and when; undefined: nobody. */
export async function findDifferent(
  db: Db,
  [one, other]: readonly [string, string],
): Promise<Pick<DifferentContacts, 'declaredOn' | 'declaredBy'> | undefined> {
  const { rows } = await sql<Pick<DifferentContacts, 'declaredOn' | 'declaredBy'>>`
    select d.gr_declaredon as "declaredOn", u.fullname as "declaredBy"
    from gr_differentcontacts d
    join (values (${one}::uuid, ${other}::uuid)) as x (one, other)
      on d.gr_one = least(x.one, x.other) and d.gr_other = greatest(x.one, x.other)
    left join systemuser u on u.systemuserid = d.gr_declaredby`.execute(db)
  return rows[0]
}
