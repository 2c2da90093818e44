/** What follows from how a delivery to an endpoint with options ended. */
import { type Db, withTransaction } from '#database'
import { isRefusal } from '#errors'
import { systemCaller } from '#identity'
import type { Log } from '#log'
import type { Pipeline } from '#pipeline'
import type { Endpoint } from '../endpoint.ts'
import type { Circuits } from './circuits.ts'
import { endpointMessages, isDisabled } from './endpoint-messages.ts'

export interface OutcomeOptions {
  readonly db: Db
  readonly log: Log
  readonly pipeline: Pick<Pipeline, 'executeIn'>
  readonly circuits: Circuits
}

/** Failures that lie in the delivery and say nothing about the receiver. */
const ownFailures: ReadonlySet<string> = new Set([
  'endpoint-too-large',
  'endpoint-off',
  'queue-too-large',
])

export class Outcomes {
  readonly #o: OutcomeOptions
  readonly #disabling = new Map<string, Promise<void>>()

  constructor(options: OutcomeOptions) {
    this.#o = options
  }

  async succeeded(endpoint: Endpoint, isProbe: boolean): Promise<void> {
    if (endpoint.options?.circuit === undefined) return
    if (isProbe) await this.#o.circuits.probed(endpoint, true)
    else this.#o.circuits.succeeded(endpoint)
  }

  /** Gives until when to wait where the delivery was a probe: it is not to be lost by that. */
  async failed(endpoint: Endpoint, error: unknown, isProbe: boolean): Promise<Date | undefined> {
    const { options } = endpoint
    const { circuits } = this.#o
    if (options === undefined) return undefined
    if (options.disableOnGone && isGone(error)) {
      await this.#disableOnce(endpoint)
      return undefined
    }
    const isOfReceiver = isRefusal(error) && !ownFailures.has(error.code)
    if (isProbe) return await circuits.probed(endpoint, false)
    if (isOfReceiver) await circuits.failed(endpoint, error.sentence)
    return undefined
  }

  /** A burst may meet the answer many times. */
  async #disableOnce(endpoint: Endpoint): Promise<void> {
    const { id } = endpoint
    const disabling = this.#disabling.get(id) ?? this.#disable(endpoint)
    this.#disabling.set(id, disabling)
    try {
      await disabling
    } finally {
      this.#disabling.delete(id)
    }
  }

  async #disable({ id, name }: Endpoint): Promise<void> {
    const { db, pipeline, log } = this.#o
    const input = { Reason: 'The receiver answered 410 Gone: it wants no more deliveries.' }
    const message = endpointMessages.disable
    const isMine = await withTransaction(db, async (tx) => {
      if (await isDisabled(tx, id)) return false
      await pipeline.executeIn(tx, systemCaller, { message, table: 'serviceendpoint', id, input })
      return true
    })
    if (isMine) log.warn({ endpoint: id, name }, 'a webhook was disabled by the answer 410')
  }
}

export function isGone(error: unknown): boolean {
  return isRefusal(error, 'endpoint-answered') && error.values.answer === 410
}
