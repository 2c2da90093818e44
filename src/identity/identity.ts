import type { Clock } from '#clock'
import { type Db, type Table, withTransaction } from '#database'
import { general } from '#errors'
import type { Outbound } from '#outbound'
import type { Caller, Pipeline } from '#pipeline'
import { type ActingFor, createActFor } from './act-for.ts'
import { createApiKeys } from './api-keys.ts'
import { createApplications } from './applications.ts'
import { createAudit } from './audit/audit.ts'
import { createPerson } from './create-person.ts'
import * as rows from './identity-rows.ts'
import { hashPassword, isPassword } from './password.ts'
import { refusals } from './refusals.ts'
import { createRequestOrigins } from './request-origin.ts'
import { createRoles } from './roles.ts'
import { createBackOff } from './sign-in/back-off.ts'
import { createPasswords } from './sign-in/passwords.ts'
import * as sessionRows from './sign-in/session-rows.ts'
import { aboutUser, createSignInSessions, type SignedIn } from './sign-in/sessions.ts'
import { createSingleSignOn, type SingleSignOnSettings } from './sign-in/single-sign-on.ts'
import { createTeams } from './teams.ts'
import { accessTokenPrefix, newToken } from './token.ts'
import { createUsers } from './users.ts'
import { roleIds, systemCaller, systemUserId } from './well-known.ts'

const linkLifeMs = 24 * 3600_000
/** How exactly it is known when a session or a key was used last. */
const touchedEveryMs = 60_000

/** A well-formed hash of nothing: unknown e-mails take as long as wrong passwords. */
const nobodysHash = `scrypt$${'A'.repeat(22)}$${'A'.repeat(43)}`

export interface FirstAdministrator {
  readonly email: string | undefined
  readonly password: string | undefined
  readonly apiKey: string | undefined
}

export type Identity = ReturnType<typeof createIdentity>

export interface IdentityNeeds {
  readonly db: Db
  readonly pipeline: Pipeline
  readonly clock: Clock
  /** Without slash at the end; links in letters begin with it. */
  readonly publicUrl?: string
  /** Whether letters go out; otherwise administrators are given links to hand over. */
  readonly sendsMail?: boolean
  /** The tables as they are now, for rights and roles. */
  readonly tables?: () => readonly Table[]
  readonly singleSignOn?: SingleSignOnSettings & { readonly outbound: Pick<Outbound, 'request'> }
}

export function createIdentity(needs: IdentityNeeds) {
  const { publicUrl = 'http://localhost', sendsMail = false, tables = () => [] } = needs
  const origins = createRequestOrigins()
  const base = { ...needs, publicUrl, sendsMail, tables, origin: origins.current }
  const audit = createAudit(base)
  const o = { ...base, audit }
  const backOff = createBackOff(o)
  const sessions = createSignInSessions(o)
  const singleSignOn =
    needs.singleSignOn === undefined
      ? undefined
      : createSingleSignOn({
          ...{ ...o, sessions, settings: needs.singleSignOn },
          outbound: needs.singleSignOn.outbound,
        })

  /** An API key, or the access token of an application. */
  async function callerOfBearer(bearer: string): Promise<Caller> {
    const now = o.clock.now()
    const ofToken = isAccessToken(bearer)
      ? await rows.userOfAccessToken(o.db, bearer, now)
      : undefined
    if (ofToken !== undefined) return rows.callerOf(ofToken)
    const user = await rows.userOfApiKey(o.db, bearer, now)
    if (user === undefined) throw refusals['key-not-accepted']()
    const since = new Date(now.getTime() - touchedEveryMs)
    if (user.lastusedon === null || user.lastusedon < since) {
      await withTransaction(o.db, (tx) => rows.touchApiKey(tx, bearer, now, since))
    }
    return rows.callerOf(user)
  }

  async function callerOfSession(token: string): Promise<Caller> {
    const now = o.clock.now()
    const user = await rows.userOfSession(o.db, token, now)
    if (user === undefined) throw refusals['key-not-accepted']()
    if (now.getTime() - user.lastusedon.getTime() > touchedEveryMs) {
      await withTransaction(o.db, (tx) => sessionRows.touchSession(tx, token, now))
    }
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
    // Not the cookie instead: whoever sends this header is not asked where its page is from.
    if (from.authorization !== undefined) throw refusals['key-not-accepted']()
    if (from.session !== undefined) return await callerOfSession(from.session)
    throw general['not-signed-in']()
  }

  /** @throws `sign-in-failed`, `sign-in-later` */
  async function signInWithPassword(email: string, password: string): Promise<SignedIn> {
    await backOff.begin('sign-in', email)
    const known = await rows.passwordOfEmail(o.db, email)
    const right = await isPassword(password, known?.hash ?? nobodysHash)
    if (known !== undefined && right) {
      return await withTransaction(o.db, async (tx) => {
        await backOff.succeeded(tx, 'sign-in', email)
        return await sessions.open(tx, known.userId, 'password')
      })
    }
    await audit.noteAlone({
      action: 'sign-in failed',
      ...(known === undefined
        ? { userName: email }
        : { caller: { userId: known.userId }, ...aboutUser(known.userId) }),
    })
    throw refusals['sign-in-failed']()
  }

  async function signInWithLink(token: string): Promise<SignedIn> {
    return await withTransaction(o.db, async (tx) => {
      const now = o.clock.now()
      const userId = await sessionRows.useLink(tx, { token, purpose: 'sign-in', now })
      if (userId === undefined) throw refusals['sign-in-link-used']()
      return await sessions.open(tx, userId, 'link')
    })
  }

  /** A link for one sign-in within a day; gives its token. */
  async function newSignInLink(userId: string): Promise<string> {
    const token = newToken()
    const expires = new Date(o.clock.now().getTime() + linkLifeMs)
    await withTransaction(o.db, (tx) =>
      sessionRows.insertLink(tx, { userId, token, purpose: 'sign-in', expires }),
    )
    return token
  }

  async function ensureAdministrator(email: string): Promise<string> {
    const found = await rows.findUserByEmail(o.db, email)
    if (found !== undefined) return found.id
    return await withTransaction(o.db, (tx) =>
      createPerson(tx, o.pipeline, systemCaller, {
        ...{ email, lastName: 'Administrator' },
        roleIds: [roleIds['System Administrator']],
      }),
    )
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
      // A password that was changed since stays: a restart must not bring the first one back.
      if ((await rows.passwordOfEmail(o.db, first.email)) !== undefined) return undefined
      const hash = await hashPassword(first.password)
      await withTransaction(o.db, (tx) => rows.setPassword(tx, userId, hash, now))
      return undefined
    }
    if ((await rows.administratorsBut(o.db, [systemUserId])).length > 0) return undefined
    return await newSignInLink(await ensureAdministrator('administrator@localhost'))
  }

  return {
    applications: createApplications(o),
    apiKeys: createApiKeys(o),
    users: createUsers(o),
    teams: createTeams(o),
    roles: createRoles(o),
    sessions,
    passwords: createPasswords({ ...o, backOff, sessions }),
    singleSignOn,
    audit,
    origins,
    actFor: createActFor(o) satisfies ActingFor,
    authenticate,
    callerOfBearer,
    callerOfSession,
    signInWithPassword,
    signInWithLink,
    signOut: sessions.signOut,
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
