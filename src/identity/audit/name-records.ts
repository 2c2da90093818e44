/** What records are called now of which the log has only ids: those that changes point to, and links. */
import { sql } from 'kysely'
import type { Db, Table } from '#database'
import type { AuditRow } from './audit.ts'
import type { AuditChange, NamedRecord, RecordNames } from './audit-shapes.ts'

type Entry = Pick<AuditRow, 'table' | 'recordId' | 'recordName' | 'changes'>

export async function nameRecords(
  db: Db,
  tables: readonly Table[],
  rows: readonly Entry[],
): Promise<RecordNames> {
  const known = new Map(tables.map((table) => [table.name, table]))
  const wanted = new Map<Table, Set<string>>()
  const names: Record<string, NamedRecord> = {}
  for (const { id, targets } of rows.flatMap((row) => pointersIn(row, known))) {
    for (const target of targets.flatMap((name) => known.get(name) ?? [])) {
      names[id] = null
      wanted.set(target, (wanted.get(target) ?? new Set()).add(id))
    }
  }
  for (const [table, ids] of wanted) {
    for (const { id, name } of await namesIn(db, table, [...ids])) {
      names[id] = { table: table.name, name }
    }
  }
  return names
}

interface Pointer {
  readonly id: string
  /** Logical names of the tables that it may be in. */
  readonly targets: readonly string[]
}

function pointersIn(
  { table, recordId, recordName, changes }: Entry,
  known: ReadonlyMap<string, Table>,
): readonly Pointer[] {
  const columns = known.get(table ?? '')?.allColumns ?? {}
  const pointed = (changes ?? []).flatMap((change: AuditChange) => {
    if ('secret' in change) return []
    const targets = columns[change.column]?.targets ?? []
    return [change.old, change.new].flatMap((value) => pointersOf(value, targets))
  })
  // Who links two records names neither of them.
  const isNamed = table === null || recordId === null || (recordName ?? '') !== ''
  return isNamed ? pointed : [...pointed, { id: recordId, targets: [table] }]
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/** A lookup is an id, or a table and an id; what was linked is a list of these. */
function pointersOf(value: unknown, targets: readonly string[]): readonly Pointer[] {
  if (Array.isArray(value)) return value.flatMap((each) => pointersOf(each, targets))
  if (typeof value === 'object' && value !== null) {
    const { table, id } = value as { readonly table?: unknown; readonly id?: unknown }
    return typeof table === 'string' ? pointersOf(id, [table]) : []
  }
  return typeof value === 'string' && uuid.test(value) ? [{ id: value, targets }] : []
}

async function namesIn(
  db: Db,
  { name: table, primaryKey, primaryName, allColumns }: Table,
  ids: readonly string[],
): Promise<readonly { readonly id: string; readonly name: string | null }[]> {
  const key = sql.ref(`t.${primaryKey}`)
  const computed = primaryName === undefined ? 'null' : allColumns[primaryName]?.computed
  const shown = computed === undefined ? sql.ref(`t.${primaryName}`) : sql.raw(computed)
  const { rows } = await sql<{ id: string; name: string | null }>`
select ${key} as id, (${shown})::text as name from ${sql.table(table)} t
where ${key} = any(${[...ids]}::uuid[])`.execute(db)
  return rows
}
