import type { HandlerStep } from './handler-steps.ts'
import { HandlerBroken, HandlerEnded, HandlerThrew, HandlerTooSlow } from './handler-thread.ts'
import { handlerRefusals } from './refusals.ts'

/** Whatever a run ended with as a refusal: what the handler says is what the user reads. */
export function explainFailure(
  cause: unknown,
  { handler, registered: { name: step } }: HandlerStep,
  timeMs: number,
): unknown {
  if (cause instanceof HandlerThrew) {
    const problem = cause.message.slice(0, 2_000)
    return handlerRefusals['handler-failed']({ problem, step, handler }, { cause })
  }
  if (cause instanceof HandlerTooSlow) {
    const seconds = timeMs / 1000
    return handlerRefusals['handler-timed-out']({ handler, step, seconds }, { cause })
  }
  if (!(cause instanceof HandlerEnded) && !(cause instanceof HandlerBroken)) return cause
  const problem = cause.message.slice(0, 500)
  const kind = cause instanceof HandlerEnded ? 'handler-ended' : 'handler-missing'
  return handlerRefusals[kind]({ handler, step, problem }, { cause })
}
