/** The state of one resolve: what is known, who asks, and what has been counted so far. */
import { general } from '#errors'
import { mayDo } from '#identity'
import type { Caller } from '#pipeline'
import { queryLimits } from '../limits.ts'
import type { Metadata, QueryTable } from '../metadata/metadata.ts'
import type { QueryPlan } from '../plan/query-plan.ts'
import { refusals } from '../refusals.ts'

export interface Resolving {
  readonly metadata: Metadata
  readonly naming: QueryPlan['naming']
  readonly annotations: QueryPlan['annotations']
  /** An SQL alias that the statement does not have yet. */
  newAlias(): string
  mayRead(table: string): boolean
  /** Refuses tables that the caller may not read. */
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
    demandRead(table) {
      if (tablesToRead(table).every(mayRead)) return
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

/** Whoever reads pairs needs the right to read both sides. */
function tablesToRead(table: QueryTable): readonly string[] {
  if (table.set !== undefined) return [table.name]
  return [...table.columns.values()].flatMap((column) => column.targets)
}
