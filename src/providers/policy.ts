import { general } from '#errors'
import { mayDo, type Privilege } from '#identity'
import type { Caller } from '#pipeline'

/**
 * Signing in, verifying and credentials change a configuration, so they take the right to update it.
 * @throws `not-allowed`
 */
export function requireRight(
  caller: Caller,
  privilege: Privilege,
  table = 'msevtmgt_webinarconfiguration',
): void {
  if (mayDo(caller, privilege, table)) return
  throw general['not-allowed']({ who: 'This user', act: privilege.toLowerCase(), table })
}
