import { sql } from 'kysely'
import type { Tx } from '#database'
import { enqueue } from '#jobs'
import { letterRequest } from './send-letter.ts'

/**
 * Writes the confirmation of a registration once more, as its event is now, with the calendar entry
 * of today. Gives false for a registration that is unknown or cancelled: there is nothing to confirm.
 * `version` tells this letter from the one before.
 */
export async function resendConfirmation(
  tx: Tx,
  registrationId: string,
  version: string,
): Promise<boolean> {
  const { rows } = await sql<{ sequence: number }>`
    select coalesce(gr_calendarsequence, 0) as sequence from msevtmgt_eventregistration
    where msevtmgt_eventregistrationid = ${registrationId} and statecode = 0`.execute(tx)
  const [row] = rows
  if (row === undefined) return false
  const { sequence } = row
  await enqueue(tx, [letterRequest({ kind: 'confirmation', registrationId, sequence, version })])
  return true
}
