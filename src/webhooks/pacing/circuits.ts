import type { Clock } from '#clock'
import { type Db, type Tx, withTransaction } from '#database'
import { systemCaller } from '#identity'
import type { Log } from '#log'
import type { Pipeline } from '#pipeline'
import type { Endpoint } from '../endpoint.ts'
import type { CircuitLimits } from '../endpoint-options.ts'
import {
  addOutcomes,
  type Counted,
  closeCircuit,
  findPause,
  keepOpen,
  openCircuit,
  takeProbe,
} from './circuit-rows.ts'
import { endpointMessages } from './endpoint-messages.ts'

/** Fewer deliveries than this within the window say nothing about a share of failures. */
const fewestForShare = 10
/** Outcomes of a healthy endpoint are added to what all processes know this often. */
const gatherMs = 250
const longestPauseMs = 600_000
/** A process that made a probe may have been killed; then another one may try. */
const probeMs = 90_000
/** Where another process probes, its outcome is asked for this often. */
const askMs = 1_000

export interface CircuitOptions {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly pipeline: Pick<Pipeline, 'executeIn'>
  /** Told of every circuit that this process opened or closed, for metrics. */
  readonly onCircuit?: ((endpointId: string, state: 'open' | 'closed') => void) | undefined
}

/** What a circuit says about a delivery that is about to begin. */
export type Passage =
  | { readonly how: 'pass' | 'probe' }
  | { readonly how: 'wait'; readonly until: Date }

interface Local {
  /** The registration that `isOpen` was known at. */
  version: number
  isOpen: boolean
  waitUntil: number
  asking: Promise<Passage> | undefined
  successes: number
  failures: number
  /** Failures after the last success. */
  trailing: number
  adding: Promise<void> | undefined
  timer: NodeJS.Timeout | undefined
}

/**
 * Circuit breakers: an endpoint that keeps failing is left alone for a while, then told once, and
 * gets everything again when that worked. Outcomes of all processes are counted together; whether
 * a circuit is open stands in the endpoint's row, which all processes follow.
 */
export class Circuits {
  readonly #o: CircuitOptions
  readonly #locals = new Map<string, Local>()

  constructor(options: CircuitOptions) {
    this.#o = options
  }

  async pass(endpoint: Endpoint): Promise<Passage> {
    const circuit = endpoint.options?.circuit
    if (circuit === undefined) return { how: 'pass' }
    const local = this.#localOf(endpoint, circuit)
    const mayOpen = circuit.failures !== undefined && local.trailing >= circuit.failures
    if (mayOpen) await local.adding
    if (!local.isOpen) return { how: 'pass' }
    const now = this.#o.clock.now().getTime()
    if (now < local.waitUntil) return { how: 'wait', until: new Date(local.waitUntil) }
    if (local.asking !== undefined) return waitInstead(await local.asking, now)
    local.asking = this.#ask(endpoint.id, local)
    try {
      return await local.asking
    } finally {
      local.asking = undefined
    }
  }

  /** Until when to wait, where this process knows it already. */
  pauseOf(endpoint: Endpoint): Date | undefined {
    const circuit = endpoint.options?.circuit
    if (circuit === undefined) return undefined
    const { isOpen, waitUntil } = this.#localOf(endpoint, circuit)
    const isWaiting = isOpen && this.#o.clock.now().getTime() < waitUntil
    return isWaiting ? new Date(waitUntil) : undefined
  }

  /** Whether nothing should be sent, as far as this process knows; for those who cannot wait. */
  isOpen(endpoint: Endpoint): boolean {
    const circuit = endpoint.options?.circuit
    return circuit !== undefined && this.#localOf(endpoint, circuit).isOpen
  }

  succeeded(endpoint: Endpoint): void {
    const local = this.#counted(endpoint)
    if (local === undefined) return
    local.successes += 1
    local.trailing = 0
    local.timer ??= setTimeout(() => {
      local.timer = undefined
      void this.#add(endpoint, local)
    }, gatherMs)
    local.timer.unref()
  }

  async failed(endpoint: Endpoint, reason: string): Promise<void> {
    const local = this.#counted(endpoint)
    if (local === undefined) return
    local.failures += 1
    local.trailing += 1
    await this.#add(endpoint, local, reason)
  }

  /** What became of the one delivery; gives until when the circuit stays open, if it does. */
  async probed(endpoint: Endpoint, succeeded: boolean): Promise<Date | undefined> {
    const circuit = endpoint.options?.circuit
    const { db, clock } = this.#o
    if (circuit === undefined) return undefined
    if (!succeeded) {
      const pause = { pauseMs: circuit.pauseMs, longestMs: longestPauseMs }
      const until = await keepOpen(db, endpoint.id, clock.now(), pause)
      this.#localOf(endpoint, circuit).waitUntil = until.getTime()
      return until
    }
    await this.#change(
      endpoint,
      'closed',
      async (tx) => await closeCircuit(tx, endpoint.id, clock.now()),
    )
    return undefined
  }

  #localOf(endpoint: Endpoint, { isOpen }: CircuitLimits): Local {
    const known = this.#locals.get(endpoint.id)
    if (known === undefined) {
      const local = newLocal(endpoint.version, isOpen)
      this.#locals.set(endpoint.id, local)
      return local
    }
    if (known.version !== endpoint.version) {
      known.version = endpoint.version
      if (known.isOpen !== isOpen) known.waitUntil = 0
      known.isOpen = isOpen
    }
    return known
  }

  /** Undefined where nothing is counted. */
  #counted(endpoint: Endpoint): Local | undefined {
    const circuit = endpoint.options?.circuit
    if (circuit === undefined) return undefined
    if (circuit.failures === undefined && circuit.share === undefined) return undefined
    return this.#localOf(endpoint, circuit)
  }

  /** At most one statement per endpoint at a time: outcomes that come meanwhile go with the next. */
  async #add(endpoint: Endpoint, local: Local, reason?: string): Promise<void> {
    if (local.adding !== undefined) await local.adding
    if (local.successes + local.failures === 0) return
    local.adding ??= this.#addNow(endpoint, local, reason).finally(() => {
      local.adding = undefined
    })
    await local.adding
  }

  async #addNow(endpoint: Endpoint, local: Local, reason = 'Deliveries failed.'): Promise<void> {
    const { db, clock, log } = this.#o
    const { successes, failures, trailing } = local
    local.successes = 0
    local.failures = 0
    try {
      const outcomes = { successes, failures, trailing: Math.min(trailing, failures) }
      const counted = await addOutcomes(db, endpoint.id, outcomes, clock.now())
      const why = failures > 0 ? whyOpen(endpoint.options?.circuit, counted) : undefined
      if (why !== undefined) await this.#open(endpoint, `${why} The last one: ${reason}`)
    } catch (err) {
      log.warn({ err, endpoint: endpoint.id }, 'outcomes of deliveries cannot be counted')
    }
  }

  async #open(endpoint: Endpoint, reason: string): Promise<void> {
    const circuit = endpoint.options?.circuit
    if (circuit === undefined) return
    const now = this.#o.clock.now()
    const until = new Date(now.getTime() + circuit.pauseMs)
    await this.#change(
      endpoint,
      'open',
      async (tx) => await openCircuit(tx, endpoint.id, now, until),
      { Reason: reason.slice(0, 1_000), UntilSeconds: circuit.pauseMs / 1_000 },
    )
    this.#localOf(endpoint, circuit).waitUntil = until.getTime()
  }

  /** The change and the event that tells of it are one transaction; only one process makes it. */
  async #change(
    endpoint: Endpoint,
    state: 'open' | 'closed',
    claim: (tx: Tx) => Promise<boolean>,
    input: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    const { db, pipeline, log, onCircuit } = this.#o
    const { id, name } = endpoint
    const message = state === 'open' ? endpointMessages.open : endpointMessages.close
    const isMine = await withTransaction(db, async (tx) => {
      if (!(await claim(tx))) return false
      await pipeline.executeIn(tx, systemCaller, { message, table: 'serviceendpoint', id, input })
      return true
    })
    const local = this.#locals.get(id)
    if (local !== undefined) {
      local.isOpen = state === 'open'
      local.trailing = 0
      local.waitUntil = 0
    }
    if (!isMine) return
    onCircuit?.(id, state)
    log.warn({ endpoint: id, name, ...input }, `the circuit of a webhook is ${state}`)
  }

  async #ask(id: string, local: Local): Promise<Passage> {
    const { db, clock } = this.#o
    const now = clock.now()
    if (await takeProbe(db, id, now, new Date(now.getTime() + probeMs))) return { how: 'probe' }
    const pause = await findPause(db, id)
    if (pause === undefined) {
      // The endpoint's row tells every process a moment later.
      local.isOpen = false
      local.trailing = 0
      return { how: 'pass' }
    }
    const soonest = now.getTime() + askMs
    // While another process probes, its outcome may come at any moment.
    const isProbed = pause.getTime() - now.getTime() > probeMs / 2
    local.waitUntil = isProbed ? soonest : Math.max(soonest, pause.getTime())
    return { how: 'wait', until: new Date(local.waitUntil) }
  }
}

const newLocal = (version: number, isOpen: boolean): Local => ({
  version,
  isOpen,
  waitUntil: 0,
  asking: undefined,
  successes: 0,
  failures: 0,
  trailing: 0,
  adding: undefined,
  timer: undefined,
})

/** The one probe belongs to whoever asked for it. */
function waitInstead(passage: Passage, now: number): Passage {
  if (passage.how !== 'probe') return passage
  return { how: 'wait', until: new Date(now + askMs) }
}

function whyOpen(limits: CircuitLimits | undefined, counted: Counted): string | undefined {
  const { failuresInRow, successes, failures } = counted
  if (limits?.failures !== undefined && failuresInRow >= limits.failures) {
    return `${failuresInRow} deliveries in a row failed.`
  }
  const total = successes + failures
  if (limits?.share === undefined || total < fewestForShare) return undefined
  const share = Math.floor((100 * failures) / total)
  return share >= limits.share
    ? `${failures} of ${total} deliveries within a minute failed.`
    : undefined
}
