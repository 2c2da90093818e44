/**
 * Which rows of a provider are loaded: one condition per line, all must hold, for example
 * `email ends-with @example.org`. Columns are those of the table without `gr_`.
 */
import { refusals } from './refusals.ts'

export type RowFilter = (row: Readonly<Record<string, unknown>>) => boolean

const operators: Readonly<Record<string, (value: string, wanted: string) => boolean>> = {
  eq: (value, wanted) => value === wanted,
  ne: (value, wanted) => value !== wanted,
  contains: (value, wanted) => value.includes(wanted),
  'begins-with': (value, wanted) => value.startsWith(wanted),
  'ends-with': (value, wanted) => value.endsWith(wanted),
  // Instants are compared as ISO text, which orders like time.
  after: (value, wanted) => value > wanted,
  before: (value, wanted) => value !== '' && value < wanted,
}

/** @throws `row-filter-not-valid` */
export function rowFilter(text: string | null, columns: readonly string[]): RowFilter {
  const lines = (text ?? '').split('\n').map((line) => line.trim())
  const conditions = lines.filter((line) => line !== '').map((line) => condition(line, columns))
  return (row) => conditions.every((holds) => holds(row))
}

function condition(line: string, columns: readonly string[]): RowFilter {
  const [, column = '', operator = '', wanted = ''] = /^(\w+)\s+([\w-]+)\s+(.+)$/.exec(line) ?? []
  const test = Object.hasOwn(operators, operator) ? operators[operator] : undefined
  if (test === undefined || !columns.includes(column)) {
    const known = `${columns.join(', ')}; ${Object.keys(operators).join(', ')}`
    throw refusals['row-filter-not-valid']({ line: line.slice(0, 100), known })
  }
  return (row) => test(comparable(row[`gr_${column}`]), comparable(wanted))
}

/** Letters count the same in both cases, as in queries. */
function comparable(value: unknown): string {
  if (value === undefined || value === null) return ''
  return (value instanceof Date ? value.toISOString() : String(value)).toLowerCase()
}
