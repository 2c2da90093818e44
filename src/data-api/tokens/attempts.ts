import type { Clock } from '#clock'

/** Failures in a row that cost nothing: somebody pasted the wrong secret. */
const freeFailures = 5
const longestWaitMs = 5 * 60_000
/** After so long without an attempt a series is forgotten. */
const rememberedMs = 15 * 60_000
const mostRemembered = 10_000

interface Series {
  readonly failures: number
  readonly lastAt: number
}

/**
 * Slows down who tries secrets: after five failures each attempt has to wait twice as long as the
 * one before, from one second to five minutes. Counted in this process; a secret has 192 bits, so
 * that guessing is hopeless anyway and this only keeps the database out of it.
 */
export class Attempts {
  readonly #series = new Map<string, Series>()
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Seconds that all of these must still wait; 0: go on. */
  wait(keys: readonly string[]): number {
    const now = this.#clock.now().getTime()
    const waits = keys.map((key) => {
      const series = this.#series.get(key)
      return series === undefined ? 0 : series.lastAt + pauseMs(series.failures) - now
    })
    return Math.max(0, Math.ceil(Math.max(0, ...waits) / 1000))
  }

  failed(keys: readonly string[]): void {
    const now = this.#clock.now().getTime()
    for (const key of keys) {
      const { failures = 0, lastAt = 0 } = this.#series.get(key) ?? {}
      const before = now - lastAt > rememberedMs ? 0 : failures
      // Written anew, so that the map stays in order of the last attempt.
      this.#series.delete(key)
      this.#series.set(key, { failures: before + 1, lastAt: now })
    }
    for (const [key, { lastAt }] of this.#series) {
      if (this.#series.size <= mostRemembered && now - lastAt <= rememberedMs) break
      this.#series.delete(key)
    }
  }

  succeeded(keys: readonly string[]): void {
    for (const key of keys) this.#series.delete(key)
  }
}

function pauseMs(failures: number): number {
  if (failures < freeFailures) return 0
  return Math.min(longestWaitMs, 1000 * 2 ** Math.min(20, failures - freeFailures))
}
