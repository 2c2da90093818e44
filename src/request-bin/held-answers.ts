import { setTimeout as wait } from 'node:timers/promises'
import { longestDelayMs, mostDelays } from './limits.ts'

/** Answers that wait as long as their bin was told to. */
export class HeldAnswers {
  readonly #closing = new AbortController()
  #count = 0

  /** Comes back at once where too many wait already, or the hub stops. */
  async hold(delayMs: number): Promise<void> {
    const { signal } = this.#closing
    if (delayMs === 0 || this.#count >= mostDelays) return
    this.#count += 1
    try {
      await wait(Math.min(delayMs, longestDelayMs), undefined, { signal })
    } catch (error) {
      if (!signal.aborted) throw error
    } finally {
      this.#count -= 1
    }
  }

  close(): void {
    this.#closing.abort()
  }
}
