/**
 * What the simulated company refuses, in the API's own error form. These are another company's
 * errors and not the hub's refusals, so they are kept out of the hub's catalogue.
 */
interface ProblemDefinition {
  readonly status: number
  /** Whether the same request can succeed later without being changed. */
  readonly retryable: boolean
}

const definitions = {
  'malformed-json': { status: 400, retryable: false },
  'invalid-input': { status: 400, retryable: false },
  'invalid-cursor': { status: 400, retryable: false },
  'missing-idempotency-key': { status: 400, retryable: false },
  unauthenticated: { status: 401, retryable: false },
  forbidden: { status: 403, retryable: false },
  'unknown-address': { status: 404, retryable: false },
  'webinar-not-found': { status: 404, retryable: false },
  'registration-not-found': { status: 404, retryable: false },
  'webinar-pending': { status: 409, retryable: true },
  'webinar-failed': { status: 409, retryable: false },
  'webinar-full': { status: 409, retryable: false },
  'registration-cancelled': { status: 409, retryable: false },
  'too-large': { status: 413, retryable: false },
  'unsupported-media-type': { status: 415, retryable: false },
  'duration-too-long': { status: 422, retryable: false },
  'too-many-attendees': { status: 422, retryable: false },
  'unknown-webinar-type': { status: 422, retryable: false },
  'rate-limited': { status: 429, retryable: true },
  'internal-error': { status: 500, retryable: true },
  'service-unavailable': { status: 503, retryable: true },
} as const satisfies Record<string, ProblemDefinition>

const tokenDefinitions = {
  invalid_request: { status: 400, retryable: false },
  invalid_client: { status: 401, retryable: false },
  invalid_grant: { status: 400, retryable: false },
  unsupported_grant_type: { status: 400, retryable: false },
} as const satisfies Record<string, ProblemDefinition>

export type ProblemCode = keyof typeof definitions
/** The codes of RFC 6749 §5.2. */
export type TokenProblemCode = keyof typeof tokenDefinitions

/** Every code an API call can be refused with: the published document must list the same. */
export const problemCodes = Object.keys(definitions) as readonly ProblemCode[]
export const tokenProblemCodes = Object.keys(tokenDefinitions) as readonly TokenProblemCode[]

type Headers = Readonly<Record<string, string>>

export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: number
  readonly headers: Headers
  readonly body: Readonly<Record<string, string | boolean>>

  constructor(definition: ProblemDefinition, body: Record<string, string>, headers: Headers) {
    super(body.message)
    this.status = definition.status
    this.headers = headers
    this.body = { ...body, retryable: definition.retryable }
  }
}

export function problem(code: ProblemCode, message: string, headers: Headers = {}): Problem {
  return new Problem(definitions[code], { code, message }, headers)
}

/** Carries both forms: `error` for OAuth clients (RFC 6749 §5.2), `code` like every other call. */
export function tokenProblem(code: TokenProblemCode, message: string): Problem {
  const body = { error: code, error_description: message, code, message }
  return new Problem(tokenDefinitions[code], body, { 'cache-control': 'no-store' })
}
