import { general, type Refusal } from '#errors'
import { mayDo } from '#identity'
import type { Execution } from '#pipeline'
import type { OverrulableRule } from './overrule.ts'
import { registrationTable } from './registration.ts'

/**
 * Who may create any registration may overbook: by the Data API they always could, as in Dynamics
 * (event-management.md §4.3). A right to one's own rows does not do.
 */
export function refusalOfOverruling(
  { internal, caller }: Execution,
  rules: readonly OverrulableRule[],
): Refusal | undefined {
  if (rules.length === 0 || internal) return undefined
  return refusalOfRegistering(caller)
}

/** Where the message itself is about another table. */
export function refusalOfRegistering(caller: Execution['caller']): Refusal | undefined {
  if (mayDo(caller, 'Create', registrationTable)) return undefined
  const who = `The user ${caller.userId}`
  return general['not-allowed']({ who, act: 'create', table: registrationTable })
}
