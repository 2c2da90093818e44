import { CompiledQuery } from 'kysely'
import { type Db, type Tx, withTransaction } from '#database'
import type { Pipeline } from '#pipeline'
import { createQueries, type QueriesOptions, type Reader } from '#query'
import type { Scope } from './exchange.ts'

export interface ScopeNeeds {
  readonly db: Db
  readonly pipeline: Pipeline
  readonly asking: QueriesOptions
}

/** Every request by itself; what belongs together gets one transaction. */
export function openScope({ db, pipeline, asking }: ScopeNeeds): Scope {
  return {
    queries: createQueries(asking),
    db,
    execute: (caller, request) => pipeline.execute(caller, request),
    together: (act) => withTransaction(db, (tx) => act(scopeIn(tx, pipeline, asking))),
  }
}

/** Everything in a transaction that somebody else commits. */
function scopeIn(tx: Tx, pipeline: Pipeline, asking: QueriesOptions): Scope {
  const scope: Scope = {
    queries: createQueries({ ...asking, reader: readerIn(tx) }),
    db: tx,
    execute: (caller, request) => pipeline.executeIn(tx, caller, request),
    together: (act) => act(scope),
  }
  return scope
}

/** Queries read rows as lists; Kysely, which holds the transaction's connection, gives objects. */
function readerIn(tx: Tx): Reader {
  const query = async ({ text, values }: { text: string; values: unknown[] }) => {
    const { rows } = await tx.executeQuery<object>(CompiledQuery.raw(text, values))
    return { rows: rows.map((row) => Object.values(row)) }
  }
  return { pool: { query } } as unknown as Reader
}
