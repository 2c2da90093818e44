import { isRefusal, type Refusal } from '#errors'
import type { FailureVerdict } from '#jobs'
import { isOutboundFailure } from '#outbound'
import { NotTaken } from './broken-channel.ts'
import { mostAttempts, postponeMs } from './limits.ts'

const transient = [
  'queue-not-reached',
  'queue-login',
  'queue-not-taken',
  'queue-timed-out',
] as const

/**
 * What happens to the system job of a message that a queue did not take: it is postponed, with
 * growing waits, until it is given up after a day. Undefined where the failure is none of a queue.
 */
export function judgeQueueFailure(error: unknown, attempt: number): FailureVerdict | undefined {
  if (!isQueueFailure(error)) return undefined
  const friendlyMessage = error.sentence
  if (!mayPass(error) || attempt >= mostAttempts) return { next: 'fail', friendlyMessage }
  return { next: 'retry', afterMs: postponeMs(attempt), friendlyMessage }
}

const isQueueFailure = (error: unknown): error is Refusal =>
  isRefusal(error) && error.code.startsWith('queue-')

/** Whether it is a failure of a queue that no waiting mends. */
export const isQueueFailureForGood = (error: unknown): boolean =>
  isQueueFailure(error) && !mayPass(error)

function mayPass({ code, cause }: Refusal): boolean {
  return transient.some((each) => each === code) && !isForGood(cause)
}

/** Waiting does not make a message smaller or an address permitted. */
function isForGood(cause: unknown): boolean {
  if (cause instanceof NotTaken) {
    return (
      cause.condition === 'amqp:link:message-size-exceeded' ||
      cause.condition === 'amqp:decode-error'
    )
  }
  return isOutboundFailure(cause, 'refused-address') || isRefusal(cause, 'queue-address')
}
