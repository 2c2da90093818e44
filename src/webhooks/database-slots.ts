import { deliveryRefusals } from './delivery-refusals.ts'

/**
 * Transactions that wait for a receiver hold a database connection each. At most half of the pool
 * may do so: with all of it nobody else could write or read any more, not even to say so.
 */
export class DatabaseSlots {
  readonly #limit: number
  #held = 0

  constructor(poolSize: number) {
    this.#limit = Math.max(1, Math.floor(poolSize / 2))
  }

  /** @throws the refusal `webhooks-hold-the-database` at once: waiting would hold a connection too. */
  async hold<T>(act: () => Promise<T>): Promise<T> {
    if (this.#held >= this.#limit) {
      throw deliveryRefusals['webhooks-hold-the-database']({ limit: this.#limit })
    }
    this.#held += 1
    try {
      return await act()
    } finally {
      this.#held -= 1
    }
  }
}
