/** *API key*: a long random text that acts as its user until it ends or is revoked. */
import { randomUUID } from 'node:crypto'
import type { Clock } from '#clock'
import { type Db, withTransaction } from '#database'
import { general } from '#errors'
import type { Caller } from '#pipeline'
import * as rows from './api-key-rows.ts'
import type { Audit } from './audit/audit.ts'
import { demandAdministrator } from './demand-administrator.ts'
import { refusals } from './refusals.ts'
import { newToken } from './token.ts'

export interface NewApiKey {
  readonly name: string
  /** Whose rights it has; default the caller's. */
  readonly userId?: string
  /** Default: never. */
  readonly expiresOn?: Date
}

export interface CreatedApiKey {
  readonly id: string
  /** Shown this once. */
  readonly key: string
}

/** How long the old key goes on after a rotation, unless it is said otherwise. */
const usualOverlapMs = 24 * 3600_000

export type ApiKeys = ReturnType<typeof createApiKeys>

export function createApiKeys(o: { db: Db; clock: Clock; audit: Audit }) {
  async function find(caller: Caller, id: string): Promise<rows.ApiKeyRow> {
    demandAdministrator(caller)
    const found = await rows.findApiKey(o.db, id)
    if (found === undefined) throw general['not-found']({ what: 'API key', id })
    return found
  }

  function refusePast(at: Date | undefined): void {
    if (at === undefined || at > o.clock.now()) return
    const found = at.toISOString()
    throw refusals['expiry-out-of-range'](
      { found, latest: 'any later day' },
      { input: 'expiresOn' },
    )
  }

  return {
    async create(caller: Caller, wanted: NewApiKey): Promise<CreatedApiKey> {
      demandAdministrator(caller)
      refusePast(wanted.expiresOn)
      const userId = wanted.userId ?? caller.userId
      if (!(await rows.isEnabledUser(o.db, userId))) {
        throw general['not-found']({ what: 'enabled user', id: userId })
      }
      const added = { id: randomUUID(), key: newToken(), name: wanted.name, userId }
      const times = { now: o.clock.now(), expires: wanted.expiresOn ?? null }
      await withTransaction(o.db, async (tx) => {
        await rows.insertApiKey(tx, { ...added, ...times })
        const changes = [
          { column: 'userid', old: null, new: userId },
          { column: 'expireson', old: null, new: times.expires },
        ]
        await o.audit.note(tx, { action: 'create API key', caller, ...about(added), changes })
      })
      return { id: added.id, key: added.key }
    },

    async list(caller: Caller) {
      demandAdministrator(caller)
      return await rows.listApiKeys(o.db)
    },

    /** A new key of the same name and user; the old one ends after the overlap. */
    async rotate(
      caller: Caller,
      id: string,
      overlapMs: number = usualOverlapMs,
    ): Promise<CreatedApiKey> {
      const { name, userId, expiresOn, revokedOn } = await find(caller, id)
      const now = o.clock.now()
      if (revokedOn !== null || (expiresOn !== null && expiresOn <= now)) {
        throw refusals['key-has-ended']({ name })
      }
      const added = { id: randomUUID(), key: newToken(), name, userId, now, expires: expiresOn }
      await withTransaction(o.db, async (tx) => {
        await rows.insertApiKey(tx, added)
        const ends = new Date(now.getTime() + overlapMs)
        await rows.endApiKey(tx, id, ends)
        const changes = [
          { column: 'expireson', old: expiresOn, new: ends },
          { column: 'next', old: null, new: added.id },
        ]
        await o.audit.note(tx, {
          action: 'rotate API key',
          caller,
          ...about({ id, name }),
          changes,
        })
      })
      return { id: added.id, key: added.key }
    },

    async revoke(caller: Caller, id: string): Promise<void> {
      const { name } = await find(caller, id)
      await withTransaction(o.db, async (tx) => {
        await rows.revokeApiKey(tx, id, o.clock.now())
        await o.audit.note(tx, { action: 'revoke API key', caller, ...about({ id, name }) })
      })
    },
  }
}

const about = ({ id, name }: { readonly id: string; readonly name: string }) => ({
  ...{ table: 'gr_apikey', recordId: id, recordName: name },
})
