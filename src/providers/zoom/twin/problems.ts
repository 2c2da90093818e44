/** What Zoom refuses, in its own form: `{"code":…,"message":…}`. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: number
  readonly code: number
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    code: number,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message)
    this.status = status
    this.code = code
    this.headers = headers
  }
}

/** The token endpoint refuses in another form: `{"reason":…,"error":…}`. */
export class TokenProblem extends Error {
  override readonly name = 'TokenProblem'
  readonly error: string

  constructor(error: string, reason: string) {
    super(reason)
    this.error = error
  }
}

export const invalid = (message: string) => new Problem(400, 300, message)

export const missingMeeting = (kind: 'meetings' | 'webinars', id: string) =>
  new Problem(404, 3001, `${kind === 'meetings' ? 'Meeting' : 'Webinar'} does not exist: ${id}.`)
