/** How each column of a table is written, worked out once per table. */
import type { Column, Table } from '#database'
import type { Values } from '#pipeline'
import { dateText, decimalNumber, quote } from './json-text.ts'
import {
  instantValue,
  isReference,
  moneyValue,
  optionValue,
  plainValue,
  reference,
} from './typed-value.ts'

export interface WrittenColumn {
  readonly name: string
  readonly column: Column
  /** `{"key":"<name>","value":`, so that only the value is put together for each row. */
  readonly start: string
  /** JSON of a value that is not null; other columns of the row tell where a lookup points to. */
  write(value: unknown, row: Readonly<Values>): string
}

export interface TableColumns {
  readonly table: Table
  /** The columns that contexts show, by name, in the order of the declaration. */
  readonly shown: ReadonlyMap<string, WrittenColumn>
}

/** Contexts show what the API shows: no hidden columns, no secrets, nothing that no row holds. */
export function columnsOf(table: Table): TableColumns {
  const typeColumns = typeColumnsOf(table)
  const shown = new Map<string, WrittenColumn>()
  for (const [name, column] of Object.entries(table.allColumns)) {
    const derived = column.hidden || column.kind === 'secret' || column.computed !== undefined
    if (derived || typeColumns.has(name)) continue
    const start = `{"key":${quote(name)},"value":`
    shown.set(name, { name, column, start, write: writerOf(name, column) })
  }
  return { table, shown }
}

/** `owneridtype`: a reference says by itself what it points to. */
function typeColumnsOf({ allColumns }: Table): ReadonlySet<string> {
  const several = Object.keys(allColumns).filter((name) => {
    return (allColumns[name]?.targets?.length ?? 0) > 1
  })
  return new Set(several.map((name) => `${name}type`))
}

type Write = (value: unknown, row: Readonly<Values>) => string

function writerOf(name: string, column: Column): Write {
  switch (column.kind) {
    case 'choice':
      return (value) => (typeof value === 'number' ? optionValue(value) : plainValue(value))
    case 'multichoice':
      return writeChoices
    case 'money':
      return (value) => moneyValue(exactNumber(value))
    case 'decimal':
      return exactNumber
    case 'instant':
      return writeInstant
    case 'localtime':
    case 'date':
      return writeCalendar
    case 'lookup':
      return lookupWriter(name, column.targets ?? [])
    case 'json':
      return (value) => quote(JSON.stringify(value) ?? 'null')
    default:
      return (value) => plainValue(value)
  }
}

function writeChoices(value: unknown): string {
  if (!Array.isArray(value)) return plainValue(value)
  return `[${value.map((each) => optionValue(Number(each))).join(',')}]`
}

function exactNumber(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && /^-?\d+(\.\d+)?$/.test(text)
    ? decimalNumber(text)
    : plainValue(value)
}

function writeInstant(value: unknown): string {
  if (value instanceof Date) return instantValue(value)
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(time) ? plainValue(value) : dateText(time)
}

/** Wall-clock times and dates have no zone; Dataverse writes them as if they were in UTC. */
function writeCalendar(value: unknown): string {
  if (typeof value !== 'string') return plainValue(value)
  const time = Date.parse(value.includes('T') ? `${value}Z` : `${value}T00:00:00Z`)
  return Number.isNaN(time) ? quote(value) : dateText(time)
}

function lookupWriter(name: string, targets: readonly string[]): Write {
  const typeColumn = `${name}type`
  return (value, row) => {
    if (isReference(value)) return reference(value)
    if (typeof value !== 'string') return plainValue(value)
    const named = targets.length > 1 ? row[typeColumn] : undefined
    return reference({ table: typeof named === 'string' ? named : (targets[0] ?? name), id: value })
  }
}
