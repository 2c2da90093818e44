import type { Column, Table } from '#database'
import { refusals } from './refusals.ts'
import { namesIn } from './registered-step.ts'

/** By logical name; tables that no API shows are not there. */
export type TablesByName = ReadonlyMap<string, Table>

export function tablesByName(tables: readonly Table[]): TablesByName {
  return new Map(tables.filter((table) => table.exposed).map((table) => [table.name, table]))
}

/**
 * Refuses names in a list of columns that the table does not have, or that no row and no request
 * of it can hold. `input` is the column that holds the list.
 */
export function refuseUnknownColumns(table: Table, list: unknown, input: string): void {
  const unknown = namesIn(typeof list === 'string' ? list : null).filter((name) => {
    const column = Object.hasOwn(table.allColumns, name) ? table.allColumns[name] : undefined
    return column === undefined || !isRegistrable(column)
  })
  if (unknown.length === 0) return
  throw refusals['step-unknown-columns'](
    { table: table.name, columns: unknown.join(', '), input },
    { input, expected: `columns of ${table.name}`, found: unknown.join(', ') },
  )
}

function isRegistrable({ hidden, computed }: Column): boolean {
  return !hidden && computed === undefined
}
