import { type Db, withTransaction } from '#database'
import type { Log } from '#log'
import type { Attempt } from '../attempt.ts'
import { insertAttempts, readLogSettings } from './attempt-rows.ts'

/** Attempts per statement; one statement for each hundred costs them 5 % of a round trip each. */
const batchSize = 500

/** While the database is away so many attempts are kept in memory, the newest. */
const keptInMemory = 5000

const awayMs = 1000

interface Options {
  readonly db: Db
  readonly log: Log
}

/**
 * Writes down attempts of endpoints that ask for it: while one statement is on its way the next
 * batch gathers, so that a delivery waits for nothing. What a killed process has not written yet,
 * some milliseconds of attempts, is missing in the log; the system jobs tell what came of them.
 */
export class DeliveryLog {
  readonly #options: Options
  #logged: ReadonlySet<string> = new Set()
  #keeping: ReadonlySet<string> = new Set()
  #waiting: Attempt[] = []
  #writing: Promise<void> | undefined
  #closed = false

  constructor(options: Options) {
    this.#options = options
  }

  /** Takes up which endpoints are to be logged and whose succeeded deliveries are kept. */
  async refresh(): Promise<void> {
    const settings = await readLogSettings(this.#options.db)
    this.#logged = new Set(settings.filter(({ logs }) => logs).map(({ id }) => id))
    this.#keeping = new Set(settings.filter((each) => each.keepsSucceeded).map(({ id }) => id))
  }

  /** Whether system jobs of succeeded deliveries stay, so that they can be sent again. */
  keepsSucceeded(endpointId: string): boolean {
    return this.#keeping.has(endpointId)
  }

  add(attempt: Attempt): void {
    if (!this.#logged.has(attempt.endpointId)) return
    this.#waiting.push(attempt)
    if (this.#waiting.length > keptInMemory) this.#waiting.shift()
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined
    })
  }

  /** Resolves when what was added is written, or the hub stops without a database. */
  async written(): Promise<void> {
    await this.#writing
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#writing
  }

  async #write(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, batchSize)
      if (await this.#insert(batch)) this.#waiting = this.#waiting.slice(batch.length)
      else if (this.#closed) return
      else await new Promise((resolve) => setTimeout(resolve, awayMs))
    }
  }

  async #insert(batch: readonly Attempt[]): Promise<boolean> {
    const { db, log } = this.#options
    try {
      await withTransaction(db, (tx) => insertAttempts(tx, batch))
      return true
    } catch (err) {
      log.warn({ err, attempts: this.#waiting.length }, 'delivery attempts cannot be written down')
      return false
    }
  }
}
