import type { Clock } from '#clock'
import type { Execution } from '#pipeline'
import { countDepth, keepFiring } from './count-depth.ts'
import { deliveryRequest } from './delivery-job.ts'
import { type FiringExtras, firingExtras } from './firing-extras.ts'
import { fitContext } from './fit-context.ts'
import { operationToCome } from './operation-id.ts'
import { type ContextSource, sourceOf } from './payload/context-source.ts'
import type { ContextWriter, Firing } from './payload/write-context.ts'
import type { RegisteredStep } from './registered-step.ts'
import type { Registry } from './registry.ts'

export interface FireLaterOptions {
  readonly writer: ContextWriter
  readonly clock: Clock
  /** Whether an endpoint wants its succeeded deliveries kept, whatever their step says. */
  readonly keepsSucceeded: (endpointId: string) => boolean
  readonly registry: Pick<Registry, 'endpoint'>
}

/**
 * An asynchronous step: one system job that exists if and only if the operation does. Its context
 * is written here, because it tells how the row was before and after this very operation.
 */
export async function fireLater(
  { writer, clock, keepsSucceeded, registry }: FireLaterOptions,
  step: RegisteredStep,
  execution: Execution,
): Promise<void> {
  const chain = await countDepth(execution, clock)
  if (chain.isFromOutside) await keepFiring(execution.tx, execution, chain, clock)
  const extras = await firingExtras(
    execution,
    step.endpointId,
    registry.endpoint(step.endpointId)?.options,
  )
  const source = sourceWith(execution, extras)
  const context = fitContext(writer, source, firingOf(step, execution, chain.depth))
  const request = deliveryRequest(step, execution, chain.depth, context, extras)
  const kept = keepsSucceeded(step.endpointId) ? { autoDelete: false } : {}
  execution.enqueue({ ...request, ...kept })
}

function sourceWith(execution: Execution, { shared }: FiringExtras): ContextSource {
  const source = sourceOf(execution)
  return Object.keys(shared).length === 0
    ? source
    : { ...source, shared: { ...source.shared, ...shared } }
}

function firingOf(step: RegisteredStep, { caller }: Execution, depth: number): Firing {
  const { userId, businessUnitId } = step.runAs ?? caller
  return {
    synchronous: false,
    inTransaction: false,
    stepId: step.id,
    stepName: step.name,
    operationId: operationToCome,
    depth,
    userId,
    businessUnitId,
    images: step.images,
  }
}
