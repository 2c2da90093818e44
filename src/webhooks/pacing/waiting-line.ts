/**
 * How long deliveries stay away from an endpoint that takes them more slowly than they come: each
 * is given a place in a line that moves with time, whether it came for the first time or again.
 * (Counting who is away does not work: nobody knows of a delivery whether it was here before. An
 * earlier version took every one that came for one that came back, and sent all away for a second.)
 */
export class WaitingLine {
  #endsAt = 0

  /** Milliseconds to stay away, spread a little so that not all come at once. */
  sendAway(o: {
    /** What one delivery takes of the endpoint's time. */
    readonly eachMs: number
    readonly shortestMs: number
    readonly longestMs: number
  }): number {
    const now = performance.now()
    const end = Math.max(this.#endsAt, now) + o.eachMs
    this.#endsAt = Math.min(end, now + o.longestMs)
    const expected = Math.max(this.#endsAt - now, o.shortestMs)
    return Math.round(expected * (0.75 + Math.random() / 2))
  }

  get isEmpty(): boolean {
    return this.#endsAt <= performance.now()
  }
}
