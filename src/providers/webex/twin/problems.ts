/** What Webex refuses: `{"message":…,"errors":[{"description":…}],"trackingId":…}`. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: number
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message)
    this.status = status
    this.headers = headers
  }
}

/** The token endpoint refuses as RFC 6749 §5.2 has it, and writes trackingID with a capital D. */
export class TokenProblem extends Error {
  override readonly name = 'TokenProblem'
  readonly error: string

  constructor(error: string, description: string) {
    super(description)
    this.error = error
  }
}

export const invalid = (message = 'The input parameters contain invalid items.') =>
  new Problem(400, message)

export const missing = (what: string) => new Problem(404, `The requested ${what} was not found.`)
