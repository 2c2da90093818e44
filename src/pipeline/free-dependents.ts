/**
 * What happens to rows that point to a deleted one. Foreign keys do most of it in the database;
 * here is what they cannot: rows with their own Delete steps or secrets are deleted by messages of
 * their own, and lookups with several targets have no foreign key at all.
 */
import { refusals } from './refusals.ts'
import { clearPointing, findPointing, isPointedTo } from './rows.ts'
import type { Engine, RunningExecution } from './running-execution.ts'
import type { Pointer, TablePlan } from './table-plan.ts'
import { writing } from './write-rows.ts'

export async function freeDependents(executions: readonly RunningExecution[]): Promise<void> {
  const [first] = executions as readonly [RunningExecution]
  const { engine } = first.start
  for (const pointer of engine.pointers.get(first.table) ?? []) {
    const action = actionFor(engine, pointer)
    if (action === 'restrict') await refuseIfHeld(executions, pointer)
    if (action === 'cascade') await deletePointing(executions, pointer)
    if (action === 'clear') await clear(executions, pointer)
  }
}

/**
 * Read-only lookups such as createdby are history and may outlive their row. An owner is held back
 * by what it owns: rows without owner would be nobody's.
 */
function actionFor(engine: Engine, { plan, planned }: Pointer) {
  const { column, name, polymorphic } = planned
  if (name === 'ownerid') return 'restrict'
  if (column.readOnly) return undefined
  if (polymorphic) return column.onTargetDelete
  const cascades = column.onTargetDelete === 'cascade'
  return cascades && isNoticed(engine, plan, new Set()) ? 'cascade' : undefined
}

/** Whether anything but the row itself hangs on a row of this table, or on one that goes with it. */
function isNoticed(engine: Engine, plan: TablePlan, seen: Set<TablePlan>): boolean {
  if (seen.has(plan)) return false
  seen.add(plan)
  if (plan.secrets.length > 0 || engine.steps.of('Delete', plan.table.name).any) return true
  const pointers = engine.pointers.get(plan.table.name) ?? []
  return pointers.some(({ planned, plan: pointing }) => {
    return planned.column.onTargetDelete === 'cascade' && isNoticed(engine, pointing, seen)
  })
}

async function refuseIfHeld(
  executions: readonly RunningExecution[],
  { plan, planned }: Pointer,
): Promise<void> {
  const [first] = executions as readonly [RunningExecution]
  const ids = executions.map(({ id }) => id)
  if (!(await isPointedTo(first.scope.tx, plan, planned.name, ids))) return
  const holder = plan.table.name
  throw refusals['row-is-held'](
    { table: first.table, holder, column: planned.name },
    { expected: `no rows of ${holder} that point to it`, found: 'at least one' },
  )
}

async function deletePointing(
  executions: readonly RunningExecution[],
  { plan, planned }: Pointer,
): Promise<void> {
  for (const each of executions) {
    const ids = await findPointing(each.scope.tx, plan, planned.name, [each.id])
    const requests = ids.map((id) => {
      return { message: 'Delete', table: plan.table.name, id, internal: true }
    })
    await each.delegate(requests, { sameDepth: true })
  }
}

async function clear(
  executions: readonly RunningExecution[],
  { plan, planned }: Pointer,
): Promise<void> {
  const [first] = executions as readonly [RunningExecution]
  const ids = executions.map(({ id }) => id)
  await writing(executions, () => clearPointing(first.scope.tx, plan, planned, ids))
  for (const each of executions) each.noteWriting()
}
