/** One attempt to put a context into a queue. */
import { sql } from 'kysely'
import type { Clock } from '#clock'
import type { Db } from '#database'
import { isRefusal } from '#errors'
import { isOutboundFailure } from '#outbound'
import { errorOf, type OnAttempt } from '../attempt.ts'
import type { Delivery, Posted } from '../post.ts'
import { BrokenChannel, NotSettled, NotTaken } from './broken-channel.ts'
import type { QueueConnections } from './queue-connections.ts'
import type { QueueEndpoint } from './queue-endpoint.ts'
import { type Person, type QueueMessage, queueMessage } from './queue-message.ts'
import { queueRefusals } from './refusals.ts'

export interface QueueOptions {
  readonly db: Db
  readonly host: string
  readonly clock: Clock
  readonly onAttempt: OnAttempt | undefined
  readonly queues: QueueConnections
}

/** What HTTP says for "taken for later": there is no status in AMQP. */
const accepted = 202

/**
 * Resolves when the broker has accepted the message.
 * @throws the refusals `queue-…`
 */
export async function postToQueue(
  options: QueueOptions,
  delivery: Delivery,
  endpoint: QueueEndpoint,
): Promise<Posted> {
  const { context, signal } = delivery
  const person = await personOf(options.db, endpoint, context.body)
  const { host, clock } = options
  const at = clock.now()
  const { announcement, event } = delivery
  const sequence = event?.sequence
  const made = queueMessage({ endpoint, context, announcement, host, at, person, sequence })
  const { name, id } = endpoint
  if (made === undefined) {
    throw queueRefusals['queue-too-large']({ endpoint: name, size: context.size })
  }
  // Durations come from the monotonic clock: they measure the network, not the hub's time.
  const startedAt = performance.now()
  let error: unknown
  try {
    await options.queues.send(endpoint, made.message, signal)
    return { status: accepted, durationMs: Math.round(performance.now() - startedAt) }
  } catch (cause) {
    if (signal?.aborted !== true || cause instanceof NotTaken) error = explain(endpoint, cause)
    else error = signal.reason
    throw error
  } finally {
    const durationMs = Math.round(performance.now() - startedAt)
    tell(options, delivery, { id, made, at, durationMs, error })
  }
}

async function personOf(
  db: Db,
  { claims }: QueueEndpoint,
  body: string | undefined,
): Promise<Person | undefined> {
  if (claims !== 'person' || body === undefined) return undefined
  const { UserId } = JSON.parse(body) as { UserId?: unknown }
  const { rows } = await sql<Person>`
select u.fullname as name, u.internalemailaddress as email from systemuser u
where u.systemuserid::text = ${String(UserId)}`.execute(db)
  return rows[0]
}

/** Whatever went wrong as a sentence, with the code that Dataverse has for it. */
function explain({ name: endpoint }: QueueEndpoint, cause: unknown): unknown {
  if (cause instanceof NotSettled) {
    const { seconds } = cause
    return queueRefusals['queue-timed-out']({ endpoint, seconds }, { cause })
  }
  if (cause instanceof NotTaken) {
    const { outcome, message: problem } = cause
    return queueRefusals['queue-not-taken']({ endpoint, outcome, problem }, { cause })
  }
  if (cause instanceof BrokenChannel) {
    const kind = cause.isAboutLogin ? 'queue-login' : 'queue-not-reached'
    return queueRefusals[kind]({ endpoint, problem: cause.message }, { cause })
  }
  if (!isOutboundFailure(cause) && !isRefusal(cause)) return cause
  const problem = cause.sentence.replace(/\.$/, '')
  return queueRefusals['queue-not-reached']({ endpoint, problem }, { cause })
}

interface Ended {
  readonly id: string
  readonly made: QueueMessage
  readonly at: Date
  readonly durationMs: number
  readonly error: unknown
}

function tell({ onAttempt }: QueueOptions, delivery: Delivery, ended: Ended): void {
  const { endpoint, announcement, origin } = delivery
  onAttempt?.({
    ...origin,
    ...announcement,
    endpointId: ended.id,
    endpointName: endpoint.name,
    startedAt: ended.at,
    durationMs: ended.durationMs,
    request: { url: endpoint.url, headers: headersOf(ended.made), body: ended.made.text },
    response: undefined,
    delivered: ended.error === undefined,
    error: errorOf(ended.error),
  })
}

/** Properties of the message, shown where a webhook has its headers. */
function headersOf({ message }: QueueMessage): Record<string, string> {
  const shown = Object.entries(message.application_properties as object)
  return {
    'content-type': String(message.content_type),
    ...Object.fromEntries(shown.map(([k, v]) => [k, String(v)])),
  }
}
