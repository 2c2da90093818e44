import type { CompiledQuery, Shapes } from '../compile/compile.ts'
import type { ValueKind } from '../metadata/value-kind.ts'

/** A row as values: instants are Dates, exact decimals and amounts text, the rest as JSON has it. */
export type TypedRow = Readonly<Record<string, unknown>>

export function typedRow({ shapes }: CompiledQuery, row: string): TypedRow {
  return typedObject(shapes, JSON.parse(row, keepNumbers))
}

/** A number as it was written: 12.50 is not 12.5 where an amount is meant. */
class WrittenNumber {
  readonly source: string
  constructor(source: string) {
    this.source = source
  }
}

function keepNumbers(_name: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === 'number' ? new WrittenNumber(context?.source ?? String(value)) : value
}

function typedObject(shapes: Shapes, row: Readonly<Record<string, unknown>>): TypedRow {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typedMember(shapes.get(name), value)]),
  )
}

function typedMember(shape: ValueKind | Shapes | undefined, value: unknown): unknown {
  if (value === null || value === undefined) return null
  if (typeof shape === 'object') {
    const row = (each: unknown) => typedObject(shape, each as Readonly<Record<string, unknown>>)
    return Array.isArray(value) ? value.map(row) : row(value)
  }
  if (value instanceof WrittenNumber) return typedNumber(shape, value)
  if (shape === 'instant') return new Date(String(value))
  return shape === 'localtime' ? String(value).replace(/Z$/, '') : value
}

function typedNumber(shape: ValueKind | undefined, { source }: WrittenNumber): unknown {
  return shape === 'decimal' || shape === 'money' ? source : Number(source)
}
