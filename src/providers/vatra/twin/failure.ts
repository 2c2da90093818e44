/** What the API refuses: a code, a message, and for fields their own texts. */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly status: number
  readonly code: string
  readonly fields: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    code: string,
    message: string,
    more: {
      readonly fields?: Readonly<Record<string, string>>
      readonly headers?: Readonly<Record<string, string>>
    } = {},
  ) {
    super(message)
    this.status = status
    this.code = code
    this.fields = more.fields ?? {}
    this.headers = more.headers ?? {}
  }

  get body(): object {
    return { error: { code: this.code, message: this.message, fields: this.fields } }
  }
}

export const notFound = () => new Failure(404, 'not_found', 'The webinar does not exist.')

export const invalid = (fields: Readonly<Record<string, string>>) =>
  new Failure(422, 'invalid', 'Some fields are not valid.', { fields })

export const tooMany = (seconds: number) =>
  new Failure(429, 'rate_limited', 'Too many requests. Slow down.', {
    headers: { 'retry-after': String(seconds) },
  })
