import type { Refusal } from '#errors'
import type { RegistrationResult } from './shapes.ts'

export function failure(refusal: Refusal): RegistrationResult {
  return { ...result('Error'), errorMessage: refusal.sentence, errorCode: errorCodeOf(refusal) }
}

/** Clients look these two up among their translated texts; other codes show the message. */
function errorCodeOf({ code, values }: Refusal): string {
  if (code !== 'event-full') return code
  return values.left === 0 ? 'EventCapacityReached' : 'EventCapacityExceeding'
}

export function result(status: string): RegistrationResult {
  return { status, errorMessage: null, errorCode: null, redirectUrl: null, purchaseId: null }
}
