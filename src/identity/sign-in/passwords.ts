/** Passwords: changing one's own, and one-time links for who forgot theirs or has none yet. */
import type { Clock } from '#clock'
import { type Db, type Tx, withTransaction } from '#database'
import { general } from '#errors'
import { enqueue } from '#jobs'
import type { Caller } from '#pipeline'
import type { Audit } from '../audit/audit.ts'
import { demandAdministrator } from '../demand-administrator.ts'
import * as identityRows from '../identity-rows.ts'
import { hashPassword, isPassword } from '../password.ts'
import { refusals } from '../refusals.ts'
import { letterRequest } from './account-letters.ts'
import type { BackOff } from './back-off.ts'
import { newPasswordLink, type PasswordLink, type passwordLinkLifeMs } from './password-link.ts'
import * as rows from './session-rows.ts'
import { aboutUser, type SignedIn, type SignInSessions } from './sessions.ts'

/** As the setting GREENROOM_ADMIN_PASSWORD asks for; NIST SP 800-63B-4 asks for 8, or 15 alone. */
const fewestCharacters = 12

export type Passwords = ReturnType<typeof createPasswords>

export function createPasswords(o: {
  db: Db
  clock: Clock
  audit: Audit
  backOff: BackOff
  sessions: SignInSessions
  publicUrl: string
}) {
  /** Ends all sessions but one, and all links: whoever else had a way in has none now. */
  async function write(tx: Tx, userId: string, hash: string, except?: string): Promise<void> {
    await identityRows.setPassword(tx, userId, hash, o.clock.now())
    for (const purpose of rows.linkPurposes) await rows.deleteLinks(tx, userId, purpose)
    await rows.deleteSessions(tx, userId, except)
    const changes = [{ column: 'password', secret: true as const }]
    await o.audit.note(tx, {
      ...{ action: 'change password', caller: { userId }, changes },
      ...aboutUser(userId),
    })
  }

  return {
    /**
     * Ends the user's other sessions.
     * @throws `password-wrong`, `password-not-usable`, `sign-in-later`
     */
    async change(
      caller: Caller,
      wanted: { current: string; next: string; token: string | undefined },
    ): Promise<void> {
      const { userId } = caller
      const user = await identityRows.findAccount(o.db, userId)
      const email = user?.email ?? ''
      const known = await identityRows.passwordOfEmail(o.db, email)
      if (known === undefined) throw refusals['no-password-yet']()
      refuseWeak(wanted.next, email)
      await o.backOff.begin('sign-in', email)
      if (!(await isPassword(wanted.current, known.hash))) {
        throw refusals['password-wrong']({}, { input: 'current' })
      }
      const hash = await hashPassword(wanted.next)
      const except = wanted.token && (await rows.sessionByToken(o.db, wanted.token))
      await withTransaction(o.db, async (tx) => {
        await o.backOff.succeeded(tx, 'sign-in', email)
        await write(tx, userId, hash, except || undefined)
      })
    },

    /**
     * Sends a one-time link, if somebody has that address; answers and takes as long if nobody has.
     * @throws `sign-in-later` when asked too often, known address or not
     */
    async requestReset(email: string): Promise<void> {
      await o.backOff.begin('password mail', email)
      const userId = (await identityRows.findUserByEmail(o.db, email))?.id ?? null
      await withTransaction(o.db, async (tx) => {
        await enqueue(tx, [letterRequest({ userId, kind: 'reset' })], o.clock.now())
      })
    },

    /** @throws `password-link-used`, `password-not-usable`, which leaves the link good */
    async setByLink(token: string, password: string): Promise<SignedIn> {
      refuseWeak(password, '')
      const hash = await hashPassword(password)
      return await withTransaction(o.db, async (tx) => {
        const now = o.clock.now()
        const userId = await rows.useLink(tx, { token, purpose: 'password', now })
        const user = userId && (await identityRows.findAccount(tx, userId))
        if (!userId || !user || user.disabled) throw refusals['password-link-used']()
        refuseWeak(password, user.email ?? '')
        await write(tx, userId, hash)
        if (user.email !== null) await o.backOff.succeeded(tx, 'sign-in', user.email)
        return await o.sessions.open(tx, userId, 'link')
      })
    },

    /** For administrators without a mail server. @throws `not-allowed`, `not-found` */
    async makeLink(
      caller: Caller,
      userId: string,
      kind: keyof typeof passwordLinkLifeMs = 'reset',
    ): Promise<PasswordLink> {
      demandAdministrator(caller)
      const user = await identityRows.findAccount(o.db, userId)
      if (user === undefined || user.disabled) {
        throw general['not-found']({ what: 'enabled user', id: userId })
      }
      return await withTransaction(o.db, async (tx) => {
        const link = await newPasswordLink(tx, o, userId, kind)
        await o.audit.note(tx, { action: 'make password link', caller, ...aboutUser(userId) })
        return link
      })
    },
  }
}

function refuseWeak(password: string, email: string): void {
  const problem =
    ([...password].length < fewestCharacters && `has fewer than ${fewestCharacters} characters`) ||
    (password.length > 1000 && 'has more than 1,000 characters') ||
    (password.toLowerCase() === email.toLowerCase() && 'is the e-mail address') ||
    (new Set(password).size < 4 && 'repeats the same few characters')
  if (!problem) return
  throw refusals['password-not-usable']({ problem }, { input: 'password' })
}
