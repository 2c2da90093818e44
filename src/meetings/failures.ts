/** What happens after a call to a provider failed: one table for the jobs of this module. */
import { isRefusal } from '#errors'
import type { FailureVerdict } from '#jobs'
import { ProviderError, type ProviderErrorKind } from '#providers'

interface Rule {
  /** Seconds before each retry; after the last the job fails. Empty: fails at once. */
  readonly retryAfterSeconds: readonly number[]
  readonly meaning: string
}

/** Ten minutes of outage are bridged, then half a day is tried in ever longer steps. */
const patient = [5, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14_400, 14_400]

const rules: Readonly<Record<ProviderErrorKind, Rule>> = {
  unavailable: { retryAfterSeconds: patient, meaning: 'The provider could not be reached' },
  'rate-limited': { retryAfterSeconds: patient, meaning: 'The provider asked to slow down' },
  unexpected: {
    retryAfterSeconds: [10, 60, 300, 1800],
    meaning: 'The provider answered with something its API does not promise',
  },
  auth: {
    retryAfterSeconds: [],
    meaning: 'Nobody is signed in: authenticate the account or sign in yourself, then save again',
  },
  scope: {
    retryAfterSeconds: [],
    meaning: 'The account lacks a right: grant it at the provider, then save again',
  },
  'not-found': { retryAfterSeconds: [], meaning: 'The provider does not know this meeting' },
  rejected: { retryAfterSeconds: [], meaning: 'The provider refused' },
}

export function afterFailure(error: unknown, attempt: number): FailureVerdict {
  // The account is off, without consent or inactive: somebody has to act first.
  if (isRefusal(error)) {
    return { next: 'fail', friendlyMessage: `${error.sentence} ${error.advice}` }
  }
  if (!(error instanceof ProviderError)) return afterUnplannedFailure(error, attempt)
  const rule = rules[error.kind]
  const friendlyMessage = `${rule.meaning}: ${error.message}`
  const seconds = rule.retryAfterSeconds[attempt - 1]
  if (seconds === undefined) return { next: 'fail', friendlyMessage }
  const afterMs = Math.max(seconds, error.retryAfterSeconds ?? 0) * 1000
  return { next: 'retry', afterMs, friendlyMessage }
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
