/** What ON24 refuses: a status and a message. */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly status: number
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message)
    this.status = status
    this.headers = headers
  }
}

export const notPermitted = () =>
  new Failure(403, 'You do not have permission to perform the requested operation.')

export const wrongToken = () =>
  new Failure(401, 'AccessTokenKey and AccessTokenSecret are wrong or invalid.')

export const missingEvent = (id: string) => new Failure(404, `The event ${id} doesn't exist.`)

const tooManyCalls = 'You have reached the maximum number of calls for this api.'

export const tooMany = {
  forbidden: () => new Failure(403, tooManyCalls),
  'too-many-requests': () => new Failure(429, tooManyCalls),
  'too-many-requests-with-a-time': (seconds: number) =>
    new Failure(429, tooManyCalls, { 'retry-after': String(seconds) }),
} as const
