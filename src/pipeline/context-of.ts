import type { Table } from '#database'
import type { Execution, Values } from './execution.ts'

/**
 * A copy of an execution that JSON can carry: instants are ISO 8601 text, lookups ids, hidden and
 * secret columns are left out. `webhooks` makes a RemoteExecutionContext of it.
 */
export interface ExecutionRecord {
  readonly message: string
  readonly stage: number
  readonly table: string
  readonly id: string
  readonly depth: number
  readonly correlationId: string
  readonly requestId: string
  readonly operationCreatedOn: string
  readonly userId: string
  readonly initiatingUserId: string
  readonly businessUnitId: string
  /** What is written, with what the hub filled in. */
  readonly target: PlainValues
  /** What the caller sent. */
  readonly sent: PlainValues
  readonly input: PlainValues
  readonly output: PlainValues
  readonly pre: PlainValues | null
  readonly post: PlainValues | null
  readonly shared: PlainValues
  readonly parent: ExecutionRecord | null
}

export type Plain =
  | string
  | number
  | boolean
  | null
  | readonly Plain[]
  | { readonly [key: string]: Plain }

export type PlainValues = { readonly [key: string]: Plain }

export function contextOf(execution: Execution): ExecutionRecord {
  const { declaration, caller } = execution
  return {
    message: execution.message,
    stage: execution.stage,
    table: execution.table,
    id: execution.id,
    depth: execution.depth,
    correlationId: execution.correlationId,
    requestId: execution.requestId,
    operationCreatedOn: execution.operationCreatedOn.toISOString(),
    userId: caller.userId,
    initiatingUserId: caller.initiatingUserId ?? caller.userId,
    businessUnitId: caller.businessUnitId,
    target: plainColumns(declaration, execution.target),
    sent: plainColumns(declaration, execution.sent),
    input: plainObject(execution.input, []),
    output: plainObject(execution.output, []),
    pre: execution.pre === undefined ? null : plainColumns(declaration, execution.pre),
    post: execution.post === undefined ? null : plainColumns(declaration, execution.post),
    shared: plainObject(Object.fromEntries(execution.shared), []),
    parent: execution.parent === undefined ? null : contextOf(execution.parent),
  }
}

function plainColumns({ allColumns }: Table, values: Readonly<Values>): PlainValues {
  const shown: Values = {}
  for (const [name, value] of Object.entries(values)) {
    const column = Object.hasOwn(allColumns, name) ? allColumns[name] : undefined
    if (column !== undefined && !column.hidden && column.kind !== 'secret') shown[name] = value
  }
  return plainObject(shown, [])
}

function plainObject(values: object, above: readonly object[]): PlainValues {
  const result: Record<string, Plain> = {}
  for (const [name, value] of Object.entries(values)) {
    const plain = toPlain(value, above)
    if (plain !== undefined) result[name] = plain
  }
  return result
}

/** Undefined for what JSON has no form for: functions, symbols, an object inside itself. */
function toPlain(value: unknown, above: readonly object[]): Plain | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || above.includes(value)) return undefined
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  const inside = [...above, value]
  if (value instanceof Map) return plainObject(Object.fromEntries(value), inside)
  if (value instanceof Set) return plainList([...value], inside)
  return Array.isArray(value) ? plainList(value, inside) : plainObject(value, inside)
}

function plainList(values: readonly unknown[], above: readonly object[]): Plain[] {
  return values.map((value) => toPlain(value, above) ?? null)
}
