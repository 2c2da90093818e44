/** All SQL on the audit log: rows are added and read, nothing else. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, Tx } from '#database'
import type { Tables } from '../tables.ts'
import type { AuditFilter, AuditRow } from './audit.ts'
import type { AuditChange } from './audit-shapes.ts'

const on = (db: Db) => db.$extendTables<Tables>()

export type NewAuditRow = Omit<AuditRow, 'id' | 'user' | 'initiatingUser'> & {
  readonly userId: string | null
  /** Null: looked up. */
  readonly userName: string | null
  readonly initiatingUserId: string | null
}

export async function insertAuditRow(tx: Tx, row: NewAuditRow): Promise<void> {
  await on(tx)
    .insertInto('gr_audit')
    .values({
      gr_auditid: randomUUID(),
      createdon: row.at,
      userid: row.userId,
      username: sql<string | null>`coalesce(${row.userName}::varchar, (
        select coalesce(u.internalemailaddress, u.fullname) from systemuser u
        where u.systemuserid = ${row.userId}::uuid))`,
      initiatinguserid: row.initiatingUserId,
      action: row.action,
      tablename: row.table,
      recordid: row.recordId,
      recordname: row.recordName,
      changes: row.changes === null ? null : JSON.stringify(row.changes),
      address: row.address,
      useragent: row.userAgent,
      request: row.request,
      correlationid: row.correlationId,
    })
    .execute()
}

/** Whether the same was noted since an instant. */
export async function wasNoted(
  db: Db,
  entry: { action: string; initiatingUserId: string; recordId: string; since: Date },
): Promise<boolean> {
  const found = await on(db)
    .selectFrom('gr_audit')
    .select('gr_auditid')
    .where('recordid', '=', entry.recordId)
    .where('createdon', '>', entry.since)
    .where('action', '=', entry.action)
    .where('initiatinguserid', '=', entry.initiatingUserId)
    .executeTakeFirst()
  return found !== undefined
}

export interface Position {
  readonly at: Date
  readonly id: string
}

/** Newest first, behind a position. */
export async function findAuditRows(
  db: Db,
  filter: AuditFilter,
  page: { readonly after: Position | undefined; readonly limit: number },
): Promise<readonly AuditRow[]> {
  let query = on(db)
    .selectFrom('gr_audit as a')
    .leftJoin('systemuser as i', 'i.systemuserid', 'a.initiatinguserid')
    .selectAll('a')
    .select('i.fullname as initiator')
    .orderBy('a.createdon', 'desc')
    .orderBy('a.gr_auditid', 'desc')
    .limit(page.limit)
  const { userId, action, table, recordId, from, to, text } = filter
  if (userId !== undefined) {
    query = query.where((either) =>
      either.or([either('a.userid', '=', userId), either('a.initiatinguserid', '=', userId)]),
    )
  }
  if (action !== undefined) query = query.where('a.action', '=', action)
  if (table !== undefined) query = query.where('a.tablename', '=', table)
  if (recordId !== undefined) query = query.where('a.recordid', '=', recordId)
  if (from !== undefined) query = query.where('a.createdon', '>=', from)
  if (to !== undefined) query = query.where('a.createdon', '<', to)
  if (text !== undefined) query = query.where(holdsText(text))
  if (page.after !== undefined) query = query.where(behind(page.after))
  return (await query.execute()).map((row) => ({
    id: row.gr_auditid,
    at: row.createdon,
    user:
      row.userid === null && row.username === null ? null : { id: row.userid, name: row.username },
    initiatingUser:
      row.initiatinguserid === null ? null : { id: row.initiatinguserid, name: row.initiator },
    action: row.action,
    table: row.tablename,
    recordId: row.recordid,
    recordName: row.recordname,
    changes: row.changes as readonly AuditChange[] | null,
    address: row.address,
    userAgent: row.useragent,
    request: row.request,
    correlationId: row.correlationid,
  }))
}

const behind = ({ at, id }: Position) =>
  sql<boolean>`(a.createdon, a.gr_auditid) < (${at}::timestamptz, ${id}::uuid)`

/** In names, values, addresses; letters of any case. */
const holdsText = (text: string) =>
  sql<boolean>`strpos(lower(concat_ws(' ', a.username, a.action, a.tablename, a.recordname, a.address,
    a.request, a.changes::text)), lower(${text})) > 0`

/** Jumps from value to value in the index: as many steps as there are values, not rows. */
export async function distinctValues(
  db: Db,
  column: 'action' | 'tablename',
): Promise<readonly string[]> {
  const name = sql.ref(column)
  const { rows } = await sql<{ value: string }>`
    with recursive found(value) as (
      (select min(${name}) from gr_audit)
      union all
      select (select min(${name}) from gr_audit where ${name} > found.value)
      from found where found.value is not null)
    select value from found where value is not null order by value`.execute(db)
  return rows.map(({ value }) => value)
}
