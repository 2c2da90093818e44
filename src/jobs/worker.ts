import { hostname } from 'node:os'
import type { Clock } from '#clock'
import type { Database } from '#database'
import type { Log } from '#log'
import { Claimer } from './claimer.ts'
import { CompletionBatch } from './completion-batch.ts'
import { describeError } from './describe-error.ts'
import { executeRun, graceMs, type Outcome } from './execute-run.ts'
import { finishRun } from './finish-run.ts'
import { HintListener } from './hint-listener.ts'
import type { JobDefinition } from './job.ts'
import { Keeper } from './keeper.ts'
import { promoteDueJobs } from './promote.ts'
import { type Run, RunStopped, Runs } from './runs.ts'
import type { NextOccurrence } from './schedule.ts'
import type { Settled } from './settle-jobs.ts'
import type { JobStatus } from './status.ts'
import { surviveBrokenConnections } from './survive-broken-connections.ts'
import { Wake } from './wake.ts'

/** One connection of the pool listens all the time. */
export interface WorkerOptions extends Pick<Database, 'db' | 'pool'> {
  readonly definitions: readonly JobDefinition[]
  readonly clock: Clock
  readonly log: Log
  readonly nextOccurrence: NextOccurrence
  /** Shown as the job's host; default: machine and process. */
  readonly name?: string
  /** Runs at the same time, of all kinds; default 100. */
  readonly concurrency?: number
  /** Looks for work at least this often, in milliseconds; default 500. */
  readonly pollMs?: number
  /** A job of a worker that disappeared is taken back after this, in milliseconds; default 15 000. */
  readonly leaseMs?: number
  /** How long `stop` lets runs go on, in milliseconds; default 10 000. */
  readonly stopMs?: number
  /** Told of every run that ended, for metrics. */
  readonly onRunEnded?: (run: EndedRun) => void
}

export interface EndedRun {
  readonly kind: string
  /** What became of the job; undefined where it was not this worker's any more. */
  readonly status: JobStatus | undefined
  /** What the run took. */
  readonly seconds: number
  /** From when it could have begun until it did. */
  readonly waitedSeconds: number
}

export interface WorkerState {
  readonly name: string
  readonly started: boolean
  readonly running: number
  /** Claimed, not begun or not yet written down. */
  readonly held: number
  /** False while the database cannot be reached. */
  readonly reachable: boolean
}

export interface Worker {
  start(): void
  /** Lets runs end, tells the rest to stop, gives back what did not end. */
  stop(): Promise<void>
  /** Runs everything that is due, and what that makes due, until there is nothing; gives how many. */
  runUntilIdle(): Promise<number>
  state(): WorkerState
}

export const createWorker = (options: WorkerOptions): Worker => new JobWorker(options)

/** Pauses between looks while jobs keep coming, and after a failure, in milliseconds. */
const shortestPauseMs = 2
const longestAwakePauseMs = 8
const firstOutageMs = 250
const longestOutageMs = 2_000

class JobWorker implements Worker {
  readonly #options: WorkerOptions
  readonly #name: string
  readonly #pollMs: number
  readonly #runs: Runs
  readonly #claimer: Claimer
  readonly #keeper: Keeper
  readonly #batch: CompletionBatch
  readonly #listener: HintListener
  readonly #giveUp = new AbortController()
  readonly #wake = new Wake()
  readonly #ends = new Wake()
  #phase: 'new' | 'started' | 'stopped' = 'new'
  #working: Promise<void> | undefined
  #lookAt = 0
  #promoteAt = 0
  #pauseMs = shortestPauseMs
  #outageMs = 0
  #ended = 0

  constructor(options: WorkerOptions) {
    const { db, pool, clock, log, pollMs = 500, leaseMs = 15_000 } = options
    surviveBrokenConnections(pool)
    this.#options = options
    this.#name = options.name ?? `${hostname()}:${process.pid}`
    this.#pollMs = pollMs
    const runs = new Runs(options.definitions, options.concurrency ?? 100)
    this.#runs = runs
    this.#claimer = new Claimer({ db, clock, runs, name: this.#name, leaseMs })
    const onFreed = () => this.#lookSoon()
    this.#keeper = new Keeper({ db, clock, log, runs, pollMs, leaseMs, onFreed })
    this.#batch = new CompletionBatch(db, clock, log)
    this.#listener = new HintListener({ pool, log, onHint: (payload) => this.#onHint(payload) })
  }

  start(): void {
    if (this.#phase !== 'new') throw new TypeError(`This worker is ${this.#phase} already.`)
    this.#phase = 'started'
    this.#keeper.start()
    void this.#listener.start()
    this.#working = this.#work()
  }

  async stop(): Promise<void> {
    this.#phase = 'stopped'
    this.#listener.stop()
    this.#wake.rouse()
    await this.#working
    for (const run of this.#runs.drain()) void this.#finish(run, { how: 'stopped' }, 0)
    await this.#allEnded(this.#options.stopMs ?? 10_000)
    for (const run of this.#runs.all()) run.controller.abort(new RunStopped('worker stops'))
    await this.#allEnded(graceMs + 1_000)
    this.#giveUp.abort()
    this.#batch.close()
    await this.#allEnded(1_000)
    await this.#keeper.stop()
  }

  async runUntilIdle(): Promise<number> {
    const before = this.#ended
    this.#keeper.start()
    try {
      await this.#keeper.reclaim()
      while (await this.#workOrWait());
    } finally {
      if (this.#phase !== 'started') await this.#keeper.stop()
    }
    return this.#ended - before
  }

  state(): WorkerState {
    return {
      name: this.#name,
      started: this.#phase === 'started',
      running: this.#runs.running,
      held: this.#runs.size,
      reachable: this.#outageMs === 0,
    }
  }

  /** One turn of `runUntilIdle`; false when there is nothing left to do. */
  async #workOrWait(): Promise<boolean> {
    if (this.#phase === 'stopped') return false
    // What ends during this turn may make something due that the turn did not see.
    const wasQuiet = this.#runs.size === 0
    const { more } = await promoteDueJobs(this.#options.db, this.#options.clock.now())
    const found = await this.#claimer.claim(false)
    this.#begin()
    if (found > 0 || more) return true
    if (wasQuiet) return false
    if (this.#runs.size > 0) await this.#ends.sleep(this.#pollMs)
    return true
  }

  async #work(): Promise<void> {
    while (this.#phase === 'started') {
      try {
        await this.#look()
      } catch (error) {
        this.#noteOutage(error)
      }
      await this.#wake.sleep(Math.min(this.#lookAt, this.#promoteAt) - performance.now())
    }
  }

  /** Claims and begins what is in line, then puts into line what is due by now. */
  async #look(): Promise<void> {
    const isTimeForAll = performance.now() >= this.#lookAt
    const found = await this.#claimer.claim(!isTimeForAll)
    this.#begin()
    if (found > 0) await this.#claimer.promiseAttention()
    if (isTimeForAll || found > 0) this.#planNextLook(found)
    if (performance.now() >= this.#promoteAt) await this.#promote()
  }

  #planNextLook(found: number): void {
    const now = performance.now()
    if (found > 0) this.#pauseMs = shortestPauseMs
    else if (now < this.#claimer.awakeUntil) {
      this.#pauseMs = Math.min(2 * this.#pauseMs, longestAwakePauseMs)
    } else this.#pauseMs = this.#pollMs
    this.#lookAt = now + this.#pauseMs
  }

  async #promote(): Promise<void> {
    const now = this.#options.clock.now()
    const { promoted, more, nextDue } = await promoteDueJobs(this.#options.db, now)
    this.#noteReachable()
    if (promoted > 0) this.#lookAt = 0
    const untilDue = nextDue === undefined ? this.#pollMs : nextDue.getTime() - now.getTime()
    const pauseMs = Math.min(this.#pollMs, Math.max(shortestPauseMs, untilDue))
    this.#promoteAt = performance.now() + (more ? 0 : pauseMs)
  }

  #lookSoon(): void {
    this.#lookAt = 0
    this.#wake.rouse()
  }

  #onHint(payload: string): void {
    if (payload === 'stop') this.#keeper.lookForStops()
    else {
      this.#promoteAt = 0
      this.#lookSoon()
    }
  }

  #begin(): void {
    for (const run of this.#runs.begin()) void this.#run(run)
  }

  async #run(run: Run): Promise<void> {
    const began = performance.now()
    const { clock } = this.#options
    const waitedSeconds = Math.max(0, clock.now().getTime() - run.job.readySince.getTime()) / 1000
    const outcome = await executeRun(run, this.#options)
    const milliseconds = performance.now() - began
    run.phase = 'settling'
    // What is written in a batch need not keep a place; what takes a connection must.
    const isQuick = outcome.how === 'done' && outcome.result.complete === undefined
    if (isQuick) this.#release(run, milliseconds)
    const settled = await this.#finish(run, outcome, milliseconds / 1000)
    if (!isQuick) this.#release(run, milliseconds)
    const { kind } = run.job
    const seconds = milliseconds / 1000
    this.#options.onRunEnded?.({ kind, status: settled?.status, seconds, waitedSeconds })
  }

  #release(run: Run, milliseconds: number): void {
    this.#runs.ended(run, milliseconds)
    if (this.#phase !== 'stopped') this.#begin()
  }

  async #finish(run: Run, outcome: Outcome, seconds: number): Promise<Settled | undefined> {
    const giveUp = this.#giveUp.signal
    const options = { ...this.#options, batch: this.#batch, giveUp }
    try {
      const settled = await finishRun(run, outcome, seconds, options)
      this.#noteSettled(run, settled)
      return settled
    } catch (error) {
      const details = { job: run.job.id, problem: describeError(error) }
      this.#options.log.error(details, 'the ending of a job could not be written')
      return undefined
    } finally {
      this.#ended += 1
      this.#runs.settled(run)
      this.#ends.rouse()
    }
  }

  #noteSettled(run: Run, settled: Settled | undefined): void {
    if (settled === undefined) {
      this.#options.log.warn({ job: run.job.id }, 'a job that ended was not held any more')
    }
    if (settled?.due) {
      const untilDue = settled.due.getTime() - this.#options.clock.now().getTime()
      this.#promoteAt = Math.min(this.#promoteAt, performance.now() + Math.max(0, untilDue))
    }
    // The next one of its key, of whichever kind, can be taken now.
    if (run.job.key !== undefined) this.#runs.expectMore()
    if (this.#runs.hungry || settled?.due) this.#wake.rouse()
  }

  async #allEnded(withinMs: number): Promise<void> {
    const until = performance.now() + withinMs
    while (this.#runs.size > 0 && performance.now() < until) {
      await this.#ends.sleep(until - performance.now())
    }
  }

  #noteReachable(): void {
    if (this.#outageMs > 0) this.#options.log.info('jobs go on')
    this.#outageMs = 0
  }

  /** Said once per outage; the worker tries again until the database is back. */
  #noteOutage(error: unknown): void {
    if (this.#outageMs === 0) {
      this.#options.log.error({ problem: describeError(error) }, 'no jobs can be taken')
    }
    this.#outageMs = Math.min(Math.max(firstOutageMs, 2 * this.#outageMs), longestOutageMs)
    this.#lookAt = performance.now() + this.#outageMs
    this.#promoteAt = this.#lookAt
  }
}
