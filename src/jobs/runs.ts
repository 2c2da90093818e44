import type { ClaimedJob } from './claim.ts'
import type { JobDefinition } from './job.ts'

const defaultConcurrency = 8

/**
 * A worker claims ahead what it will have begun within so many milliseconds, at most so many jobs.
 * Measured with empty jobs: 2,200 a second without claiming ahead, over 10,000 with it; kinds whose
 * runs take seconds get nothing ahead, so that other workers can take those jobs.
 */
const aheadMs = 50
const aheadLimit = 250

/** While so many jobs are held, e.g. because their endings wait for the database, none is claimed. */
const heldLimit = 2000

/** Why a run was asked to stop. */
export type StopCause = 'worker stops' | 'someone asked' | 'lease lost'

/** The reason of a run's signal when it is to stop for another cause than its time limit. */
export class RunStopped extends Error {
  override readonly name = 'RunStopped'
  readonly why: StopCause

  constructor(why: StopCause) {
    super(`The run was stopped: ${why}.`)
    this.why = why
  }
}

/** A claimed job on its way through this worker. */
export interface Run {
  readonly job: ClaimedJob
  readonly definition: JobDefinition
  readonly controller: AbortController
  /** When it was claimed, and until when nobody else takes it, by `performance.now()`. */
  readonly claimedAt: number
  leasedUntil: number
  phase: 'claimed' | 'running' | 'settling'
}

/** The runs of one kind. */
interface Kind {
  readonly definition: JobDefinition
  readonly concurrency: number
  readonly waiting: Run[]
  running: number
  /** Moving average of what a run takes; undefined before the first one. */
  averageMs: number | undefined
  /** The last claim gave as many as asked for: there may be more. */
  hungry: boolean
}

/** What this worker holds, by kind, and how much more it should claim. */
export class Runs {
  readonly #kinds: ReadonlyMap<string, Kind>
  readonly #concurrency: number
  readonly #runs = new Map<string, Run>()
  #running = 0
  #turn = 0

  constructor(definitions: readonly JobDefinition[], concurrency: number) {
    this.#concurrency = concurrency
    this.#kinds = new Map(definitions.map((each) => [each.kind, kindOf(each)]))
    if (this.#kinds.size < definitions.length) throw new TypeError(`Two definitions of a job kind.`)
  }

  get size(): number {
    return this.#runs.size
  }

  get running(): number {
    return this.#running
  }

  get kinds(): string[] {
    return [...this.#kinds.keys()]
  }

  all(): Run[] {
    return [...this.#runs.values()]
  }

  /**
   * How many jobs of each kind to claim, beginning with another kind each time, so that none is
   * always last. Kinds with quick runs are asked for only when half of what they may hold is used
   * up: fewer, larger claims.
   */
  room(onlyHungry: boolean): { room: Map<string, number>; limit: number } {
    const entries = [...this.#kinds]
    this.#turn = (this.#turn + 1) % Math.max(1, entries.length)
    const room = new Map<string, number>()
    let limit = this.#concurrency - this.#running
    for (const [name, kind] of [...entries.slice(this.#turn), ...entries.slice(0, this.#turn)]) {
      const ahead = aheadOf(kind)
      limit += ahead - kind.waiting.length
      const free = kind.concurrency + ahead - kind.running - kind.waiting.length
      const enough = ahead < kind.concurrency ? 1 : (kind.concurrency + ahead) / 2
      if (free >= enough && (kind.hungry || !onlyHungry)) room.set(name, free)
    }
    return { room, limit: Math.max(0, Math.min(limit, heldLimit - this.#runs.size)) }
  }

  /** Takes up what a claim gave, and notes where more may be waiting. */
  add(jobs: readonly ClaimedJob[], room: ReadonlyMap<string, number>, leasedUntil: number): void {
    const found = new Map<string, number>()
    for (const job of jobs) {
      found.set(job.kind, (found.get(job.kind) ?? 0) + 1)
      this.#take(job, leasedUntil)
    }
    for (const [name, asked] of room) {
      const kind = this.#kinds.get(name)
      if (kind !== undefined) kind.hungry = (found.get(name) ?? 0) >= asked
    }
  }

  /** Some job of an unknown number of kinds may have become free to be claimed. */
  expectMore(): void {
    for (const kind of this.#kinds.values()) kind.hungry = true
  }

  get hungry(): boolean {
    return [...this.#kinds.values()].some((kind) => kind.hungry)
  }

  /** Runs that may begin now; they count as running from here on. */
  begin(): Run[] {
    const begun: Run[] = []
    for (const kind of this.#kinds.values()) {
      while (kind.running < kind.concurrency && this.#running < this.#concurrency) {
        const run = kind.waiting.shift()
        if (run === undefined) break
        run.phase = 'running'
        kind.running += 1
        this.#running += 1
        begun.push(run)
      }
    }
    return begun
  }

  /** The run's code is through: another one may begin. It is still held until it is settled. */
  ended(run: Run, milliseconds: number): void {
    const kind = this.#kinds.get(run.job.kind)
    if (kind === undefined) return
    kind.running -= 1
    this.#running -= 1
    kind.averageMs = ((kind.averageMs ?? milliseconds) * 7 + milliseconds) / 8
  }

  settled(run: Run): void {
    this.#runs.delete(run.job.lease + run.job.id)
  }

  /** Takes out what has not begun. */
  drain(): Run[] {
    return [...this.#kinds.values()].flatMap((kind) => kind.waiting.splice(0))
  }

  #take(job: ClaimedJob, leasedUntil: number): void {
    const kind = this.#kinds.get(job.kind)
    if (kind === undefined) throw new Error(`A job of the kind ${job.kind} was claimed unasked.`)
    const run: Run = {
      job,
      definition: kind.definition,
      controller: new AbortController(),
      claimedAt: performance.now(),
      leasedUntil,
      phase: 'claimed',
    }
    this.#runs.set(job.lease + job.id, run)
    kind.waiting.push(run)
  }
}

function kindOf(definition: JobDefinition): Kind {
  return {
    definition,
    concurrency: definition.concurrency ?? defaultConcurrency,
    waiting: [],
    running: 0,
    averageMs: undefined,
    hungry: true,
  }
}

function aheadOf(kind: Kind): number {
  if (kind.averageMs === undefined) return 0
  const ahead = (kind.concurrency * aheadMs) / Math.max(kind.averageMs, 0.1)
  return Math.min(aheadLimit, Math.floor(ahead))
}
