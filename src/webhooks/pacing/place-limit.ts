import { randomUUID } from 'node:crypto'
import type { Db } from '#database'
import { leasePlaces, renewPlaces, returnPlaces } from './pace-rows.ts'
import { WaitingLine } from './waiting-line.ts'

/** A killed process keeps its places for so long. */
const leaseMs = 15_000
/** Held places are renewed, and those not needed given back, this often. */
const careMs = 1_000
const renewEvery = 4
/** Asking again where all places were held. */
const askAgainMs = 100
const longestAwayMs = 60_000
const shortestAwayMs = 250

interface Limited {
  readonly line: WaitingLine
  held: number
  underWay: number
  /** The most under way since the last look. */
  peak: number
  looks: number
  averageMs: number
  fullUntil: number
  asking: Promise<void> | undefined
  timer: NodeJS.Timeout | undefined
}

export type Place =
  | { readonly isTaken: true; giveBack(): void }
  | { readonly isTaken: false; readonly afterMs: number }

/**
 * At most so many deliveries to an endpoint under way in all processes together. Places are rows
 * that a process leases and keeps while it needs them, so that a busy endpoint costs one statement
 * every few seconds. A process that stands still for longer than a lease may exceed the limit.
 */
export class PlaceLimit {
  readonly #db: Db
  readonly #holder = randomUUID()
  readonly #limited = new Map<string, Limited>()

  constructor(db: Db) {
    this.#db = db
  }

  async take(endpointId: string, limit: number): Promise<Place> {
    const limited = this.#limitedOf(endpointId)
    if (limited.underWay >= Math.min(limit, limited.held)) {
      if (limited.held < limit && performance.now() >= limited.fullUntil) {
        limited.asking ??= this.#ask(endpointId, limited, limit)
        await limited.asking
      }
      if (limited.underWay >= Math.min(limit, limited.held)) return sentAway(limited, limit)
    }
    return this.#begin(endpointId, limited)
  }

  /** Gives back everything; for when the process ends. */
  async close(): Promise<void> {
    for (const [endpointId, limited] of this.#limited) {
      clearTimeout(limited.timer)
      if (limited.held > 0) await returnPlaces(this.#db, this.#lease(endpointId), limited.held)
    }
    this.#limited.clear()
  }

  #limitedOf(endpointId: string): Limited {
    const known = this.#limited.get(endpointId)
    if (known !== undefined) return known
    const limited: Limited = {
      line: new WaitingLine(),
      held: 0,
      underWay: 0,
      peak: 0,
      looks: 0,
      averageMs: 0,
      fullUntil: 0,
      asking: undefined,
      timer: undefined,
    }
    this.#limited.set(endpointId, limited)
    return limited
  }

  #begin(endpointId: string, limited: Limited): Place {
    const began = performance.now()
    limited.underWay += 1
    limited.peak = Math.max(limited.peak, limited.underWay)
    this.#careLater(endpointId, limited)
    return {
      isTaken: true,
      giveBack: () => {
        limited.underWay -= 1
        limited.averageMs = (limited.averageMs * 7 + performance.now() - began) / 8
      },
    }
  }

  async #ask(endpointId: string, limited: Limited, limit: number): Promise<void> {
    try {
      const count = Math.max(1, limit - limited.held)
      const got = await leasePlaces(this.#db, this.#lease(endpointId), { limit, count })
      limited.held += got
      if (got === 0) limited.fullUntil = performance.now() + askAgainMs
    } finally {
      limited.asking = undefined
    }
  }

  #careLater(endpointId: string, limited: Limited): void {
    limited.timer ??= setTimeout(() => {
      limited.timer = undefined
      void this.#care(endpointId, limited).finally(() => {
        if (limited.held > 0) this.#careLater(endpointId, limited)
      })
    }, careMs)
    limited.timer.unref()
  }

  async #care(endpointId: string, limited: Limited): Promise<void> {
    const spare = limited.held - limited.peak
    limited.peak = limited.underWay
    limited.looks += 1
    try {
      if (spare > 0) {
        limited.held -= spare
        await returnPlaces(this.#db, this.#lease(endpointId), spare)
      }
      if (limited.looks % renewEvery === 0) {
        limited.held = await renewPlaces(this.#db, this.#lease(endpointId))
      }
    } catch {
      // A database that is away: the leases run out, and nothing can be claimed meanwhile either.
      limited.held = 0
    }
  }

  #lease(endpointId: string) {
    return { endpointId, holder: this.#holder, leaseMs }
  }
}

const shortestTurnMs = 50

function sentAway(limited: Limited, limit: number): Place {
  const intervalMs = Math.max(limited.averageMs, shortestTurnMs) / limit
  const bounds = { shortestMs: shortestAwayMs, longestMs: longestAwayMs }
  return { isTaken: false, afterMs: limited.line.sendAway({ eachMs: intervalMs, ...bounds }) }
}
