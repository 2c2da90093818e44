/** What other reactions may know of webinars; `compose.ts` hands it to attendance. */
import type { Db } from '#database'
import type { Tables } from './tables.ts'

const on = (db: Db) => db.$extendTables<Tables>()

export async function webinarsOf(
  db: Db,
  occasionId: string,
): Promise<{ id: string; configurationId: string; webinarId: string }[]> {
  const rows = await on(db)
    .selectFrom('gr_webinar')
    .select(['gr_webinarid', 'configurationid', 'webinarid', 'state'])
    .where('occasionid', '=', occasionId)
    .where('state', '=', 'created')
    .execute()
  return rows.map((row) => ({
    id: row.gr_webinarid,
    configurationId: row.configurationid,
    webinarId: row.webinarid,
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
