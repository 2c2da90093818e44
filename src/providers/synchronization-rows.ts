/** All SQL on the tables of data synchronisation that does not go through the pipeline: reading. */
import { sql } from 'kysely'
import type { Db, Tx } from '#database'
import type { Tables } from './tables.ts'

const on = (db: Db) => db.$extendTables<Tables>()

export const entities = ['people', 'meetings'] as const
export type Entity = (typeof entities)[number]
export type Mode = 'full' | 'incremental'

export const tableOf = { people: 'gr_accountperson', meetings: 'gr_accountmeeting' } as const

export interface Counts {
  readonly pages: number
  readonly loaded: number
  readonly changed: number
  readonly failed: number
}

export interface SynchronizationRow {
  readonly id: string
  readonly name: string
  readonly configurationId: string
  readonly entity: Entity
  readonly filter: string | null
  readonly fullRule: string | null
  readonly incrementalRule: string | null
  readonly lastFullOn: Date | undefined
  readonly lastLoadOn: Date | undefined
  readonly run: RunRow | undefined
}

/** A run that has not come to its end. */
export interface RunRow {
  readonly job: string
  readonly mode: Mode
  readonly beganOn: Date
  readonly cursor: string | undefined
  readonly counts: Counts
}

export async function findSynchronization(
  db: Db,
  id: string,
): Promise<SynchronizationRow | undefined> {
  const row = await on(db)
    .selectFrom('gr_synchronization')
    .where('gr_synchronizationid', '=', id)
    .selectAll()
    .executeTakeFirst()
  return row === undefined ? undefined : toSynchronization(row)
}

export async function synchronizationOf(
  db: Db,
  configurationId: string,
  entity: Entity,
): Promise<string | undefined> {
  const row = await on(db)
    .selectFrom('gr_synchronization')
    .where('gr_webinarconfigurationid', '=', configurationId)
    .where('gr_entity', '=', entity)
    .select('gr_synchronizationid as id')
    .executeTakeFirst()
  return row?.id
}

function toSynchronization(row: Tables['gr_synchronization']): SynchronizationRow {
  const loads = [row.gr_lastfullon, row.gr_lastincrementalon].filter((date) => date !== null)
  return {
    id: row.gr_synchronizationid,
    name: row.gr_name,
    configurationId: row.gr_webinarconfigurationid,
    entity: row.gr_entity as Entity,
    filter: row.gr_filter,
    fullRule: row.gr_fullrule,
    incrementalRule: row.gr_incrementalrule,
    lastFullOn: row.gr_lastfullon ?? undefined,
    lastLoadOn: loads.toSorted((one, other) => Number(other) - Number(one))[0],
    run: runOf(row),
  }
}

function runOf(row: Tables['gr_synchronization']): RunRow | undefined {
  if (row.gr_runjob === null || row.gr_runbeganon === null) return undefined
  return {
    job: row.gr_runjob,
    mode: row.gr_runmode === 'full' ? 'full' : 'incremental',
    beganOn: row.gr_runbeganon,
    cursor: row.gr_runcursor ?? undefined,
    counts: row.gr_runcounts as Counts,
  }
}

/** A run whose job came to no end, because it failed or somebody cancelled it, is over. */
export async function isUnderWay(db: Db, job: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from asyncoperation where asyncoperationid = ${job} and statecode < 3`.execute(db)
  return rows.length > 0
}

/** Jobs with this unique key that have not come to their end. */
export async function openJobs(db: Db, uniqueKey: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select asyncoperationid as id from asyncoperation
    where gr_uniquekey = ${uniqueKey} and statecode < 3`.execute(db)
  return rows.map(({ id }) => id)
}

export interface StoredRow {
  readonly id: string
  readonly values: Readonly<Record<string, unknown>>
}

/** Rows that are stored already, by the vendor's id. */
export async function storedRows(
  db: Db,
  entity: Entity,
  configurationId: string,
  providerIds: readonly string[],
): Promise<ReadonlyMap<string, StoredRow>> {
  const table = tableOf[entity]
  const { rows } = await sql<Record<string, unknown>>`
    select * from ${sql.table(table)}
    where gr_webinarconfigurationid = ${configurationId} and gr_providerid = any(${[...providerIds]})`.execute(
    db,
  )
  return new Map(
    rows.map((values) => [
      String(values.gr_providerid),
      { id: String(values[`${table}id`]), values },
    ]),
  )
}

export async function noteSeen(tx: Tx, id: string, providerIds: readonly string[]): Promise<void> {
  await sql`
    insert into gr_synchronizationseen (gr_synchronizationid, providerid)
    select ${id}, unnest(${[...providerIds]}::text[]) on conflict do nothing`.execute(tx)
}

export async function forgetSeen(tx: Tx, id: string): Promise<void> {
  await sql`delete from gr_synchronizationseen where gr_synchronizationid = ${id}`.execute(tx)
}

/** Rows that the full load did not see, some at a time. */
export async function unseenRows(
  db: Db,
  { id, entity, configurationId }: SynchronizationRow,
  most: number,
): Promise<string[]> {
  const table = tableOf[entity]
  const { rows } = await sql<{ id: string }>`
    select ${sql.ref(`${table}id`)} as id from ${sql.table(table)} stored
    where stored.gr_webinarconfigurationid = ${configurationId} and not exists (
      select 1 from gr_synchronizationseen seen
      where seen.gr_synchronizationid = ${id} and seen.providerid = stored.gr_providerid)
    limit ${most}`.execute(db)
  return rows.map((row) => row.id)
}

export async function errorsOf(db: Db, id: string): Promise<string[]> {
  const rows = await on(db)
    .selectFrom('gr_synchronizationerror')
    .where('gr_synchronizationid', '=', id)
    .select('gr_synchronizationerrorid as id')
    .execute()
  return rows.map((row) => row.id)
}
