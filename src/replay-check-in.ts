import { evidenceSource } from '#attendance'
import { readCode, registrationOfCode } from '#check-in'
import { general } from '#errors'
import type { Execution, Request } from '#pipeline'

type Payload = Readonly<Record<string, unknown>>

/**
 * A check-in whose code was unknown or of another event when it was scanned, tried again: the
 * registration may have come since, or somebody has corrected the code in the payload
 * `{ code, eventId?, sessionId?, scannedOn? }`.
 */
export async function replayCheckIn(execution: Execution, payload: Payload): Promise<Request> {
  const registrationId = await registrationOf(execution, payload)
  return {
    message: 'gr_CheckIn',
    table: 'msevtmgt_checkin',
    input: {
      registrationId,
      source: evidenceSource.qrScan.value,
      reason: 'Replay of a check-in that could not be processed',
      // The same item is the same piece of evidence.
      reference: `recovery:${execution.id}`,
      ...(typeof payload.sessionId === 'string' ? { sessionId: payload.sessionId } : {}),
      ...scannedOn(payload.scannedOn),
    },
  }
}

async function registrationOf({ db }: Execution, payload: Payload): Promise<string> {
  const text = String(payload.code ?? '')
  const code = readCode(text)
  const found = code === undefined ? undefined : await registrationOfCode(db, code)
  if (found === undefined) throw general['not-found']({ what: 'registration', id: text })
  if (typeof payload.eventId === 'string' && payload.eventId !== found.eventId) {
    const problem = `${text} is of a registration for another event, "${found.event}".`
    throw general['invalid-input']({ problem }, { input: 'code', found: text })
  }
  return found.registrationId
}

function scannedOn(value: unknown): { readonly from?: Date } {
  if (value === undefined || value === null) return {}
  const from = new Date(String(value))
  if (!Number.isNaN(from.getTime())) return { from }
  const problem = 'scannedOn is not an instant such as 2027-04-20T09:00:00Z.'
  throw general['invalid-input']({ problem }, { input: 'scannedOn', found: String(value) })
}
