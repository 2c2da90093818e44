/** The system job of an asynchronous step: from its request to what is recorded. */
import { isRefusal } from '#errors'
import type { FailureVerdict, JobDefinition, JobRequest, JobResult, JobRun } from '#jobs'
import type { Execution } from '#pipeline'
import { deliveryRefusals, isWorthAnotherAttempt } from './delivery-refusals.ts'
import type { ToldEvent } from './dress-request.ts'
import type { Endpoint } from './endpoint.ts'
import type { EndpointTurns } from './endpoint-turns.ts'
import { type FiringExtras, noExtras } from './firing-extras.ts'
import type { FittedContext } from './fit-context.ts'
import { deepestChain } from './limits.ts'
import { operationToCome } from './operation-id.ts'
import type { Admissions } from './pacing/admissions.ts'
import { noteSchedule, plannedRetry } from './pacing/planned-retry.ts'
import { isGone, type Outcomes } from './pacing/watch-outcomes.ts'
import { type PostOptions, post } from './post.ts'
import { isQueueFailureForGood, judgeQueueFailure } from './queue/judge-queue-failure.ts'
import type { RegisteredStep } from './registered-step.ts'
import type { Registry } from './registry.ts'
import { markReplay } from './replay/mark-replay.ts'

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
  /** ISO 8601, for endpoints with an envelope. */
  readonly firedOn?: string
  /** Place among the deliveries about this row, for endpoints that number them. */
  readonly sequence?: number
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
  extras: FiringExtras = noExtras,
): JobRequest<DeliveryPayload> {
  const { message, table, id, caller, requestId } = execution
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
      ...extras.payload,
    },
    ...(extras.key === undefined ? {} : { key: extras.key }),
    owningExtensionId: step.id,
    messageName: message,
    primaryTable: table,
    ownerId: step.runAs?.userId ?? caller.userId,
    requestId,
    depth,
    autoDelete: step.autoDelete,
    ...(id === operationToCome ? {} : { regarding: { table, id } }),
  }
}

export interface DeliveryOptions extends PostOptions {
  readonly admissions: Admissions
  readonly outcomes: Outcomes
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
  const admission = await options.admissions.take(endpoint, turns)
  if (admission.isTaken) {
    try {
      return await tell(options, endpoint, job, admission.isProbe)
    } finally {
      admission.giveBack()
    }
  }
  const { afterMs, why } = admission
  const runAgainAt = new Date(options.clock.now().getTime() + afterMs)
  return why === undefined ? { runAgainAt } : { runAgainAt, friendlyMessage: why }
}

/** What failed as the probe of an open circuit waits with the others and counts no attempt. */
async function tell(
  options: DeliveryOptions,
  endpoint: Endpoint,
  job: JobRun<DeliveryPayload>,
  isProbe: boolean,
): Promise<JobResult | undefined> {
  try {
    await postOnce(options, endpoint, job)
  } catch (error) {
    if (endpoint.options === undefined || job.signal.aborted) throw error
    const until = await options.outcomes.failed(endpoint, error, isProbe)
    if (until !== undefined) {
      return {
        runAgainAt: until,
        friendlyMessage: `It was tried, and failed: ${sentenceOf(error)}`,
      }
    }
    const { retry, disableOnGone } = endpoint.options
    if (retry !== undefined && !(disableOnGone && isGone(error))) noteSchedule(error, retry)
    throw error
  }
  if (endpoint.options !== undefined) await options.outcomes.succeeded(endpoint, isProbe)
  return undefined
}

const sentenceOf = (error: unknown): string =>
  isRefusal(error) ? error.sentence : 'The delivery failed unexpectedly.'

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
  const told = payload.body?.replaceAll(
    `"OperationId":"${operationToCome}"`,
    `"OperationId":"${payload.replayOf ?? id}"`,
  )
  const body = told && markReplay(told, payload.replay)
  await post(options, {
    endpoint,
    context: { body, size, exceeded },
    announcement: { message, table, correlationId, replay: payload.replay },
    origin: { jobId: id, stepId, attempt, regarding },
    ...eventOf(endpoint, payload, id),
    signal,
  })
}

function eventOf(
  { options }: Endpoint,
  { replayOf, firedOn, sequence }: DeliveryPayload,
  jobId: string,
): { readonly event?: ToldEvent } {
  if (options === undefined) return {}
  const time = firedOn === undefined ? undefined : new Date(firedOn)
  return { event: { id: replayOf ?? jobId, time, sequence } }
}

/** What can never be sent, or is not to be sent any more, is not tried again. */
const hopeless: ReadonlySet<string> = new Set([
  'endpoint-too-large',
  'endpoint-off',
  'endpoint-not-agreed',
  'webhook-loop',
])

/**
 * The endpoint's own schedule goes before all others. Without one a queue is tried for a day, and a
 * webhook once more, at once, where the network may have been the reason.
 */
function judge(error: unknown, attempt: number): FailureVerdict {
  const planned = isHopeless(error) ? undefined : plannedRetry(error, attempt)
  if (planned !== undefined) return planned === 'over' ? over(error) : planned
  const ofQueue = judgeQueueFailure(error, attempt)
  if (ofQueue !== undefined) return ofQueue
  const isWorthIt = attempt === 1 && isWorthAnotherAttempt(error)
  return isWorthIt ? { next: 'retry', afterMs: 0 } : over(error)
}

const isHopeless = (error: unknown): boolean =>
  (isRefusal(error) && hopeless.has(error.code)) || isQueueFailureForGood(error)

const over = (error: unknown): FailureVerdict => ({
  next: 'fail',
  friendlyMessage: sentenceOf(error),
})
