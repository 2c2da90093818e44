import { setTimeout as wait } from 'node:timers/promises'
import type { Db } from '#database'
import { reserveTimes } from './pace-rows.ts'
import { WaitingLine } from './waiting-line.ts'

/** Times are reserved for what can be sent within so many milliseconds: four statements a second. */
const aheadMs = 250
const mostAhead = 64
/** Nothing is reserved that begins later: deliveries wait in the queue, not in a process. */
const nearMs = 500
/** Somebody may raise the rate meanwhile. */
const longestAwayMs = 300_000
const shortestAwayMs = 250

interface Paced {
  readonly line: WaitingLine
  /** Reserved and not used, by `performance.now()`. */
  readonly times: number[]
  reserving: Promise<void> | undefined
}

/**
 * One rate per endpoint over all processes. Each reserves a few times in advance; what a process
 * reserved and did not use is lost, so that the rate is never exceeded and now and then not reached.
 */
export class RateLimit {
  readonly #db: Db
  readonly #paced = new Map<string, Paced>()

  constructor(db: Db) {
    this.#db = db
  }

  /** Resolves when the delivery may begin, or at once with the milliseconds to stay away. */
  async take(endpointId: string, perMinute: number): Promise<number | undefined> {
    const paced = this.#pacedOf(endpointId)
    const intervalMs = 60_000 / perMinute
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      const time = nextTime(paced.times, intervalMs)
      if (time !== undefined) {
        const pause = time - performance.now()
        if (pause > 0) await wait(pause)
        return undefined
      }
      paced.reserving ??= this.#reserve(endpointId, paced, intervalMs)
      await paced.reserving
    }
    return paced.line.sendAway({
      eachMs: intervalMs,
      shortestMs: shortestAwayMs,
      longestMs: longestAwayMs,
    })
  }

  #pacedOf(endpointId: string): Paced {
    const known = this.#paced.get(endpointId)
    if (known !== undefined) return known
    const paced: Paced = { line: new WaitingLine(), times: [], reserving: undefined }
    this.#paced.set(endpointId, paced)
    return paced
  }

  async #reserve(endpointId: string, paced: Paced, intervalMs: number): Promise<void> {
    const count = Math.min(mostAhead, Math.max(1, Math.floor(aheadMs / intervalMs)))
    try {
      const first = await reserveTimes(this.#db, endpointId, { count, intervalMs, nearMs })
      if (first === undefined) return
      const from = performance.now() + first
      for (let index = 0; index < count; index += 1) paced.times.push(from + index * intervalMs)
    } finally {
      paced.reserving = undefined
    }
  }
}

/** The first time that has not passed; a delivery that begins late must not come close to the next. */
function nextTime(times: number[], intervalMs: number): number | undefined {
  for (;;) {
    const time = times.shift()
    if (time === undefined || time > performance.now() - intervalMs) return time
  }
}
