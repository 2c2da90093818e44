/**
 * How long deliveries should stay away from an endpoint with a limit: about until those sent away
 * before them have had their turn. An estimate; who comes too early is sent away again.
 */
const shortestMs = 250

export class WaitingLine {
  readonly #longestMs: number
  #away = 0

  constructor(longestMs: number) {
    this.#longestMs = longestMs
  }

  /** One that comes, perhaps back. */
  came(): void {
    this.#away = Math.max(0, this.#away - 1)
  }

  /** @param intervalMs what one delivery takes of the limit */
  sendAway(intervalMs: number): number {
    this.#away += 1
    const expected = Math.min(Math.max(this.#away * intervalMs, shortestMs), this.#longestMs)
    return Math.round(expected * (0.75 + Math.random() / 2))
  }
}
