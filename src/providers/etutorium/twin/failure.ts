/** What the API refuses: a list of texts, or texts per field. */
export class Failure extends Error {
  override readonly name = 'Failure'
  /** Where failures have statuses of their own. */
  readonly status: number
  readonly fields: Readonly<Record<string, string>> | undefined
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    message: string,
    fields?: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message)
    this.status = status
    this.fields = fields
    this.headers = headers
  }

  get body(): object {
    return this.fields === undefined
      ? { ok: false, error: [this.message] }
      : { ok: false, validate: this.fields }
  }
}

export const notFound = (what: string) => new Failure(404, `${what} not found`)

export const invalid = (fields: Readonly<Record<string, string>>) =>
  new Failure(422, 'Validation failed', fields)

/** Servers in front of an API say this by status, whatever the API does. */
export class FrontFailure extends Failure {
  static tooMany(seconds: number): FrontFailure {
    return new FrontFailure(429, 'Too many requests', undefined, {
      'retry-after': String(seconds),
    })
  }
}
