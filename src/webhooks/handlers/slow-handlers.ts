import { slowHandlerMs } from './limits.ts'
import { handlerRefusals } from './refusals.ts'

/**
 * Transactions that wait for a handler hold a database connection each. Quick ones are welcome in
 * any number; of slow ones at most half of the pool may wait, so that the others can go on.
 */
export class SlowHandlers {
  readonly #limit: number
  #slow = 0

  constructor(poolSize: number) {
    this.#limit = Math.max(1, Math.floor(poolSize / 2))
  }

  /** @throws the refusal `handlers-hold-the-database` at once where too many are slow already */
  async count<T>(act: () => Promise<T>): Promise<T> {
    if (this.#slow >= this.#limit) {
      throw handlerRefusals['handlers-hold-the-database']({ limit: this.#limit })
    }
    let isSlow = false
    const timer = setTimeout(() => {
      isSlow = true
      this.#slow += 1
    }, slowHandlerMs)
    try {
      return await act()
    } finally {
      clearTimeout(timer)
      if (isSlow) this.#slow -= 1
    }
  }
}
