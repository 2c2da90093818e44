/** What happens after a call to a provider failed: one table for the jobs of all modules. */
import { isRefusal } from '#errors'
import type { FailureVerdict } from '#jobs'
import { ProviderError, type ProviderErrorKind } from './provider-error.ts'

/** Ten minutes of outage are bridged, then half a day is tried in ever longer steps. */
const patient = [5, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14_400, 14_400]

/** Seconds before each retry; after the last the job fails. Empty: fails at once. */
const retryAfterSeconds: Readonly<Record<ProviderErrorKind, readonly number[]>> = {
  unavailable: patient,
  'rate-limited': patient,
  unexpected: [10, 60, 300, 1800],
  auth: [],
  scope: [],
  'not-found': [],
  rejected: [],
}

const meanings = {
  unavailable: 'The provider could not be reached',
  'rate-limited': 'The provider asked to slow down',
  unexpected: 'The provider answered with something its API does not promise',
  rejected: 'The provider refused',
}

/** What failures mean for a module: who has to do what, and what the provider does not know. */
export interface OwnMeanings {
  readonly notSignedIn: string
  readonly lacksRight: string
  readonly notFound: string
}

export function afterProviderFailure(
  own: OwnMeanings,
): (error: unknown, attempt: number) => FailureVerdict {
  const all: Readonly<Record<ProviderErrorKind, string>> = {
    ...meanings,
    auth: own.notSignedIn,
    scope: own.lacksRight,
    'not-found': own.notFound,
  }
  return (error, attempt) => {
    // The account is off, without consent or inactive: somebody has to act first.
    if (isRefusal(error)) {
      return { next: 'fail', friendlyMessage: `${error.sentence} ${error.advice}` }
    }
    if (!(error instanceof ProviderError)) return afterUnplannedFailure(error, attempt)
    const friendlyMessage = `${all[error.kind]}: ${error.message}`
    const seconds = retryAfterSeconds[error.kind][attempt - 1]
    if (seconds === undefined) return { next: 'fail', friendlyMessage }
    const afterMs = Math.max(seconds, error.retryAfterSeconds ?? 0) * 1000
    return { next: 'retry', afterMs, friendlyMessage }
  }
}

function afterUnplannedFailure(error: unknown, attempt: number): FailureVerdict {
  const friendlyMessage = `The hub failed: ${error instanceof Error ? error.message : String(error)}`
  if (attempt <= 3) return { next: 'retry', afterMs: attempt * 10_000, friendlyMessage }
  return { next: 'fail', friendlyMessage }
}

/**
 * A call that the hub itself held back is no failure: the moment at which to come back, without
 * counting an attempt. Undefined for every other error.
 */
export function heldBackUntil(error: unknown, now: Date): Date | undefined {
  if (!(error instanceof ProviderError) || !error.heldBack) return undefined
  return new Date(now.getTime() + (error.retryAfterSeconds ?? 1) * 1000)
}
