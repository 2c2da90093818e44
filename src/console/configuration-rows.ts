/** Accounts at providers as the pages of configurations show them. */
import { sql } from 'kysely'
import type { Db } from '#database'

export interface ConfigurationLine {
  readonly id: string
  readonly name: string
  readonly providerId: string
  readonly providerName: string
  /** Id of the definition. */
  readonly adapter: string
  readonly termsOfService: string | null
  readonly privacyPolicy: string | null
  /** Options of `msevtmgt_authorized` and `msevtmgt_providerservicestatus`. */
  readonly authorized: number | null
  readonly serviceStatus: number | null
  readonly message: string | null
  readonly lastUpdate: Date | null
  readonly active: boolean
  /** When somebody accepted terms and privacy policy of the provider, and who; null: nobody. */
  readonly consentOn: Date | null
  readonly consentBy: string | null
  /** Events and sessions that are planned on this account. */
  readonly occasions: number
  readonly webinarTypes: readonly string[]
}

const line = sql`
  select c.msevtmgt_webinarconfigurationid as id, c.msevtmgt_name as name,
    p.msevtmgt_webinarproviderid as "providerId", p.msevtmgt_name as "providerName",
    p.gr_adapter as adapter, p.msevtmgt_termsofservice as "termsOfService",
    p.msevtmgt_privacypolicy as "privacyPolicy", c.msevtmgt_authorized as authorized,
    c.msevtmgt_providerservicestatus as "serviceStatus", c.msevtmgt_message as message,
    c.msevtmgt_lastupdatedatetime as "lastUpdate", c.statecode = 0 as active,
    consent.modifiedon as "consentOn", consent.fullname as "consentBy",
    (select count(*)::int from msevtmgt_event e
      where e.msevtmgt_webinarconfigurationid = c.msevtmgt_webinarconfigurationid)
    + (select count(*)::int from msevtmgt_session s
      where s.msevtmgt_webinarconfigurationid = c.msevtmgt_webinarconfigurationid) as occasions,
    array(select t.msevtmgt_name from msevtmgt_webinartype t
      where t.msevtmgt_webinarconfiguration = c.msevtmgt_webinarconfigurationid and t.statecode = 0
      order by t.createdon) as "webinarTypes"
  from msevtmgt_webinarconfiguration c
  join msevtmgt_webinarprovider p on p.msevtmgt_webinarproviderid = c.msevtmgt_webinarproviderid
  left join lateral (
    select s.modifiedon, u.fullname
    from msevtmgt_webinarconsent s
    left join systemuser u on u.systemuserid = s.modifiedby
    where s.msevtmgt_webinarprovider = p.msevtmgt_webinarproviderid
      and s.statecode = 0 and s.msevtmgt_consentprovided
    limit 1) consent on true`

export async function listConfigurations(db: Db): Promise<ConfigurationLine[]> {
  const { rows } = await sql<ConfigurationLine>`${line} order by lower(c.msevtmgt_name)`.execute(db)
  return rows
}

export async function findConfiguration(
  db: Db,
  id: string,
): Promise<ConfigurationLine | undefined> {
  const { rows } = await sql<ConfigurationLine>`${line}
    where c.msevtmgt_webinarconfigurationid = ${id}`.execute(db)
  return rows[0]
}
