/**
 * How many deliveries one endpoint may have under way, so that one that hangs does not take the
 * places of all others. While an endpoint answers quickly, more than its share wait for each other
 * for milliseconds; when it is slow, they go back into the queue and come again later.
 */

/** Deliveries under way in one process. */
const defaultTotal = 96
/** Of them to one endpoint: 32 at 10 ms each are 3,200 a second. */
const defaultShare = 32

/** An endpoint is slow where this is what it takes on average, or half of its share takes longer. */
const slowMs = 500

const shortestDelayMs = 1_000
const longestDelayMs = 30_000

export type Turn =
  | { readonly isTaken: true; giveBack(): void }
  /** The endpoint is slow: come again after so many milliseconds. */
  | { readonly isTaken: false; readonly afterMs: number }

interface Line {
  /** When each delivery under way began, oldest first. */
  readonly begun: Map<symbol, number>
  readonly waiting: ((turn: Turn) => void)[]
  averageMs: number
  /** Sent away and not back yet, roughly. */
  away: number
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
    line.away = Math.max(0, line.away - 1)
    if (line.begun.size < this.#share && line.waiting.length === 0) {
      return this.#begin(endpointId, line)
    }
    if (this.#isSlow(line)) return this.#sendAway(line)
    const { promise, resolve } = Promise.withResolvers<Turn>()
    line.waiting.push(resolve)
    this.#lookLater(line)
    return await promise
  }

  #lineOf(endpointId: string): Line {
    const known = this.#lines.get(endpointId)
    if (known !== undefined) return known
    const line: Line = { begun: new Map(), waiting: [], averageMs: 0, away: 0, timer: undefined }
    this.#lines.set(endpointId, line)
    return line
  }

  #begin(endpointId: string, line: Line): Turn {
    const delivery = Symbol(endpointId)
    const began = performance.now()
    line.begun.set(delivery, began)
    return {
      isTaken: true,
      giveBack: () => {
        line.begun.delete(delivery)
        line.averageMs = (line.averageMs * 7 + performance.now() - began) / 8
        const next = line.waiting.shift()
        if (next !== undefined) next(this.#begin(endpointId, line))
        else if (line.begun.size === 0 && line.away === 0) this.#lines.delete(endpointId)
      },
    }
  }

  #lookLater(line: Line): void {
    line.timer ??= setTimeout(() => {
      line.timer = undefined
      if (this.#isSlow(line)) for (const each of line.waiting.splice(0)) each(this.#sendAway(line))
      else if (line.waiting.length > 0) this.#lookLater(line)
    }, slowMs)
    line.timer.unref()
  }

  #isSlow({ begun, averageMs }: Line): boolean {
    if (averageMs > slowMs) return true
    const since = performance.now() - slowMs
    const late = [...begun.values()].filter((began) => began < since)
    return late.length >= this.#share / 2
  }

  /** As long as those before it may take, spread a little so that not all come at once. */
  #sendAway(line: Line): Turn {
    line.away += 1
    const expected = (line.away * Math.max(line.averageMs, slowMs)) / this.#share
    const bounded = Math.min(Math.max(expected, shortestDelayMs), longestDelayMs)
    return { isTaken: false, afterMs: Math.round(bounded * (0.75 + Math.random() / 2)) }
  }
}
