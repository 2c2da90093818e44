/** *Password link*: sets a password once, instead of the one that somebody forgot or never had. */
import type { Clock } from '#clock'
import type { Tx } from '#database'
import type { PasswordLinkShape } from '../people-shapes.ts'
import { newToken } from '../token.ts'
import * as rows from './session-rows.ts'

export const passwordLinkLifeMs = { reset: 3600_000, invite: 72 * 3600_000 } as const

export type PasswordLink = PasswordLinkShape<Date>

/** Links that the user got before are good for nothing from now on. */
export async function newPasswordLink(
  tx: Tx,
  o: { clock: Clock; publicUrl: string },
  userId: string,
  kind: keyof typeof passwordLinkLifeMs,
): Promise<PasswordLink> {
  const token = newToken()
  const expires = new Date(o.clock.now().getTime() + passwordLinkLifeMs[kind])
  await rows.deleteLinks(tx, userId, 'password')
  await rows.insertLink(tx, { userId, token, purpose: 'password', expires })
  return { url: `${o.publicUrl}/admin/set-password?token=${token}`, expiresOn: expires }
}
