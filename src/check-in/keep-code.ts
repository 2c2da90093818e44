/**
 * Codes that let nobody in though somebody stands there with them are kept for the organisers: a
 * registration may be missing, or have gone to another event.
 */
import { createHash } from 'node:crypto'
import { recoveryKind } from '#registrations'
import type { Door, ScanResult } from './door.ts'
import type { CheckInNeeds } from './needs.ts'

export interface Scanned extends Door {
  readonly code: string
  readonly scannedOn: Date
}

/** Gives whether it was kept; the same code at the same door is one item. */
export async function keepCode(
  { recovery }: Pick<CheckInNeeds, 'recovery'>,
  scanned: Scanned,
  { answer, name, event }: ScanResult,
): Promise<boolean> {
  if (answer !== 'unknown' && answer !== 'other-event') return false
  const { code, eventId, sessionId, scannedOn } = scanned
  const problem =
    answer === 'unknown'
      ? `Nobody has the code "${code}".`
      : `The code "${code}" is of ${name ?? 'somebody'}, registered for "${event}".`
  await recovery.keep({
    kind: recoveryKind.checkIn.value,
    name:
      answer === 'unknown' ? `Unknown code at the door: ${code}` : `Code of another event: ${code}`,
    eventId,
    payload: {
      code,
      eventId,
      ...(sessionId === undefined ? {} : { sessionId }),
      scannedOn: scannedOn.toISOString(),
    },
    problem: `${problem} Correct the code in the payload to that of a registration for this event and replay it, or discard it with a reason.`,
    reference: `door:${eventId}:${fingerprint(code)}`,
  })
  return true
}

/** Codes may be longer than a reference. */
function fingerprint(code: string): string {
  return createHash('sha256').update(code.trim().toUpperCase()).digest('hex').slice(0, 32)
}
