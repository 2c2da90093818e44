/** The system job of an asynchronous step: from its request to what is recorded. */
import { isRefusal } from '#errors'
import type { FailureVerdict, JobDefinition, JobRequest, JobResult, JobRun } from '#jobs'
import type { Execution } from '#pipeline'
import { deliveryRefusals, isWorthAnotherAttempt } from './delivery-refusals.ts'
import type { Endpoint } from './endpoint.ts'
import type { EndpointTurns } from './endpoint-turns.ts'
import type { FittedContext } from './fit-context.ts'
import { deepestChain } from './limits.ts'
import { operationToCome } from './operation-id.ts'
import { type PostOptions, post } from './post.ts'
import { judgeQueueFailure } from './queue/judge-queue-failure.ts'
import type { RegisteredStep } from './registered-step.ts'
import type { Registry } from './registry.ts'

export const deliveryJobKind = 'webhook.delivery'

/** "System Event", the operation type of step firings. */
const systemEvent = 1

/** All that a delivery needs besides what is registered; holds no secrets. */
export interface DeliveryPayload {
  readonly step: string
  readonly endpoint: string
  readonly message: string
  readonly table: string
  /** The context as text, because JSON columns do not keep the order of properties. */
  readonly body: string | null
  readonly size: number
  readonly exceeded: boolean
  /** Of a copy that a replay sends: the delivery that it was first. */
  readonly replayOf?: string
  /** The replay, where the receiver is to be told of it. */
  readonly replay?: string
}

export function deliveryRequest(
  step: RegisteredStep,
  execution: Execution,
  depth: number,
  { body, size, exceeded }: FittedContext,
): JobRequest<DeliveryPayload> {
  const { message, table, id, caller } = execution
  return {
    kind: deliveryJobKind,
    name: step.name,
    operationType: systemEvent,
    payload: {
      step: step.id,
      endpoint: step.endpointId,
      message,
      table,
      body: body ?? null,
      size,
      exceeded,
    },
    owningExtensionId: step.id,
    messageName: message,
    primaryTable: table,
    ownerId: step.runAs?.userId ?? caller.userId,
    depth,
    autoDelete: step.autoDelete,
    ...(id === operationToCome ? {} : { regarding: { table, id } }),
  }
}

export interface DeliveryOptions extends PostOptions {
  readonly registry: Registry
  readonly turns: EndpointTurns
  /** Of endpoints at brokers, whose deliveries share one connection. */
  readonly queueTurns: EndpointTurns
}

export function deliveryJob(options: DeliveryOptions): JobDefinition<DeliveryPayload> {
  return {
    kind: deliveryJobKind,
    concurrency: options.turns.total,
    // Both ends of an attempt need a moment beyond it.
    timeLimitMs: options.answerTimeMs + 10_000,
    run: (job) => deliver(options, job),
    onFailure: judge,
  }
}

async function deliver(
  options: DeliveryOptions,
  job: JobRun<DeliveryPayload>,
): Promise<JobResult | undefined> {
  refuseLoop(job)
  const endpoint = await findEndpoint(options.registry, job)
  const turns = endpoint.queue === undefined ? options.turns : options.queueTurns
  const turn = await turns.take(endpoint.id)
  if (turn.isTaken) {
    try {
      await postOnce(options, endpoint, job)
    } finally {
      turn.giveBack()
    }
    return undefined
  }
  return { runAgainAt: new Date(options.clock.now().getTime() + turn.afterMs) }
}

function refuseLoop({ name, depth }: JobRun<DeliveryPayload>): void {
  if (depth <= deepestChain) return
  throw deliveryRefusals['webhook-loop']({ step: name, depth, limit: deepestChain })
}

/** Another process may have registered the step a moment ago. */
async function findEndpoint(
  registry: Registry,
  { name, payload }: JobRun<DeliveryPayload>,
): Promise<Endpoint> {
  const isKnown = () => payload.replayOf !== undefined || registry.step(payload.step) !== undefined
  if (!isKnown() || registry.endpoint(payload.endpoint) === undefined) await registry.refresh()
  const endpoint = registry.endpoint(payload.endpoint)
  const reason = 'it was disabled or deleted while the system job waited'
  if (endpoint !== undefined && isKnown()) return endpoint
  throw deliveryRefusals['endpoint-off']({ step: name, reason })
}

async function postOnce(
  options: DeliveryOptions,
  endpoint: Endpoint,
  { id, payload, correlationId, signal, attempt, regarding }: JobRun<DeliveryPayload>,
): Promise<void> {
  const { step: stepId, size, exceeded, message, table } = payload
  const body = payload.body?.replaceAll(
    `"OperationId":"${operationToCome}"`,
    `"OperationId":"${payload.replayOf ?? id}"`,
  )
  await post(options, {
    endpoint,
    context: { body, size, exceeded },
    announcement: { message, table, correlationId, replay: payload.replay },
    origin: { jobId: id, stepId, attempt, regarding },
    signal,
  })
}

/** One more attempt, at once, where the network may have been the reason; otherwise it is over. */
function judge(error: unknown, attempt: number): FailureVerdict {
  const ofQueue = judgeQueueFailure(error, attempt)
  if (ofQueue !== undefined) return ofQueue
  if (attempt === 1 && isWorthAnotherAttempt(error)) return { next: 'retry', afterMs: 0 }
  const friendlyMessage = isRefusal(error) ? error.sentence : 'The delivery failed unexpectedly.'
  return { next: 'fail', friendlyMessage }
}
