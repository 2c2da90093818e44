import { sql } from 'kysely'
import type { Db, Row } from '#database'
import type { Execution } from '#pipeline'
import type { eventadministrationTable } from './administration-tables.ts'
import { duplicateRegistrations, matchingStrategy } from './choices.ts'
import { afterwards } from './event.ts'
import { refusals } from './refusals.ts'
import type { Tables } from './tables.ts'

export type AdministrationRow = Row<typeof eventadministrationTable>

/** The organisation's rules for registrations; undefined where nobody has made any. */
export async function activeAdministration(db: Db): Promise<AdministrationRow | undefined> {
  return await db
    .withTables<Tables>()
    .selectFrom('msevtmgt_eventadministration as a')
    .selectAll('a')
    .where('a.statecode', '=', 0)
    .executeTakeFirst()
}

/** How registrants are matched with contacts. */
export async function activeMatchingStrategy(
  db: Db,
): Promise<(typeof matchingStrategy)[keyof typeof matchingStrategy]['value']> {
  return strategyOf(await activeAdministration(db))
}

/** What registering goes by. */
export interface RegistrationRules {
  readonly strategy: Awaited<ReturnType<typeof activeMatchingStrategy>>
  /** A second registration of a contact for an event gives the first one back. */
  readonly merges: boolean
}

export async function registrationRules(db: Db): Promise<RegistrationRules> {
  const administration = await activeAdministration(db)
  return {
    strategy: strategyOf(administration),
    merges: administration?.gr_duplicateregistrations === duplicateRegistrations.merge.value,
  }
}

function strategyOf(administration: AdministrationRow | undefined) {
  return (
    administration?.msevtmgt_contactmatchingstrategy ??
    matchingStrategy.emailFirstNameAndLastName.value
  )
}

/** Any constant will do: two records never become active at the same time. */
const administrationLock = 7_461_212

/** Only one record is active at a time. */
export async function checkOnlyActive(execution: Execution): Promise<void> {
  if ((afterwards(execution).statecode ?? 0) !== 0) return
  await sql`select pg_advisory_xact_lock(${administrationLock})`.execute(execution.tx)
  const active = await activeAdministration(execution.tx)
  if (active === undefined || active.msevtmgt_eventadministrationid === execution.id) return
  throw refusals['administration-already-active'](
    { name: active.msevtmgt_name, id: active.msevtmgt_eventadministrationid },
    { input: 'statecode', expected: '1 (Inactive)', found: '0 (Active)' },
  )
}
