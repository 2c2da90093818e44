import type { Clock } from '#clock'
import type { Db } from '#database'
import type { Log } from '#log'
import { describeError } from './describe-error.ts'
import { reclaimExpired, renewLeases, statusOfHeld } from './leases.ts'
import { type Run, RunStopped, type Runs } from './runs.ts'
import { markUnknownKinds } from './unknown-kinds.ts'
import { unparkForgotten } from './unpark.ts'

const unknownKindsMs = 10_000
const sweepMs = 30_000

export interface KeeperOptions {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly runs: Runs
  readonly pollMs: number
  readonly leaseMs: number
  /** Told when jobs became free to be claimed. */
  readonly onFreed: () => void
}

/**
 * Keeps this worker's hold on its jobs and the queue in order, apart from claiming, so that a slow
 * claim never costs a lease: extends leases, tells runs to stop, takes back expired leases of
 * others, says which kinds nobody knows.
 */
export class Keeper {
  readonly #options: KeeperOptions
  readonly #tickMs: number
  /** Runs that are quicker than a tick need not be looked after. */
  #olderThanMs: number
  readonly #due = new Map<string, number>()
  readonly #knownUnknown = new Set<string>()
  #timer: NodeJS.Timeout | undefined
  #ticking: Promise<void> | undefined

  constructor(options: KeeperOptions) {
    this.#options = options
    this.#tickMs = Math.min(options.pollMs, options.leaseMs / 5)
    this.#olderThanMs = this.#tickMs
  }

  start(): void {
    this.#timer ??= setInterval(() => this.#look(), this.#tickMs)
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    this.#timer = undefined
    await this.#ticking
  }

  /** Someone asked for a run to stop, perhaps for one that has just begun. */
  lookForStops(): void {
    this.#olderThanMs = 0
    this.#look()
  }

  #look(): void {
    this.#ticking ??= this.#tick().finally(() => {
      this.#ticking = undefined
    })
  }

  async #tick(): Promise<void> {
    this.#stopLost()
    try {
      await this.#stopAsked()
      await this.#renew()
      await this.#every(this.#options.leaseMs / 3, 'reclaim', () => this.reclaim())
      await this.#every(sweepMs, 'sweep', () => this.#sweep())
      await this.#every(unknownKindsMs, 'kinds', () => this.#nameUnknownKinds())
    } catch (error) {
      this.#options.log.debug({ problem: describeError(error) }, 'keeping jobs is interrupted')
    }
  }

  async #every(milliseconds: number, what: string, act: () => Promise<void>): Promise<void> {
    const now = performance.now()
    if (now < (this.#due.get(what) ?? 0)) return
    await act()
    this.#due.set(what, now + milliseconds)
  }

  /** Cut off from the database for longer than a lease: another worker may have begun these. */
  #stopLost(): void {
    const now = performance.now()
    for (const run of this.#options.runs.all()) {
      if (run.leasedUntil < now) run.controller.abort(new RunStopped('lease lost'))
    }
  }

  async #stopAsked(): Promise<void> {
    const runs = this.#heldLongerThan(this.#olderThanMs)
    this.#olderThanMs = this.#tickMs
    if (runs.length === 0) return
    const statuses = await statusOfHeld(this.#options.db, runs.map(toHolding))
    for (const run of runs) {
      if (run.phase === 'settling') continue
      const status = statuses.get(run.job.id)
      if (status === undefined) run.controller.abort(new RunStopped('lease lost'))
      else if (status !== 20) run.controller.abort(new RunStopped('someone asked'))
    }
  }

  async #renew(): Promise<void> {
    const { db, leaseMs } = this.#options
    const asked = performance.now()
    const runs = this.#options.runs.all().filter((run) => run.leasedUntil - asked < leaseMs * 0.67)
    if (runs.length === 0) return
    const held = await renewLeases(db, runs.map(toHolding), leaseMs)
    for (const run of runs) if (held.has(run.job.id)) run.leasedUntil = asked + leaseMs
  }

  #heldLongerThan(milliseconds: number): Run[] {
    const before = performance.now() - milliseconds
    return this.#options.runs.all().filter((run) => run.claimedAt <= before)
  }

  async reclaim(): Promise<void> {
    const { db, clock, log } = this.#options
    const count = await reclaimExpired(db, clock.now())
    if (count === 0) return
    log.warn({ count }, 'took back jobs of a worker that disappeared')
    this.#options.onFreed()
  }

  async #sweep(): Promise<void> {
    if ((await unparkForgotten(this.#options.db)) > 0) this.#options.onFreed()
  }

  async #nameUnknownKinds(): Promise<void> {
    const { db, log, runs } = this.#options
    for (const kind of await markUnknownKinds(db, runs.kinds)) {
      if (!this.#knownUnknown.has(kind))
        log.warn({ kind }, 'jobs wait whose kind is not known here')
      this.#knownUnknown.add(kind)
    }
  }
}

const toHolding = ({ job }: Run) => ({ id: job.id, lease: job.lease })
