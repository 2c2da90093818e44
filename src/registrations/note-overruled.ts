import type { Tx } from '#database'
import type { Refusal } from '#errors'
import type { Audit, AuditChange } from '#identity'
import type { Execution } from '#pipeline'
import { type Registered, registrationTable } from './registration.ts'

/** Who registered somebody against which rules, in the transaction that did it. */
export async function noteOverruled(
  tx: Tx,
  audit: Pick<Audit, 'note'>,
  { caller, correlationId }: Pick<Execution, 'caller' | 'correlationId'>,
  { overruled, made }: { readonly overruled: readonly Refusal[]; readonly made: Registered },
): Promise<void> {
  if (overruled.length === 0) return
  const changes = overruledChanges(overruled)
  await audit.note(tx, { action: 'overrule', caller, correlationId, changes, ...recordOf(made) })
}

/** Each rule with what it said. */
export function overruledChanges(overruled: readonly Refusal[]): AuditChange[] {
  return overruled.map(({ code, sentence }) => ({ column: code, old: sentence, new: 'overruled' }))
}

function recordOf({ registrations: [first], purchase, waiting: [place] }: Registered) {
  if (first !== undefined) {
    const { registrationId: recordId, number: recordName } = first
    return { table: registrationTable, recordId, recordName }
  }
  if (purchase !== null) return { table: 'msevtmgt_eventpurchase', recordId: purchase.purchaseId }
  if (place === undefined) return {}
  return { table: 'msevtmgt_waitlistitem', recordId: place.waitlistItemId }
}
