import type { Message } from './message.ts'
import { prepareRow } from './prepare-row.ts'
import { refusals } from './refusals.ts'
import { findVersion, updateRow as updateOne } from './rows.ts'
import type { RunningExecution } from './running-execution.ts'
import { completeWrite, missingRow, writing } from './write-rows.ts'

/** Update: writes the given columns of one row, if it is still in the version the caller saw. */
export const updateRow: Message = {
  name: 'Update',
  privilege: 'Update',
  writes: 'row',
  needsRow: true,
  prepare: (execution) => prepareRow(execution, execution.internal),
  perform: writeTarget,
}

/** The main operation of every message that changes one row by writing its target. */
export async function writeTarget(
  executions: readonly RunningExecution[],
): Promise<readonly (Error | undefined)[]> {
  const results: (Error | undefined)[] = []
  for (const each of executions) results.push(await writeOne(each))
  return results
}

async function writeOne(execution: RunningExecution): Promise<Error | undefined> {
  const { start, target, scope, id } = execution
  const row = await writing([execution], () =>
    updateOne(scope.tx, start.plan, id, target, start.ifVersion),
  )
  if (row === undefined) return await missingOrChanged(execution)
  await completeWrite(execution, row)
  return undefined
}

async function missingOrChanged(execution: RunningExecution): Promise<Error> {
  const { start, scope, id, table } = execution
  const expected = start.ifVersion
  const actual = expected === undefined ? undefined : await findVersion(scope.tx, start.plan, id)
  if (expected === undefined || actual === undefined) return missingRow(execution)
  return versionChanged({ table, id, expected, actual })
}

export function versionChanged(row: {
  readonly table: string
  readonly id: string
  readonly expected: number
  readonly actual: number
}): Error {
  const details = { input: 'If-Match', expected: `${row.expected}`, found: `${row.actual}` }
  return refusals['version-changed'](row, details)
}
