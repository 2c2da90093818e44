import { CompiledQuery } from 'kysely'
import { type Db, type Tx, withTransaction } from '#database'
import type { Pipeline } from '#pipeline'
import { createQueries, type QueriesOptions, type TransactionReader } from '#query'
import type { Scope, Streams } from './exchange.ts'

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
    streams: countStreams(),
    execute: (caller, request) => pipeline.execute(caller, request),
    together: (act) => withTransaction(db, (tx) => act(scopeIn(tx, pipeline, asking))),
  }
}

/** Everything in a transaction that somebody else commits. */
function scopeIn(tx: Tx, pipeline: Pipeline, asking: QueriesOptions): Scope {
  const scope: Scope = {
    queries: createQueries({ ...asking, reader: readerIn(tx) }),
    db: tx,
    streams: { take: () => undefined },
    execute: (caller, request) => pipeline.executeIn(tx, caller, request),
    together: (act) => act(scope),
  }
  return scope
}

/** Queries read rows as lists; Kysely, which holds the transaction's connection, gives objects. */
const readerIn = (tx: Tx): TransactionReader => ({
  async inTransaction(sql, values) {
    const found = CompiledQuery.raw(sql, [...values])
    const { rows } = await tx.executeQuery<Record<string, string | null>>(found)
    return rows.map((row) => Object.values(row))
  },
})

/** So many at once, so that slow clients leave connections to everybody else. */
const mostStreams = 3

function countStreams(): Streams {
  let open = 0
  return {
    take() {
      if (open >= mostStreams) return undefined
      open += 1
      let closed = false
      return () => {
        if (!closed) open -= 1
        closed = true
      }
    },
  }
}
