/** What Graph refuses: `{"error":{"code":…,"message":…,"innerError":{…}}}`. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: number
  readonly code: string
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    code: string,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message)
    this.status = status
    this.code = code
    this.headers = headers
  }
}

/** The token endpoint refuses as RFC 6749 §5.2 has it, with the numbers of Entra. */
export class TokenProblem extends Error {
  override readonly name = 'TokenProblem'
  readonly status: number
  readonly error: string
  readonly number: number

  constructor(error: string, number: number, description: string, status = 400) {
    super(description)
    this.error = error
    this.number = number
    this.status = status
  }
}

export const badRequest = (message: string, code = 'BadRequest') => new Problem(400, code, message)

export const noEvent = () =>
  new Problem(404, 'ErrorItemNotFound', 'The specified object was not found in the store.')

export const notFound = (what: string) => new Problem(404, 'NotFound', `The ${what} was not found.`)
