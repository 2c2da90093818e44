/** What the pipeline has to know about a table for every write, worked out once from its declaration. */
import type { Column, Table } from '#database'
import { columnKinds } from './column-kinds.ts'

export interface PlannedColumn {
  readonly name: string
  readonly column: Column
  readonly sqlType: string
  read(value: unknown, column: Column): unknown
  readonly encode: ((value: never) => unknown) | undefined
  /** Written into the table: not generated, computed, secret or kept by a sequence. */
  readonly stored: boolean
  /** A lookup with several targets; the id alone does not say which. */
  readonly polymorphic: boolean
  /** The column that holds the target's table of a polymorphic lookup, e.g. owneridtype. */
  readonly typeColumn: string | undefined
}

interface GeneratedColumn {
  readonly name: string
  /** The columns that its expression reads. */
  readonly from: readonly string[]
}

export interface TablePlan {
  readonly table: Table
  readonly columns: ReadonlyMap<string, PlannedColumn>
  readonly required: readonly PlannedColumn[]
  readonly defaults: readonly (readonly [name: string, value: unknown])[]
  readonly secrets: readonly string[]
  readonly generated: readonly GeneratedColumn[]
  readonly polymorphic: readonly PlannedColumn[]
}

/** A lookup, seen from the table that it points to. */
export interface Pointer {
  readonly plan: TablePlan
  readonly planned: PlannedColumn
}

/** The lookups that point to each table, by its name. */
export function planPointers(plans: Iterable<TablePlan>): ReadonlyMap<string, readonly Pointer[]> {
  const pointers = new Map<string, Pointer[]>()
  for (const plan of plans) {
    for (const planned of plan.columns.values()) {
      for (const target of planned.column.targets ?? []) {
        pointers.set(target, [...(pointers.get(target) ?? []), { plan, planned }])
      }
    }
  }
  return pointers
}

export function planTable(table: Table): TablePlan {
  const columns = new Map<string, PlannedColumn>()
  for (const [name, column] of Object.entries(table.allColumns)) {
    columns.set(name, planColumn(name, column, table))
  }
  const all = [...columns.values()]
  return {
    table,
    columns,
    required: all.filter(({ name, column, stored }) => {
      const isKey = name === table.primaryKey
      return column.required && (stored || column.kind === 'secret') && !isKey
    }),
    defaults: all
      .filter(({ column }) => column.defaultValue !== undefined)
      .map(({ name, column }) => [name, column.defaultValue] as const),
    secrets: all.filter(({ column }) => column.kind === 'secret').map(({ name }) => name),
    generated: all.filter(({ column }) => column.generated !== undefined).map(planGenerated),
    polymorphic: all.filter((each) => each.polymorphic),
  }
}

function planColumn(name: string, column: Column, table: Table): PlannedColumn {
  const { sqlType, read, encode } = columnKinds[column.kind]
  const polymorphic = column.kind === 'lookup' && (column.targets?.length ?? 0) > 1
  const typeColumn = `${name}type`
  return {
    name,
    column,
    sqlType,
    read,
    encode,
    stored: isStored(name, column),
    polymorphic,
    typeColumn: polymorphic && typeColumn in table.allColumns ? typeColumn : undefined,
  }
}

function isStored(name: string, column: Column): boolean {
  if (column.generated !== undefined || column.computed !== undefined) return false
  return column.kind !== 'secret' && name !== 'versionnumber'
}

function planGenerated({ name, column }: PlannedColumn): GeneratedColumn {
  return { name, from: (column.generated as string).match(/[a-z_][a-z0-9_]*/g) ?? [] }
}
