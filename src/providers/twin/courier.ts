/**
 * How a twin calls others: in order per channel, again after a while when the answer is not what the
 * vendor takes for delivered. Waiting is in real time, because real processes are waited for.
 */
import { setTimeout as sleep } from 'node:timers/promises'

export interface OutgoingCall {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Empty for GET. */
  readonly body: string
}

/** Carries a call over the network; status 0 where no answer came. */
export type CarryCall = (call: OutgoingCall) => Promise<{ readonly status: number }>

export interface Dispatch extends OutgoingCall {
  /** Answers so far, oldest first; 0 where none came. */
  readonly statuses: readonly number[]
  readonly state: 'waiting' | 'delivered' | 'given up'
}

export interface DispatchRules {
  /** Calls of one channel go one after the other. */
  readonly channel: string
  /** Real milliseconds before each repetition; empty: one attempt. */
  readonly retryDelaysMs: readonly number[]
  readonly isDelivered: (status: number) => boolean
  readonly givenUp?: () => void
}

export interface Courier {
  send(call: OutgoingCall, rules: DispatchRules): void
  dispatches(): readonly Dispatch[]
  /** When nothing is under way and nothing waits for its repetition. */
  idle(): Promise<void>
  /** Gives up what is under way. */
  close(): Promise<void>
}

/** A twin may run for days beside a demo. */
const keptDispatches = 1_000

type Running = { -readonly [Name in 'statuses' | 'state']: Dispatch[Name] } & OutgoingCall

export function createCourier(carry: CarryCall): Courier {
  const channels = new Map<string, Promise<void>>()
  const stop = new AbortController()
  let dispatches: Running[] = []

  const run = async (dispatch: Running, rules: DispatchRules) => {
    for (const delay of [0, ...rules.retryDelaysMs]) {
      if (delay > 0) await sleep(delay, undefined, { signal: stop.signal, ref: false })
      const { status } = await carry(dispatch)
      dispatch.statuses = [...dispatch.statuses, status]
      if (rules.isDelivered(status)) dispatch.state = 'delivered'
      if (dispatch.state === 'delivered' || stop.signal.aborted) return
    }
    dispatch.state = 'given up'
    rules.givenUp?.()
  }

  return {
    send(call, rules) {
      const dispatch: Running = { ...call, statuses: [], state: 'waiting' }
      dispatches = [...dispatches.slice(1 - keptDispatches), dispatch]
      const before = channels.get(rules.channel) ?? Promise.resolve()
      const after = before.then(() => run(dispatch, rules)).catch(unlessStopped(stop.signal))
      channels.set(rules.channel, after)
    },
    dispatches: () => dispatches,
    async idle() {
      while (!stop.signal.aborted && dispatches.some(({ state }) => state === 'waiting')) {
        await Promise.all(channels.values())
      }
    },
    async close() {
      stop.abort()
      await Promise.all(channels.values())
    },
  }
}

const unlessStopped = (stop: AbortSignal) => (error: unknown) => {
  if (!stop.aborted) throw error
}

/** Vendors wait for an answer so long. */
const timeoutMs = 5_000

/**
 * Redirects are not followed: vendors do not, and a receiver could lead them astray. A receiver that
 * cannot be reached is an outcome here.
 */
export const carryByHttp: CarryCall = async ({ method, url, headers, body }) => {
  const signal = AbortSignal.timeout(timeoutMs)
  const options = { method, headers, redirect: 'manual', signal } as const
  try {
    const response = await fetch(url, method === 'GET' ? options : { ...options, body })
    await response.arrayBuffer()
    return { status: response.status }
  } catch (error) {
    if (error instanceof Error) return { status: 0 }
    throw error
  }
}
