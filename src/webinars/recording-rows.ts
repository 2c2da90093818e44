/** All SQL on gr_webinarrecording. */
import type { Db } from '#database'
import type { OccasionTable } from '#events'
import type { Tables } from './tables.ts'

const on = (db: Db) => db.$extendTables<Tables>()

const columnOf = { msevtmgt_event: 'gr_event', msevtmgt_session: 'gr_session' } as const

interface OccasionKey {
  readonly table: OccasionTable
  readonly id: string
}

export async function recordingBy(
  db: Db,
  { table, id }: OccasionKey,
  providerId: string,
): Promise<string | undefined> {
  const row = await on(db)
    .selectFrom('gr_webinarrecording')
    .where(columnOf[table], '=', id)
    .where('gr_providerid', '=', providerId)
    .select('gr_webinarrecordingid as id')
    .executeTakeFirst()
  return row?.id
}
