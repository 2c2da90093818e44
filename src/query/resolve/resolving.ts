/** The state of one resolve: what is known, who asks, and what has been counted so far. */
import { general } from '#errors'
import { extentOf, mayDo } from '#identity'
import type { Caller } from '#pipeline'
import { queryLimits } from '../limits.ts'
import type { Metadata, QueryTable } from '../metadata/metadata.ts'
import type { QueryPlan } from '../plan/query-plan.ts'
import { refusals } from '../refusals.ts'
import { ownRowsTest } from './own-rows.ts'
import type { Test } from './resolved.ts'

export interface Resolving {
  readonly metadata: Metadata
  readonly naming: QueryPlan['naming']
  readonly annotations: QueryPlan['annotations']
  /** An SQL alias that the statement does not have yet. */
  newAlias(): string
  /** Whether the caller may read all rows of the table. */
  mayRead(table: string): boolean
  /** Which rows of the table the caller may read; undefined: all. */
  ownRows(table: QueryTable): Test | undefined
  /** Refuses tables of which the caller may read no row. */
  demandRead(table: QueryTable): void
  countCondition(): void
  countLink(what: string): void
}

export function startResolving(plan: QueryPlan, metadata: Metadata, caller: Caller): Resolving {
  let aliases = 0
  let conditions = 0
  let links = 0
  const mayRead = (table: string) => mayDo(caller, 'Read', table)
  const countCondition = () => {
    conditions += 1
    const limit = queryLimits.conditions
    if (conditions > limit) throw refusals['too-many-conditions']({ found: conditions, limit })
  }
  return {
    metadata,
    naming: plan.naming,
    annotations: plan.annotations,
    newAlias: () => `t${aliases++}`,
    mayRead,
    ownRows: (table) => ownRowsTest(caller, table),
    demandRead(table) {
      if (mayReadSome(table, caller)) return
      const who = `The user ${caller.userId}`
      throw general['not-allowed']({ who, act: 'read', table: table.name }, { input: table.name })
    },
    countCondition,
    countLink(what) {
      links += 1
      countCondition()
      const limit = queryLimits.links
      if (links > limit) throw refusals['too-many-links']({ what, found: links, limit })
    },
  }
}

/** Whoever reads pairs needs the right to read all of both sides: pairs have no owner. */
function mayReadSome(table: QueryTable, caller: Caller): boolean {
  if (table.set !== undefined) return extentOf(caller, 'Read', table.name) !== undefined
  const sides = [...table.columns.values()].flatMap((column) => column.targets)
  return sides.every((side) => mayDo(caller, 'Read', side))
}
