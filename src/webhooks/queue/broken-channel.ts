/** Why a connection to a broker, or its link to a queue, cannot be used any more. */
export class BrokenChannel extends Error {
  override readonly name = 'BrokenChannel'
  /** AMQP's symbol, e.g. `amqp:not-found`; undefined where the socket said no more. */
  readonly condition: string | undefined

  constructor(text: string, condition?: string, options?: ErrorOptions) {
    super(text, options)
    this.condition = condition
  }

  /** The broker does not let the hub in, or not to this queue. */
  get isAboutLogin(): boolean {
    return this.condition === 'amqp:unauthorized-access'
  }
}

/** The broker's outcome for one message was not `accepted`. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken'
  readonly outcome: 'rejected' | 'released' | 'modified'
  readonly condition: string | undefined

  constructor(outcome: NotTaken['outcome'], text: string, condition?: string) {
    super(text)
    this.outcome = outcome
    this.condition = condition
  }
}

/** The broker said nothing about a message in its time. */
export class NotSettled extends Error {
  override readonly name = 'NotSettled'
  readonly seconds: number

  constructor(milliseconds: number) {
    super('The broker gave no outcome in time.')
    this.seconds = milliseconds / 1000
  }
}

interface AmqpErrorLike {
  readonly condition?: unknown
  readonly description?: unknown
  readonly message?: unknown
}

/** What the other side said, cut short: it ends up in system jobs. */
export function brokenBy(error: unknown, otherwise: string): BrokenChannel {
  const { condition, text } = wordsOf(error)
  return new BrokenChannel(text ?? otherwise, condition, { cause: error })
}

export function wordsOf(error: unknown): {
  condition: string | undefined
  text: string | undefined
} {
  if (typeof error !== 'object' || error === null) return { condition: undefined, text: undefined }
  const { condition, description, message } = error as AmqpErrorLike
  const said = [description, message].find((each) => typeof each === 'string' && each !== '')
  const known = typeof condition === 'string' && condition !== '' ? condition : undefined
  const text = typeof said === 'string' ? said.slice(0, 300) : known
  return { condition: known, text }
}
