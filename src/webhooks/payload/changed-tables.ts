import type { Table } from '#database'
import { entry } from './json-text.ts'
import { stringPair } from './typed-value.ts'

/**
 * The shared variable ChangedEntityTypes of a main operation: tables whose rows look different
 * afterwards. A new name also shows on the rows that point to its row; the table itself is last.
 */
export function createChangedTables(tables: readonly Table[]) {
  const pointing = pointingTables(tables)
  return (table: Table, message: string, written: Readonly<Record<string, unknown>>): string => {
    const name = table.primaryName
    const renamed = message === 'Update' && name !== undefined && name in written
    const others = renamed ? (pointing.get(table.name) ?? []) : []
    const pairs = [...others, table.name].map((each) => stringPair(each, message))
    return entry('ChangedEntityTypes', `[${pairs.join(',')}]`)
  }
}

/** By table: those with lookups to it. Who made or changed a row is history and not counted. */
function pointingTables(tables: readonly Table[]): ReadonlyMap<string, readonly string[]> {
  const pointing = new Map<string, Set<string>>()
  for (const { name, columns, exposed } of tables) {
    if (!exposed) continue
    const targets = Object.values(columns).flatMap((column) => column.targets ?? [])
    for (const target of targets) {
      if (target === name) continue
      const others = pointing.get(target) ?? new Set()
      pointing.set(target, others.add(name))
    }
  }
  return new Map([...pointing].map(([target, others]) => [target, [...others]]))
}
