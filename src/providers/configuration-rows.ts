/** All SQL on the records of providers, configurations, webinar types and consents. */
import { sql } from 'kysely'
import type { Db } from '#database'
import type { Configuration } from './configuration.ts'
import type { Tables } from './tables.ts'

const on = (db: Db) => db.withTables<Tables>()

export async function findConfiguration(db: Db, id: string): Promise<Configuration | undefined> {
  const row = await joinedConfigurations(db)
    .where('configuration.msevtmgt_webinarconfigurationid', '=', id)
    .executeTakeFirst()
  return row === undefined ? undefined : toConfiguration(row)
}

/** Configurations that may be used: active ones of active providers that have consent. */
export async function usableConfigurations(
  db: Db,
): Promise<readonly { readonly id: string; readonly name: string }[]> {
  return await on(db)
    .selectFrom('msevtmgt_webinarconfiguration as configuration')
    .innerJoin(
      'msevtmgt_webinarprovider as provider',
      'provider.msevtmgt_webinarproviderid',
      'configuration.msevtmgt_webinarproviderid',
    )
    .where('configuration.statecode', '=', 0)
    .where('provider.statecode', '=', 0)
    .where(hasConsent)
    .select([
      'configuration.msevtmgt_webinarconfigurationid as id',
      'configuration.msevtmgt_name as name',
    ])
    .orderBy('configuration.createdon')
    .execute()
}

export async function providerExists(db: Db, id: string): Promise<boolean> {
  const row = await on(db)
    .selectFrom('msevtmgt_webinarprovider')
    .where('msevtmgt_webinarproviderid', '=', id)
    .select('msevtmgt_webinarproviderid')
    .executeTakeFirst()
  return row !== undefined
}

export interface ProviderAccounts {
  readonly id: string
  readonly name: string
  readonly accounts: number
  readonly consented: boolean
  readonly termsOfService: string | null
  readonly privacyPolicy: string | null
  readonly baseUrl: string | null
  readonly clientId: string | null
}

/** Active records of an adapter, oldest first, with the number of their configurations. */
export async function accountsOf(db: Db, adapter: string): Promise<ProviderAccounts[]> {
  return await on(db)
    .selectFrom('msevtmgt_webinarprovider as provider')
    .where('provider.gr_adapter', '=', adapter)
    .where('provider.statecode', '=', 0)
    .select((of) => [
      'provider.msevtmgt_webinarproviderid as id',
      'provider.msevtmgt_name as name',
      'provider.msevtmgt_termsofservice as termsOfService',
      'provider.msevtmgt_privacypolicy as privacyPolicy',
      'provider.msevtmgt_base_service_url as baseUrl',
      'provider.msevtmgt_clientid as clientId',
      hasConsent.as('consented'),
      of
        .selectFrom('msevtmgt_webinarconfiguration as c')
        .whereRef('c.msevtmgt_webinarproviderid', '=', 'provider.msevtmgt_webinarproviderid')
        .select(sql<number>`count(*)::int`.as('accounts'))
        .$asScalar()
        .$notNull()
        .as('accounts'),
    ])
    .orderBy('provider.createdon')
    .execute()
}

/** The record that accounts of this adapter join; the oldest, where somebody made several. */
export async function findProviderOf(db: Db, adapter: string): Promise<string | undefined> {
  return (await accountsOf(db, adapter))[0]?.id
}

export async function configurationsOf(db: Db, providerId: string): Promise<string[]> {
  const rows = await on(db)
    .selectFrom('msevtmgt_webinarconfiguration')
    .where('msevtmgt_webinarproviderid', '=', providerId)
    .select('msevtmgt_webinarconfigurationid as id')
    .execute()
  return rows.map(({ id }) => id)
}

export interface ConsentQuestion {
  readonly provider: string
  readonly termsOfService: string | null
  readonly privacyPolicy: string | null
  readonly consented: boolean
}

/** What people are asked to accept, and whether somebody has. */
export async function findConsentQuestion(
  db: Db,
  providerId: string,
): Promise<ConsentQuestion | undefined> {
  return await on(db)
    .selectFrom('msevtmgt_webinarprovider as provider')
    .where('provider.msevtmgt_webinarproviderid', '=', providerId)
    .select([
      'provider.msevtmgt_name as provider',
      'provider.msevtmgt_termsofservice as termsOfService',
      'provider.msevtmgt_privacypolicy as privacyPolicy',
      hasConsent.as('consented'),
    ])
    .executeTakeFirst()
}

/** The active consent row, accepted or not; there is one at most per provider. */
export async function findConsentRow(db: Db, providerId: string): Promise<string | undefined> {
  const row = await on(db)
    .selectFrom('msevtmgt_webinarconsent')
    .where('msevtmgt_webinarprovider', '=', providerId)
    .where('statecode', '=', 0)
    .select('msevtmgt_webinarconsentid as id')
    .executeTakeFirst()
  return row?.id
}

export interface WebinarTypeRow {
  readonly id: string
  readonly name: string
  readonly value: string
  readonly active: boolean
}

export async function webinarTypesOf(db: Db, configurationId: string): Promise<WebinarTypeRow[]> {
  const rows = await on(db)
    .selectFrom('msevtmgt_webinartype')
    .where('msevtmgt_webinarconfiguration', '=', configurationId)
    .select([
      'msevtmgt_webinartypeid as id',
      'msevtmgt_name as name',
      'msevtmgt_value as value',
      'statecode',
    ])
    .orderBy('createdon')
    .execute()
  return rows.map(({ statecode, ...row }) => ({ ...row, active: statecode === 0 }))
}

function joinedConfigurations(db: Db) {
  return on(db)
    .selectFrom('msevtmgt_webinarconfiguration as configuration')
    .innerJoin(
      'msevtmgt_webinarprovider as provider',
      'provider.msevtmgt_webinarproviderid',
      'configuration.msevtmgt_webinarproviderid',
    )
    .selectAll('configuration')
    .select([
      'provider.msevtmgt_name as providername',
      'provider.statecode as providerstate',
      'provider.gr_adapter',
      'provider.msevtmgt_base_service_url',
      'provider.msevtmgt_clientid as providerclientid',
      'provider.msevtmgt_termsofservice',
      'provider.msevtmgt_privacypolicy',
      hasConsent.as('consented'),
    ])
}

/** Whether the provider of the row at hand (alias `provider`) has an accepted consent. */
const hasConsent = sql<boolean>`exists (
  select 1
  from msevtmgt_webinarconsent as consent
  where consent.msevtmgt_webinarprovider = provider.msevtmgt_webinarproviderid
    and consent.msevtmgt_consentprovided
    and consent.statecode = 0
)`

type JoinedRow = Awaited<ReturnType<ReturnType<typeof joinedConfigurations>['execute']>>[number]

function toConfiguration(row: JoinedRow): Configuration {
  return {
    id: row.msevtmgt_webinarconfigurationid,
    name: row.msevtmgt_name,
    active: row.statecode === 0,
    clientId: row.msevtmgt_clientid ?? undefined,
    actionClientId: row.gr_actionclientid ?? undefined,
    settings: toSettings(row.gr_settings),
    requestsPerMinute: row.gr_requestsperminute ?? undefined,
    usesProxy: row.gr_useegressproxy === true,
    keepsLog: row.gr_requestlog === true,
    authorized: row.msevtmgt_authorized ?? undefined,
    status: row.msevtmgt_providerservicestatus ?? undefined,
    message: row.msevtmgt_message ?? undefined,
    provider: {
      id: row.msevtmgt_webinarproviderid,
      name: row.providername,
      active: row.providerstate === 0,
      adapter: row.gr_adapter,
      baseUrl: (row.msevtmgt_base_service_url ?? '').replace(/\/+$/, ''),
      clientId: row.providerclientid ?? undefined,
      termsOfService: row.msevtmgt_termsofservice ?? undefined,
      privacyPolicy: row.msevtmgt_privacypolicy ?? undefined,
      consented: row.consented,
    },
  }
}

function toSettings(stored: unknown): Readonly<Record<string, string>> {
  if (typeof stored !== 'object' || stored === null) return {}
  const texts = Object.entries(stored).filter(([, value]) => typeof value === 'string')
  return Object.fromEntries(texts)
}
