/**
 * How many deliveries one endpoint may have under way, so that those that hang do not take the
 * places of all others. While an endpoint answers quickly, more than its share wait for each other
 * for milliseconds; where it is slow, they go back into the queue and come again later.
 */
import { WaitingLine } from './pacing/waiting-line.ts'

/** Deliveries under way in one process; the worker needs room for them and for other jobs. */
const defaultTotal = 192
/** Of them to one endpoint: 32 at 10 ms each are 3,200 a second. */
const defaultShare = 32

/** An endpoint is slow where this is what it takes on average. */
const slowMs = 250
/** It is also slow where its whole share is under way and nothing has begun or ended for so long. */
const stalledMs = 100

/**
 * Each time that a delivery is sent away costs a claim and an ending of its job, about half of
 * what a delivery costs. The longer an endpoint hangs, the longer they stay away.
 */
const shortestDelayMs = 1_000
const usualLongestMs = 30_000
const longestDelayMs = 120_000

export type Turn =
  | { readonly isTaken: true; giveBack(): void }
  /** The endpoint is slow: come again after so many milliseconds. */
  | { readonly isTaken: false; readonly afterMs: number }

interface Line {
  underWay: number
  /** When a delivery last began or ended. */
  movedAt: number
  averageMs: number
  readonly waiting: ((turn: Turn) => void)[]
  readonly away: WaitingLine
  timer: NodeJS.Timeout | undefined
}

export class EndpointTurns {
  readonly total: number
  readonly #share: number
  readonly #lines = new Map<string, Line>()

  constructor(total = defaultTotal, share = defaultShare) {
    this.total = total
    this.#share = share
  }

  async take(endpointId: string): Promise<Turn> {
    const line = this.#lineOf(endpointId)
    const isSlow = this.#isSlow(line)
    const share = isSlow ? this.#shareOfSlow() : this.#share
    if (line.underWay < share && line.waiting.length === 0) return this.#begin(endpointId, line)
    if (isSlow) return this.#sendAway(line)
    const { promise, resolve } = Promise.withResolvers<Turn>()
    line.waiting.push(resolve)
    this.#lookLater(line)
    return await promise
  }

  #lineOf(endpointId: string): Line {
    const known = this.#lines.get(endpointId)
    if (known !== undefined) return known
    const line: Line = {
      underWay: 0,
      movedAt: 0,
      averageMs: 0,
      waiting: [],
      away: new WaitingLine(),
      timer: undefined,
    }
    this.#lines.set(endpointId, line)
    return line
  }

  #begin(endpointId: string, line: Line): Turn {
    const began = performance.now()
    line.underWay += 1
    line.movedAt = began
    return {
      isTaken: true,
      giveBack: () => {
        line.underWay -= 1
        line.movedAt = performance.now()
        line.averageMs = (line.averageMs * 7 + line.movedAt - began) / 8
        const next = line.waiting.shift()
        if (next !== undefined) next(this.#begin(endpointId, line))
        else if (line.underWay === 0 && line.away.isEmpty) this.#lines.delete(endpointId)
      },
    }
  }

  #lookLater(line: Line): void {
    line.timer ??= setTimeout(() => {
      line.timer = undefined
      if (this.#isSlow(line)) for (const each of line.waiting.splice(0)) each(this.#sendAway(line))
      else if (line.waiting.length > 0) this.#lookLater(line)
    }, stalledMs)
    line.timer.unref()
  }

  #isSlow({ underWay, movedAt, averageMs }: Line): boolean {
    if (averageMs > slowMs) return true
    return underWay >= this.#share && performance.now() - movedAt > stalledMs
  }

  /** All slow ones together leave half of the places to the others. */
  #shareOfSlow(): number {
    const slow = [...this.#lines.values()].filter((line) => this.#isSlow(line)).length
    return Math.max(2, Math.min(this.#share, Math.floor(this.total / 2 / Math.max(1, slow))))
  }

  /** As long as those before it may take, spread a little so that not all come at once. */
  #sendAway(line: Line): Turn {
    // While nothing ends, the averages tell nothing: what is under way has taken that long already.
    const standingMs = line.underWay > 0 ? performance.now() - line.movedAt : 0
    const eachMs = Math.max(line.averageMs, slowMs, standingMs)
    const longestMs = Math.min(Math.max(usualLongestMs, 2 * eachMs), longestDelayMs)
    const afterMs = line.away.sendAway({
      eachMs: eachMs / this.#share,
      // Whoever has stood still for ten seconds will hardly move within the next one.
      shortestMs: Math.min(Math.max(2 * standingMs, shortestDelayMs), longestMs),
      longestMs,
    })
    return { isTaken: false, afterMs }
  }
}
