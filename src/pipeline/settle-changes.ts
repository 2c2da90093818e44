import type { Values } from './execution.ts'
import { resolveReferences } from './references.ts'
import { refusals } from './refusals.ts'
import type { RunningExecution } from './running-execution.ts'
import { takeSecrets } from './secrets.ts'
import { settleState } from './states.ts'
import { validateValues } from './validate.ts'

/** What steps at stage 20 wrote into the target is held to the same rules as what callers send. */
export async function settleChanges(
  execution: RunningExecution,
  before: Readonly<Values>,
): Promise<void> {
  const { target, secrets, start } = execution
  const names = Object.keys(target).filter(
    (name) => target[name] !== undefined && !Object.is(target[name], before[name]),
  )
  if (names.length === 0) return
  refuseOtherId(execution)
  takeSecrets(start.plan, target, secrets)
  validateValues({ plan: start.plan, target, secrets, names, internal: true })
  settleChangedState(execution, names)
  await resolveChangedReferences(execution, names)
}

function refuseOtherId({ target, start, id }: RunningExecution): void {
  const column = start.plan.table.primaryKey
  const found = target[column]
  if (found === undefined || found === id) return
  throw refusals['id-mismatch']({ id, found: String(found), column }, { input: column })
}

/** A step that sets the one of state and status leaves the other to follow. */
function settleChangedState({ target, start }: RunningExecution, names: readonly string[]): void {
  const state = names.includes('statecode')
  const status = names.includes('statuscode')
  if (!state && !status) return
  if (!status) delete target.statuscode
  if (!state) delete target.statecode
  settleState(start.plan, target)
}

export async function resolveChangedReferences(
  execution: RunningExecution,
  names: readonly string[],
): Promise<void> {
  const { target, caller, scope, start } = execution
  if (start.plan.polymorphic.length === 0) return
  const planOf = (table: string) => start.engine.plans.get(table)
  await resolveReferences(scope.tx, { plan: start.plan, target, caller, planOf }, names)
}
