import type { JournalEntry } from './journal.ts'

export interface Row {
  readonly id: string
}

/** Rows by id, in the order of their making; a row is replaced, never changed in place. */
export interface Collection<R extends Row> {
  readonly name: string
  get(id: string): R | undefined
  /** The row whose `keyOf` is this. */
  byKey(key: string): R | undefined
  /** The rows whose `groupOf` is this. */
  inGroup(group: string): readonly R[]
  all(): readonly R[]
  put(row: R): R
  remove(id: string): void
  /** Puts back what the journal says, without writing it again. */
  replay(entry: JournalEntry): void
}

export interface CollectionOptions<R extends Row> {
  readonly name: string
  readonly record: (entry: JournalEntry) => void
  readonly keyOf?: (row: R) => string
  readonly groupOf?: (row: R) => string
}

export function createCollection<R extends Row>(options: CollectionOptions<R>): Collection<R> {
  const rows = new Map<string, R>()
  const keys = new Map<string, string>()
  const groups = new Map<string, Map<string, R>>()

  const hold = (row: R) => {
    rows.set(row.id, row)
    if (options.keyOf !== undefined) keys.set(options.keyOf(row), row.id)
    if (options.groupOf !== undefined) groupFor(groups, options.groupOf(row)).set(row.id, row)
  }
  const drop = (id: string) => {
    const row = rows.get(id)
    if (row === undefined) return
    rows.delete(id)
    if (options.keyOf !== undefined) keys.delete(options.keyOf(row))
    if (options.groupOf !== undefined) groups.get(options.groupOf(row))?.delete(id)
  }

  return {
    name: options.name,
    get: (id) => rows.get(id),
    byKey: (key) => rows.get(keys.get(key) ?? ''),
    inGroup: (group) => [...(groups.get(group)?.values() ?? [])],
    all: () => [...rows.values()],
    put(row) {
      hold(row)
      options.record({ in: options.name, put: row })
      return row
    },
    remove(id) {
      drop(id)
      options.record({ in: options.name, remove: id })
    },
    replay(entry) {
      if ('put' in entry) hold(entry.put as R)
      else drop(entry.remove)
    },
  }
}

function groupFor<R>(groups: Map<string, Map<string, R>>, name: string): Map<string, R> {
  const group = groups.get(name) ?? new Map<string, R>()
  groups.set(name, group)
  return group
}
