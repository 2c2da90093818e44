/** What the service refuses: the error form that the API document asks for. */
const statuses = {
  'malformed-json': 400,
  'invalid-input': 400,
  'invalid-cursor': 400,
  'missing-idempotency-key': 400,
  unauthenticated: 401,
  'unknown-address': 404,
  'webinar-not-found': 404,
  'registration-not-found': 404,
  'webinar-pending': 409,
  'webinar-failed': 409,
  'registration-cancelled': 409,
  'too-large': 413,
  'unsupported-media-type': 415,
  'duration-too-long': 422,
  'too-many-attendees': 422,
  'unknown-webinar-type': 422,
  'rate-limited': 429,
  'internal-error': 500,
} as const

const retryable: readonly string[] = ['webinar-pending', 'rate-limited', 'internal-error']

/** RFC 6749 §5.2. */
const tokenStatuses = {
  invalid_request: 400,
  invalid_client: 401,
  invalid_grant: 400,
  unsupported_grant_type: 400,
} as const

type Headers = Readonly<Record<string, string>>

export class Problem extends Error {
  readonly status: number
  readonly body: object
  readonly headers: Headers

  constructor(status: number, message: string, body: object, headers: Headers) {
    super(message)
    this.status = status
    this.body = body
    this.headers = headers
  }
}

/** People read the message: say what is wrong and what was expected, and name no secret. */
export function problem(
  code: keyof typeof statuses,
  message: string,
  headers: Headers = {},
): Problem {
  const body = { code, message, retryable: retryable.includes(code) }
  return new Problem(statuses[code], message, body, headers)
}

export function tokenProblem(code: keyof typeof tokenStatuses, message: string): Problem {
  const body = { error: code, error_description: message, code, message, retryable: false }
  return new Problem(tokenStatuses[code], message, body, { 'cache-control': 'no-store' })
}
