import { randomUUID } from 'node:crypto'
import type { Clock } from '#clock'
import type { Db } from '#database'
import { isOutboundFailure, type Outbound, type OutboundResponse } from '#outbound'
import {
  type AttemptOrigin,
  type AttemptRequest,
  errorOf,
  type OnAttempt,
  withoutSecrets,
} from './attempt.ts'
import { deliveryRefusals } from './delivery-refusals.ts'
import { dressRequest, type Outgoing, type ToldEvent } from './dress-request.ts'
import type { Endpoint, HttpTarget } from './endpoint.ts'
import type { FittedContext } from './fit-context.ts'
import { largestAnswer } from './limits.ts'
import { noteRetryAfter } from './pacing/planned-retry.ts'
import { readRetryAfter } from './pacing/retry-after.ts'
import { postToQueue } from './queue/post-to-queue.ts'
import type { QueueConnections } from './queue/queue-connections.ts'

export interface PostOptions {
  readonly db: Db
  readonly outbound: Pick<Outbound, 'request'>
  readonly queues: QueueConnections
  /** Shown to receivers as the sender, e.g. `events.example.org`. */
  readonly host: string
  readonly answerTimeMs: number
  readonly clock: Clock
  /** Told of every attempt, for a log of deliveries. */
  readonly onAttempt: OnAttempt | undefined
}

export interface Delivery {
  readonly endpoint: Endpoint
  readonly context: FittedContext
  readonly announcement: Announcement
  readonly origin: AttemptOrigin
  /** Left out: one of its own, at the time of the attempt. */
  readonly event?: ToldEvent
  /** Gives the attempt up. */
  readonly signal?: AbortSignal
}

/** What a receiver is told, beside the body, in headers. */
export interface Announcement {
  readonly message: string
  readonly table: string
  readonly correlationId: string
  /** That it is sent again, where who ordered it wants receivers to know. */
  readonly replay?: string | undefined
}

export interface Posted {
  readonly status: number
  readonly durationMs: number
}

/**
 * Tells an endpoint once. Only the status code of the answer counts.
 * @throws the refusals `endpoint-…`: whatever is not an answer of 200 to 299 is a failure
 */
export async function post(options: PostOptions, delivery: Delivery): Promise<Posted> {
  const { endpoint, context, announcement } = delivery
  if (endpoint.queue !== undefined) return await postToQueue(options, delivery, endpoint.queue)
  const { body, size } = context
  const { name } = endpoint
  if (body === undefined) throw deliveryRefusals['endpoint-too-large']({ endpoint: name, size })
  const target = await endpoint.target(options.db)
  const headers = headersOf(target, announcement, options.host, context.exceeded)
  const outgoing = dress(options, delivery, target, { headers, body })
  const telling = startTelling(options, delivery, { url: endpoint.url, ...outgoing }, target)
  try {
    const answer = await send(options, delivery, { url: target.url, ...outgoing })
    telling.answered(answer)
    const { status, durationMs } = answer
    if (status >= 200 && status < 300) return { status, durationMs }
    const answered = deliveryRefusals['endpoint-answered']({ endpoint: name, answer: status })
    noteRetryAfter(answered, readRetryAfter(answer.headers['retry-after'], options.clock.now()))
    throw answered
  } catch (error) {
    telling.failed(error)
    throw error
  } finally {
    telling.end()
  }
}

function dress(
  { host, clock }: PostOptions,
  delivery: Delivery,
  target: HttpTarget,
  plain: Outgoing,
): Outgoing {
  const { options } = delivery.endpoint
  if (options === undefined) return plain
  return dressRequest(options, target, delivery, plain, { host, at: clock.now() })
}

/** Costs nothing where nobody asks. */
function startTelling(
  { clock, onAttempt }: PostOptions,
  { endpoint, announcement, origin }: Delivery,
  request: AttemptRequest,
  target: HttpTarget,
) {
  const startedAt = clock.now()
  const began = performance.now()
  let response: OutboundResponse | undefined
  let error: unknown
  return {
    answered(answer: OutboundResponse) {
      response = answer
    },
    failed(thrown: unknown) {
      error = thrown
    },
    end() {
      onAttempt?.({
        ...origin,
        ...announcement,
        endpointId: endpoint.id,
        endpointName: endpoint.name,
        startedAt,
        durationMs: Math.round(performance.now() - began),
        request: { ...request, headers: withoutSecrets(request.headers, target.headers) },
        response,
        delivered: error === undefined,
        error: errorOf(error),
      })
    },
  }
}

/** All names in lower case, as Dataverse sends them. */
function headersOf(
  target: HttpTarget,
  { message, table, correlationId, replay }: Announcement,
  host: string,
  exceeded: boolean,
): Record<string, string> {
  return {
    ...target.headers,
    'content-type': 'application/json',
    'x-request-id': randomUUID(),
    'x-ms-dynamics-organization': host,
    'x-ms-dynamics-entity-name': table,
    'x-ms-dynamics-request-name': message,
    'x-ms-correlation-request-id': correlationId,
    ...(exceeded ? { 'x-ms-dynamics-msg-size-exceeded': 'true' } : {}),
    ...(replay === undefined ? {} : { 'x-greenroom-replay': replay }),
  }
}

interface Sending {
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: string
}

async function send(
  { outbound, answerTimeMs }: PostOptions,
  { endpoint, signal }: Delivery,
  sending: Sending,
): Promise<OutboundResponse> {
  try {
    return await outbound.request({
      method: 'POST',
      ...sending,
      timeoutMs: answerTimeMs,
      maxBytes: largestAnswer,
      ...(signal === undefined ? {} : { signal }),
    })
  } catch (cause) {
    signal?.throwIfAborted()
    throw notReached(endpoint, cause, answerTimeMs)
  }
}

function notReached({ name }: Endpoint, cause: unknown, answerTimeMs: number) {
  if (isOutboundFailure(cause, 'timeout')) {
    const values = { endpoint: name, seconds: answerTimeMs / 1000 }
    return deliveryRefusals['endpoint-timed-out'](values, { cause })
  }
  if (!isOutboundFailure(cause)) return cause
  const problem = cause.sentence
  return deliveryRefusals['endpoint-not-reached']({ endpoint: name, problem }, { cause })
}
