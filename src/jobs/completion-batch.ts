import type { Clock } from '#clock'
import type { Db } from '#database'
import type { Log } from '#log'
import { isConnectionLoss } from './connection-loss.ts'
import { describeError } from './describe-error.ts'
import { statusOfHeld } from './leases.ts'
import { type Ending, type Settled, settleJobs } from './settle-jobs.ts'
import { unparkHeads } from './unpark.ts'

/** Endings per statement. */
const batchSize = 500
/** A job whose row somebody holds at this moment, and a database that is away, are tried again. */
const lockedMs = 50
const awayMs = 250

interface Waiting {
  readonly ending: Ending
  readonly settled: (settled: Settled | undefined) => void
}

/**
 * Writes endings of runs together: while one statement is on its way, the next batch gathers. A
 * single ending is written at once, and under load hundreds share one commit.
 */
export class CompletionBatch {
  readonly #db: Db
  readonly #clock: Clock
  readonly #log: Log
  #waiting: Waiting[] = []
  #flushing = false
  #closed = false

  constructor(db: Db, clock: Clock, log: Log) {
    this.#db = db
    this.#clock = clock
    this.#log = log
  }

  /** Resolves when the ending is in the database; undefined: the job was not held any more. */
  settle(ending: Ending): Promise<Settled | undefined> {
    const { promise, resolve } = Promise.withResolvers<Settled | undefined>()
    this.#add([{ ending, settled: resolve }])
    return promise
  }

  /** Stops waiting for a database that is away: what is not written is left to the leases. */
  close(): void {
    this.#closed = true
  }

  #add(waiting: readonly Waiting[]): void {
    this.#waiting.push(...waiting)
    if (!this.#flushing) void this.#flush()
  }

  async #flush(): Promise<void> {
    this.#flushing = true
    // Runs that end in the same moment come into the same batch.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#waiting.length > 0) await this.#writeOrRecover(this.#waiting.splice(0, batchSize))
    this.#flushing = false
  }

  async #writeOrRecover(batch: readonly Waiting[]): Promise<void> {
    try {
      await this.#write(batch)
    } catch (error) {
      if (isConnectionLoss(error)) await this.#waitForDatabase(batch, error)
      else if (batch.length === 1) this.#giveUp(batch, error)
      else for (const each of batch) await this.#writeOrRecover([each])
    }
  }

  async #write(batch: readonly Waiting[]): Promise<void> {
    const endings = batch.map(({ ending }) => ending)
    const rows = await settleJobs(this.#db, endings, this.#clock.now(), { skipLocked: true })
    await this.#unpark(rows)
    const byId = new Map(rows.map((row) => [row.id, row]))
    for (const { ending, settled } of batch) {
      const row = byId.get(ending.id)
      if (row !== undefined) settled(row)
    }
    const missing = batch.filter(({ ending }) => !byId.has(ending.id))
    if (missing.length > 0) await this.#sortOut(missing)
  }

  /** The endings are committed here: they must not be written again because this fails. */
  async #unpark(rows: readonly Settled[]): Promise<void> {
    try {
      await unparkHeads(
        this.#db,
        rows.map((row) => row.key),
      )
    } catch (error) {
      this.#log.warn({ problem: describeError(error) }, 'parked jobs wait for the next sweep')
    }
  }

  /** Not written: either somebody holds the row at this moment, or the job is not ours any more. */
  async #sortOut(missing: readonly Waiting[]): Promise<void> {
    const held = await statusOfHeld(
      this.#db,
      missing.map(({ ending }) => ending),
    )
    const locked = missing.filter(({ ending }) => held.has(ending.id))
    for (const { ending, settled } of missing) if (!held.has(ending.id)) settled(undefined)
    if (locked.length > 0) setTimeout(() => this.#add(locked), lockedMs)
  }

  /** Away databases come back, and who still holds a job then may write its ending. */
  async #waitForDatabase(batch: readonly Waiting[], error: unknown): Promise<void> {
    if (this.#closed) return this.#giveUp(batch, error)
    await new Promise((resolve) => setTimeout(resolve, awayMs))
    this.#waiting.unshift(...batch)
  }

  /** Their leases run out and the jobs run again. */
  #giveUp(batch: readonly Waiting[], error: unknown): void {
    for (const { ending, settled } of batch) {
      const problem = describeError(error)
      this.#log.error({ job: ending.id, problem }, 'the ending of a job could not be written')
      settled(undefined)
    }
  }
}
