import type { Message } from './message.ts'
import { fillNewRow, prepareRow } from './prepare-row.ts'
import { insertRow, insertRows, storedColumns } from './rows.ts'
import type { RunningExecution } from './running-execution.ts'
import { completeWrite, writing } from './write-rows.ts'

/** Create: a row with the given values, the declared defaults and the caller as its owner. */
export const createRow: Message = {
  name: 'Create',
  privilege: 'Create',
  writes: 'new row',
  needsRow: false,

  async prepare(execution) {
    if (execution.target.ownerid === null) delete execution.target.ownerid
    await prepareRow(execution, execution.internal)
    fillNewRow(execution)
  },

  async perform(executions) {
    for (const each of executions) {
      each.target[each.declaration.primaryKey] = each.id
      each.output.id = each.id
    }
    for (const alike of withSameColumns(executions)) await insert(alike)
    return []
  },
}

async function insert(executions: readonly RunningExecution[]): Promise<void> {
  const [first] = executions as readonly [RunningExecution]
  const { plan } = first.start
  const { tx } = first.scope
  if (executions.length === 1) {
    const row = await writing(executions, () => insertRow(tx, plan, first.target))
    await completeWrite(first, row)
    return
  }
  const targets = executions.map(({ target }) => target)
  const rows = await writing(executions, () => insertRows(tx, plan, targets))
  for (const each of executions) {
    const row = rows.get(each.id)
    if (row === undefined) throw new Error(`The insert of ${each.table} gave no row ${each.id}.`)
    await completeWrite(each, row)
  }
}

/** A column that is not given gets PostgreSQL's default, so only equal sets share a statement. */
function withSameColumns(executions: readonly RunningExecution[]): RunningExecution[][] {
  if (executions.length === 1) return [[...executions]]
  const groups = new Map<string, RunningExecution[]>()
  const sorted = new Map<string, string>()
  for (const each of executions) {
    const names = storedColumns(each.start.plan, each.target).map(({ name }) => name)
    // Nearly always in the same order: sorted once, not for each.
    const asSet = names.join()
    const key = sorted.get(asSet) ?? names.sort().join()
    sorted.set(asSet, key)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [each])
    else group.push(each)
  }
  return [...groups.values()]
}
