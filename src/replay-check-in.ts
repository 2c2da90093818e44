import { evidenceSource } from '#attendance'
import { general } from '#errors'
import type { Execution, Request } from '#pipeline'
import { findRegistrationByNumber } from '#registrations'

/**
 * A check-in whose code was unknown when it was scanned, tried again: the registration may have come
 * since, or somebody has corrected the code in the payload `{ code, sessionId?, scannedOn? }`.
 */
export async function replayCheckIn(
  execution: Execution,
  payload: Readonly<Record<string, unknown>>,
): Promise<Request> {
  const code = String(payload.code ?? '')
  const found = await findRegistrationByNumber(execution.db, code)
  if (found === undefined) throw general['not-found']({ what: 'registration', id: code })
  return {
    message: 'gr_CheckIn',
    table: 'msevtmgt_checkin',
    input: {
      registrationId: found.registration.msevtmgt_eventregistrationid,
      source: evidenceSource.qrScan.value,
      reason: 'Replay of a check-in that could not be processed',
      // The same item is the same piece of evidence.
      reference: `recovery:${execution.id}`,
      ...(typeof payload.sessionId === 'string' ? { sessionId: payload.sessionId } : {}),
      ...scannedOn(payload.scannedOn),
    },
  }
}

function scannedOn(value: unknown): { readonly from?: Date } {
  if (value === undefined || value === null) return {}
  const from = new Date(String(value))
  if (!Number.isNaN(from.getTime())) return { from }
  const problem = 'scannedOn is not an instant such as 2027-04-20T09:00:00Z.'
  throw general['invalid-input']({ problem }, { input: 'scannedOn', found: String(value) })
}
