import { isRefusal, type Refusal } from '#errors'
import type { Execution } from '#pipeline'
import type { Endpoint } from './endpoint.ts'
import type { RegisteredStep } from './registered-step.ts'

export interface FailedFiring {
  readonly step: RegisteredStep
  readonly endpoint: Endpoint
  readonly execution: Execution
  readonly at: Date
}

/** The text that a user can download: what an administrator needs, and no key or header. */
export function failureLog(refusal: Refusal, failed: FailedFiring): string {
  const { step, endpoint, execution, at } = failed
  const { message, table, id, stage, depth, correlationId, requestId } = execution
  const lines = [
    refusal.sentence,
    refusal.advice,
    '',
    `Time: ${at.toISOString()}`,
    `Error code: ${hexadecimal(refusal.dataverse)} (${refusal.code})`,
    `Operation: ${message} of ${table} ${id}, stage ${stage}, depth ${depth}`,
    `Step: ${step.name} (${step.id})`,
    `Service endpoint: ${endpoint.name} (${endpoint.id})`,
    `Correlation id: ${correlationId}`,
    `Request id: ${requestId}`,
    ...causesOf(refusal).map((cause) => `Caused by: ${cause}`),
  ]
  return `${lines.join('\n')}\n`
}

function hexadecimal(code: number | undefined): string {
  return `0x${(code ?? 0).toString(16).padStart(8, '0')}`
}

/** Only what was written for people: messages of the system name addresses inside the network. */
function causesOf(refusal: Refusal): string[] {
  const causes: string[] = []
  for (let at = refusal.cause; isRefusal(at); at = at.cause) causes.push(at.sentence)
  return causes
}
