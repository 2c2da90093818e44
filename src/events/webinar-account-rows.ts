import { sql } from 'kysely'
import type { Db } from '#database'

/** What an occasion has to know of the account that will host its webinar. */
export interface WebinarAccount {
  readonly name: string
  readonly active: boolean
  readonly authorized: number | null
  readonly serviceStatus: number | null
  readonly provider: string
  /** Minutes; 0 where the provider sets no limit. */
  readonly mostMinutes: number
}

/** The account behind a webinar configuration. */
export async function readWebinarAccount(
  db: Db,
  configurationId: string,
): Promise<WebinarAccount | undefined> {
  const { rows } = await sql<WebinarAccount>`
    select
      c.msevtmgt_name as name,
      c.statecode = 0 as active,
      c.msevtmgt_authorized as authorized,
      c.msevtmgt_providerservicestatus as "serviceStatus",
      p.msevtmgt_name as provider,
      p.msevtmgt_maxdurationinminutes as "mostMinutes"
    from msevtmgt_webinarconfiguration c
    join msevtmgt_webinarprovider p using (msevtmgt_webinarproviderid)
    where c.msevtmgt_webinarconfigurationid = ${configurationId}`.execute(db)
  return rows[0]
}

/** A webinar type's name, and which configuration it belongs to. */
export async function readWebinarType(
  db: Db,
  typeId: string,
): Promise<{ name: string; configurationId: string } | undefined> {
  const { rows } = await sql<{ name: string; configurationId: string }>`
    select t.msevtmgt_name as name, t.msevtmgt_webinarconfiguration as "configurationId"
    from msevtmgt_webinartype t
    where t.msevtmgt_webinartypeid = ${typeId}`.execute(db)
  return rows[0]
}
