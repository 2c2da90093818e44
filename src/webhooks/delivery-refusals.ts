import { defineRefusals, type Refusal, type RefusalDefinition } from '#errors'

/**
 * Why a receiver was not told. Status 400 for all: the receiver's own 50x would make clients repeat
 * a write that was refused for good. The codes are Dataverse's (Webhooks…).
 */
const unavailable = <const S extends string>(sentence: S, advice: string, dataverse: number) =>
  ({
    status: 400,
    sentence: `Endpoint unavailable: ${sentence}` as const,
    advice,
    dataverse,
  }) satisfies RefusalDefinition

const look = 'Check the URL and authentication of the endpoint, and the log of the receiver.'

export const deliveryRefusals = defineRefusals({
  'endpoint-answered': unavailable(
    'the webhook "{endpoint}" answered with the status {answer}.',
    look,
    0x80050201,
  ),
  'endpoint-timed-out': unavailable(
    'the webhook "{endpoint}" did not answer within {seconds} seconds.',
    'Have the receiver answer first and work afterwards.',
    0x80050202,
  ),
  'endpoint-headers': unavailable(
    'the headers of the webhook "{endpoint}" cannot be sent.',
    'Set authvalue of the endpoint anew.',
    0x80050203,
  ),
  'endpoint-query': unavailable(
    'the key or query pairs of the webhook "{endpoint}" cannot be sent.',
    'Set authvalue of the endpoint anew.',
    0x80050204,
  ),
  'endpoint-not-reached': unavailable(
    'the webhook "{endpoint}" could not be called: {problem}',
    look,
    0x80050205,
  ),
  'endpoint-off': unavailable(
    'nothing is sent for "{step}", because {reason}.',
    'Register or enable the step again if its events are wanted.',
    0x80050206,
  ),
  'endpoint-too-large': unavailable(
    'the context for the webhook "{endpoint}" has {size} bytes after trimming, and 262144 are allowed.',
    'Let the step fire for smaller rows, or read the row in the receiver.',
    0x80050207,
  ),
  'endpoint-not-agreed': unavailable(
    'the receiver behind the webhook "{endpoint}" did not agree to be sent events.',
    'See gr_handshakeproblem of the endpoint. When the receiver answers the CloudEvents handshake, save its url again.',
    0x80050205,
  ),
  'endpoint-circuit-open': unavailable(
    'the webhook "{endpoint}" failed so often that nothing is sent to it for the moment.',
    'Mend the receiver; one delivery at a time is tried until it works. Or call gr_CloseCircuit.',
    0x80050205,
  ),
  'webhook-loop': {
    status: 400,
    sentence:
      'Nothing is sent for "{step}": it would be number {depth} in a chain of webhooks and calls back, and {limit} are allowed within an hour.',
    advice:
      'Look for a receiver that writes what it is told about; narrow the filtering attributes.',
    dataverse: 0x80044182,
  },
  'webhooks-hold-the-database': {
    status: 503,
    sentence:
      'The hub is busy: {limit} writes already wait for synchronous webhooks, which is half of its database connections.',
    advice:
      'Try again in a few seconds. Make steps asynchronous, receivers faster, or raise GREENROOM_DATABASE_POOL.',
    dataverse: 0x80072326,
  },
})

/** What the user downloads from the "Endpoint unavailable" dialog; never with secrets. */
export type EndpointUnavailable = Refusal & { readonly log: string }

const raised = new WeakSet<object>()

export function isEndpointUnavailable(error: unknown): error is EndpointUnavailable {
  return typeof error === 'object' && error !== null && raised.has(error)
}

export function withLog(refusal: Refusal, log: string): EndpointUnavailable {
  raised.add(refusal)
  return Object.assign(refusal, { log })
}

/** Networking issues that another attempt may resolve; Dataverse repeats these three only, once. */
const passing: readonly unknown[] = [502, 503, 504]

export function isWorthAnotherAttempt(error: unknown): boolean {
  const isAnswer = error instanceof Error && 'code' in error && error.code === 'endpoint-answered'
  return isAnswer && passing.includes((error as Refusal).values.answer)
}
