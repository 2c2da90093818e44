/** What the API refuses: a message, and for fields their own texts. */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Readonly<Record<string, unknown>>

  constructor(
    status: number,
    body: { readonly message: string } & Readonly<Record<string, unknown>>,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(body.message)
    this.status = status
    this.headers = headers
    this.body = body
  }
}

export const unauthenticated = () => new Failure(401, { message: 'Unauthenticated.' })

export const notFound = (what: string) => new Failure(404, { message: `${what} not found.` })

/** 422 in the form of the framework behind the API; the message names the first field. */
export function invalid(errors: Readonly<Record<string, readonly string[]>>): Failure {
  const [first = 'The given data was invalid.'] = Object.values(errors).flat()
  return new Failure(422, { message: first, errors })
}

export const tooMany = (seconds: number) =>
  new Failure(
    429,
    { message: 'Too Many Attempts. Try again later.', error: 'rate-limit' },
    { 'retry-after': String(seconds) },
  )
