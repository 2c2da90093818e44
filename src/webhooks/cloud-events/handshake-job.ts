/**
 * The validation handshake of CloudEvents (HTTP 1.1 Web Hooks for Event Delivery, §4): an OPTIONS
 * request that a receiver must answer before it is sent anything, so that nobody can point the hub
 * at somebody who never asked for events.
 */
import type { Db, Tx } from '#database'
import { isRefusal } from '#errors'
import { systemCaller } from '#identity'
import type { FailureVerdict, JobDefinition, JobResult, JobRun } from '#jobs'
import { isOutboundFailure, type Outbound } from '#outbound'
import type { Pipeline } from '#pipeline'
import { handshakeState } from '../choices.ts'
import { deliveryRefusals } from '../delivery-refusals.ts'
import type { Endpoint } from '../endpoint.ts'
import { largestAnswer } from '../limits.ts'
import type { Registry } from '../registry.ts'
import { type HandshakePayload, handshakeKind } from './handshake-words.ts'
import { type Agreement, readAgreement } from './read-agreement.ts'

export interface HandshakeOptions {
  readonly db: Db
  readonly registry: Registry
  readonly outbound: Pick<Outbound, 'request'>
  readonly pipeline: Pick<Pipeline, 'executeIn'>
  /** With port, where there is one. */
  readonly host: string
  readonly answerTimeMs: number
}

const attempts = 6
const firstDelayMs = 5_000

export function handshakeJob(options: HandshakeOptions): JobDefinition<HandshakePayload> {
  return {
    kind: handshakeKind,
    timeLimitMs: options.answerTimeMs + 10_000,
    run: (job) => ask(options, job),
    onFailure: judge,
    async failed(tx, { payload }, problem) {
      await keepAnswer(options, tx, payload.endpoint, { isAgreed: false, problem })
    },
  }
}

async function ask(
  options: HandshakeOptions,
  { payload, signal }: JobRun<HandshakePayload>,
): Promise<JobResult | undefined> {
  await options.registry.refresh()
  const endpoint = options.registry.endpoint(payload.endpoint)
  if (endpoint?.options?.handshake !== 'asked') {
    return { friendlyMessage: 'There is nobody to ask any more.' }
  }
  const agreement = await question(options, endpoint, signal)
  return {
    friendlyMessage: agreement.isAgreed
      ? 'The receiver wants events.'
      : `The receiver did not agree: ${agreement.problem}`,
    async complete(tx) {
      // Whoever moved meanwhile is asked by a job of its own.
      await options.registry.refresh()
      const { version } = options.registry.endpoint(endpoint.id) ?? {}
      if (version === endpoint.version) await keepAnswer(options, tx, endpoint.id, agreement)
    },
  }
}

async function question(
  { db, outbound, host, answerTimeMs }: HandshakeOptions,
  endpoint: Endpoint,
  signal: AbortSignal,
): Promise<Agreement> {
  const { url, headers } = await endpoint.target(db)
  const origin = host.replace(/:\d+$/, '')
  const { status, headers: answer } = await outbound.request({
    method: 'OPTIONS',
    url,
    headers: {
      ...headers,
      'webhook-request-origin': origin,
      'webhook-request-rate': String(endpoint.options?.ratePerMinute ?? '*'),
    },
    timeoutMs: answerTimeMs,
    maxBytes: largestAnswer,
    signal,
  })
  // An answer that it cannot be asked now is no answer yet.
  if (status === 429 || status >= 500) {
    throw deliveryRefusals['endpoint-answered']({ endpoint: endpoint.name, answer: status })
  }
  return readAgreement(status, answer, origin)
}

async function keepAnswer(
  { pipeline }: HandshakeOptions,
  tx: Tx,
  id: string,
  agreement: Agreement,
): Promise<void> {
  const { allowed, refused } = handshakeState
  const target = agreement.isAgreed
    ? { gr_handshakestate: allowed.value, gr_allowedrate: agreement.perMinute ?? null }
    : {
        gr_handshakestate: refused.value,
        gr_handshakeproblem: agreement.problem.slice(0, 1_000),
      }
  const request = { message: 'Update', table: 'serviceendpoint', id, target, internal: true }
  await pipeline.executeIn(tx, systemCaller, request)
}

function judge(error: unknown, attempt: number): FailureVerdict {
  const isPassing = isOutboundFailure(error) || isRefusal(error, 'endpoint-answered')
  if (isPassing && attempt < attempts) {
    return { next: 'retry', afterMs: firstDelayMs * 2 ** (attempt - 1) }
  }
  const friendlyMessage = isRefusal(error) ? error.sentence : 'The receiver could not be asked.'
  return { next: 'fail', friendlyMessage }
}
