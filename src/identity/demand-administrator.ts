import { general } from '#errors'
import type { Caller } from '#pipeline'
import { mayAdministrate } from './policy.ts'

/** Who may come in, and with which rights, is for System Administrators only. */
export function demandAdministrator(caller: Caller): void {
  if (mayAdministrate(caller)) return
  throw general['not-allowed']({
    who: `The user ${caller.userId}`,
    act: 'administrate',
    table: 'applications and API keys',
  })
}
