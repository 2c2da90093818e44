import { general } from '#errors'
import type { Privilege } from './execution.ts'
import type { RunningExecution } from './running-execution.ts'

/** Refuses what none of the caller's roles allows; the hub's own writes are not asked. */
export function refuseWithoutRight(
  { internal, caller, start }: RunningExecution,
  privilege: Privilege,
  table: string,
): void {
  if (internal || start.engine.mayDo(caller, privilege, table)) return
  throw general['not-allowed']({
    who: `The user ${caller.userId}`,
    act: privilege.toLowerCase(),
    table,
  })
}

/** The right that the message asks for on its own table. */
export function refuseForbidden(execution: RunningExecution): void {
  const { privilege } = execution.start.action
  if (privilege !== undefined) refuseWithoutRight(execution, privilege, execution.table)
}
