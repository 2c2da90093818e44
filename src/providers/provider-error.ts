/** Why a call to a provider failed; each adapter's `errors.ts` maps the vendor's answers to these. */
export type ProviderErrorKind =
  /** The token or credentials are not accepted: a person must sign in again. */
  | 'auth'
  /** Signed in, but a right, scope or licence is missing. */
  | 'scope'
  | 'rate-limited'
  | 'not-found'
  /** The provider understood and said no; asking again will not help. */
  | 'rejected'
  /** Not reachable, timed out or a 5xx; asking again may help. */
  | 'unavailable'
  /** The answer is not what the API promises. */
  | 'unexpected'

export interface ProviderErrorDetails {
  readonly provider: string
  /** The provider's message, or our sentence: people read it as "Message" or "Status reason". */
  readonly message: string
  readonly status?: number
  readonly vendorCode?: string
  readonly retryAfterSeconds?: number
  /** The hub did not call, because it is not its turn: nothing failed, it comes back later. */
  readonly heldBack?: boolean
  readonly cause?: unknown
}

export class ProviderError extends Error {
  override readonly name = 'ProviderError'
  readonly kind: ProviderErrorKind
  readonly provider: string
  readonly status: number | undefined
  readonly vendorCode: string | undefined
  readonly retryAfterSeconds: number | undefined
  readonly heldBack: boolean

  constructor(kind: ProviderErrorKind, details: ProviderErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause })
    this.kind = kind
    this.provider = details.provider
    this.status = details.status
    this.vendorCode = details.vendorCode
    this.retryAfterSeconds = details.retryAfterSeconds
    this.heldBack = details.heldBack ?? false
  }
}

/** What a method answers whose capability the definition does not claim. */
export function unsupported(provider: string, what: string): ProviderError {
  return new ProviderError('rejected', { provider, message: `${provider} cannot ${what}.` })
}
