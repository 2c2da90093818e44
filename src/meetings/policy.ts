import { general } from '#errors'
import { mayDo, type Privilege } from '#identity'
import type { Caller } from '#pipeline'

/** Meetings belong to events: whoever plans events plans meetings. */
export function demand(caller: Caller, privilege: Privilege): void {
  const table = 'gr_meeting'
  if (mayDo(caller, privilege, table)) return
  throw general['not-allowed']({ who: 'This user', act: privilege.toLowerCase(), table })
}
