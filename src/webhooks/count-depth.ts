/**
 * Inside the hub, depth is counted by the pipeline. A chain that goes through a receiver comes
 * back as a new request, and only the header `x-ms-correlation-request-id` says that it belongs to
 * an earlier one. Whoever calls with a correlation therefore counts as caused by the deepest
 * webhook fired for it within the last hour. Only such calls are kept: the others cost nothing.
 */
import type { Clock } from '#clock'
import type { Db } from '#database'
import type { Caller, Execution } from '#pipeline'
import { deepestFiring, insertFiring } from './chain-rows.ts'
import { chainWindowMs, deepestChain } from './limits.ts'

export interface ChainDepth {
  /** 1 for the first operation of a chain. */
  readonly depth: number
  readonly isTooDeep: boolean
  /** Its correlation came from outside, so the firing has to be kept. */
  readonly isFromOutside: boolean
}

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export async function countDepth(execution: Execution, clock: Clock): Promise<ChainDepth> {
  const isFromOutside = comesFromOutside(execution.caller)
  const above = isFromOutside ? await depthAbove(execution, clock) : 0
  const depth = above + execution.depth
  return { depth, isTooDeep: depth > deepestChain, isFromOutside }
}

/** A caller that brings its depth along, such as a job that goes on, is counted already. */
function comesFromOutside({ correlationId, depth }: Caller): boolean {
  return correlationId !== undefined && depth === undefined && uuidPattern.test(correlationId)
}

/** The first call back finds nothing: what it answers was the first of its chain. */
async function depthAbove({ db, correlationId }: Execution, clock: Clock): Promise<number> {
  const since = new Date(clock.now().getTime() - chainWindowMs)
  return (await deepestFiring(db, correlationId, since)) ?? 1
}

/**
 * Must be visible to others before the receiver is told: with the transaction where that is at its
 * commit, otherwise by a statement of its own.
 */
export async function keepFiring(
  db: Db,
  { correlationId }: Execution,
  { depth, isFromOutside }: ChainDepth,
  clock: Clock,
): Promise<void> {
  if (isFromOutside) await insertFiring(db, { correlationId, depth, firedOn: clock.now() })
}
