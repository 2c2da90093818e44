/**
 * Lookups that no foreign key of the database can check: those with several target tables, the
 * owner of a row among them. The target is found, held until the commit and its table noted.
 */
import type { Tx } from '#database'
import { isReference } from './column-kinds.ts'
import type { Caller, RowReference, Values } from './execution.ts'
import { refusals } from './refusals.ts'
import { findBusinessUnit, holdRow } from './rows.ts'
import type { PlannedColumn, TablePlan } from './table-plan.ts'

export interface Resolving {
  readonly plan: TablePlan
  readonly target: Values
  readonly caller: Caller
  planOf(table: string): TablePlan | undefined
}

/** Resolves the polymorphic lookups among the named columns, in place. */
export async function resolveReferences(
  tx: Tx,
  resolving: Resolving,
  names: readonly string[],
): Promise<void> {
  for (const planned of resolving.plan.polymorphic) {
    if (!names.includes(planned.name)) continue
    const value = resolving.target[planned.name]
    if (planned.name === 'ownerid') await resolveOwner(tx, resolving, planned)
    else if (value === null) setReference(resolving.target, planned, null)
    else await resolveReference(tx, resolving, planned, value)
  }
}

async function resolveReference(
  tx: Tx,
  { plan, target, planOf }: Resolving,
  planned: PlannedColumn,
  value: unknown,
): Promise<void> {
  for (const candidate of candidates(planned, value)) {
    const pointed = planOf(candidate.table)
    if (pointed === undefined || !(await holdRow(tx, pointed, candidate.id))) continue
    setReference(target, planned, candidate)
    return
  }
  throw missingTarget(plan, planned, value)
}

/** The caller is the usual owner and known to exist: that asks the database nothing. */
async function resolveOwner(
  tx: Tx,
  { plan, target, caller, planOf }: Resolving,
  planned: PlannedColumn,
): Promise<void> {
  const value = target.ownerid
  if (value === null) throw ownerMissing(plan, planned)
  for (const candidate of candidates(planned, value)) {
    const pointed = planOf(candidate.table)
    if (pointed === undefined) continue
    const unit = isCaller(candidate, caller)
      ? caller.businessUnitId
      : await findBusinessUnit(tx, { plan: pointed, id: candidate.id })
    if (unit === undefined) continue
    setReference(target, planned, candidate)
    target.owningbusinessunit = unit
    return
  }
  throw missingTarget(plan, planned, value)
}

function isCaller(candidate: RowReference, caller: Caller): boolean {
  return candidate.table === 'systemuser' && candidate.id === caller.userId
}

/** Every target table, where the caller gave only an id. */
function candidates(planned: PlannedColumn, value: unknown): readonly RowReference[] {
  if (isReference(value)) return [value]
  return (planned.column.targets ?? []).map((table) => ({ table, id: value as string }))
}

function setReference(
  target: Values,
  { name, typeColumn }: PlannedColumn,
  reference: RowReference | null,
): void {
  target[name] = reference?.id ?? null
  if (typeColumn !== undefined) target[typeColumn] = reference?.table ?? null
}

function ownerMissing(plan: TablePlan, { name, column }: PlannedColumn) {
  return refusals['required-column'](
    { table: plan.table.name, column: name, label: column.label },
    { input: name, expected: 'a user or team', found: 'null' },
  )
}

function missingTarget(plan: TablePlan, { name, column }: PlannedColumn, value: unknown) {
  const { table, id } = isReference(value)
    ? value
    : { table: (column.targets ?? []).join(' or '), id: String(value) }
  return refusals['lookup-target-missing'](
    { table: plan.table.name, column: name, target: table },
    { input: name, expected: `the id of a row of ${table}`, found: String(id) },
  )
}
