import { freeDependents } from './free-dependents.ts'
import type { Message } from './message.ts'
import { deleteRows, lockRows } from './rows.ts'
import type { RunningExecution } from './running-execution.ts'
import { versionChanged } from './update-row.ts'
import { missingRow, writing } from './write-rows.ts'

/** Delete: removes rows with their secrets, and what the declarations say goes with them. */
export const deleteRow: Message = {
  name: 'Delete',
  privilege: 'Delete',
  writes: 'nothing',
  needsRow: true,
  prepare: async () => undefined,

  async perform(executions) {
    const changed = await changedSinceSeen(executions)
    const ready = executions.filter((each) => !changed.has(each))
    const gone = ready.length === 0 ? new Set<string>() : await remove(ready)
    return executions.map((each) => {
      if (changed.has(each)) return changed.get(each)
      return gone.has(each.id) ? undefined : missingRow(each)
    })
  },
}

async function remove(executions: readonly RunningExecution[]): Promise<Set<string>> {
  const [first] = executions as readonly [RunningExecution]
  const { plan, engine } = first.start
  const { tx } = first.scope
  const ids = executions.map(({ id }) => id)
  await freeDependents(executions)
  const gone = await writing(executions, () => deleteRows(tx, plan, ids))
  for (const each of executions) {
    if (!gone.has(each.id)) continue
    each.noteWriting()
    if (plan.secrets.length > 0) {
      await engine.secrets.remove(tx, { table: each.table, row: each.id })
    }
  }
  return gone
}

/** Those whose row is no longer in the version that the caller saw. */
async function changedSinceSeen(
  executions: readonly RunningExecution[],
): Promise<Map<RunningExecution, Error>> {
  const changed = new Map<RunningExecution, Error>()
  for (const each of executions) {
    const { start, scope, id, table } = each
    const expected = start.ifVersion
    if (expected === undefined) continue
    const row = (await lockRows(scope.tx, start.plan, [id])).get(id)
    const actual = row?.versionnumber
    if (typeof actual !== 'number' || actual === expected) continue
    changed.set(each, versionChanged({ table, id, expected, actual }))
  }
  return changed
}
