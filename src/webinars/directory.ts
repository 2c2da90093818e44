/** What other reactions may know of webinars; `compose.ts` hands it to attendance. */
import type { Db } from '#database'
import type { OccasionTable } from '#events'
import type { Tables } from './tables.ts'

interface KnownWebinar {
  readonly id: string
  readonly configurationId: string
  readonly webinarId: string
  /** Another one took its place; the vendor may have it no more. */
  readonly isReplaced: boolean
}

const on = (db: Db) => db.$extendTables<Tables>()

export async function webinarsOf(db: Db, occasionId: string): Promise<KnownWebinar[]> {
  const rows = await on(db)
    .selectFrom('gr_webinar')
    .select(['gr_webinarid', 'configurationid', 'webinarid', 'deletedon'])
    .where('occasionid', '=', occasionId)
    .where('state', '=', 'created')
    .execute()
  return rows.map((row) => ({
    id: row.gr_webinarid,
    configurationId: row.configurationid,
    webinarId: row.webinarid,
    isReplaced: row.deletedon !== null,
  }))
}

export async function registrationsOf(
  db: Db,
  webinar: string,
  registrantIds: readonly string[],
): Promise<Map<string, string>> {
  if (registrantIds.length === 0) return new Map()
  const rows = await on(db)
    .selectFrom('gr_registrant')
    .select(['registrantid', 'registrationid'])
    .where('webinar', '=', webinar)
    .where('registrantid', 'in', [...registrantIds])
    .execute()
  return new Map(rows.map((row) => [row.registrantid, row.registrationid]))
}

export async function occasionOf(
  db: Db,
  configurationId: string,
  webinarId: string,
): Promise<{ table: OccasionTable; id: string; webinar: KnownWebinar } | undefined> {
  const row = await on(db)
    .selectFrom('gr_webinar')
    .select(['gr_webinarid', 'occasiontable', 'occasionid', 'deletedon'])
    .where('configurationid', '=', configurationId)
    .where('webinarid', '=', webinarId)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const isReplaced = row.deletedon !== null
  const webinar = { id: row.gr_webinarid, configurationId, webinarId, isReplaced }
  return { table: row.occasiontable as OccasionTable, id: row.occasionid, webinar }
}
