import type { Kysely, Transaction } from 'kysely'

/** Modules name the tables they use: `db.withTables<Tables>()`, with `Tables` from `tables.ts`. */
export type NoTables = Record<never, never>

/** A handle to read with. A `Tx` is a `Db`, not the other way round. */
export type Db = Kysely<NoTables>

/** A handle to write with: exists only inside `withTransaction`. */
export type Tx = Transaction<NoTables>
