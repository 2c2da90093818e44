import { general } from '#errors'
import { refusingConstraints } from './constraint-refusals.ts'
import type { Values } from './execution.ts'
import type { RunningExecution } from './running-execution.ts'
import { storeSecrets } from './secrets.ts'

/**
 * Runs a statement that writes rows of these executions. A failed one leaves the transaction
 * unusable, which counts as having written: nobody may carry on as if only one were refused.
 */
export async function writing<T>(
  executions: readonly RunningExecution[],
  act: () => Promise<T>,
): Promise<T> {
  const [first] = executions
  if (first === undefined) throw new TypeError('A statement must belong to an execution.')
  try {
    return await refusingConstraints(first.start.plan, act)
  } catch (error) {
    for (const each of executions) each.noteWriting()
    throw error
  }
}

/** After the main operation: the row as it is, its secrets in the vault, generated values known. */
export async function completeWrite(execution: RunningExecution, row: Values): Promise<void> {
  execution.noteWriting()
  execution.post = row
  const { start, target, secrets, scope, table, id } = execution
  for (const { name, from } of start.plan.generated) {
    if (from.some((each) => Object.hasOwn(target, each))) target[name] = row[name]
  }
  if (secrets.size === 0) return
  await storeSecrets(start.engine.secrets, scope.tx, { table, id }, secrets)
}

export function missingRow({ declaration, id }: RunningExecution): Error {
  return general['not-found']({ what: declaration.label, id })
}
