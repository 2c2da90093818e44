import { requestsPerSecond } from './limits.ts'

/** How fast requests may come: a bucket for each bin, refilled steadily. */
export class Pace {
  readonly #full = 2 * requestsPerSecond
  readonly #bins = new Map<string, { left: number; at: number }>()

  /** Whether the bin takes one more request now; `now` in milliseconds of a steady clock. */
  take(bin: string, now = performance.now()): boolean {
    const known = this.#bins.get(bin)
    const refilled = known === undefined ? 0 : ((now - known.at) * requestsPerSecond) / 1000
    const left = Math.min(this.#full, (known?.left ?? this.#full) + refilled)
    this.#bins.set(bin, { left: left < 1 ? left : left - 1, at: now })
    if (this.#bins.size > 1000) this.#forgetFull(now)
    return left >= 1
  }

  /** Addresses that nobody uses any more, or never existed. */
  #forgetFull(now: number): void {
    for (const [bin, { left, at }] of this.#bins) {
      if (left + ((now - at) * requestsPerSecond) / 1000 >= this.#full) this.#bins.delete(bin)
    }
  }
}
