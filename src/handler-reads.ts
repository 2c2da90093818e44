/**
 * Rows for handlers: addresses of the Data API, answered for the acting user on the connection of
 * the operation. Plugged in by `compose.ts`, because `webhooks` does not know `query`.
 */
import { CompiledQuery } from 'kysely'
import type { Clock } from '#clock'
import type { Db, Relationship, Table } from '#database'
import type { Caller } from '#pipeline'
import { createMetadata, createQueries, type Metadata, type TransactionReader } from '#query'

export interface HandlerReadsOptions {
  readonly clock: Clock
  readonly tables: readonly Table[]
  readonly relationships: readonly Relationship[]
  /** What addresses in answers start with. */
  readonly root: string
}

export function createHandlerReads({ clock, tables, relationships, root }: HandlerReadsOptions) {
  const metadataOf = (current: readonly Table[]) =>
    createMetadata({ tables: current, relationships })
  let metadata: Metadata = metadataOf(tables)
  return {
    /** Takes up columns that were added or removed. */
    useTables(current: readonly Table[]): void {
      metadata = metadataOf(current)
    },
    async read(db: Db, caller: Caller, address: string) {
      const at = address.indexOf('?')
      const path = (at < 0 ? address : address.slice(0, at)).replace(/^\//, '')
      const query = at < 0 ? '' : encodeURI(decodeURI(address.slice(at + 1)))
      const queries = createQueries({ reader: readerOn(db), clock, metadata: () => metadata })
      const { result } = await queries.odata({ path, query }, { caller, root })
      return result.rows.map((row) => JSON.parse(row) as Readonly<Record<string, unknown>>)
    },
  }
}

/** Queries read rows as lists; Kysely, which holds the connection, gives objects. */
const readerOn = (db: Db): TransactionReader => ({
  async inTransaction(sql, values) {
    const found = CompiledQuery.raw(sql, [...values])
    const { rows } = await db.executeQuery<Record<string, string | null>>(found)
    return rows.map((row) => Object.values(row))
  },
})
