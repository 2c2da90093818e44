/** A row that nobody has: what contexts look like before anything happened. */
import type { Column, Table } from '#database'
import type { Values } from '#pipeline'

export const sampleId = '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d'
const otherId = '5d4c3b2a-1f0e-4d9c-8b7a-6f5e4d3c2b1a'

export interface SampleRow {
  readonly before: Values
  readonly after: Values
  /** Columns that a caller could have written, the name of the row first. */
  readonly writable: readonly string[]
}

/** Every column that contexts show has a value; before the change texts and numbers were others. */
export function sampleRow(table: Table, now: Date): SampleRow {
  const columns = Object.entries(table.allColumns).filter(
    ([, { hidden, kind, computed }]) => !hidden && kind !== 'secret' && computed === undefined,
  )
  const rowAt = (age: Age) => {
    const values: Values = {}
    for (const [name, column] of columns) {
      values[name] = name === table.primaryKey ? sampleId : valueFor(column, age, now)
    }
    return values
  }
  const writable = columns.filter(([name, { readOnly }]) => !readOnly && !isStamp(name))
  const names = writable
    .map(([name]) => name)
    .filter((name) => name !== table.primaryKey)
    .toSorted((one, other) => Number(isTelling(other)) - Number(isTelling(one)))
  const first = names.filter((name) => name === table.primaryName)
  const writableNames = [...first, ...names.filter((name) => name !== table.primaryName)]
  return { before: rowAt('before'), after: rowAt('after'), writable: writableNames }
}

type Age = 'before' | 'after'

/** Columns that people know a row by. */
const isTelling = (name: string) => /name|email|title|subject/.test(name)

const isStamp = (name: string) => /^(created|modified|overridden|owner|state|status)/.test(name)

function valueFor(column: Column, age: Age, now: Date): unknown {
  switch (column.kind) {
    case 'key':
    case 'uuid':
      return otherId
    case 'text':
    case 'memo':
      return `${age === 'before' ? 'Earlier' : 'Sample'} ${column.label}`.slice(0, column.maxLength)
    case 'integer':
    case 'bigint':
    case 'float':
      return numberIn(column, age === 'before' ? 41 : 42)
    case 'decimal':
    case 'money':
      return age === 'before' ? '41.5' : '42.5'
    case 'boolean':
      return age === 'after'
    case 'choice':
      return column.options?.[0]?.value ?? 0
    case 'multichoice':
      return (column.options ?? []).slice(0, 2).map(({ value }) => value)
    case 'lookup':
      return { table: column.targets?.[0] ?? 'systemuser', id: otherId }
    default:
      return timeOf(column, now)
  }
}

function timeOf({ kind }: Column, now: Date): unknown {
  if (kind === 'instant') return now
  if (kind === 'localtime') return now.toISOString().slice(0, 19)
  return kind === 'date' ? now.toISOString().slice(0, 10) : null
}

function numberIn({ min = Number.NEGATIVE_INFINITY, max = Infinity }: Column, wanted: number) {
  return Math.min(Math.max(wanted, min), max)
}
