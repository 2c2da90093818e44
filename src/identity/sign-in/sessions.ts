/** *Session*: a browser that somebody signed in with. */
import type { Clock } from '#clock'
import { type Db, type Tx, withTransaction } from '#database'
import { general } from '#errors'
import type { Caller } from '#pipeline'
import type { Audit } from '../audit/audit.ts'
import { mayAdministrate } from '../policy.ts'
import type { RequestOrigin } from '../request-origin.ts'
import { newToken } from '../token.ts'
import * as rows from './session-rows.ts'

const sessionLifeMs = 12 * 3600_000

export interface SignedIn {
  /** For the cookie; shown once. */
  readonly token: string
  readonly expires: Date
}

export type Session = rows.SessionRow & {
  /** Whether it is the one that asks. */
  readonly current: boolean
}

export type SignInSessions = ReturnType<typeof createSignInSessions>

export function createSignInSessions(o: {
  db: Db
  clock: Clock
  audit: Audit
  origin: () => RequestOrigin | undefined
}) {
  const idOf = async (token: string | undefined) =>
    token === undefined ? undefined : await rows.sessionByToken(o.db, token)

  function demandOwn(caller: Caller, userId: string): void {
    if (userId === caller.userId || mayAdministrate(caller)) return
    const who = `The user ${caller.userId}`
    throw general['not-allowed']({ who, act: 'see or end', table: "other users' sessions" })
  }

  return {
    /** @param name how the user signed in by, for the audit log */
    async open(tx: Tx, userId: string, method: rows.SignInMethod): Promise<SignedIn> {
      const now = o.clock.now()
      const opened = { token: newToken(), expires: new Date(now.getTime() + sessionLifeMs) }
      await rows.insertSession(tx, { ...opened, userId, now, method, origin: o.origin() })
      const changes = [{ column: 'method', old: null, new: method }]
      await o.audit.note(tx, {
        action: 'sign-in',
        caller: { userId },
        ...aboutUser(userId),
        changes,
      })
      return opened
    },

    /** Newest use first. @throws `not-allowed` for those of others, but for administrators */
    async list(caller: Caller, of: { userId?: string; token?: string }): Promise<Session[]> {
      const userId = of.userId ?? caller.userId
      demandOwn(caller, userId)
      const current = await idOf(of.token)
      const found = await rows.listSessions(o.db, userId, o.clock.now())
      return found.map((row) => ({ ...row, current: row.id === current }))
    },

    /** @throws `not-found`, `not-allowed` */
    async end(caller: Caller, id: string): Promise<void> {
      const userId = await rows.userOfSessionId(o.db, id)
      if (userId !== undefined) demandOwn(caller, userId)
      if (userId === undefined) throw general['not-found']({ what: 'session', id })
      await withTransaction(o.db, async (tx) => {
        await rows.deleteSession(tx, id)
        await o.audit.note(tx, { action: 'end session', caller, ...aboutUser(userId) })
      })
    },

    /** All of a user but the one that asks; gives how many. */
    async endOthers(caller: Caller, of: { userId?: string; token?: string }): Promise<number> {
      const userId = of.userId ?? caller.userId
      demandOwn(caller, userId)
      const current = await idOf(of.token)
      return await withTransaction(o.db, async (tx) => {
        const ended = await rows.deleteSessions(tx, userId, current)
        const changes = [{ column: 'sessions', old: ended, new: 0 }]
        await o.audit.note(tx, { action: 'end sessions', caller, ...aboutUser(userId), changes })
        return ended
      })
    },

    async signOut(token: string): Promise<void> {
      const id = await idOf(token)
      const userId = id === undefined ? undefined : await rows.userOfSessionId(o.db, id)
      if (id === undefined || userId === undefined) return
      await withTransaction(o.db, async (tx) => {
        await rows.deleteSession(tx, id)
        await o.audit.note(tx, { action: 'sign-out', caller: { userId }, ...aboutUser(userId) })
      })
    },
  }
}

export const aboutUser = (userId: string) => ({ table: 'systemuser', recordId: userId })
