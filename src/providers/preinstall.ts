/** The provider records that every hub has from the beginning: what people find who never add one. */
import { sql } from 'kysely'
import type { Tx } from '#database'
import { providerExists } from './configuration-rows.ts'
import type { Needs } from './needs.ts'

/**
 * Makes those that are missing; changes none that is there. Whoever does not want one deactivates it:
 * a deleted one comes back at the next start. Processes that start together make it once.
 */
export async function preinstall(
  { definitions, pipeline, system }: Pick<Needs, 'definitions' | 'pipeline' | 'system'>,
  tx: Tx,
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('msevtmgt_webinarprovider', 4724))`.execute(
    tx,
  )
  for (const { id: adapter, name, preinstalled: record } of definitions) {
    if (record === undefined || (await providerExists(tx, record.id))) continue
    await pipeline.executeIn(tx, system, {
      message: 'Create',
      table: 'msevtmgt_webinarprovider',
      id: record.id,
      target: {
        msevtmgt_name: name,
        msevtmgt_isdefaultprovider: true,
        msevtmgt_maxdurationinminutes: record.maxDurationMinutes,
        msevtmgt_termsofservice: record.termsOfService,
        msevtmgt_privacypolicy: record.privacyPolicy,
        gr_adapter: adapter,
      },
    })
  }
}
