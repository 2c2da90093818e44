import type { Execution, Values } from '#pipeline'

/**
 * What a context is written from: an execution under way, or the record of one. Instants are Dates
 * or ISO 8601 text; columns that no API shows may be there and are left out when it is written.
 */
export interface ContextSource {
  readonly message: string
  readonly stage: number
  readonly table: string
  readonly id: string
  readonly depth: number
  readonly correlationId: string
  readonly requestId: string
  readonly operationCreatedOn: Date | string
  readonly userId: string
  readonly initiatingUserId: string
  readonly businessUnitId: string
  readonly target: Readonly<Values>
  readonly sent: Readonly<Values>
  readonly input: Readonly<Record<string, unknown>>
  readonly output: Readonly<Record<string, unknown>>
  readonly pre: Readonly<Values> | null
  readonly post: Readonly<Values> | null
  readonly shared: Readonly<Record<string, unknown>>
  readonly parent: ContextSource | null
}

/** Copies no values: the context is written before the execution goes on. */
export function sourceOf(execution: Execution): ContextSource {
  const { caller } = execution
  return {
    message: execution.message,
    stage: execution.stage,
    table: execution.table,
    id: execution.id,
    depth: execution.depth,
    correlationId: execution.correlationId,
    requestId: execution.requestId,
    operationCreatedOn: execution.operationCreatedOn,
    userId: caller.userId,
    initiatingUserId: caller.initiatingUserId ?? caller.userId,
    businessUnitId: caller.businessUnitId,
    target: execution.target,
    sent: execution.sent,
    input: execution.input,
    output: execution.output,
    pre: execution.pre ?? null,
    post: execution.post ?? null,
    shared: Object.fromEntries(execution.shared),
    parent: execution.parent === undefined ? null : sourceOf(execution.parent),
  }
}
