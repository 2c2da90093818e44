import { randomUUID } from 'node:crypto'
import type { Db } from '#database'
import { isOutboundFailure, type Outbound, type OutboundResponse } from '#outbound'
import { deliveryRefusals } from './delivery-refusals.ts'
import type { Endpoint, HttpTarget } from './endpoint.ts'
import type { FittedContext } from './fit-context.ts'
import { largestAnswer } from './limits.ts'

export interface PostOptions {
  readonly db: Db
  readonly outbound: Pick<Outbound, 'request'>
  /** Shown to receivers as the sender, e.g. `events.example.org`. */
  readonly host: string
  readonly answerTimeMs: number
}

export interface Delivery {
  readonly endpoint: Endpoint
  readonly context: FittedContext
  readonly announcement: Announcement
  /** Gives the attempt up. */
  readonly signal?: AbortSignal
}

/** What a receiver is told, beside the body, in headers. */
export interface Announcement {
  readonly message: string
  readonly table: string
  readonly correlationId: string
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
  const { endpoint, context, announcement, signal } = delivery
  const { body, size } = context
  const { name } = endpoint
  if (body === undefined) throw deliveryRefusals['endpoint-too-large']({ endpoint: name, size })
  const target = await endpoint.target(options.db)
  const headers = headersOf(target, announcement, options.host, context.exceeded)
  const answer = await send(options, endpoint, { url: target.url, headers, body, signal })
  const { status, durationMs } = answer
  if (status >= 200 && status < 300) return { status, durationMs }
  throw deliveryRefusals['endpoint-answered']({ endpoint: name, answer: status })
}

/** All names in lower case, as Dataverse sends them. */
function headersOf(
  target: HttpTarget,
  { message, table, correlationId }: Announcement,
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
  }
}

interface Sending {
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: string
  readonly signal: AbortSignal | undefined
}

async function send(
  { outbound, answerTimeMs }: PostOptions,
  endpoint: Endpoint,
  { signal, ...sending }: Sending,
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
