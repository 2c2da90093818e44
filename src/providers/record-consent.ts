import { type Tx, withTransaction } from '#database'
import { general } from '#errors'
import type { Caller } from '#pipeline'
import { isId } from './configuration.ts'
import { findConsentQuestion, findConsentRow } from './configuration-rows.ts'
import type { Needs } from './needs.ts'

const table = 'msevtmgt_webinarconsent'

/**
 * Records that the caller accepts terms of service and privacy policy of a provider. Once per
 * provider is enough; who and when are in createdby and createdon (or modifiedby and modifiedon).
 * It is asked also where the record names neither of the two addresses: the person accepts that
 * data of registrants go to that provider.
 */
export async function recordConsent(
  needs: Needs,
  caller: Caller,
  consent: { readonly providerId: string },
): Promise<void> {
  await withTransaction(needs.db, (tx) => recordConsentIn(needs, tx, caller, consent))
}

export async function recordConsentIn(
  { pipeline }: Pick<Needs, 'pipeline'>,
  tx: Tx,
  caller: Caller,
  { providerId }: { readonly providerId: string },
): Promise<void> {
  const question = isId(providerId) ? await findConsentQuestion(tx, providerId) : undefined
  if (question === undefined) {
    throw general['not-found']({ what: 'webinar provider', id: providerId.slice(0, 100) })
  }
  if (question.consented) return
  const id = await findConsentRow(tx, providerId)
  const target = { msevtmgt_consentprovided: true }
  if (id !== undefined) {
    await pipeline.executeIn(tx, caller, { message: 'Update', table, id, target })
    return
  }
  const msevtmgt_name = `Consent for ${question.provider}`.slice(0, 100)
  await pipeline.executeIn(tx, caller, {
    message: 'Create',
    table,
    target: { ...target, msevtmgt_name, msevtmgt_webinarprovider: providerId },
  })
}
