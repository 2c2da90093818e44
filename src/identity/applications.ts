/**
 * *Application*: a program that signs in by itself, with its client id and a secret, and gets
 * access tokens for an hour. It acts as a user of its own, whose roles say what it may do.
 */
import { randomUUID } from 'node:crypto'
import type { Clock } from '#clock'
import { type Db, type Tx, withTransaction } from '#database'
import { general } from '#errors'
import type { Caller, Pipeline } from '#pipeline'
import * as rows from './application-rows.ts'
import type { Audit } from './audit/audit.ts'
import { demandAdministrator } from './demand-administrator.ts'
import { refusals } from './refusals.ts'
import { accessTokenPrefix, newToken } from './token.ts'
import { type RoleName, roleIds, rootBusinessUnitId } from './well-known.ts'

/** As long as Entra's tokens of client credentials live, in seconds. */
const tokenSeconds = 3600
const dayMs = 24 * 3600_000
const usualSecretDays = 180
const mostSecretDays = 730
/** While programs move from one secret to the next, both are good. */
const mostValidSecrets = 2

export interface NewApplication {
  readonly name: string
  readonly roles: readonly RoleName[]
  /** Default: in 180 days. */
  readonly secretExpiresOn?: Date
}

export interface NewSecret {
  readonly secretId: string
  /** Shown this once. */
  readonly clientSecret: string
  readonly expiresOn: Date
}

export interface AccessToken {
  readonly token: string
  readonly seconds: number
}

/** Accessmode of users that are programs. */
const nonInteractive = 4

export type Applications = ReturnType<typeof createApplications>

export function createApplications(o: { db: Db; pipeline: Pipeline; clock: Clock; audit: Audit }) {
  function expiryOf(wanted: Date | undefined): Date {
    const now = o.clock.now().getTime()
    const expires = wanted ?? new Date(now + usualSecretDays * dayMs)
    const latest = new Date(now + mostSecretDays * dayMs)
    if (expires.getTime() > now && expires <= latest) return expires
    throw refusals['expiry-out-of-range'](
      { found: expires.toISOString(), latest: latest.toISOString() },
      { input: 'expiresOn', expected: `until ${latest.toISOString()}` },
    )
  }

  async function addSecret(tx: Tx, applicationId: string, expires: Date): Promise<NewSecret> {
    const added = { id: randomUUID(), secret: newToken(), now: o.clock.now() }
    await rows.insertSecret(tx, { ...added, applicationId, expires })
    return { secretId: added.id, clientSecret: added.secret, expiresOn: expires }
  }

  async function create(caller: Caller, wanted: NewApplication) {
    demandAdministrator(caller)
    const expires = expiryOf(wanted.secretExpiresOn)
    const clientId = randomUUID()
    return await withTransaction(o.db, async (tx) => {
      const userId = await createUser(o.pipeline, tx, caller, clientId, wanted)
      await rows.insertApplication(tx, {
        id: clientId,
        name: wanted.name,
        userId,
        now: o.clock.now(),
      })
      const changes = [{ column: 'roles', old: null, new: wanted.roles }]
      await o.audit.note(tx, {
        ...{ action: 'create application', caller, changes },
        ...{ table: 'gr_application', recordId: clientId, recordName: wanted.name },
      })
      return { clientId, userId, ...(await addSecret(tx, clientId, expires)) }
    })
  }

  async function list(caller: Caller) {
    demandAdministrator(caller)
    const secrets = await rows.listSecrets(o.db)
    return (await rows.listApplications(o.db)).map(({ id, disabledOn, ...application }) => ({
      clientId: id,
      ...application,
      enabled: disabledOn === null,
      secrets: secrets
        .filter(({ applicationId }) => applicationId === id)
        .map(({ applicationId: _, ...secret }) => secret),
    }))
  }

  async function changing<T>(
    caller: Caller,
    id: string,
    action: string,
    act: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    demandAdministrator(caller)
    return await withTransaction(o.db, async (tx) => {
      if (!(await rows.lockApplication(tx, id))) {
        throw general['not-found']({ what: 'application', id })
      }
      const done = await act(tx)
      const about = { table: 'gr_application', recordId: id }
      await o.audit.note(tx, { action: `${action} application`, caller, ...about })
      return done
    })
  }

  return {
    create,
    list,

    /** Adds a secret; of those that were good, the newest stays so and the others are revoked. */
    async rotate(caller: Caller, id: string, expiresOn?: Date): Promise<NewSecret> {
      const expires = expiryOf(expiresOn)
      return await changing(caller, id, 'add secret to', async (tx) => {
        const now = o.clock.now()
        const good = await rows.validSecrets(tx, id, now)
        for (const old of good.slice(mostValidSecrets - 1)) {
          await rows.revokeSecret(tx, id, old.id, now)
        }
        return await addSecret(tx, id, expires)
      })
    },

    async revokeSecret(caller: Caller, id: string, secretId: string): Promise<void> {
      await changing(caller, id, 'revoke secret of', async (tx) => {
        if (await rows.revokeSecret(tx, id, secretId, o.clock.now())) return
        throw general['not-found']({ what: 'secret', id: secretId })
      })
    },

    /** A disabled one gets no tokens, and those that it has are good for nothing at once. */
    async setEnabled(caller: Caller, id: string, enabled: boolean): Promise<void> {
      await changing(caller, id, enabled ? 'enable' : 'disable', async (tx) => {
        await rows.setDisabled(tx, id, enabled ? null : o.clock.now())
        await rows.deleteTokens(tx, id)
      })
    },

    /** Undefined where the id, the secret, the application or its user is not good. */
    async issueToken(clientId: string, secret: string): Promise<AccessToken | undefined> {
      if (!isUuid(clientId)) return undefined
      const now = o.clock.now()
      return await withTransaction(o.db, async (tx) => {
        const secretId = await rows.findGoodSecret(tx, { clientId, secret, now })
        if (secretId === undefined) return undefined
        await rows.deleteTokens(tx, clientId, now)
        const token = accessTokenPrefix + newToken()
        const expires = new Date(now.getTime() + tokenSeconds * 1000)
        const added = { id: randomUUID(), token, applicationId: clientId, secretId, now, expires }
        await rows.insertToken(tx, added)
        return { token, seconds: tokenSeconds }
      })
    },
  }
}

const isUuid = (text: string): boolean => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)

async function createUser(
  pipeline: Pipeline,
  tx: Tx,
  caller: Caller,
  clientId: string,
  { name, roles }: NewApplication,
): Promise<string> {
  const target = {
    lastname: name,
    accessmode: nonInteractive,
    applicationid: clientId,
    businessunitid: rootBusinessUnitId,
  }
  const created = await pipeline.executeIn(tx, caller, {
    message: 'Create',
    table: 'systemuser',
    target,
  })
  if (roles.length === 0) return created.id
  await pipeline.executeIn(tx, caller, {
    message: 'Associate',
    table: 'systemuser',
    id: created.id,
    input: {
      Relationship: 'systemuserroles_association',
      RelatedEntities: roles.map((role) => ({ table: 'role', id: roleIds[role] })),
    },
  })
  return created.id
}
