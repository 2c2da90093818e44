/** A synchronous step: the operation waits for the receiver and fails where that is not told. */
import { sql } from 'kysely'
import type { Db } from '#database'
import { isRefusal } from '#errors'
import type { Log } from '#log'
import type { Execution } from '#pipeline'
import { type ChainDepth, countDepth, keepFiring } from './count-depth.ts'
import type { DatabaseSlots } from './database-slots.ts'
import { deliveryRefusals, isWorthAnotherAttempt, withLog } from './delivery-refusals.ts'
import type { Endpoint } from './endpoint.ts'
import { failureLog } from './failure-log.ts'
import { fitContext } from './fit-context.ts'
import { deepestChain } from './limits.ts'
import { operationToCome } from './operation-id.ts'
import type { Circuits } from './pacing/circuits.ts'
import type { Outcomes } from './pacing/watch-outcomes.ts'
import { sourceOf } from './payload/context-source.ts'
import type { ContextWriter, Firing } from './payload/write-context.ts'
import { type PostOptions, post } from './post.ts'
import type { RegisteredStep } from './registered-step.ts'
import type { Registry } from './registry.ts'

export interface FireNowOptions extends PostOptions {
  readonly writer: ContextWriter
  readonly registry: Registry
  readonly circuits: Pick<Circuits, 'isOpen'>
  readonly outcomes: Outcomes
  readonly slots: DatabaseSlots
  readonly log: Log
}

/** @throws a refusal, with a log for the user: Dataverse's dialog "Endpoint unavailable" */
export async function fireNow(
  options: FireNowOptions,
  step: RegisteredStep,
  execution: Execution,
): Promise<void> {
  const endpoint = options.registry.endpoint(step.endpointId)
  // Step and endpoint were deleted a moment ago; nothing is registered any more.
  if (endpoint === undefined) return
  const chain = await countDepth(execution, options.clock)
  if (chain.isTooDeep) throw tooDeep(step, chain)
  const call = () => tell(options, step, endpoint, execution, chain)
  try {
    if (execution.db.isTransaction) await options.slots.hold(call)
    else await call()
  } catch (error) {
    if (!isRefusal(error)) throw error
    const log = failureLog(error, { step, endpoint, execution, at: options.clock.now() })
    options.log.warn({ err: error, step: step.id, endpoint: endpoint.id }, 'a webhook refused')
    throw withLog(error, log)
  }
}

/** Nobody should wait for a receiver that is known not to answer, or not to agree. */
function refuseClosed(endpoint: Endpoint, circuits: FireNowOptions['circuits']): void {
  const { name, options } = endpoint
  if (options === undefined) return
  const { handshake } = options
  if (handshake === 'asked' || handshake === 'refused') {
    throw deliveryRefusals['endpoint-not-agreed']({ endpoint: name })
  }
  if (circuits.isOpen(endpoint)) {
    throw deliveryRefusals['endpoint-circuit-open']({ endpoint: name })
  }
}

function tooDeep({ name: step }: RegisteredStep, { depth }: ChainDepth) {
  return deliveryRefusals['webhook-loop']({ step, depth, limit: deepestChain })
}

async function tell(
  options: FireNowOptions,
  step: RegisteredStep,
  endpoint: Endpoint,
  execution: Execution,
  chain: ChainDepth,
): Promise<void> {
  refuseClosed(endpoint, options.circuits)
  const { db, writer, clock, answerTimeMs } = options
  const { message, table, id, correlationId } = execution
  const context = fitContext(writer, sourceOf(execution), firingOf(step, execution, chain.depth))
  if (execution.db.isTransaction) await outlive(execution.db, 2 * answerTimeMs)
  await keepFiring(db, execution, chain, clock)
  const announcement = { message, table, correlationId }
  const regarding = id === operationToCome ? undefined : { table, id }
  const send = (attempt: number) => {
    const origin = { jobId: undefined, stepId: step.id, attempt, regarding }
    return post(options, { endpoint, context, announcement, origin })
  }
  try {
    await twice(send)
    noted(options, options.outcomes.succeeded(endpoint, false))
  } catch (error) {
    noted(options, options.outcomes.failed(endpoint, error, false))
    throw error
  }
}

async function twice(send: (attempt: number) => Promise<unknown>): Promise<void> {
  try {
    await send(1)
  } catch (error) {
    if (!isWorthAnotherAttempt(error)) throw error
    await send(2)
  }
}

/** Not waited for: it may have to write rows that this very operation has locked. */
function noted({ log }: FireNowOptions, noting: Promise<unknown>): void {
  noting.catch((err: unknown) => log.warn({ err }, 'the outcome of a delivery was not noted'))
}

/** PostgreSQL ends sessions that are idle in a transaction; this one is, until it is answered. */
async function outlive(tx: Db, milliseconds: number): Promise<void> {
  const limit = `${milliseconds + 10_000}ms`
  await sql`select set_config('idle_in_transaction_session_timeout', ${limit}, true)`.execute(tx)
}

function firingOf(step: RegisteredStep, { caller, db, requestId }: Execution, depth: number) {
  const { userId, businessUnitId } = step.runAs ?? caller
  const firing: Firing = {
    synchronous: true,
    inTransaction: db.isTransaction,
    stepId: step.id,
    stepName: step.name,
    operationId: requestId,
    depth,
    userId,
    businessUnitId,
    images: step.images,
  }
  return firing
}
