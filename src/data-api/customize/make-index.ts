import { addIndex, type Database, readCustomColumns, type TableCatalogue } from '#database'
import type { JobDefinition, JobRequest } from '#jobs'

const indexKind = 'customize.index'

interface Payload {
  readonly table: string
  readonly column: string
}

/** Part of the act that asks for the index: without it the column is slower, but right. */
export function indexRequest(table: string, column: string): JobRequest<Payload> {
  return {
    kind: indexKind,
    name: `Make the index of ${table}.${column}`,
    payload: { table, column },
    key: indexKind,
    uniqueKey: `${indexKind}:${table}.${column}`,
  }
}

/** Large tables take minutes; one index is made at a time. */
export function createIndexJob(o: {
  readonly database: Pick<Database, 'db' | 'pool'>
  readonly catalogue: TableCatalogue
}): JobDefinition<Payload> {
  return {
    kind: indexKind,
    concurrency: 1,
    timeLimitMs: 2 * 3_600_000,
    async run({ payload }) {
      const table = o.catalogue.tables().find(({ name }) => name === payload.table)
      const columns = await readCustomColumns(o.database.db)
      const found = columns.find(
        (each) => each.table === payload.table && each.name === payload.column,
      )
      if (table === undefined || found === undefined) {
        return { friendlyMessage: 'The column was removed meanwhile' }
      }
      await addIndex(o.database.pool, { table, name: found.name, column: found.column })
      return { friendlyMessage: 'The index is made' }
    },
    onFailure(error, attempt) {
      if (attempt < 10) return { next: 'retry', afterMs: attempt * 10_000 }
      return { next: 'fail', friendlyMessage: `The index could not be made: ${String(error)}` }
    },
  }
}
