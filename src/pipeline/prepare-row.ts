import type { Values } from './execution.ts'
import type { RunningExecution } from './running-execution.ts'
import { resolveChangedReferences } from './settle-changes.ts'
import { settleState } from './states.ts'
import { validateValues } from './validate.ts'

/** Checks what the caller (and stage 10) wants written, and says in whose name it is written. */
export async function prepareRow(execution: RunningExecution, internal: boolean): Promise<void> {
  const { target, secrets, start } = execution
  const names = Object.keys(target).filter((name) => target[name] !== undefined)
  const untouched = names.filter((name) => target[name] === execution.sent[name])
  validateValues({ plan: start.plan, target, secrets, names, internal })
  await resolveChangedReferences(execution, names)
  execution.sent = { ...execution.sent, ...valuesOf(target, untouched) }
  settleState(start.plan, target)
  target[start.plan.table.primaryKey] = execution.id
  stamp(execution, 'modifiedon', 'modifiedby')
}

/** What was sent, in the form that rows hold. */
function valuesOf(target: Readonly<Values>, names: readonly string[]): Values {
  const values: Values = {}
  for (const name of names) values[name] = target[name]
  return values
}

/** An internal request may bring its own stamps: an import keeps the times of what it imports. */
function stamp({ target, start, caller }: RunningExecution, on: string, by: string): void {
  if (start.plan.columns.has(on)) target[on] ??= start.operationCreatedOn
  if (start.plan.columns.has(by)) target[by] ??= caller.userId
}

/** Gives a new row what its caller left to the hub: author, owner and defaults. */
export function fillNewRow(execution: RunningExecution): void {
  const { target, start, caller } = execution
  stamp(execution, 'createdon', 'createdby')
  if (start.plan.table.ownership === 'user' && target.ownerid === undefined) {
    target.ownerid = caller.userId
    target.owneridtype = 'systemuser'
    target.owningbusinessunit = caller.businessUnitId
  }
  for (const [name, value] of start.plan.defaults) {
    if (target[name] === undefined) target[name] = value
  }
}
