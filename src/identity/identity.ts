import type { Clock } from '#clock'
import { type Db, withTransaction } from '#database'
import { general } from '#errors'
import type { Caller, Pipeline } from '#pipeline'
import { type ActingFor, createActFor } from './act-for.ts'
import { createApiKeys } from './api-keys.ts'
import { createApplications } from './applications.ts'
import * as rows from './identity-rows.ts'
import { hashPassword, isPassword } from './password.ts'
import { refusals } from './refusals.ts'
import { accessTokenPrefix, newToken } from './token.ts'
import { roleIds, rootBusinessUnitId, systemCaller, systemUserId } from './well-known.ts'

const linkLifeMs = 24 * 3600_000
const sessionLifeMs = 12 * 3600_000

/** A well-formed hash of nothing: unknown e-mails take as long as wrong passwords. */
const nobodysHash = `scrypt$${'A'.repeat(22)}$${'A'.repeat(43)}`

export interface SignedIn {
  /** For the cookie; shown once. */
  readonly token: string
  readonly expires: Date
}

export interface FirstAdministrator {
  readonly email: string | undefined
  readonly password: string | undefined
  readonly apiKey: string | undefined
}

export type Identity = ReturnType<typeof createIdentity>

export function createIdentity(o: { db: Db; pipeline: Pipeline; clock: Clock }) {
  /** An API key, or the access token of an application. */
  async function callerOfBearer(bearer: string): Promise<Caller> {
    const now = o.clock.now()
    const ofToken = isAccessToken(bearer)
      ? await rows.userOfAccessToken(o.db, bearer, now)
      : undefined
    const user = ofToken ?? (await rows.userOfApiKey(o.db, bearer, now))
    if (user === undefined) throw refusals['key-not-accepted']()
    return rows.callerOf(user)
  }

  async function callerOfSession(token: string): Promise<Caller> {
    const user = await rows.userOfSession(o.db, token, o.clock.now())
    if (user === undefined) throw refusals['key-not-accepted']()
    return rows.callerOf(user)
  }

  /**
   * Who sends this request: an API key or access token in `Authorization`, else the session of the
   * cookie. Basic authentication carries the API key as its password, for programs such as Excel
   * that know nothing else; its user name says nothing.
   */
  async function authenticate(from: {
    authorization: string | undefined
    session: string | undefined
  }): Promise<Caller> {
    const bearer = bearerOf(from.authorization)
    if (bearer !== undefined) return await callerOfBearer(bearer)
    if (from.session !== undefined) return await callerOfSession(from.session)
    throw general['not-signed-in']()
  }

  async function openSession(userId: string): Promise<SignedIn> {
    const now = o.clock.now()
    const session = {
      userId,
      token: newToken(),
      now,
      expires: new Date(now.getTime() + sessionLifeMs),
    }
    await withTransaction(o.db, (tx) => rows.insertSession(tx, session))
    return session
  }

  async function signInWithPassword(email: string, password: string): Promise<SignedIn> {
    const known = await rows.passwordOfEmail(o.db, email)
    const right = await isPassword(password, known?.hash ?? nobodysHash)
    if (known === undefined || !right) throw refusals['sign-in-failed']()
    return await openSession(known.userId)
  }

  async function signInWithLink(token: string): Promise<SignedIn> {
    const userId = await withTransaction(o.db, (tx) => rows.useSignInLink(tx, token, o.clock.now()))
    if (userId === undefined) throw refusals['sign-in-link-used']()
    return await openSession(userId)
  }

  async function signOut(token: string): Promise<void> {
    await withTransaction(o.db, (tx) => rows.deleteSession(tx, token))
  }

  /** A link for one sign-in within a day; gives its token. */
  async function newSignInLink(userId: string): Promise<string> {
    const token = newToken()
    const expires = new Date(o.clock.now().getTime() + linkLifeMs)
    await withTransaction(o.db, (tx) => rows.insertSignInLink(tx, userId, token, expires))
    return token
  }

  async function ensureAdministrator(email: string): Promise<string> {
    const found = await rows.findUserByEmail(o.db, email)
    if (found !== undefined) return found
    const created = await o.pipeline.execute(systemCaller, {
      message: 'Create',
      table: 'systemuser',
      target: {
        lastname: 'Administrator',
        internalemailaddress: email,
        domainname: email,
        businessunitid: rootBusinessUnitId,
      },
    })
    await o.pipeline.execute(systemCaller, {
      message: 'Associate',
      table: 'systemuser',
      id: created.id,
      input: {
        Relationship: 'systemuserroles_association',
        RelatedEntities: [{ table: 'role', id: roleIds['System Administrator'] }],
      },
    })
    return created.id
  }

  /**
   * Makes sure that somebody can come in: the administrator and API key of the settings. With
   * neither there nor earlier, gives the token of a one-time sign-in link to print.
   */
  async function ensureFirstAdministrator(first: FirstAdministrator): Promise<string | undefined> {
    const now = o.clock.now()
    if (first.apiKey !== undefined) {
      const key = { name: 'GREENROOM_API_KEY', userId: systemUserId, key: first.apiKey, now }
      await withTransaction(o.db, (tx) => rows.ensureApiKey(tx, key))
    }
    if (first.email !== undefined && first.password !== undefined) {
      const userId = await ensureAdministrator(first.email)
      const hash = await hashPassword(first.password)
      await withTransaction(o.db, (tx) => rows.setPassword(tx, userId, hash, now))
      return undefined
    }
    if (await rows.hasAdministrator(o.db, systemUserId, roleIds['System Administrator']))
      return undefined
    return await newSignInLink(await ensureAdministrator('administrator@localhost'))
  }

  return {
    applications: createApplications(o),
    apiKeys: createApiKeys(o),
    actFor: createActFor(o.db) satisfies ActingFor,
    authenticate,
    callerOfBearer,
    callerOfSession,
    signInWithPassword,
    signInWithLink,
    signOut,
    newSignInLink,
    ensureAdministrator,
    ensureFirstAdministrator,
  }
}

function bearerOf(authorization: string | undefined): string | undefined {
  const [, scheme = '', text = ''] = /^(Bearer|Basic)\s+(\S+)$/i.exec(authorization ?? '') ?? []
  if (scheme.toLowerCase() !== 'basic') return text === '' ? undefined : text
  // RFC 7617: the first colon ends the user name.
  return /^[^:]*:(\S+)$/.exec(Buffer.from(text, 'base64').toString())?.[1]
}

/** Such credentials end when their application is disabled, so nobody may remember them. */
export function isAccessToken(credentials: string): boolean {
  return credentials.replace(/^Bearer\s+/i, '').startsWith(accessTokenPrefix)
}
