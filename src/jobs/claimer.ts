import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Clock } from '#clock'
import { type Db, sqlState } from '#database'
import { type ClaimedJob, type ClaimRequest, claimJobs } from './claim.ts'
import type { Runs } from './runs.ts'
import { parkBehindHeads } from './unpark.ts'

/** A claim that takes longer probably steps over many jobs that wait behind others of their key. */
const slowClaimMs = 20
/** Where parking brought little, the claim was slow for another reason; do not try again so soon. */
const parkingPauseMs = 10_000

/** How long a busy worker promises to look by itself, and how long it does so beyond that. */
const awakeMs = 100

export interface ClaimerOptions {
  readonly db: Db
  readonly clock: Clock
  readonly runs: Runs
  readonly name: string
  readonly leaseMs: number
}

/** Claims as much as there is room for, one claim at a time. */
export class Claimer {
  readonly #options: ClaimerOptions
  #turn: Promise<unknown> = Promise.resolve()
  #parkFrom = 0
  #lastFound = 0
  #promisedUntil = 0

  constructor(options: ClaimerOptions) {
    this.#options = options
  }

  /** Gives how many jobs were claimed. `onlyHungry`: ask only where more is expected. */
  claim(onlyHungry: boolean): Promise<number> {
    const turn = this.#turn.then(() => this.#claim(onlyHungry))
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  /** Until when (`performance.now()`) this worker must look every few milliseconds. */
  get awakeUntil(): number {
    // Jobs enqueued during the promise become visible at their commit, which may be later.
    return this.#promisedUntil === 0 ? 0 : this.#promisedUntil + awakeMs
  }

  async #claim(onlyHungry: boolean): Promise<number> {
    const { runs, leaseMs } = this.#options
    const { room, limit } = runs.room(onlyHungry)
    if (room.size === 0 || limit === 0) return 0
    const asked = performance.now()
    const jobs = await this.#claimRetrying(room, limit)
    runs.add(jobs, room, asked + leaseMs)
    if (jobs.length === limit) runs.expectMore()
    if (performance.now() - asked > slowClaimMs) await this.#park()
    return jobs.length
  }

  async #claimRetrying(room: ReadonlyMap<string, number>, limit: number): Promise<ClaimedJob[]> {
    const { db, clock, name: workerName, leaseMs } = this.#options
    const request: ClaimRequest = {
      room,
      limit,
      leaseMs,
      workerName,
      lease: randomUUID(),
      now: clock.now(),
    }
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await claimJobs(db, request)
      } catch (error) {
        // Another worker has just taken a job of the same key; the next look sees that.
        if (sqlState(error) !== '23505' || attempt === 3) throw error
      }
    }
  }

  async #park(): Promise<void> {
    if (performance.now() < this.#parkFrom) return
    const parked = await parkBehindHeads(this.#options.db, this.#options.runs.kinds)
    if (parked < 100) this.#parkFrom = performance.now() + parkingPauseMs
  }

  /**
   * Call after a claim that gave something. While jobs keep coming and this worker keeps up, it
   * tells those who enqueue that it looks by itself until `awakeUntil`, which spares them the
   * notification (see `asyncoperation_awake`).
   */
  async promiseAttention(): Promise<void> {
    const now = performance.now()
    const keepComing = now - this.#lastFound < awakeMs / 2
    this.#lastFound = now
    if (!keepComing || this.#promisedUntil - now > awakeMs / 2 || this.#options.runs.hungry) return
    await sql`
select setval('asyncoperation_awake',
  (extract(epoch from clock_timestamp()) * 1000)::bigint + ${sql.lit(awakeMs)})`.execute(
      this.#options.db,
    )
    this.#promisedUntil = now + awakeMs
  }
}
