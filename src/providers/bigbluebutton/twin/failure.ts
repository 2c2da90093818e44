/** What the server refuses, told in XML under the status 200. */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly key: string

  constructor(key: string, message: string) {
    super(message)
    this.key = key
  }
}

export const notFound = () =>
  new Failure('notFound', 'We could not find a meeting with that meeting ID')
